//! What the files leave open.

use crate::ui::{Card, CardBody, Code, FieldError, Gap, OptionGroup, Radio};
use forecourt_model::FieldErrors;
use forecourt_service::import::{Comparison, Question};
use leptos::prelude::*;

/// One group of answers for each question; nothing when there are none.
pub(super) fn questions(comparison: &Comparison, errors: &FieldErrors) -> Option<impl IntoView + use<>> {
    let groups: Vec<_> = comparison
        .questions
        .iter()
        .map(|question| group(question, errors))
        .collect();
    (!groups.is_empty()).then(|| {
        view! {
            <Card
                id="questions"
                title="Questions"
                desc="The files do not say these clearly. Nothing is guessed: choose what is meant."
                divided=true
            >
                <CardBody gap=Gap::Four>{groups}</CardBody>
            </Card>
        }
    })
}

fn group(question: &Question, errors: &FieldErrors) -> impl IntoView + use<> {
    let name = format!("answer.{}", question.id);
    let key = question.ambiguity.key.name();
    let legend = format!("{}: what does {key} mean?", question.about);
    let text = question.ambiguity.question.clone();
    let found = question.ambiguity.found.clone();
    let error = errors.message(&question.id).map(|message| {
        let (id, message) = (format!("{name}-error"), message.to_owned());
        view! { <FieldError id>{message}</FieldError> }
    });
    let likely = question.ambiguity.likely;
    let choices: Vec<_> = question
        .ambiguity
        .choices
        .iter()
        .map(|choice| {
            let checked = question.answer.as_deref() == Some(choice.code);
            let hint = if likely == Some(choice.code) {
                " (the likeliest)"
            } else {
                ""
            };
            let (name, label) = (name.clone(), format!("{}{hint}", choice.label));
            view! { <Radio name value=choice.code checked>{label}</Radio> }
        })
        .collect();
    let hint = view! { {text}" Found: "<Code>{found}</Code> };
    view! { <OptionGroup legend hint>{choices}{error}</OptionGroup> }
}
