//! The groups inside a group, which give it nothing.

use super::group_page::GroupPageView;
use crate::paths;
use crate::ui::prelude::*;
use leptos::prelude::*;

/// The card with the list.
pub(super) fn inside_card(page: &GroupPageView) -> AnyView {
    let children = &page.view.children;
    let inside: u64 = children.iter().map(|child| child.people).sum();
    let body = if children.is_empty() {
        let text = "All members are people.";
        view! { <Empty title="No group is inside this one" text=text icon=Icon::Group /> }.into_any()
    } else {
        let columns = vec![
            Column::name("Group"),
            Column::text("Kind"),
            Column::number("People in it"),
        ];
        let rows = children
            .iter()
            .map(|child| {
                let name = visible(&child.display_name).into_owned();
                Row::new()
                    .cell(view! { <NameLink href=paths::group(child.id) name /> })
                    .cell(child.kind.clone())
                    .cell(number(child.people))
            })
            .collect();
        view! { <Table caption="Groups inside, sorted by name" columns rows /> }.into_any()
    };
    let note = (!children.is_empty()).then(|| {
        let words = format!(
            "Their {} are not reached by the policy of this group, unless they are direct members of it as well.",
            people(inside)
        );
        view! { <div class="fc-card__body"><Note icon=Icon::Warning>{words}</Note></div> }
    });
    view! {
        <Card id="inside-h" title="Groups inside" desc="Only direct members count.">
            {note}
            {body}
        </Card>
    }
    .into_any()
}
