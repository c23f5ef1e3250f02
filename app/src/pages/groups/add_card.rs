//! Adding people to a group.

use super::group_page::GroupPageView;
use crate::ui::prelude::*;
use leptos::prelude::*;

/// The form that adds people.
pub(super) fn add_card(page: &GroupPageView) -> AnyView {
    let action = page.here();
    let (value, error) = (page.typed.people.clone(), page.typed.error("people"));
    let disabled = page.locked.is_some();
    let locked = page
        .locked
        .clone()
        .map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> });
    view! {
        <Card
            id="add-h" title="Add people"
            desc="Sign-in names, mail addresses or object ids, one a line or separated by commas. Who is not found is named, and the others are added."
        >
            <form class="fc-card__body fc-stack fc-stack--4" method="post" action=action>
                {locked}
                <TextArea
                    id="people" label="People" rows=3 value error prose=false disabled
                />
                <Cluster><Button name="do" value="add" disabled icon=Icon::PersonAdd>"Add people"</Button></Cluster>
            </form>
        </Card>
    }
    .into_any()
}
