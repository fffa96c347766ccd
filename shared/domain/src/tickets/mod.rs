//! Tickets, their life and their place in the queue.

pub mod calendar;
pub mod departures;
pub mod queue;
pub mod ticket;

pub use calendar::Calendar;
pub use departures::{Departure, Lane};
pub use queue::{Queue, QueueState, ServiceLevel};
pub use ticket::{IllegalMove, Move, ReplyMethod, Ticket, TicketState};
