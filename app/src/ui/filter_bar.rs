//! Filters: the state is in the address.
use super::{Button, ButtonKind, Checkbox, Glyph, HiddenFields, Icon, IconSize, Text};
use leptos::prelude::*;

/// A search and filters.
#[component]
pub fn FilterBar(
    /// The [`Search`](super::Search), then [`Filter`]s, then links.
    children: Children,
) -> impl IntoView {
    view! { <div class="fc-filterbar">{children()}</div> }
}

/// One answer of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterOption {
    /// What stands in the address.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is ticked.
    pub checked: bool,
}

/// A filter of a list: a pill that opens its answers. A form that asks for the same page with `name=value`.
#[component]
pub fn Filter(
    /// What is filtered by: "Policy".
    #[prop(into)]
    label: String,
    /// What the pill says while the filter is on: "Policy: Sales outbound only".
    #[prop(optional, into)]
    active: Text,
    /// Where clearing it leads.
    #[prop(into)]
    clear: String,
    /// The address of the list, without a query.
    #[prop(into)]
    action: String,
    /// The name in the address.
    #[prop(into)]
    name: String,
    /// The answers.
    options: Vec<FilterOption>,
    /// The other parts of the address that it keeps.
    #[prop(optional)]
    keep: Vec<(String, String)>,
    /// The panel ends where the pill ends.
    #[prop(optional)]
    end: bool,
) -> impl IntoView {
    let boxes: Vec<_> = options
        .into_iter()
        .map(|option| {
            view! { <Checkbox name=name.clone() value=option.value checked=option.checked>{option.label}</Checkbox> }
        })
        .collect();
    view! {
        <FilterPill label active clear action keep end>
            {boxes}
        </FilterPill>
    }
}

/// A filter with fields of its own, such as two days.
#[component]
pub fn FilterPill(
    /// What is filtered by.
    #[prop(into)]
    label: String,
    /// What the pill says while the filter is on.
    #[prop(optional, into)]
    active: Text,
    /// Where clearing it leads.
    #[prop(into)]
    clear: String,
    /// The address of the list, without a query.
    #[prop(into)]
    action: String,
    /// The other parts of the address that it keeps.
    #[prop(optional)]
    keep: Vec<(String, String)>,
    /// The panel ends where the pill ends.
    #[prop(optional)]
    end: bool,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let is_active = active.is_some();
    let words = active.or_else(|| label.clone());
    let pill = if is_active {
        "fc-pill fc-pill--active"
    } else {
        "fc-pill"
    };
    let panel = if end {
        "fc-popover__panel fc-popover__panel--end"
    } else {
        "fc-popover__panel"
    };
    let clear_label = format!("Clear filter: {label}");
    let popover = view! {
        <details class="fc-popover">
            <summary class=pill>{words}<Glyph icon=Icon::ChevronDown size=IconSize::Small /></summary>
            <form class=panel action=action>
                <p class="fc-popover__title">{label}</p>
                <HiddenFields fields=keep />
                {children()}
                <Button kind=ButtonKind::Primary>"Apply"</Button>
            </form>
        </details>
    };
    if is_active {
        view! {
            <span class="fc-pillgroup">
                {popover}
                <a class="fc-pill fc-pill--active fc-pill--clear" href=clear aria-label=clear_label title="Clear filter">
                    <Glyph icon=Icon::Dismiss size=IconSize::Small />
                </a>
            </span>
        }
        .into_any()
    } else {
        popover.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn a_filter_that_is_on_says_so_and_can_be_cleared() {
        let options = vec![FilterOption {
            value: "sales".to_owned(),
            label: "Sales".to_owned(),
            checked: true,
        }];
        let html = fragment(|| {
            view! {
                <Filter label="Member of" active="Member of: Sales" clear="/users" action="/users" name="group" options
                    keep=vec![("q".to_owned(), "ma".to_owned())] />
            }
        });
        assert!(
            html.contains("<summary class=\"fc-pill fc-pill--active\">Member of: Sales"),
            "{html}"
        );
        assert!(html.contains(r#"aria-label="Clear filter: Member of""#), "{html}");
        assert!(
            html.contains(r#"<input type="hidden" name="q" value="ma">"#),
            "{html}"
        );
    }
}
