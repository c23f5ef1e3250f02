//! The page.

use super::form::{AsOfForm, form as look};
use super::made::made;
use super::person::person;
use super::state::{policies, settings};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Card, Columns, ColumnsKind, Crumb, Empty, Gap, Icon, MessageBar, MessageKind, Moment, PageHead, Stack,
    moment_words,
};
use forecourt_service::as_of::AsOf;
use leptos::prelude::*;

/// The form, and what was found.
pub fn as_of_page(frame: Frame, form: &AsOfForm, found: Option<&AsOf>) -> impl IntoView + use<> {
    let crumbs = vec![Crumb::new(paths::activity(), "Activity")];
    let problem = form
        .problem
        .clone()
        .map(|text| view! { <MessageBar kind=MessageKind::Danger alert=true>{text}</MessageBar> });
    let title = found.map_or_else(
        || "Look back".to_owned(),
        |found| format!("As of {} UTC", moment_words(found.state.moment)),
    );
    let lead = "Settings, policies and what they came to for one person, at any moment, and who made it so.";
    let content = match found {
        None => view! {
            <Card id="nothing" title="The state then" title_hidden=true>
                <Empty title="Pick a day and a time" text="Everything is kept from the first change on." icon=Icon::History />
            </Card>
        }
        .into_any(),
        Some(found) => state(found).into_any(),
    };
    let look = look(form);
    view! {
        <Shell frame>
            <PageHead title crumbs lead here="Look back" />
            {problem}
            <Columns kind=ColumnsKind::WideAside>
                <Stack>{content}</Stack>
                <Stack gap=Gap::Four>{look}</Stack>
            </Columns>
        </Shell>
    }
}

fn state(found: &AsOf) -> impl IntoView + use<> {
    let last = made(Some(&found.state.last));
    let action = found.state.last.action.clone();
    let (at, newest) = (found.state.moment, found.is_newest());
    let since = if newest { " Nothing was changed since." } else { "" };
    let someone = found.person.as_ref().map(|then| person(found, then));
    let (settings, policies) = (settings(found), policies(found));
    view! {
        <MessageBar>
            "The state on " <Moment at /> " UTC. The last change until then: " {last} ", " {action} "." {since}
        </MessageBar>
        {someone}
        {settings}
        {policies}
    }
}
