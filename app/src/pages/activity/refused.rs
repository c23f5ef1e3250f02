//! A change that is not taken back, with a way to what stands in the way.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{Card, CardBody, Cluster, Crumb, LinkButton, MessageBar, MessageKind, PageHead, QuietLink};
use forecourt_model::Revision;
use forecourt_service::Dependence;
use leptos::prelude::*;

/// How many later changes are linked.
const LINKED: usize = 10;

/// The page.
pub fn undo_refused_page(frame: Frame, revision: Revision, dependence: &Dependence) -> impl IntoView + use<> {
    let crumbs = vec![
        Crumb::new(paths::activity(), "Activity"),
        Crumb::new(paths::change(revision), format!("Change {revision}")),
    ];
    let links: Vec<_> = dependence
        .on
        .iter()
        .take(LINKED)
        .map(|later| {
            let (href, words) = (paths::change(*later), format!("Change {later}"));
            view! { <li><QuietLink href>{words}</QuietLink></li> }
        })
        .collect();
    let more = dependence.on.len().saturating_sub(LINKED);
    let more = (more > 0).then(|| view! { <li class="fc-muted">{format!("and {more} more")}</li> });
    let later = (!links.is_empty()).then(|| {
        view! {
            <Card id="later" title="What stands in the way">
                <CardBody><ul class="fc-stack fc-stack--2">{links}{more}</ul></CardBody>
            </Card>
        }
    });
    let message = dependence.message.clone();
    view! {
        <Shell frame>
            <PageHead title=format!("Undo change {revision}") here="Undo" crumbs />
            <div class="fc-stack">
                <MessageBar kind=MessageKind::Danger alert=true>{message}</MessageBar>
                {later}
                <Cluster>
                    <LinkButton href=paths::change(revision)>{format!("Back to change {revision}")}</LinkButton>
                </Cluster>
            </div>
        </Shell>
    }
}
