//! Beside the form: who it reaches, what decides for them, and looking somebody up.

use super::Contents;
use super::asking::asking_card;
use crate::pages::impact::{impact_panel, source_words};
use crate::paths;
use crate::ui::{
    Aside, Bar, Bars, Button, Card, CardBody, InputKind, QuietLink, TextField, number, people, share,
};
use leptos::prelude::*;

/// The cards.
pub(super) fn aside(page: &Contents) -> AnyView {
    let asking = asking_card(page);
    let panel = impact_panel(&page.impact);
    let everybody = page.impact.people;
    let foot = view! {
        <span>{people(everybody)}</span>
        <QuietLink href=paths::users()>"See the list"</QuietLink>
    };
    let bars = page
        .sources
        .iter()
        .map(|(source, count)| Bar {
            label: source_words(*source).to_owned(),
            value: number(*count),
            note: Some(share(*count, everybody)),
            part: *count,
            whole: everybody,
        })
        .collect();
    view! {
        <Aside label="Who this reaches">
            <Card id="reach-h" title="Who this reaches" foot=foot>
                <CardBody>
                    <div id="impact-panel">{panel}</div>
                </CardBody>
            </Card>
            <Card id="sources-h" title="What decides for them">
                <CardBody>
                    <Bars bars />
                </CardBody>
            </Card>
            <Card id="check-h" title="Check one person">
                <form class="fc-card__body fc-stack fc-stack--2" action=paths::users()>
                    <TextField
                        id="check"
                        name="q"
                        kind=InputKind::Search
                        label="Name or user principal name"
                        label_hidden=true
                        placeholder="Name or user principal name"
                    />
                    <Button block=true>"Find"</Button>
                </form>
            </Card>
            {asking}
        </Aside>
    }
    .into_any()
}
