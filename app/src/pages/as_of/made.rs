//! Who made something so.

use crate::paths;
use crate::ui::{Moment, Name, QuietLink};
use forecourt_service::as_of::Made;
use leptos::prelude::*;

/// Change, who and when, on one line.
pub(super) fn made(made: Option<&Made>) -> AnyView {
    let Some(made) = made else {
        return view! { <span class="fc-muted">"Never changed until then"</span> }.into_any();
    };
    let (href, number, name, at) = (
        paths::change(made.revision),
        format!("r{}", made.revision),
        made.actor_name.clone(),
        made.at,
    );
    let reason = made
        .reason
        .clone()
        .map(|reason| view! { " “" <Name text=reason /> "”" });
    view! { <span><Name text=name /> " · " <Moment at /> " · " <QuietLink href>{number}</QuietLink>{reason}</span> }
        .into_any()
}
