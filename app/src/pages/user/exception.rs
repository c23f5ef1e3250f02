//! The exception that a person's assignment is: until when, and what then.

use super::{access_words, policy_name};
use crate::pages::exceptions::ExceptionFields;
use crate::paths;
use crate::ui::{Button, Card, CardBody, DefList, Gap, HiddenFields, InputKind, Name, Note, Slot, TextField};
use forecourt_model::PolicyId;
use forecourt_model::access::{Access, Situation, SourceKind, Switches};
use forecourt_service::exception::end_words;
use forecourt_service::people::PersonView;
use leptos::prelude::*;

/// What counts for the person when the exception ends: the policy, and where it comes from.
fn afterwards(view: &PersonView, next: Option<PolicyId>) -> (PolicyId, String) {
    if let Some(policy) = next {
        return (policy, "assigned directly, as before".to_owned());
    }
    let other = view
        .candidates
        .iter()
        .filter(|candidate| candidate.source != SourceKind::Direct)
        .find_map(|candidate| Some((candidate.policy?, candidate.group.as_ref())));
    match other {
        Some((policy, Some((_, name, _)))) => (policy, format!("from the group {name}")),
        _ => (PolicyId::GLOBAL, "because nothing is assigned".to_owned()),
    }
}

fn access_with(view: &PersonView, policy: PolicyId) -> Access {
    let off = Switches {
        access: false,
        inbound: false,
    };
    Access::of(Situation {
        policy: view
            .snapshot
            .policy(policy)
            .map_or(off, |policy| policy.settings.switches()),
        ..view.situation
    })
}

/// The card; nothing when the assignment is no exception.
pub(super) fn exception(
    view: &PersonView,
    typed: &ExceptionFields,
    read_only: bool,
) -> Option<impl IntoView + use<>> {
    let (exception, next) = view.exception.as_ref()?;
    let (policy, from) = afterwards(view, *next);
    let name = policy_name(&view.snapshot, policy);
    let words = access_words(access_with(view, policy));
    let gone = exception.previous.is_some() && next.is_none();
    let gone = gone.then(|| view! { <Note>"The policy that was assigned before has been deleted."</Note> });
    let after = view! { <Name text=name /> ", " <Name text=from /> ": " {words} };
    let ends = exception
        .expires_at
        .map_or_else(|| "Not by itself".to_owned(), end_words);
    let (owner, reason) = (exception.owner.clone(), exception.reason.clone());
    let mut pairs = vec![
        ("Ends".to_owned(), Slot::from(ends)),
        ("Owner".to_owned(), Slot::from(view! { <Name text=owner /> })),
    ];
    if let Some(reason) = reason {
        pairs.push(("Reason".to_owned(), Slot::from(view! { <Name text=reason /> })));
    }
    pairs.push(("Afterwards".to_owned(), Slot::from(after)));
    let form = (!read_only).then(|| {
        let fields = vec![("revision".to_owned(), view.person.revision.to_string())];
        let (date, time) = (typed.date.clone(), typed.time.clone());
        let (date_error, time_error) = (typed.error("expires"), typed.error("expires_time"));
        let permanent = exception.expires_at.is_some().then(|| {
            view! { <Button name="do" value="permanent">"Make permanent"</Button> }
        });
        view! {
            <form class="fc-stack fc-stack--4" method="post" action=paths::user_exception(view.person.id)>
                <HiddenFields fields />
                <TextField
                    id="extend-expires" name="expires" label="Another end" kind=InputKind::Date value=date
                    error=date_error hint="At the end of that day in UTC, unless you add a time."
                />
                <TextField
                    id="extend-expires_time" name="expires_time" label="Time, in UTC" kind=InputKind::Time
                    optional=true value=time error=time_error
                />
                <div class="fc-cluster">
                    <Button name="do" value="extend">"Extend"</Button>
                    {permanent}
                    <Button name="do" value="end">"End now"</Button>
                </div>
            </form>
        }
    });
    Some(view! {
        <Card id="exception" title="This assignment is an exception">
            <CardBody gap=Gap::Four>
                <DefList pairs />
                {gone}
                {form}
            </CardBody>
        </Card>
    })
}
