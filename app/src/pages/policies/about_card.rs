//! Name and description.

use super::form::Editing;
use crate::ui::prelude::*;
use forecourt_model::policy::PolicyKind;
use leptos::prelude::*;

/// The card with name and description. The name is given once.
pub(super) fn about_card(editing: &Editing) -> AnyView {
    let fixed = !editing.is_new();
    let identity = editing.identity.clone().unwrap_or_default();
    let hint: Slot = if fixed {
        let why = match editing.kind {
            PolicyKind::Global => "The name of the Global policy is fixed. Identity: ",
            PolicyKind::BuiltIn => "The name came with the product. Identity: ",
            PolicyKind::Custom => {
                "A policy keeps the name it was created with. Duplicate it to use another. Identity: "
            }
        };
        view! { {why} <Code>{identity}</Code> }.into()
    } else {
        "At most 64 characters. It cannot be changed later.".into()
    };
    let settings = &editing.typed.settings;
    let description = if editing.kind == PolicyKind::Global && settings.description.is_empty() {
        "Default policy for users who aren't assigned to a policy.".to_owned()
    } else {
        settings.description.clone()
    };
    let description = if editing.kind == PolicyKind::Global {
        view! { <TextArea id="Description" label="Description" value=description rows=2 disabled=true /> }
            .into_any()
    } else {
        let locked = editing.locked.is_some();
        view! {
            <TextArea
                id="Description"
                label="Description"
                value=description
                rows=2
                optional=true
                disabled=locked
                error=editing.error("Description")
            />
        }
        .into_any()
    };
    let (name, name_error) = (editing.typed.name.clone(), editing.error("name"));
    let locked = editing.locked.is_some();
    view! {
        <Card id="about-h" title="Name and description">
            <CardBody gap=Gap::Four>
                <TextField
                    id="name"
                    label="Name"
                    value=name
                    hint
                    error=name_error
                    readonly=fixed
                    disabled=locked
                    autofocus=!fixed
                    autocomplete="off"
                />
                {description}
            </CardBody>
        </Card>
    }
    .into_any()
}
