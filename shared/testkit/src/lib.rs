//! Development only: a database per test, a settable clock, seeded ids, fixtures.
