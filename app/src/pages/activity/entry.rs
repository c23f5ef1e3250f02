//! One change with everything that is known of it.

use super::changes::{action_words, differences, target};
use super::list::{people_and_reason, sentence_case, who};
use super::touched::touched;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Card, CardBody, Cluster, Code, Compare, Crumb, DefList, Gap, Icon, LinkButton, MessageBar, Moment,
    PageHead, QuietLink, Slot, number,
};
use forecourt_model::Revision;
use forecourt_service::activity::{Entry, TouchedPage, Undo};
use forecourt_service::change::TargetKind;
use leptos::prelude::*;

/// What the change did to people, as it was counted when it was made.
fn impact_card(entry: &Entry) -> Option<AnyView> {
    let impact = entry.detail.impact.as_ref().filter(|impact| impact.people > 0)?;
    let columns = ["People", "Before", "After"].map(str::to_owned).to_vec();
    let row = |name: &str, before: u64, after: u64| {
        let cells = vec![Slot::from(number(before)), Slot::from(number(after))];
        (name.to_owned(), cells)
    };
    let rows = vec![
        row("Can start chats", impact.chat.before(), impact.chat.after()),
        row(
            "Can be found and contacted",
            impact.inbound.before(),
            impact.inbound.after(),
        ),
    ];
    let desc = format!(
        "Something changed for {} of {} people in the directory then.",
        number(impact.affected),
        number(impact.people)
    );
    let card = view! {
        <Card id="impact" title="What it did to people" desc>
            <CardBody><Compare caption="People, before and after" columns rows after=true /></CardBody>
        </Card>
    };
    Some(card.into_any())
}

/// A way to every change of the same thing, where there may be others.
fn all_of(entry: &Entry) -> Option<AnyView> {
    let change = &entry.change;
    let (kind, words) = match TargetKind::from_code(&change.target_kind)? {
        TargetKind::Settings => ("settings", "All changes of the settings"),
        TargetKind::Policy => ("policy", "All changes of this policy"),
        TargetKind::Person => ("person", "All changes of this person"),
        TargetKind::Group => ("group", "All changes of this group"),
        TargetKind::Rollout => ("rollout", "All changes of this rollout"),
        TargetKind::Administrator => ("administrator", "All changes of this administrator"),
        _ => return None,
    };
    let href = paths::changes_of(kind, &change.target_id);
    Some(view! { <LinkButton href>{words}</LinkButton> }.into_any())
}

/// The page.
pub fn entry_page(frame: Frame, entry: &Entry, people: &TouchedPage) -> impl IntoView + use<> {
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
    let impact = impact_card(entry);
    let touched = touched(revision, people);
    let all = all_of(entry);
    let earlier = (revision > Revision(1)).then(|| {
        let href = paths::as_of_change(Revision(revision.0 - 1), None);
        view! { <LinkButton href icon=Icon::History>"State before this change"</LinkButton> }
    });
    let script = (revision > Revision(1)).then(|| {
        let href = paths::change_script(revision);
        view! { <LinkButton href icon=Icon::Terminal>"As PowerShell for Teams"</LinkButton> }
    });
    let later = paths::as_of_change(revision, None);
    let at = entry.change.occurred_at;
    let request = entry.change.request_id.clone();
    let what = sentence_case(&action_words(entry));
    let pairs: Vec<(String, Slot)> = vec![
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
                {impact}
                {touched}
                <Cluster>
                    {state}
                    {earlier}
                    <LinkButton href=later icon=Icon::History>"State after this change"</LinkButton>
                    {all}
                    {script}
                </Cluster>
            </div>
        </Shell>
    }
}
