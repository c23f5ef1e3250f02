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
    /// The form that asks for the same again as things are now.
    pub again: Option<Again>,
}

/// A form that asks for the same again.
#[derive(Clone, Debug)]
pub struct Again {
    /// Where it is posted.
    pub action: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// The words of its button.
    pub words: String,
}

/// The bar over the page, which shows what is stored.
pub(super) fn conflict_bar(conflict: Conflicting) -> AnyView {
    let again = conflict.again.map(|again| {
        let Again {
            action,
            fields,
            words,
        } = again;
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
