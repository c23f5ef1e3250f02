//! Somebody else saved in between: both sides.

use crate::ui::prelude::*;
use forecourt_service::change::FieldChange;
use leptos::prelude::*;
use time::OffsetDateTime;

/// What differs between what is stored now and what was sent.
#[derive(Clone, Debug)]
pub struct Conflicting {
    /// Who saved in between.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
    /// Each property that differs: what is stored now, and what was sent.
    pub fields: Vec<FieldChange>,
    /// The page as it is stored.
    pub discard: String,
}

/// The bar and the table over the form, which keeps what was sent.
pub(super) fn conflict_bar(conflict: Conflicting) -> AnyView {
    let rows: Vec<_> = conflict
        .fields
        .into_iter()
        .map(|field| {
            Row::new()
                .cell(view! { <Code>{field.name}</Code> })
                .cell(field.before.unwrap_or_default())
                .cell(field.after.unwrap_or_default())
        })
        .collect();
    let columns = vec![
        Column::name("Setting"),
        Column::long("Stored now"),
        Column::long("Yours, not saved"),
    ];
    let same = rows.is_empty();
    let table = (!same).then(|| view! { <Table caption="What differs" columns rows top=true /> });
    let discard = conflict.discard;
    let actions = view! { <LinkButton href=discard size=ButtonSize::Small>"Discard mine"</LinkButton> };
    view! {
        <MessageBar kind=MessageKind::Danger alert=true actions>
            <strong>"Not saved. "</strong>
            {conflict.changed_by}
            " changed this policy at "
            <Moment at=conflict.changed_at />
            ". What you entered is still here. Save again to put yours in place of what is stored now."
        </MessageBar>
        {table}
    }
    .into_any()
}
