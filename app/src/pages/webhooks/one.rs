//! One webhook, and what it was told.

use super::{WebhookForm, fields};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Badge, BadgeKind, Button, ButtonKind, Card, CardBody, Checkbox, Column, Crumb, Dialog, Empty, Gap,
    HiddenFields, Icon, LinkButton, MessageBar, MessageKind, Moment, Note, PageHead, QuietLink, Row, Slot,
    Table,
};
use forecourt_model::FieldErrors;
use forecourt_service::webhook::{Delivery, State, Webhook};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct WebhookView {
    /// What is stored.
    pub webhook: Webhook,
    /// What it was told, the newest first.
    pub deliveries: Vec<Delivery>,
    /// The address of the page with what came before.
    pub older: Option<String>,
    /// Why who looks cannot change anything.
    pub refusal: Option<String>,
    /// What was entered.
    pub form: WebhookForm,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nothing was changed.
    pub problem: Option<String>,
    /// Whether the removal is to be confirmed.
    pub confirm_removal: bool,
}

/// The page.
pub fn webhook_page(frame: Frame, view: WebhookView) -> impl IntoView {
    let crumbs = vec![Crumb::new(paths::webhooks(), "Webhooks")];
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let dialog = view.confirm_removal.then(|| removal(&view.webhook).into_any());
    let dialog = dialog.map_or_else(Slot::default, Slot::from);
    let title = view.webhook.url.clone();
    let (edit, told, remove) = (edit_card(&view), told_card(&view), remove_card(&view));
    view! {
        <Shell frame dialog>
            <PageHead title crumbs />
                {problem} {edit} {told} {remove}
        </Shell>
    }
}

fn edit_card(view: &WebhookView) -> impl IntoView + use<> {
    let (refusal, form, id) = (view.refusal.clone(), view.form.clone(), view.webhook.id);
    let disabled = refusal.is_some();
    let fields = fields(&form, &view.errors, disabled);
    let reason = refusal.clone().map(|reason| view! { <Note>{reason}</Note> });
    let revision = vec![("revision".to_owned(), view.webhook.revision.to_string())];
    view! {
        <Card id="edit" title="What is told">
            <CardBody gap=Gap::Four>
                {reason}
                <form class="fc-stack fc-stack--4" action=paths::webhook(id) method="post">
                    <HiddenFields fields=revision />
                    <div class="fc-grid">{fields}</div>
                    <Checkbox name="enabled" checked=form.enabled disabled hint="What changes while it is off is never told.">
                        "Enabled"
                    </Checkbox>
                    <div class="fc-cluster">
                        <Button kind=ButtonKind::Primary name="action" value="save" reason=refusal>
                            "Save"
                        </Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}

fn told_card(view: &WebhookView) -> impl IntoView + use<> {
    let list = if view.deliveries.is_empty() {
        view! { <Empty title="Nothing was told yet" text="Each change that it wants appears here." icon=Icon::Link /> }.into_any()
    } else {
        let columns = vec![
            Column::name("Change"),
            Column::text("State"),
            Column::number("Attempts"),
            Column::text("Last attempt"),
            Column::text("Answer"),
            Column::action("Send again"),
        ];
        let rows: Vec<_> = view
            .deliveries
            .iter()
            .map(|delivery| row(view, delivery))
            .collect();
        view! { <Table caption="Deliveries, the newest first" columns rows /> }.into_any()
    };
    let older = view
        .older
        .clone()
        .map(|href| view! { <CardBody><LinkButton href>"Older"</LinkButton></CardBody> });
    view! {
        <Card id="told" title="Deliveries" desc="Kept for a month.">
            {list} {older}
        </Card>
    }
}

fn row(view: &WebhookView, delivery: &Delivery) -> Row {
    let (kind, words) = match delivery.state {
        State::Waiting => (BadgeKind::Off, "Waiting"),
        State::Delivered => (BadgeKind::On, "Delivered"),
        State::Failed => (BadgeKind::Off, "Failed"),
    };
    let last = match delivery.last_attempt_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => "Never".into_any(),
    };
    let answer = match (&delivery.last_problem, delivery.last_status) {
        (Some(problem), _) => problem.clone(),
        (None, Some(status)) => status.to_string(),
        (None, None) => String::new(),
    };
    let href = paths::change(delivery.change);
    let event = format!("{} {}", delivery.change, delivery.event);
    let again = (view.refusal.is_none() && delivery.state != State::Waiting).then(|| {
        let hidden = vec![("delivery".to_owned(), delivery.id.to_string())];
        let which = format!(" change {}", delivery.change);
        let action = paths::webhook(view.webhook.id);
        view! {
            <form action=action method="post">
                <HiddenFields fields=hidden />
                <Button name="action" value="replay">
                    "Send again"<span class="fc-visually-hidden">{which}</span>
                </Button>
            </form>
        }
    });
    Row::new()
        .cell(view! { <QuietLink href>{event}</QuietLink> })
        .cell(view! { <Badge kind>{words}</Badge> })
        .cell(delivery.attempts.to_string())
        .cell(last)
        .cell(answer)
        .cell(again)
}

fn remove_card(view: &WebhookView) -> impl IntoView + use<> {
    let confirm = paths::with_query(&paths::webhook(view.webhook.id), &[("confirm", "remove")]);
    let reason = view.refusal.clone();
    view! {
        <Card id="remove" title="Remove" desc="What was still to be told is dropped.">
            <CardBody>
                <LinkButton href=confirm reason>"Remove webhook"</LinkButton>
            </CardBody>
        </Card>
    }
}

fn removal(webhook: &Webhook) -> impl IntoView + use<> {
    let here = paths::webhook(webhook.id);
    view! {
        <Dialog
            id="remove-title"
            title=format!("Remove {}?", webhook.url)
            action=here.clone()
            cancel=here
            confirm="Remove webhook"
            confirm_field=("action".to_owned(), "remove".to_owned())
            danger=true
        >
            <p>"It is told nothing more. This cannot be undone; you can add it anew, with another secret."</p>
        </Dialog>
    }
}
