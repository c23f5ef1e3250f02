//! One change with everything that is known of it.

use super::changes::{action_words, differences, target};
use super::list::{people_and_reason, sentence_case, who};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Card, CardBody, Code, Crumb, DefList, Gap, Icon, LinkButton, MessageBar, Moment, PageHead, QuietLink,
};
use forecourt_service::activity::{Entry, Undo};
use leptos::prelude::*;

/// The page.
pub fn entry_page(frame: Frame, entry: &Entry) -> impl IntoView + use<> {
    let revision = entry.change.revision;
    let crumbs = vec![Crumb::new(paths::activity(), "Activity")];
    let state = match entry.undo.clone() {
        Undo::Possible => view! {
            <LinkButton href=paths::undo(revision) icon=Icon::Undo>"Undo this change"</LinkButton>
        }
        .into_any(),
        Undo::Done(by) => view! {
            <MessageBar>"Taken back by "<QuietLink href=paths::change(by)>{format!("change {by}")}</QuietLink>"."</MessageBar>
        }
        .into_any(),
        Undo::Impossible(reason) => view! { <p class="fc-muted">{reason}</p> }.into_any(),
    };
    let fields = if entry.detail.fields.is_empty() {
        view! { <p class="fc-muted">"Nothing differs but the entry itself."</p> }.into_any()
    } else {
        differences(&entry.detail.fields, true).into_any()
    };
    let thing = target(entry);
    let at = entry.change.occurred_at;
    let request = entry.change.request_id.clone();
    let what = sentence_case(&action_words(entry));
    let pairs: Vec<(String, crate::ui::Slot)> = vec![
        ("What".to_owned(), view! { {what}": "{thing} }.into()),
        ("When".to_owned(), view! { <Moment at /> }.into()),
        ("Who".to_owned(), who(entry).into()),
        ("People and reason".to_owned(), people_and_reason(entry).into()),
        ("Request".to_owned(), view! { <Code>{request}</Code> }.into()),
    ];
    view! {
        <Shell frame>
            <PageHead title=format!("Change {revision}") crumbs />
            <div class="fc-stack">
                <Card id="facts" title="Change" title_hidden=true>
                    <CardBody><DefList pairs /></CardBody>
                </Card>
                <Card id="fields" title="Before and after">
                    <CardBody gap=Gap::Two>{fields}</CardBody>
                </Card>
                <div>{state}</div>
            </div>
        </Shell>
    }
}
