//! Tickets and their place in the queue.

pub mod accept_ticket;
pub mod actions;
pub mod answer_ticket;
pub mod ask_customer;
pub mod attaching;
pub mod attachment_view;
pub mod begin_attachment;
pub mod change_queue_members;
pub mod close_tickets;
pub mod colleagues;
pub mod complete_ticket;
pub mod create_queue;
pub mod delete_draft;
pub mod draft_view;
pub mod edit_draft;
pub mod edit_queue;
pub mod finish_attachment;
pub mod get_attachment;
pub mod get_draft;
pub mod get_queue;
pub mod get_ticket;
pub mod list_drafts;
pub mod list_queues;
pub mod list_share_candidates;
pub mod list_shares;
pub mod list_tickets;
pub mod list_timeline;
pub mod mark_urgent;
pub mod note_ticket;
pub mod problems;
pub mod progress;
pub mod queue_position;
pub mod queue_views;
pub mod rate_ticket;
pub mod remove_attachment;
pub mod reopen_ticket;
pub mod reply_ticket;
pub mod save_draft;
pub mod search;
pub mod set_reply_method;
pub mod share_ticket;
pub mod step;
pub mod stop_queue;
pub mod submission;
pub mod submit_draft;
pub mod submit_ticket;
pub mod sweep_attachments;
pub mod sweep_queues;
pub mod sweep_targets;
pub mod targets;
pub mod timeline_view;
pub mod track_targets;
pub mod transfer_ticket;
pub mod unmark_urgent;
pub mod unshare_ticket;
pub mod urge_ticket;
pub mod views;
pub mod watch_queues;
pub mod withdraw_ticket;

use foyer_files::Files;
use foyer_kit::Operation;

/// The registry of the area. `files` is where attachments are.
pub fn operations(files: &Files) -> Vec<Operation> {
    vec![
        submit_ticket::operation(),
        get_ticket::operation(),
        list_tickets::operation(),
        queue_position::operation(),
        accept_ticket::operation(),
        list_queues::operation(),
        sweep_queues::operation(),
        watch_queues::operation(),
        track_targets::operation(),
        sweep_targets::operation(),
        create_queue::operation(),
        get_queue::operation(),
        edit_queue::operation(),
        change_queue_members::operation(),
        stop_queue::operation(),
        mark_urgent::operation(),
        unmark_urgent::operation(),
        withdraw_ticket::operation(),
        urge_ticket::operation(),
        reply_ticket::operation(),
        note_ticket::operation(),
        ask_customer::operation(),
        answer_ticket::operation(),
        complete_ticket::operation(),
        list_timeline::operation(),
        transfer_ticket::operation(),
        reopen_ticket::operation(),
        rate_ticket::operation(),
        set_reply_method::operation(),
        share_ticket::operation(),
        unshare_ticket::operation(),
        list_shares::operation(),
        list_share_candidates::operation(),
        save_draft::operation(),
        get_draft::operation(),
        list_drafts::operation(),
        edit_draft::operation(),
        submit_draft::operation(),
        delete_draft::operation(),
        close_tickets::operation(),
        begin_attachment::operation(files.clone()),
        finish_attachment::operation(files.clone()),
        get_attachment::operation(files.clone()),
        remove_attachment::operation(),
        sweep_attachments::operation(files.clone()),
    ]
}
