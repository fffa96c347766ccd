//! Tells those who deliver that something may wait for them.

use std::time::Duration;

use tokio::sync::watch;

/// The bell. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bell(watch::Sender<()>);

/// Somebody who hears the bell. What rang since he listened last is not missed.
#[derive(Debug)]
pub(crate) struct Listener(watch::Receiver<()>);

impl Bell {
    /// Rings, for everybody.
    pub(crate) fn ring(&self) {
        self.0.send_replace(());
    }

    /// Somebody who hears it from now on.
    pub(crate) fn listener(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

impl Listener {
    /// Waits until it rings, or rang meanwhile; `longest` at most.
    pub(crate) async fn heard(&mut self, longest: Duration) {
        // Elapsed is as good as rung, and so is a bell that is gone.
        drop(tokio::time::timeout(longest, self.0.changed()).await);
    }
}
