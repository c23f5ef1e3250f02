//! What an administrator may want to look at.

use crate::pages::review::finding_item;
use crate::paths;
use crate::ui::{
    ActionItem, ActionList, Card, CardBody, Counter, Icon, IconTone, LinkButton, Note, QuietLink, count,
    number,
};
use forecourt_model::authority::Role;
use forecourt_service::dashboard::DashboardView;
use forecourt_service::exception::Reminder;
use leptos::prelude::*;

/// How many findings are shown; the rest is counted.
const SHOWN: usize = 5;

pub(super) fn review_card(view: &DashboardView, unanswered: bool, role: Role) -> impl IntoView + use<> {
    let found = view.findings.list.len();
    let reminds = view.reminder.ending > 0;
    let open = found + usize::from(unanswered) + usize::from(reminds);
    let total = number(u64::try_from(open).unwrap_or_default());
    let items: Vec<_> = view
        .findings
        .list
        .iter()
        .take(SHOWN)
        .map(|finding| finding_item(finding, role))
        .collect();
    let notice = unanswered.then(|| {
        view! {
            <ActionItem
                icon=Icon::Megaphone
                tone=IconTone::Warning
                title="Answer the notice above"
                text="Keep chat with personal accounts on, or turn it off."
            />
        }
    });
    let reminder = reminds.then(|| reminder(view.reminder));
    let rest = (found > 0).then(|| {
        let words = format!(
            "All {}",
            count(u64::try_from(found).unwrap_or_default(), "finding", "findings")
        );
        view! { <CardBody><QuietLink href=paths::review()>{words}</QuietLink></CardBody> }
    });
    let content = if open == 0 {
        view! { <CardBody><Note icon=Icon::CheckCircle>"Nothing waits for you."</Note></CardBody> }.into_any()
    } else {
        view! { <ActionList>{notice}{reminder}{items}</ActionList> {rest} }.into_any()
    };
    view! {
        <Card id="review" title="To review" divided=true aside=view! { <Counter number=total /> }>
            {content}
        </Card>
    }
}

fn reminder(reminder: Reminder) -> impl IntoView {
    let Reminder { ending, own } = reminder;
    let verb = if ending == 1 { "ends" } else { "end" };
    let mut title = format!(
        "{} {verb} in the next 7 days",
        count(ending, "exception", "exceptions")
    );
    match own {
        0 => {}
        all if all == ending && all == 1 => title.push_str(", and it is yours"),
        all if all == ending => title.push_str(", all of them yours"),
        some => title.push_str(&format!(", {} of them yours", number(some))),
    }
    let href = paths::with_query(&paths::exceptions(), &[("when", "soon")]);
    let action = view! { <LinkButton href>"See exceptions"</LinkButton> };
    let text = "What was assigned before counts again then. Extend those that are still needed.";
    view! { <ActionItem icon=Icon::History title text action /> }
}
