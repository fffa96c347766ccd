//! What operations of several folders share; no operation lies here.

pub mod audit_names;
pub mod beginning;
pub mod codes;
pub mod confirmation;
pub mod enterprise_view;
pub mod known_as;
pub mod managed;
pub mod offers;
pub mod open_tickets;
pub mod picture;
pub mod proof;
pub mod recovery;
pub mod session_view;
pub mod settling;
pub mod sharing;
pub mod telling;
pub mod views;
