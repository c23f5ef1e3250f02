//! The list of webhooks, and adding one.

use super::{fields, state};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Column, Empty, Gap, Icon, MessageBar, MessageKind, Moment, NameLink,
    Note, PageHead, Row, Table,
};
use forecourt_model::FieldErrors;
use forecourt_service::webhook::Webhook;
use leptos::prelude::*;

/// What was entered for a webhook.
#[derive(Clone, Debug)]
pub struct WebhookForm {
    /// Where changes are sent.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The codes of what is told, with spaces between them.
    pub events: String,
    /// Whether it is told anything.
    pub enabled: bool,
}

impl Default for WebhookForm {
    fn default() -> Self {
        Self {
            url: String::new(),
            description: String::new(),
            events: "*".to_owned(),
            enabled: true,
        }
    }
}

/// The secret of a webhook that was added just now.
#[derive(Clone, Debug)]
pub struct MadeSecret {
    /// Where changes are sent.
    pub url: String,
    /// The secret.
    pub secret: String,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct WebhooksView {
    /// Every webhook, the oldest first.
    pub webhooks: Vec<Webhook>,
    /// Why who looks cannot change anything.
    pub refusal: Option<String>,
    /// What was entered.
    pub form: WebhookForm,
    /// The sentence for each field that could not be taken.
    pub errors: FieldErrors,
    /// Why nothing was changed.
    pub problem: Option<String>,
    /// The secret that was made just now.
    pub made: Option<MadeSecret>,
}

/// The page.
pub fn webhooks_page(frame: Frame, view: WebhooksView) -> impl IntoView {
    let made = view.made.clone().map(|made| {
        view! {
            <MessageBar kind=MessageKind::Success alert=true>
                <strong>"The secret of "{made.url}" is "</strong>
                <code class="fc-code" id="made-secret">{made.secret}</code>
                ". It is shown only now. The other side checks the signature of each message with it."
            </MessageBar>
        }
    });
    let problem = view.problem.clone().map(|problem| {
        view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> }
    });
    let (list, add) = (list(&view), add_card(&view));
    view! {
        <Shell frame>
            <PageHead title="Webhooks" lead="Other programs that are told of changes, signed as Standard Webhooks has it." />
                {made} {problem} <Card id="list" title="Webhooks" title_hidden=true>
                    {list}
                </Card> {add}
        </Shell>
    }
}

fn list(view: &WebhooksView) -> AnyView {
    if view.webhooks.is_empty() {
        return view! { <Empty title="No webhooks yet" text="Add one below." icon=Icon::Link /> }.into_any();
    }
    let columns = vec![
        Column::name("Address"),
        Column::text("Kinds of change"),
        Column::text("Added"),
        Column::text("State"),
    ];
    let row = |webhook: &Webhook| {
        let name = view! {
            <NameLink href=paths::webhook(webhook.id) name=webhook.url.clone() sub=webhook.description.clone() />
        };
        let events = webhook.events.join(", ");
        let added = view! { <Moment at=webhook.created_at /> };
        Row::new()
            .cell(name)
            .cell(events)
            .cell(added)
            .cell(state(webhook.enabled))
    };
    let rows: Vec<_> = view.webhooks.iter().map(row).collect();
    view! { <Table caption="Webhooks, the oldest first" columns rows /> }.into_any()
}

fn add_card(view: &WebhooksView) -> impl IntoView + use<> {
    let refusal = view.refusal.clone();
    let fields = fields(&view.form, &view.errors, refusal.is_some());
    let reason = refusal.clone().map(|reason| view! { <Note>{reason}</Note> });
    view! {
        <Card id="add" title="Add a webhook" desc="It is told of what changes from now on.">
            <CardBody gap=Gap::Four>
                {reason}
                <form class="fc-stack fc-stack--4" action=paths::webhooks() method="post">
                    <div class="fc-grid">{fields}</div>
                    <div class="fc-cluster">
                        <Button kind=ButtonKind::Primary reason=refusal>
                            "Add webhook"
                        </Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}
