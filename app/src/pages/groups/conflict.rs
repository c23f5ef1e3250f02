//! Somebody else changed the order or the group in between.

use crate::ui::prelude::*;
use leptos::prelude::*;
use time::OffsetDateTime;

/// A change that was not made because what it was made from is older than what is stored.
#[derive(Clone, Debug)]
pub struct Conflicting {
    /// Who came first.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
    /// What they changed: "the ranks", "this group".
    pub what: &'static str,
    /// What to do: a whole sentence.
    pub advice: String,
    /// The form that asks for the same again as things are now: where it is posted, its fields, the words of its
    /// button.
    pub again: Option<(String, Vec<(String, String)>, String)>,
}

/// The bar over the page, which shows what is stored.
pub(super) fn conflict_bar(conflict: Conflicting) -> AnyView {
    let again = conflict.again.map(|(action, fields, words)| {
        view! {
            <form method="post" action=action>
                <HiddenFields fields />
                <Button size=ButtonSize::Small>{words}</Button>
            </form>
        }
    });
    let (what, advice) = (conflict.what, conflict.advice);
    let actions = Slot::maybe(again);
    let who = conflict.changed_by;
    view! {
        <MessageBar kind=MessageKind::Danger alert=true actions>
            <strong>"Not saved. "</strong>
            <Name text=who />
            {format!(" changed {what} at ")}
            <Moment at=conflict.changed_at />
            ". "
            {advice}
        </MessageBar>
    }
    .into_any()
}
