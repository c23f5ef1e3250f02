//! What takes long to work out and holds until the next change.

use arc_swap::ArcSwapOption;
use forecourt_model::Revision;
use std::sync::Arc;

/// What was worked out for one revision of the snapshot. It is read after the revision, so it is never older; what was
/// worked out for another revision does not count.
#[derive(Debug)]
pub(crate) struct ForRevision<T>(ArcSwapOption<(Revision, Arc<T>)>);

impl<T> Default for ForRevision<T> {
    fn default() -> Self {
        Self(ArcSwapOption::empty())
    }
}

impl<T> ForRevision<T> {
    /// What is known for `revision`.
    pub(crate) fn known(&self, revision: Revision) -> Option<Arc<T>> {
        let kept = self.0.load();
        let (of, found) = kept.as_deref()?;
        (*of == revision).then(|| Arc::clone(found))
    }

    /// Keeps what was worked out for `revision`, instead of all that was before.
    pub(crate) fn keep(&self, revision: Revision, found: T) -> Arc<T> {
        let found = Arc::new(found);
        self.0.store(Some(Arc::new((revision, Arc::clone(&found)))));
        found
    }
}
