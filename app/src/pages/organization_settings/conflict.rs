//! Somebody else saved in between: both sides, and which to keep.

use super::{Contents, FORM};
use crate::paths;
use crate::ui::{
    Button, ButtonKind, Card, CardBody, LinkButton, MessageBar, MessageKind, OptionGroup, Radio, moment_words,
};
use forecourt_model::settings::{SettingKey, catalogue};
use forecourt_service::organization::compare::value_words;
use leptos::prelude::*;
use time::OffsetDateTime;

/// What somebody else saved.
#[derive(Clone, Debug)]
pub struct ConflictView {
    /// Who.
    pub changed_by: String,
    /// When.
    pub changed_at: OffsetDateTime,
    /// The settings that differ between what is stored and what was posted, and whether to keep what was posted.
    pub settings: Vec<(SettingKey, bool)>,
}

/// The message bar.
pub(super) fn conflict_bar(conflict: &ConflictView) -> AnyView {
    let words = format!(
        " {} saved at {}. Nothing of yours is lost: pick what to keep and save again.",
        conflict.changed_by,
        moment_words(conflict.changed_at)
    );
    let actions = view! {
        <a class="fc-button" href="#both-h">"See both"</a>
        <LinkButton href=paths::organization_settings()>"Load theirs"</LinkButton>
        <Button form=FORM kind=ButtonKind::Plain name="do" value="mine">"Save mine over it"</Button>
    };
    view! {
        <MessageBar kind=MessageKind::Warning alert=true actions>
            <strong>"Not saved: somebody else changed this page."</strong>
            {words}
        </MessageBar>
    }
    .into_any()
}

/// Both sides of each setting that differs, inside the form.
pub(super) fn conflict_card(page: &Contents, conflict: &ConflictView) -> AnyView {
    let name = conflict.changed_by.clone();
    let rows: Vec<_> = conflict
        .settings
        .iter()
        .map(|(key, mine)| {
            let mine = *mine;
            let theirs = value_words(&page.stored, *key);
            let yours = value_words(&page.shown, *key);
            let field = format!("keep.{key}");
            let legend = format!("{} ({key})", catalogue::setting(*key).label);
            view! {
                <OptionGroup legend>
                    <Radio name=field.clone() value="theirs" checked=!mine>"Theirs: " <strong>{theirs}</strong></Radio>
                    <Radio name=field value="mine" checked=mine>"Yours: " <strong>{yours}</strong></Radio>
                </OptionGroup>
            }
        })
        .collect();
    let desc = format!("What {name} saved, and what you were about to save. Only what differs.");
    view! {
        <Card id="both-h" title="Theirs and yours" desc divided=true>
            <CardBody gap=crate::ui::Gap::Four>{rows}</CardBody>
        </Card>
    }
    .into_any()
}
