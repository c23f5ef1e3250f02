//! One group.

use super::about_card::about_card;
use super::add_card::add_card;
use super::conflict::{Conflicting, conflict_bar};
use super::inside_card::inside_card;
use super::members_card::members_card;
use super::not_reached_card::not_reached_card;
use super::policy_card::policy_card;
use super::review::{Review, review_dialog};
use super::typed::TypedGroup;
use crate::pages::live::live_notice;
use crate::pages::show_as::ShownAs;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::prelude::*;
use forecourt_model::{AdministratorId, PersonId};
use forecourt_service::group::{GroupView, MemberPage};
use leptos::prelude::*;
use time::OffsetDateTime;

/// Which part of the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupTab {
    /// Its policy, and what is known of it.
    #[default]
    Policy,
    /// The direct members.
    Members,
    /// The members for whom another policy counts.
    NotReached,
    /// Those of them with a direct assignment.
    Direct,
    /// The groups inside.
    Inside,
}

impl GroupTab {
    /// The name in addresses; empty for the first.
    pub fn code(self) -> &'static str {
        match self {
            Self::Policy => "",
            Self::Members => "members",
            Self::NotReached => "not-reached",
            Self::Direct => "direct",
            Self::Inside => "inside",
        }
    }

    /// The part with this name; anything else is the first.
    pub fn from_code(code: &str) -> Self {
        [Self::Members, Self::NotReached, Self::Direct, Self::Inside]
            .into_iter()
            .find(|tab| tab.code() == code)
            .unwrap_or_default()
    }
}

/// What was done in part, with what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What was done.
    pub done: String,
    /// What was not done and why, one sentence each.
    pub not_done: Vec<String>,
}

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct GroupPageView {
    /// The group.
    pub view: GroupView,
    /// Which part.
    pub tab: GroupTab,
    /// The people of that part.
    pub people: MemberPage,
    /// Where the page of people begins, as in the address; empty for the first.
    pub after: String,
    /// Who looks: their own changes are no news to them.
    pub own: AdministratorId,
    /// The moment that what policies come to is told for.
    pub now: OffsetDateTime,
    /// Why nothing can be changed, when the role does not include it.
    pub locked: Option<String>,
    /// What was typed.
    pub typed: TypedGroup,
    /// The ticked members.
    pub ticked: Vec<PersonId>,
    /// What could not be done.
    pub problem: Option<String>,
    /// What was done in part.
    pub told: Option<Told>,
    /// Somebody else came first.
    pub conflict: Option<Conflicting>,
    /// The question before a change.
    pub review: Option<Review>,
    /// Whether what was typed came back after signing in again.
    pub restored: bool,
    /// The policy that the group has, as it is typed elsewhere.
    pub shown_as: ShownAs,
}

impl GroupPageView {
    /// The address of the part that is shown.
    pub(super) fn here(&self) -> String {
        paths::group_part(self.view.group.id, self.tab.code(), &self.after)
    }
}

fn told_bar(told: Told) -> AnyView {
    let more = told.not_done.len().saturating_sub(20);
    let items: Vec<_> = told
        .not_done
        .into_iter()
        .take(20)
        .map(|sentence| view! { <li><Name text=sentence /></li> })
        .collect();
    let more = (more > 0).then(|| view! { <li>{format!("And {more} more.")}</li> });
    let list = view! { <ul class="fc-stack fc-stack--1">{items}{more}</ul> };
    view! { <MessageBar kind=MessageKind::Warning alert=true actions=list><strong>{told.done}</strong></MessageBar> }
        .into_any()
}

fn tabs(page: &GroupPageView) -> AnyView {
    let view = &page.view;
    let tab = |which: GroupTab, label: &str, people: Option<u64>| Tab {
        href: paths::group_part(view.group.id, which.code(), ""),
        label: label.to_owned(),
        count: people.map(number),
        current: page.tab == which || (which == GroupTab::NotReached && page.tab == GroupTab::Direct),
    };
    let mut tabs = vec![
        tab(GroupTab::Policy, "Policy", None),
        tab(GroupTab::Members, "Members", Some(view.group.people)),
    ];
    if view.assignment.is_some() {
        tabs.push(tab(
            GroupTab::NotReached,
            "Not reached by this policy",
            Some(view.reached.elsewhere()),
        ));
    }
    tabs.push(tab(
        GroupTab::Inside,
        "Groups inside",
        Some(view.children.len() as u64),
    ));
    view! { <Tabs label="Parts of the group" tabs /> }.into_any()
}

/// One group.
pub fn group_page(frame: Frame, page: GroupPageView) -> impl IntoView {
    let group = &page.view.group;
    let title = visible(&group.display_name).into_owned();
    let mut facts = vec![
        group.kind.clone(),
        count(group.people, "direct member", "direct members"),
    ];
    facts.extend(group.mail.as_deref().map(|mail| visible(mail).into_owned()));
    let lead = facts.join(" · ");
    let own = format!("group:{}", group.id);
    let kinds = ["policy", "directory", own.as_str()];
    let live = live_notice(page.own, page.view.snapshot.revision(), &kinds, page.here());
    let bar = |kind: MessageKind, text: String| view! { <MessageBar kind alert=true>{text}</MessageBar> };
    let problem = page.problem.clone().map(|text| bar(MessageKind::Danger, text));
    let restored = page.restored.then(|| {
        let text = "Not saved yet. Your session had ended; what you entered is here again.";
        bar(MessageKind::Warning, text.to_owned())
    });
    let told = page.told.clone().map(told_bar);
    let conflict = page.conflict.clone().map(conflict_bar);
    let dialog = Slot::maybe(page.review.clone().map(review_dialog));
    let tabs = tabs(&page);
    let part = match page.tab {
        GroupTab::Policy => {
            let (policy, about) = (policy_card(&page), about_card(&page));
            view! { <Columns kind=ColumnsKind::WideAside>{policy}{about}</Columns> }.into_any()
        }
        GroupTab::Members => {
            let (list, add) = (members_card(&page), add_card(&page));
            view! { {add} {list} }.into_any()
        }
        GroupTab::NotReached | GroupTab::Direct => not_reached_card(&page),
        GroupTab::Inside => inside_card(&page),
    };
    view! {
        <Shell frame dialog>
            <PageHead title crumbs=vec![Crumb::new(paths::groups(), "Groups")] lead />
            {live}
            {problem}
            {restored}
            {told}
            {conflict}
            {tabs}
            {part}
        </Shell>
    }
}
