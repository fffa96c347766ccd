//! What operations of several folders share; no operation lies here.

pub mod actions;
pub mod attaching;
pub mod attachment_rights;
pub mod attachment_view;
pub mod bounds;
pub mod bucket;
pub mod colleagues;
pub mod draft_view;
pub mod joining;
pub mod on_ticket;
pub mod own_draft;
pub mod place_view;
pub mod progress;
pub mod queue_views;
pub mod search;
pub mod step;
pub mod submission;
pub mod target_watch;
pub mod timeline_view;
pub mod views;
