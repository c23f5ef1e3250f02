//! Organization settings of external access: the one form over every policy.
//!
//! The form posts each setting under its property name. A switch sends a hidden `off` before its `on`, so that a
//! disabled one (nothing sent) can be told from one that is off. Lists are one text field each, and their buttons
//! post the whole form, so that nothing unsaved is lost.

mod aside;
mod asking;
mod confirm;
mod conflict;
mod consumer;
mod control;
mod domain_list;
mod domains;
mod more;
mod page;
mod parts;
mod people_and_trials;
mod save_bar;

pub use asking::AskingForm;
pub use confirm::Confirm;
pub use conflict::ConflictView;
pub use domain_list::{ListInput, SHOWN_AT_ONCE};
pub use page::organization_settings_page;
pub use parts::settings_parts;

use crate::pages::show_as::ShownSettings;
use forecourt_model::access::{Impact, SourceKind};
use forecourt_model::settings::{OrganizationSettings, SettingKey};
use forecourt_model::{AdministratorId, FieldErrors, Revision};
use forecourt_service::rollout::RolloutView;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// The id of the form.
pub(crate) const FORM: &str = "settings";

/// Everything that the page shows.
#[derive(Clone, Debug)]
pub struct Contents {
    /// What is stored.
    pub stored: OrganizationSettings,
    /// What the form shows; differs from `stored` by what is not saved.
    pub shown: OrganizationSettings,
    /// The texts around the lists, and lists that could not be read.
    pub lists: BTreeMap<SettingKey, ListInput>,
    /// The revision that `stored` was written by.
    pub revision: Revision,
    /// What could not be taken.
    pub errors: FieldErrors,
    /// What saving `shown` would do.
    pub impact: Impact,
    /// How many people have their policy from where.
    pub sources: Vec<(SourceKind, u64)>,
    /// How many policies there are.
    pub policies: usize,
    /// Why the one who looks cannot change anything.
    pub refusal: Option<String>,
    /// Who looks, and the newest revision that the page knows of.
    pub viewer: (AdministratorId, Revision),
    /// Who saved last, and when.
    pub saved: Option<(String, OffsetDateTime)>,
    /// Why it is changed, in the words of who changes it.
    pub reason: String,
    /// Somebody else saved in between.
    pub conflict: Option<ConflictView>,
    /// Saving waits for an answer.
    pub confirm: Option<Confirm>,
    /// The settings shown, as they are typed elsewhere.
    pub shown_as: ShownSettings,
    /// A sentence over the form: what a restored draft is.
    pub notice: Option<String>,
    /// From which share of everybody on Forecourt asks for an acknowledgement.
    pub asking: AskingForm,
    /// The rollout to answer, and why the one who looks cannot; `None` when there is none or it is hidden.
    pub banner: Option<(RolloutView, Result<(), String>)>,
}

impl Contents {
    /// Whether something is not saved.
    pub fn is_unsaved(&self) -> bool {
        self.stored != self.shown || self.lists.values().any(ListInput::is_typed)
    }

    /// The sentence for `field`, if it was not accepted.
    fn error(&self, field: &str) -> Option<String> {
        self.errors.message(field).map(str::to_owned)
    }

    /// What stands around the list `key`.
    fn list(&self, key: SettingKey) -> ListInput {
        self.lists.get(&key).cloned().unwrap_or_default()
    }
}
