//! Testing a conversation with an outside person.

use crate::paths;
use crate::ui::{
    Button, ButtonKind, ButtonSize, Card, Icon, LinkButton, Name, OptionGroup, Radio, SelectField,
    SelectOption, TextField, Verdict, visible,
};
use forecourt_model::access::Action;
use forecourt_service::explain::Explanation;
use forecourt_service::people::PersonView;
use leptos::prelude::*;

/// Who begins a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Starter {
    /// The outside person.
    #[default]
    Outside,
    /// The person of the page.
    Person,
}

impl Starter {
    /// The name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outside => "them",
            Self::Person => "person",
        }
    }

    /// The starter with this name; the outside person when there is none.
    pub fn from_code(code: &str) -> Self {
        if code == Self::Person.code() {
            Self::Person
        } else {
            Self::Outside
        }
    }
}

/// The question as it was asked, and its answer.
#[derive(Clone, Debug)]
pub struct ConversationForm {
    /// The outside person, as typed.
    pub with: String,
    /// Who begins.
    pub starter: Starter,
    /// What they want to do.
    pub action: Action,
    /// The answer, when something was asked.
    pub answer: Option<Explanation>,
    /// Why there is no answer.
    pub error: Option<String>,
}

fn action_words(action: Action) -> &'static str {
    match action {
        Action::Discover => "Find the other",
        Action::StartChat => "Start a chat",
        Action::AddToChat => "Add the other to a chat",
        Action::Send => "Write in a chat that exists",
    }
}

fn answer(view: &PersonView, form: &ConversationForm, answer: &Explanation) -> impl IntoView + use<> {
    let who = visible(view.person.shown_name()).into_owned();
    let outside = visible(form.with.trim()).into_owned();
    let (from, to) = match form.starter {
        Starter::Outside => (outside, who),
        Starter::Person => (who, outside),
    };
    let question = match form.action {
        Action::Discover => format!("May {from} find {to}?"),
        Action::StartChat => format!("May {from} start a chat with {to}?"),
        Action::AddToChat => format!("May {from} add {to} to a chat?"),
        Action::Send => format!("May {from} write to {to} in a chat that exists?"),
    };
    let json = paths::with_query(
        &paths::user_explain(view.person.id),
        &[
            ("with", form.with.trim()),
            ("who", form.starter.code()),
            ("action", form.action.code()),
        ],
    );
    let (allowed, sentence) = (answer.is_allowed(), answer.sentence.clone());
    let reason = view! { <Name text=sentence /> };
    view! {
        <Verdict question allowed reason />
        <div>
            <LinkButton href=json size=ButtonSize::Small kind=ButtonKind::Plain icon=Icon::Terminal>"JSON"</LinkButton>
        </div>
    }
}

pub(super) fn conversation(view: &PersonView, form: &ConversationForm) -> impl IntoView + use<> {
    let result = form.answer.as_ref().map(|found| answer(view, form, found));
    let result =
        result.map(|result| view! { <div class="fc-stack fc-stack--2" role="status">{result}</div> });
    let options = Action::ALL
        .into_iter()
        .map(|action| SelectOption::new(action.code(), action_words(action)))
        .collect();
    let who = view.person.shown_name().to_owned();
    let (with, error, starter, asked) = (
        form.with.clone(),
        form.error.clone(),
        form.starter,
        form.action.code(),
    );
    let action = format!("{}#test", paths::user(view.person.id));
    view! {
        <Card id="test" title="Test a conversation">
            <form class="fc-card__body fc-stack fc-stack--3" action=action>
                <TextField
                    id="with" label="Outside person" value=with error prose=false autocomplete="off"
                    placeholder="E-mail address or phone number"
                />
                <OptionGroup legend="Who begins">
                    <Radio name="who" value="them" checked=starter == Starter::Outside>"They do"</Radio>
                    <Radio name="who" value="person" checked=starter == Starter::Person><Name text=who />" does"</Radio>
                </OptionGroup>
                <SelectField id="action" label="What they do" options value=asked />
                <Button block=true>"Test"</Button>
                {result}
            </form>
        </Card>
    }
}
