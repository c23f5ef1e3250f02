//! What can be done with the policies of the list.

use crate::paths;
use crate::ui::prelude::*;
use forecourt_model::Revision;
use forecourt_service::policy::ListQuery;
use leptos::prelude::*;

/// The id of the form that the ticked rows and the buttons belong to.
pub(super) const LIST_FORM: &str = "policies";

/// The command bar. Each button sends the ticked row; what cannot be done is answered with the reason.
pub(super) fn list_commands(
    query: &ListQuery,
    selected: &[String],
    seen: Revision,
    locked: Option<String>,
    shown: usize,
) -> AnyView {
    let order = if query.descending { "desc" } else { "" };
    let kept = [
        ("q", query.text.as_str()),
        ("sort", query.sort.code()),
        ("order", order),
    ];
    let keep: Vec<_> = kept
        .iter()
        .skip(1)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let action = paths::with_query(&paths::policies(), &kept);
    let status = if selected.is_empty() {
        count(shown as u64, "policy", "policies")
    } else {
        format!("{} of {} selected", selected.len(), shown)
    };
    let search = view! {
        <Search
            action=paths::policies()
            landmark="Policies"
            label="Search policies by name or description"
            placeholder="Search by name"
            value=Some(query.text.clone()).filter(|text| !text.is_empty())
            keep
        />
    };
    let command = |icon: Icon, value: &'static str, words: &'static str| {
        view! {
            <Button
                kind=ButtonKind::Subtle
                icon
                form=LIST_FORM
                name="do"
                value
                reason=locked.clone()
            >
                {words}
            </Button>
        }
    };
    let buttons = view! {
        <LinkButton kind=ButtonKind::Subtle icon=Icon::Plus href=paths::new_policy() reason=locked.clone()>
            "Add"
        </LinkButton>
        {command(Icon::Edit, "edit", "Edit")}
        {command(Icon::Copy, "duplicate", "Duplicate")}
        {command(Icon::Trash, "delete", "Delete")}
        {command(Icon::Reset, "reset", "Reset Global policy")}
        {command(Icon::PersonAdd, "assign", "Assign users")}
    };
    let note = locked.clone().map(|reason| {
        view! { <div class="fc-card__body"><Note icon=Icon::Lock>{reason}</Note></div> }
    });
    view! {
        <form id=LIST_FORM method="post" action=action>
            <input type="hidden" name="seen" value=seen.to_string() />
        </form>
        <CommandBar status end=search>
            {buttons}
        </CommandBar>
        {note}
    }
    .into_any()
}
