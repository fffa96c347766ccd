//! Tickets, their life and their place in the queue.

pub mod attachment;
pub mod bounds;
pub mod calendar;
mod content;
pub mod departures;
pub mod draft;
pub mod estimate;
pub mod figures;
pub mod life;
pub mod number;
pub mod progress;
pub mod queue;
pub mod rating;
pub mod share;
pub mod state;
pub mod targets;
pub mod ticket;
pub mod timeline;

pub use attachment::{Attachment, Attachments};
pub use calendar::Calendar;
pub use departures::{Departure, Lane};
pub use draft::Draft;
pub use number::{QueueCode, TicketNumber};
pub use queue::{Queue, QueueState, ServiceLevel};
pub use state::{IllegalMove, Move, ReplyMethod, TicketState};
pub use ticket::{Ticket, Urgency};
