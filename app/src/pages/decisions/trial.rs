//! Settings that are tried beside those in force.

use super::DecisionsView;
use crate::paths;
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Column, Gap, Grid, GridKind, Moment, Name, Note, OptionGroup, Radio,
    Row, Stat, Table, number,
};
use forecourt_model::settings::OrganizationSettings;
use forecourt_service::decision::DraftReport;
use leptos::prelude::*;

fn words(settings: &OrganizationSettings) -> String {
    let on = |value: bool| if value { "on" } else { "off" };
    format!(
        "Chat with personal accounts {}, inbound {}, domains: {}.",
        on(settings.allow_teams_consumer),
        on(settings.allow_teams_consumer_inbound),
        settings.domains.mode.label().to_lowercase()
    )
}

pub(super) fn card(view: &DecisionsView) -> impl IntoView + use<> {
    let may = view.refusal.is_none();
    let body = match &view.draft {
        Some(draft) => running(draft, may).into_any(),
        None if may => start().into_any(),
        None => view! { <Note>"No settings are tried at the moment."</Note> }.into_any(),
    };
    view! {
        <Card
            id="trial" title="Report only"
            desc="Other settings, tried beside those in force. They refuse nobody; they are counted."
        >
            <CardBody gap=Gap::Four>{body}</CardBody>
        </Card>
    }
}

fn start() -> impl IntoView {
    view! {
        <form class="fc-stack fc-stack--3" method="post" action=paths::decisions_draft()>
            <OptionGroup legend="Chat with personal accounts">
                <Radio name="access" value="same" checked=true>"As it is"</Radio>
                <Radio name="access" value="off">"Off"</Radio>
                <Radio name="access" value="inbound_off">"Only our people start"</Radio>
                <Radio name="access" value="on">"On, both ways"</Radio>
            </OptionGroup>
            <OptionGroup legend="Other organizations">
                <Radio name="domains" value="same" checked=true>"As it is"</Radio>
                <Radio name="domains" value="allow_specific">"Only the domains of the allow list"</Radio>
                <Radio name="domains" value="block_all">"None"</Radio>
                <Radio name="domains" value="allow_all">"All"</Radio>
            </OptionGroup>
            <Button block=true name="do" value="start">"Begin to try"</Button>
        </form>
    }
}

fn running(draft: &DraftReport, may: bool) -> impl IntoView + use<> {
    let columns = vec![
        Column::name("Domain"),
        Column::number("Would be refused"),
        Column::number("Would be allowed"),
    ];
    let rows: Vec<_> = draft
        .domains
        .iter()
        .map(|(domain, refuse, allow)| {
            let name = if domain.is_empty() {
                "Phone numbers".to_owned()
            } else {
                domain.clone()
            };
            Row::new()
                .cell(view! { <Name text=name /> })
                .cell(number(*refuse))
                .cell(number(*allow))
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! { <Table caption="What would change, by domain" columns rows /> }
    });
    let (by, at, settings) = (
        draft.draft.made_by.clone(),
        draft.draft.made_at,
        words(&draft.draft.settings),
    );
    let totals = draft.totals;
    let buttons = may.then(|| {
        view! {
            <form class="fc-cluster" method="post" action=paths::decisions_draft()>
                <input type="hidden" name="trial" value=draft.draft.revision.to_string() />
                <Button kind=ButtonKind::Primary name="do" value="promote">"Put in force"</Button>
                <Button name="do" value="end">"Stop trying"</Button>
            </form>
        }
    });
    view! {
        <p>{settings}</p>
        <p class="fc-muted">"Tried by " <Name text=by /> " since " <Moment at /> "."</p>
        <Grid kind=GridKind::Tight>
            <Stat value=number(totals.would_refuse) label="Allowed, would be refused" />
            <Stat value=number(totals.would_allow) label="Refused, would be allowed" />
            <Stat value=number(totals.same) label="The same" />
        </Grid>
        {table}
        {buttons}
    }
}
