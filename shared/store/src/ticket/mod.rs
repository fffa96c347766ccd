//! Tickets and what belongs to them, and the queues that they wait in.

pub mod attachments;
pub mod drafts;
pub mod hand_overs;
pub mod home;
pub mod queues;
pub mod tickets;
pub mod watches;
pub mod worklist;
