//! The list of changes, newest first.

use super::changes::{action_words, differences, target};
use super::filters::filters;
use super::impact_words::impact_words;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonSize, Card, Column, Empty, Icon, LinkButton, Moment, PageHead, Person, QuietLink, Row,
    Stack, Sub, SystemAvatar, Table,
};
use forecourt_service::activity::{ActivityPage, Entry, Undo};
use leptos::prelude::*;

/// What the list shows, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityQuery {
    /// Text that a change must have somewhere.
    pub text: String,
    /// A kind of thing.
    pub kind: String,
    /// The name of who made it.
    pub actor: String,
    /// First day, as `2021-12-01`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The key of the one thing of that kind whose changes are shown.
    pub target: String,
}

impl ActivityQuery {
    fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("q", self.text.as_str()),
            ("kind", self.kind.as_str()),
            ("actor", self.actor.as_str()),
            ("from", self.from.as_str()),
            ("to", self.to.as_str()),
            ("target", self.target.as_str()),
        ]
    }

    /// The fields that a form has to keep when it sets `names` itself.
    pub(super) fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        let kept = |(name, value): &(&str, &str)| !names.contains(name) && !value.is_empty();
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        self.fields().into_iter().filter(kept).map(owned).collect()
    }

    /// The address of the list without the filters `names`.
    pub(super) fn href(&self, names: &[&str]) -> String {
        let fields: Vec<_> = self
            .fields()
            .into_iter()
            .filter(|(name, _)| !names.contains(name))
            .collect();
        paths::with_query(&paths::activity(), &fields)
    }

    /// Whether anything is filtered.
    fn is_filtered(&self) -> bool {
        self.fields().iter().any(|(_, value)| !value.is_empty())
    }
}

/// The page.
pub fn activity_page(frame: Frame, query: &ActivityQuery, page: &ActivityPage) -> impl IntoView + use<> {
    let columns = vec![
        Column::text("When"),
        Column::text("Who"),
        Column::long("Change"),
        Column::long("People and reason"),
        Column::action("Undo"),
    ];
    let rows: Vec<_> = page.entries.iter().map(row).collect();
    let list = if rows.is_empty() {
        empty(query).into_any()
    } else {
        view! { <Table caption="Changes, newest first" columns rows top=true /> }.into_any()
    };
    let older = page.next.map(|before| {
        let mut fields = query.fields().to_vec();
        let before = before.to_string();
        fields.push(("before", &before));
        let href = paths::with_query(&paths::activity(), &fields);
        view! { <nav class="fc-card__foot" aria-label="Pages"><LinkButton href>"Older changes"</LinkButton></nav> }
    });
    let filters = filters(query, page);
    let actions = view! { <LinkButton href=paths::as_of() icon=Icon::History>"Look back"</LinkButton> };
    view! {
        <Shell frame>
            <PageHead title="Activity" lead="Every change, by whom and why, with what it was before." actions />
            <Card id="log" title="Changes" title_hidden=true>
                {filters}
                {list}
                {older}
            </Card>
        </Shell>
    }
}

fn empty(query: &ActivityQuery) -> impl IntoView + use<> {
    if query.is_filtered() {
        let clear = view! { <LinkButton href=paths::activity()>"Clear filters"</LinkButton> };
        view! { <Empty title="No change matches" text="Nothing was changed that fits these filters." actions=clear /> }
            .into_any()
    } else {
        view! { <Empty title="Nothing was changed yet" text="Changes appear here as soon as they are made." /> }.into_any()
    }
}

fn row(entry: &Entry) -> Row {
    let revision = entry.change.revision;
    let at = entry.change.occurred_at;
    let when = view! {
        <span>
            <Moment at />
            <Sub><QuietLink href=paths::change(revision)>{format!("r{revision}")}</QuietLink></Sub>
        </span>
    };
    let what = sentence_case(&action_words(entry));
    let (thing, fields) = (target(entry), differences(&entry.detail.fields, false));
    let change = view! {
        <Stack gap=crate::ui::Gap::One>
            <span>{what}": "{thing}</span>
            {fields}
        </Stack>
    };
    Row::new()
        .cell(when)
        .cell(who(entry))
        .cell(change)
        .cell(people_and_reason(entry))
        .cell(undo(entry))
}

/// The words with a capital at their start.
pub(super) fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

pub(super) fn who(entry: &Entry) -> AnyView {
    let name = entry.change.actor_name.clone();
    if entry.change.actor_id.is_some() {
        view! { <Person name id="Admin center" /> }.into_any()
    } else {
        let avatar = view! { <SystemAvatar icon=Icon::Terminal /> };
        view! { <Person name id="On the server" avatar /> }.into_any()
    }
}

pub(super) fn people_and_reason(entry: &Entry) -> impl IntoView + use<> {
    let words = entry.detail.impact.as_ref().map(impact_words).unwrap_or_default();
    let nobody = words
        .is_empty()
        .then(|| view! { <span class="fc-muted">"Nobody changes"</span> });
    let words: Vec<_> = words
        .into_iter()
        .map(|words| view! { <span>{words}</span> })
        .collect();
    let reason = entry
        .change
        .reason
        .clone()
        .map(|reason| view! { <Sub>{reason}</Sub> });
    let undoes = entry.change.undoes.map(|undone| {
        view! { <Sub>"Takes back "<QuietLink href=paths::change(undone)>{format!("r{undone}")}</QuietLink></Sub> }
    });
    view! { <Stack gap=crate::ui::Gap::One>{words}{nobody}{reason}{undoes}</Stack> }
}

fn undo(entry: &Entry) -> AnyView {
    let revision = entry.change.revision;
    match entry.undo.clone() {
        Undo::Possible => {
            let label = format!("Undo change {revision}");
            view! {
                <LinkButton href=paths::undo(revision) size=ButtonSize::Small icon=Icon::Undo attr:aria-label=label>
                    "Undo"
                </LinkButton>
            }
            .into_any()
        }
        Undo::Done(by) => {
            view! { <QuietLink href=paths::change(by)>{format!("Undone, r{by}")}</QuietLink> }.into_any()
        }
        Undo::Impossible(reason) => view! {
            <Button size=ButtonSize::Small icon=Icon::Undo reason=reason>"Undo"</Button>
        }
        .into_any(),
    }
}
