//! Finding people, organisations and tickets as one types: what is kept to be found by, who finds it, and what somebody
//! asked for. The rows of it are in `foyer_store::finds` ([decision 58](../../../../docs/decisions/0058-found-by-beginnings.md)).

pub mod circle;
pub mod findable;
pub mod mark;
pub mod question;
pub mod sort;
pub mod terms;

pub use circle::Circle;
pub use findable::{Findable, Found};
pub use mark::{Facets, Mark, TicketList};
pub use question::{Question, Word};
pub use sort::Sort;
pub use terms::Terms;
