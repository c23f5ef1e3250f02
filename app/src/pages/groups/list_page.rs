//! The list of groups.

use super::all_card::all_card;
use super::conflict::{Conflicting, conflict_bar};
use super::ranking_card::ranking_card;
use super::review::{Review, review_dialog};
use crate::pages::live::live_notice;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::prelude::*;
use forecourt_model::{AdministratorId, GroupId};
use forecourt_service::group::{GroupPage, RankedReach};
use leptos::prelude::*;
use std::sync::Arc;

/// All that the list shows.
#[derive(Clone, Debug)]
pub struct GroupsView {
    /// A page of all groups; its snapshot has the order.
    pub page: GroupPage,
    /// Whom the groups with a policy reach.
    pub reach: Arc<RankedReach>,
    /// What is searched for.
    pub search: String,
    /// Whether this is a later page.
    pub later: bool,
    /// Who looks: their own changes are no news to them.
    pub own: AdministratorId,
    /// Why nothing can be changed, when the role does not include it.
    pub locked: Option<String>,
    /// The row whose form was sent: the group, the rank as it was typed, and what is wrong with it.
    pub typed: Option<(GroupId, String, Option<String>)>,
    /// What could not be done.
    pub problem: Option<String>,
    /// Somebody else came first.
    pub conflict: Option<Conflicting>,
    /// The question before a move.
    pub review: Option<Review>,
}

/// The groups: those with a policy in their order, and all of them.
pub fn groups_page(frame: Frame, page: GroupsView) -> impl IntoView {
    let problem = page.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let conflict = page.conflict.clone().map(conflict_bar);
    let dialog = Slot::maybe(page.review.clone().map(review_dialog));
    let revision = page.page.snapshot.revision();
    let live = live_notice(
        page.own,
        revision,
        &["group", "policy", "directory"],
        paths::groups(),
    );
    let actions = view! {
        <LinkButton
            kind=ButtonKind::Primary icon=Icon::Plus href=paths::new_group() reason=page.locked.clone()
        >
            "Add a group"
        </LinkButton>
    };
    let (ranking, all) = (ranking_card(&page), all_card(&page));
    view! {
        <Shell frame dialog>
            <PageHead
                title="Groups"
                lead="A policy can be assigned to a group. It counts for the members who have no direct assignment; of several groups the one with the best rank decides."
                actions
            />
            {live}
            {problem}
            {conflict}
            {ranking}
            {all}
        </Shell>
    }
}
