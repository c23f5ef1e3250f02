//! Beside the form: who has the policy, what saving changes, what was done to it.

use super::saving::table_part;
use crate::paths;
use crate::ui::prelude::*;
use forecourt_model::policy::PolicyKind;
use forecourt_service::policy::{PastChange, PolicyView, Preview};
use leptos::prelude::*;

/// The aside of an existing policy.
pub(super) fn policy_aside(view: &PolicyView, preview: Option<&Preview>, editable: bool) -> AnyView {
    let numbers = table_part(preview);
    let saving = editable.then(|| {
        view! {
            <Card id="saving-h" title="What saving changes">
                <CardBody>{numbers}</CardBody>
            </Card>
        }
    });
    let who = who_card(view);
    let history = view.history.as_deref().map(|history| history_card(view, history));
    view! {
        <Aside label="Who has this policy">
            {who}
            {saving}
            {history}
        </Aside>
    }
    .into_any()
}

fn who_card(view: &PolicyView) -> AnyView {
    let holders = view.holders;
    let is_global = view.policy.kind == PolicyKind::Global;
    let list = paths::with_query(&paths::users(), &[("policy", view.policy.name.as_str())]);
    let label = if is_global {
        "People without another assignment"
    } else {
        "People"
    };
    let total = number(holders.people);
    let of = is_global.then(|| format!("of {}", number(view.people)));
    let rows: Vec<_> = [
        ("Through a group", holders.group),
        ("Assigned directly", holders.direct),
        ("Without an assignment", holders.global),
    ]
    .into_iter()
    .filter(|(_, people)| *people > 0 && !is_global)
    .map(|(name, people)| (name.to_owned(), vec![Slot::from(number(people))]))
    .collect();
    let ways = (!rows.is_empty()).then(|| {
        let columns = ["How they got it", "People"].map(str::to_owned).to_vec();
        view! { <Compare caption="How they got it" columns rows /> }
    });
    let people: Vec<_> = view
        .first_holders
        .iter()
        .map(|person| {
            let (name, id) = (person.shown_name().to_owned(), person.user_principal_name.clone());
            view! { <li><Person name id href=paths::user(person.id) /></li> }
        })
        .collect();
    let first = (!people.is_empty()).then(|| view! { <ul class="fc-stack fc-stack--3">{people}</ul> });
    let foot = if holders.people == 0 {
        Slot::from("Nobody has it.")
    } else {
        Slot::from(view! { <QuietLink href=list>"See the list"</QuietLink> })
    };
    view! {
        <Card id="who-h" title="Who has this policy" foot>
            <CardBody gap=Gap::Three>
                <Stat value=total of=Slot::maybe(of) label />
                {ways}
                {first}
            </CardBody>
        </Card>
    }
    .into_any()
}

fn history_card(view: &PolicyView, history: &[PastChange]) -> AnyView {
    let policy = view.policy.id.to_string();
    let all = paths::changes_of("policy", &policy);
    let body = if history.is_empty() {
        view! { <p class="fc-muted">"No change of this policy alone is recorded. An import or a sample changes many things at once."</p> }.into_any()
    } else {
        let items: Vec<_> = history.iter().map(past_change).collect();
        view! { <History>{items}</History> }.into_any()
    };
    view! {
        <Card id="history-h" title="History" foot=view! { <QuietLink href=all>"See in Activity"</QuietLink> }>
            <CardBody>{body}</CardBody>
        </Card>
    }
    .into_any()
}

fn past_change(change: &PastChange) -> AnyView {
    let avatar: Slot = if change.by_system {
        view! { <SystemAvatar /> }.into()
    } else {
        view! { <Avatar name=change.actor.clone() id=change.actor.clone() size=AvatarSize::Small /> }.into()
    };
    let title = view! { <strong>{change.actor.clone()}</strong> " " {change.action.clone()} };
    let undone = change
        .undone_by
        .map(|by| view! { " · " <a href=paths::change(by)>"Undone"</a> });
    let meta = view! {
        <a href=paths::change(change.revision)><Moment at=change.at /></a>
        {undone}
    };
    let more = change.fields.len().saturating_sub(4);
    let fields: Vec<_> = change
        .fields
        .iter()
        .take(4)
        .cloned()
        .map(|field| view! { <Diff name=field.name before=field.before after=field.after /> })
        .collect();
    let more = (more > 0).then(|| view! { <p class="fc-muted fc-small">{format!("and {more} more")}</p> });
    let reason = change
        .reason
        .clone()
        .map(|reason| view! { <p>"“" <bdi>{reason}</bdi> "”"</p> });
    view! {
        <HistoryItem avatar title meta>
            {fields}
            {more}
            {reason}
        </HistoryItem>
    }
    .into_any()
}
