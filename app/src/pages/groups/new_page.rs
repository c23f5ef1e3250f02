//! The page for a new group.

use super::typed::TypedGroup;
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::prelude::*;
use leptos::prelude::*;

/// All that the page for a new group shows.
#[derive(Clone, Debug, Default)]
pub struct NewGroupView {
    /// What was typed.
    pub typed: TypedGroup,
    /// Why nothing can be changed, when the role does not include it.
    pub locked: Option<String>,
    /// What could not be done, in a sentence.
    pub problem: Option<String>,
}

/// The page for a new group. It has no members yet, so adding it changes nothing for anybody.
pub fn new_group_page(frame: Frame, page: NewGroupView) -> impl IntoView {
    let problem = page
        .problem
        .map(|problem| view! { <MessageBar kind=MessageKind::Danger alert=true>{problem}</MessageBar> });
    let disabled = page.locked.is_some();
    let locked = page
        .locked
        .map(|reason| view! { <Note icon=Icon::Lock>{reason}</Note> });
    let (name_error, mail_error) = (page.typed.error("display_name"), page.typed.error("mail"));
    let name = page.typed.display_name.unwrap_or_default();
    let mail = page.typed.mail.unwrap_or_default();
    view! {
        <Shell frame>
            <PageHead
                title="Add a group"
                crumbs=vec![Crumb::new(paths::groups(), "Groups")]
                lead="People and a policy are added on its page afterwards."
            />
            {problem}
            <Card id="new-h" title="The group">
                <form class="fc-card__body fc-stack fc-stack--4" method="post" action=paths::new_group()>
                    {locked}
                    <TextField
                        id="display_name" label="Name" value=name error=name_error max_length=256_u32 disabled
                        autocomplete="off" prose=false
                    />
                    <TextField
                        id="mail" label="Mailbox" optional=true kind=InputKind::Text value=mail error=mail_error disabled
                        autocomplete="off" prose=false max_length=320_u32
                    />
                    <Note>"Only direct members count: a group inside a group gives its people nothing."</Note>
                    <Cluster>
                        <LinkButton href=paths::groups()>"Cancel"</LinkButton>
                        <Button kind=ButtonKind::Primary disabled>"Add group"</Button>
                    </Cluster>
                </form>
            </Card>
        </Shell>
    }
}
