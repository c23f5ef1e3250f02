//! The list of tokens.

use super::AccessTokensView;
use crate::paths;
use crate::ui::{
    Badge, BadgeKind, Column, Disclosure, Empty, Icon, LinkButton, Moment, Row, Sub, Table, count,
};
use forecourt_model::authority::Permission;
use forecourt_model::scope::Scope;
use forecourt_service::access_token::{AccessToken, State};
use leptos::prelude::*;

/// How many scopes are written out; more are counted and open.
const FEW: usize = 4;

/// The table, or what to do while there is nothing.
pub(super) fn tokens(view: &AccessTokensView) -> AnyView {
    if view.tokens.is_empty() {
        return view! { <Empty title="No access tokens yet" text="Make one below for a script or a service account." icon=Icon::Key /> }.into_any();
    }
    let columns = vec![
        Column::name("Name"),
        Column::text("Owner"),
        Column::text("Scopes"),
        Column::text("Expires"),
        Column::text("Last used"),
        Column::text("State"),
        Column::action("Revoke"),
    ];
    let rows: Vec<_> = view.tokens.iter().map(|token| row(view, token)).collect();
    view! { <Table caption="Access tokens, the newest first" columns rows /> }.into_any()
}

fn row(view: &AccessTokensView, token: &AccessToken) -> Row {
    let last = match token.last_used_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => "Never".into_any(),
    };
    let state = State::of(token, view.now);
    let may = token.owner == view.own || view.role.grants(Permission::ManageAdministrators);
    let action = (may && state == State::Active).then(|| {
        let href = paths::access_token_revocation(token.id);
        let name = token.name.clone();
        view! {
            <LinkButton href>
                "Revoke"<span class="fc-visually-hidden">" "{name}</span>
            </LinkButton>
        }
    });
    let codes: Vec<_> = token.scopes.iter().map(Scope::code).collect();
    let words = codes.join(", ");
    let scopes = if codes.len() > FEW {
        let summary = count(codes.len() as u64, "scope", "scopes");
        view! { <Disclosure summary icon=Icon::Key>{words}</Disclosure> }.into_any()
    } else {
        words.into_any()
    };
    let maker = token.made_by.map(|id| {
        let maker = view.tokens.iter().find(|maker| maker.id == id);
        let name = maker.map_or_else(|| "another token".to_owned(), |maker| maker.name.clone());
        view! { <Sub>"Made with "{name}</Sub> }
    });
    let name = token.name.clone();
    Row::new()
        .cell(view! { {name} {maker} })
        .cell(token.owner_name.clone())
        .cell(scopes)
        .cell(view! { <Moment at=token.expires_at /> })
        .cell(last)
        .cell(badge(state))
        .cell(action)
}

fn badge(state: State) -> impl IntoView {
    let (kind, words) = match state {
        State::Active => (BadgeKind::On, "Active"),
        State::Expired => (BadgeKind::Off, "Expired"),
        State::Revoked => (BadgeKind::Off, "Revoked"),
        State::OwnerDisabled => (BadgeKind::Off, "Owner disabled"),
    };
    view! { <Badge kind>{words}</Badge> }
}
