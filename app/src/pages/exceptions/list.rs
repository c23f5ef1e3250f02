//! The list.

use crate::pages::live::live_notice;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Badge, BadgeKind, Card, Column, Empty, FilterBar, FilterPill, Icon, LinkButton, Name, PageHead, Row,
    SelectField, SelectOption, Sub, Tab, Table, Tabs, count, number, visible,
};
use forecourt_model::policy::Policy;
use forecourt_model::{AdministratorId, PolicyId};
use forecourt_service::Snapshot;
use forecourt_service::exception::{
    ExceptionFilter, ExceptionPage, ListedException, SOON_DAYS, When, end_words,
};
use leptos::prelude::*;
use time::OffsetDateTime;

/// What the page shows.
pub struct ExceptionsPage<'p> {
    /// The rows.
    pub page: &'p ExceptionPage,
    /// What is filtered.
    pub filter: &'p ExceptionFilter,
    /// Names of policies.
    pub snapshot: &'p Snapshot,
    /// What counts as now.
    pub now: OffsetDateTime,
    /// Who looks.
    pub own: AdministratorId,
}

fn label(when: When) -> String {
    match when {
        When::All => "All".to_owned(),
        When::Soon => format!("Ending in {SOON_DAYS} days"),
        When::Overdue => "Overdue".to_owned(),
        When::Never => "Without an end".to_owned(),
    }
}

fn address(path: &str, filter: &ExceptionFilter, cursor: &str) -> String {
    let owner = filter.owner.as_deref().unwrap_or_default();
    paths::with_query(
        path,
        &[("when", filter.when.code()), ("owner", owner), ("cursor", cursor)],
    )
}

/// The page.
pub fn exceptions_page(frame: Frame, data: &ExceptionsPage<'_>) -> impl IntoView + use<> {
    let (page, filter) = (data.page, data.filter);
    let tabs = page
        .counts
        .iter()
        .map(|(when, count)| Tab {
            href: address(
                &paths::exceptions(),
                &ExceptionFilter {
                    when: *when,
                    owner: filter.owner.clone(),
                },
                "",
            ),
            label: label(*when),
            count: Some(number(*count)),
            current: *when == filter.when,
        })
        .collect();
    let columns = vec![
        Column::name("Person"),
        Column::text("Policy until then"),
        Column::text("Ends"),
        Column::text("Assigned afterwards"),
        Column::text("Owner"),
        Column::long("Reason"),
    ];
    let rows: Vec<_> = page.rows.iter().map(|row| line(data, row)).collect();
    let list = if rows.is_empty() {
        empty(filter).into_any()
    } else {
        view! { <Table caption="Exceptions, the next to end first" columns rows /> }.into_any()
    };
    let total = count(page.total, "exception", "exceptions");
    let next = page.next.as_deref().map(|cursor| {
        let href = address(&paths::exceptions(), filter, cursor);
        view! { <LinkButton href>"Next page"</LinkButton> }
    });
    let export = address(&paths::exceptions_export(), filter, "");
    let actions = view! { <LinkButton href=export icon=Icon::Download>"Download"</LinkButton> };
    let kinds = ["person", "directory"];
    let live = live_notice(
        data.own,
        data.snapshot.revision(),
        &kinds,
        address(&paths::exceptions(), filter, ""),
    );
    let owners = owners(data);
    view! {
        <Shell frame>
            <PageHead
                title="Exceptions" actions
                lead="Direct assignments that end by themselves, and those that somebody answers for. When one ends, what was assigned before counts again."
            />
            {live}
            <Card id="exceptions" title="Exceptions" title_hidden=true>
                <Tabs label="Exceptions by their end" tabs card=true />
                {owners}
                {list}
                <nav class="fc-card__foot" aria-label="Pages"><span>{total}</span>{next}</nav>
            </Card>
        </Shell>
    }
}

fn owners(data: &ExceptionsPage<'_>) -> impl IntoView + use<> {
    let filter = data.filter;
    let value = filter.owner.clone().unwrap_or_default();
    let mut options = vec![SelectOption::new("", "Anybody")];
    options.extend(data.page.owners.iter().map(|(owner, exceptions)| {
        let label = format!("{} ({})", visible(owner), number(*exceptions));
        SelectOption::new(owner.clone(), label)
    }));
    let active = filter
        .owner
        .as_deref()
        .map(|owner| format!("Owner: {}", visible(owner)));
    let everybody = ExceptionFilter {
        owner: None,
        ..filter.clone()
    };
    let clear = address(&paths::exceptions(), &everybody, "");
    let when = filter.when.code().to_owned();
    let keep = if when.is_empty() {
        Vec::new()
    } else {
        vec![("when".to_owned(), when)]
    };
    view! {
        <FilterBar>
            <FilterPill label="Owner" active clear action=paths::exceptions() keep>
                <SelectField id="owner" label="Who answers for it" options value />
            </FilterPill>
        </FilterBar>
    }
}

fn empty(filter: &ExceptionFilter) -> impl IntoView + use<> {
    if *filter == ExceptionFilter::default() {
        let text = "Give an assignment an end where you assign a policy: on a person's page, or to people of a list.";
        let actions = view! { <LinkButton href=paths::users()>"Users"</LinkButton> };
        view! { <Empty title="There are no exceptions" text actions /> }.into_any()
    } else {
        let actions = view! { <LinkButton href=paths::exceptions()>"Clear filters"</LinkButton> };
        view! { <Empty title="No exception matches" text="None fits these filters." actions /> }.into_any()
    }
}

fn policy_name(snapshot: &Snapshot, id: PolicyId) -> String {
    snapshot.policy(id).map_or_else(
        || "A policy that has been deleted".to_owned(),
        Policy::display_name,
    )
}

fn line(data: &ExceptionsPage<'_>, row: &ListedException) -> Row {
    let exception = &row.exception;
    let name = if row.display_name.trim().is_empty() {
        row.user_principal_name.clone()
    } else {
        row.display_name.clone()
    };
    let (href, sub) = (paths::user(exception.person), row.user_principal_name.clone());
    let person = view! {
        <a class="fc-table__name" href=href><Name text=name /></a>
        <Sub><Name text=sub /></Sub>
    };
    let ends = match exception.expires_at {
        None => view! { "Never" }.into_any(),
        Some(end) if end <= data.now => {
            view! { {end_words(end)} " " <Badge kind=BadgeKind::Warning>"Overdue"</Badge> }.into_any()
        }
        Some(end) => end_words(end).into_any(),
    };
    let afterwards = match exception.previous {
        None => "Nothing directly".to_owned(),
        Some(policy) if data.snapshot.policy(policy).is_none() => {
            "Nothing directly: the earlier policy has been deleted".to_owned()
        }
        Some(policy) => policy_name(data.snapshot, policy),
    };
    let policy = policy_name(data.snapshot, exception.policy);
    let (owner, reason) = (
        exception.owner.clone(),
        exception.reason.clone().unwrap_or_default(),
    );
    Row::new()
        .cell(person)
        .cell(view! { <Name text=policy /> })
        .cell(ends)
        .cell(view! { <Name text=afterwards /> })
        .cell(view! { <Name text=owner /> })
        .cell(view! { <Name text=reason /> })
}
