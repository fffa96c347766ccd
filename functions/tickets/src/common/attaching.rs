//! What the operations on attachments share: what a file is attached to, and who may add one.

use foyer_domain::id::{AttachmentId, TicketId};
use foyer_domain::identity::Landing;
use foyer_domain::policy::Action;
use foyer_domain::tickets::attachment::MOST;
use foyer_domain::tickets::{Attachment, Attachments, Draft, Ticket};
use foyer_files::{FilesError, Place};
use foyer_kit::caller::Principal;
use foyer_kit::{Deps, Problem};
use foyer_store::attachments::AttachmentsRead;
use foyer_store::{Freshness, Key, StoreError, Versioned};

use crate::common::attachment_rights::{require_add, require_removal, sees_internal};
use crate::common::attachment_view::AttachmentView;
use crate::problems;

/// How often a change is tried while others add files to the same ticket: each of them takes one of the places.
pub const TRIES: usize = 2 * MOST + 2;

/// What files are attached to.
#[derive(Debug)]
pub enum Target {
    /// A draft of the caller's.
    Draft(Versioned<Draft>),
    /// A ticket that he may see.
    Ticket(Box<Ticket>),
}

impl Target {
    /// The ticket, or the draft, of this id, and its files. A draft is found by its own identity only.
    pub async fn find(deps: &Deps, caller: &Principal, id: TicketId) -> Result<(Self, AttachmentsRead), Problem> {
        let tenant = caller.tenant_id();
        if let Some(ticket) = deps.store.ticket(tenant, id).await? {
            caller.require(Action::ViewTicket(&ticket.value))?;
            let files = deps.store.attachments(tenant, id).await?;
            return Ok((Self::Ticket(Box::new(ticket.value)), files));
        }
        // A batch of one: that is how the ticket is read too.
        let draft = async {
            match caller.identity().landing() {
                Landing::Portal => {
                    let key = Key::draft(tenant, caller.identity_id(), id);
                    Ok::<_, StoreError>(deps.store.get_many::<Draft>(&[key], Freshness::Strong).await?.pop())
                }
                Landing::Console => Ok(None),
            }
        };
        let (draft, files) = futures::try_join!(draft, deps.store.attachments(tenant, id))?;
        draft.map(|draft| (Self::Draft(draft), files)).ok_or_else(Problem::not_found)
    }

    /// The draft, if it is one.
    pub fn draft(&self) -> Option<&Versioned<Draft>> {
        match self {
            Self::Draft(draft) => Some(draft),
            Self::Ticket(_) => None,
        }
    }

    /// Asks whether the caller may add a file, one for staff alone if it is `internal`.
    pub fn require_add(&self, caller: &Principal, internal: bool) -> Result<(), Problem> {
        match self {
            Self::Draft(_) if internal => Err(problems::staff_alone()),
            Self::Draft(_) => Ok(()),
            Self::Ticket(ticket) => require_add(caller, ticket, internal),
        }
    }

    /// An attachment that the caller may know of: one that is there, or one of his own that is being uploaded.
    pub fn known<'a>(&self, caller: &Principal, files: &'a Attachments, id: AttachmentId) -> Result<&'a Attachment, Problem> {
        let internal = match self {
            Self::Draft(_) => false,
            Self::Ticket(ticket) => sees_internal(caller, ticket),
        };
        let known = |file: &&Attachment| (internal || !file.internal) && (file.added_at.is_some() || file.author == caller.identity_id());
        files.find(id).filter(known).ok_or_else(Problem::not_found)
    }

    /// Asks whether the caller may take a file away.
    pub fn require_remove(&self, caller: &Principal, file: &Attachment) -> Result<(), Problem> {
        match self {
            Self::Draft(_) => Ok(()),
            Self::Ticket(ticket) => require_removal(caller, ticket, file),
        }
    }

    /// The view of a file, for the caller.
    pub fn view(&self, caller: &Principal, file: &Attachment) -> AttachmentView {
        AttachmentView::of(file, self.require_remove(caller, file).is_ok())
    }
}

/// Where a file is.
pub fn place(files: &Attachments, attachment_id: AttachmentId) -> Place {
    Place { tenant_id: files.tenant_id, ticket_id: files.ticket_id, attachment_id }
}

/// S3 did not do it; it may the next time.
pub fn unavailable(error: FilesError) -> Problem {
    Problem::unavailable(error)
}
