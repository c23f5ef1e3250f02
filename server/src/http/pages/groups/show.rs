//! The page of one group.

use super::{group, locked};
use crate::http::draft;
use crate::http::failure::Failure;
use crate::http::form::{Fields, Query};
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::shown_as;
use crate::http::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forecourt_app::pages::groups::{
    Conflicting, GroupPageView, GroupTab, Review, Told, TypedGroup, group_page,
};
use forecourt_app::ui::visible;
use forecourt_model::{GroupId, PersonId};
use forecourt_service::ServiceError;
use forecourt_service::group::{self as groups, MemberPage, Which};

/// What stands on the page besides the group.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) typed: TypedGroup,
    pub(super) ticked: Vec<PersonId>,
    pub(super) problem: Option<String>,
    pub(super) told: Option<Told>,
    pub(super) conflict: Option<Conflicting>,
    pub(super) review: Option<Review>,
    pub(super) restored: bool,
}

/// What a form of the page held.
pub(super) fn typed(fields: &Fields) -> TypedGroup {
    let sent = |name: &str| fields.has(name).then(|| fields.get(name).to_owned());
    TypedGroup {
        display_name: sent("display_name"),
        mail: sent("mail"),
        policy: sent("policy"),
        rank: sent("rank"),
        reason: fields.get("reason").to_owned(),
        people: fields.get("people").to_owned(),
        ..TypedGroup::default()
    }
}

/// The members that were ticked in a form.
pub(super) fn ticked(fields: &Fields) -> Vec<PersonId> {
    fields.all("member").filter_map(|id| id.parse().ok()).collect()
}

/// The address of a form, with the tab that the form stands on where it names none.
pub(super) fn placed(query: &Fields, command: &str) -> Fields {
    let tab = match command {
        "add" | "remove-members" => GroupTab::Members,
        "remove-masking" => GroupTab::NotReached,
        _ => GroupTab::Policy,
    };
    let mut placed = query.clone();
    if query.get("tab").is_empty() {
        placed.0.insert(0, ("tab".to_owned(), tab.code().to_owned()));
    }
    placed
}

/// `GET /groups/{id}`, with `tab` and `after`, and a form that was brought back after signing in when `draft` names
/// one.
pub(super) async fn get(visit: Visit, Path(id): Path<String>, Query(query): Query) -> Response {
    let id = match group(&id) {
        Ok(id) => id,
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let restored = match draft::restored(&visit).await {
        Ok(fields) => fields.filter(|_| locked(&visit.context).is_none()),
        Err(error) => return Failure::of(&visit, &error).into_response(),
    };
    let Some(fields) = restored else {
        return show(&visit, StatusCode::OK, id, &query, Extra::default()).await;
    };
    let extra = Extra {
        typed: typed(&fields),
        ticked: ticked(&fields),
        restored: true,
        ..Extra::default()
    };
    let query = placed(&query, fields.get("do"));
    show(&visit, StatusCode::OK, id, &query, extra).await
}

async fn people(visit: &Visit, id: GroupId, tab: GroupTab, after: &str) -> Result<MemberPage, ServiceError> {
    let after = Some(after).filter(|after| !after.is_empty());
    let (services, context) = (visit.services(), &visit.context);
    match tab {
        GroupTab::Members => groups::members(services, context, id, Which::All, after).await,
        GroupTab::NotReached => groups::conflicts(services, context, id, after).await,
        GroupTab::Direct => groups::members(services, context, id, Which::WithDirect, after).await,
        GroupTab::Policy | GroupTab::Inside => Ok(MemberPage::default()),
    }
}

/// The page as a response.
pub(super) async fn show(
    visit: &Visit,
    status: StatusCode,
    id: GroupId,
    query: &Fields,
    extra: Extra,
) -> Response {
    let view = match groups::get(visit.services(), &visit.context, id).await {
        Ok(view) => view,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let tab = GroupTab::from_code(query.get("tab"));
    let after = query.get("after").to_owned();
    let people = match people(visit, id, tab, &after).await {
        Ok(people) => people,
        Err(error) => return Failure::of(visit, &error).into_response(),
    };
    let title = visible(&view.group.display_name).into_owned();
    let data = GroupPageView {
        shown_as: shown_as::of_group_as_it_is(&view),
        view,
        tab,
        people,
        after,
        own: visit.signed_in.administrator,
        now: visit.context.now,
        locked: locked(&visit.context),
        typed: extra.typed,
        ticked: extra.ticked,
        problem: extra.problem,
        told: extra.told,
        conflict: extra.conflict,
        review: extra.review,
        restored: extra.restored,
    };
    page(visit, status, &title, Place::Groups, |frame| {
        group_page(frame, data)
    })
}
