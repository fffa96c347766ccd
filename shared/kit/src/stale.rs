//! The refusal of an edit whose editor has not seen what he would replace.

use std::future::Future;

use foyer_store::{Clash, CommitError};
use http::StatusCode;
use serde::Serialize;
use serde_json::json;

use crate::{Deps, Edition, Problem, Reply};

impl Deps {
    /// Refuses the edit of what its editor has not seen as it is: 412 with what it is now, as `view` shows it to him.
    /// Who does not say what he saw edits what there is.
    pub fn unless_stale<V: Serialize>(&self, now: &Edition, view: impl FnOnce() -> V) -> Result<(), Problem> {
        match &self.request.if_match {
            Some(seen) if !now.is_in(seen) => {
                let title = "Somebody changed this since you saw it; look at what it is now";
                let problem = Problem::new(StatusCode::PRECONDITION_FAILED, "changed_since", title);
                Err(problem.with("etag", json!(format!("\"{}\"", now.as_str()))).with("current", json!(view())))
            }
            _ => Ok(()),
        }
    }

    /// The outcome of an edit. One that met another which was faster is refused as if it had been asked for after it:
    /// `now` reads what it is by then.
    pub async fn unless_overtaken<T, V: Serialize>(
        &self,
        outcome: Result<Reply<T>, CommitError>,
        now: impl Future<Output = Result<(Edition, V), Problem>>,
    ) -> Result<Reply<T>, Problem> {
        let Err(CommitError::Clash(Clash::Stale)) = outcome else { return Ok(outcome?) };
        let (edition, view) = now.await?;
        self.unless_stale(&edition, || view)?;
        Err(CommitError::Clash(Clash::Stale).into())
    }
}
