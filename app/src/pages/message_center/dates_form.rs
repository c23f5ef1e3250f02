//! Moving the dates.

use crate::pages::show_as::{ShownAs, show_as};
use crate::paths;
use crate::ui::{
    Button, Disclosure, Grid, GridKind, HiddenFields, Icon, InputKind, Note, TextField, moment_words,
};
use forecourt_model::FieldErrors;
use forecourt_service::rollout::{DatesInput, RolloutView};
use leptos::prelude::*;

/// The dates as they stand in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatesForm {
    /// What was entered; what is stored when nothing was.
    pub entered: Option<DatesInput>,
    /// Why.
    pub reason: String,
    /// What could not be taken.
    pub errors: FieldErrors,
    /// The dates in the form as a request; empty when they cannot be taken.
    pub shown_as: ShownAs,
}

pub(super) fn dates_form(
    view: &RolloutView,
    form: DatesForm,
    refusal: Option<String>,
) -> impl IntoView + use<> {
    let open = form.entered.is_some();
    let shown_as = show_as(&form.shown_as);
    let errors = form.errors;
    let dates = form.entered.unwrap_or_else(|| DatesInput::of(&view.rollout));
    let error = |field: &str| errors.message(field).map(str::to_owned);
    let (start_error, end_error) = (error("window_start"), error("window_end"));
    let (activation_error, reason_error) = (error("activation"), error("reason"));
    let action = paths::message_dates(&view.message_id);
    let disabled = refusal.is_some();
    let fields = vec![("revision".to_owned(), view.revision.to_string())];
    let stored = format!("In UTC. Stored: {}.", moment_words(view.rollout.activation));
    view! {
        <div class="fc-panel__section">
            <Disclosure summary="Move the dates" icon=Icon::Calendar open>
                <form class="fc-stack fc-stack--4" method="post" action=action>
                    <HiddenFields fields />
                    <Grid kind=GridKind::Narrow>
                        <TextField
                            id="window_start"
                            label="First day of the planned window"
                            kind=InputKind::Date
                            value=dates.window_start
                            error=start_error
                            disabled
                        />
                        <TextField
                            id="window_end"
                            label="Last day of the planned window"
                            kind=InputKind::Date
                            value=dates.window_end
                            error=end_error
                            disabled
                        />
                    </Grid>
                    <TextField
                        id="activation"
                        label="Starts here"
                        kind=InputKind::DateTime
                        value=dates.activation
                        hint=stored
                        error=activation_error
                        disabled
                    />
                    <TextField
                        id="dates-reason"
                        name="reason"
                        label="Reason"
                        optional=true
                        value=form.reason
                        error=reason_error
                        disabled
                        max_length=500_u32
                        hint="Kept in Activity. Everybody sees who moved the dates, when and why."
                    />
                    <Note icon=Icon::Clock>
                        "A start in the future means that nobody can chat until then. Every setting can still be staged."
                    </Note>
                    {shown_as}
                    {refusal.map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> })}
                    <div class="fc-cluster">
                        <Button disabled>"Move the dates"</Button>
                    </div>
                </form>
            </Disclosure>
        </div>
    }
}
