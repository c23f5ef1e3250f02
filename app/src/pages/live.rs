//! The message bar that says when somebody else has changed what a page shows.

use crate::islands::LiveNotice;
use crate::paths;
use crate::ui::{LinkButton, MessageBar, MessageKind};
use forecourt_model::{AdministratorId, Revision};
use leptos::prelude::*;

/// Where the notice stands in a page: right after its head.
///
/// `own` is the administrator who looks, `revision` what the page was made from (the snapshot's), `kinds` what
/// concerns it: target kinds (`settings`, `policy`) or single targets (`person:<id>`). `reload` is the page itself.
/// Nothing is shown until something happens, and nothing without script.
pub fn live_notice(
    own: AdministratorId,
    revision: Revision,
    kinds: &[&str],
    reload: String,
) -> impl IntoView + use<> {
    let events = paths::with_query(&paths::events(), &[("after", &revision.to_string())]);
    let kinds = kinds.join(" ");
    let end = view! { <LinkButton href=reload>"Reload"</LinkButton> };
    view! {
        <LiveNotice>
            <div class="fc-island" role="status" data-events=events data-kinds=kinds data-self=own.to_string()>
                <div data-bar="" hidden>
                    <MessageBar kind=MessageKind::Warning end>
                        <span data-words=""></span>
                    </MessageBar>
                </div>
            </div>
        </LiveNotice>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn the_notice_is_hidden_and_knows_where_to_listen() {
        let own = AdministratorId("00000000-0000-0000-0000-000000000007".parse().unwrap());
        let html = fragment(|| live_notice(own, Revision(214), &["settings", "policy"], "/x".to_owned()));
        for part in [
            r#"data-events="/events?after=214""#,
            r#"data-kinds="settings policy""#,
            r#"data-self="00000000-0000-0000-0000-000000000007""#,
            r#"<div data-bar="" hidden>"#,
            "data-words",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
