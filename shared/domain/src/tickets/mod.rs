//! Tickets, their life and their place in the queue.

pub mod departures;
pub mod ticket;

pub use ticket::{IllegalMove, Move, Queue, ReplyMethod, Ticket, TicketState};
