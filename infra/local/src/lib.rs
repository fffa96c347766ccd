//! The whole system in one process: the template's routes and triggers over an embedded database.
