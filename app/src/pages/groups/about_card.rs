//! What is known of a group, changing it, and removing it.

use super::group_page::GroupPageView;
use crate::ui::prelude::*;
use leptos::prelude::*;

/// The card with both forms.
pub(super) fn about_card(page: &GroupPageView) -> AnyView {
    let group = &page.view.group;
    let id = group.id.to_string();
    let none = || Slot::from(view! { <span class="fc-muted">"None"</span> });
    let mail = group
        .mail
        .clone()
        .map_or_else(none, |mail| view! { <Name text=mail /> }.into());
    let pairs = vec![
        ("Kind".to_owned(), group.kind.clone().into()),
        ("Mailbox".to_owned(), mail),
        ("Object id".to_owned(), view! { <Code>{id}</Code> }.into()),
        (
            "Last changed".to_owned(),
            format!("Revision {}", group.revision).into(),
        ),
    ];
    let typed = &page.typed;
    let open = typed.display_name.is_some();
    let name = typed
        .display_name
        .clone()
        .unwrap_or_else(|| group.display_name.clone());
    let mail = typed.mail.clone().or_else(|| group.mail.clone());
    let fields = vec![("revision".to_owned(), group.revision.to_string())];
    let again = fields.clone();
    let (change, remove) = (page.here(), page.here());
    let (name_error, mail_error) = (typed.error("display_name"), typed.error("mail"));
    let changes = page.locked.is_none().then(|| {
        view! {
            <Disclosure summary="Change name or mailbox" icon=Icon::Edit open>
                <form class="fc-stack fc-stack--4" method="post" action=change>
                    <HiddenFields fields />
                    <TextField
                        id="display_name" label="Name" value=name error=name_error max_length=256_u32
                        autocomplete="off" prose=false
                    />
                    <TextField
                        id="mail" label="Mailbox" optional=true value=mail error=mail_error max_length=320_u32
                        autocomplete="off" prose=false
                    />
                    <Button block=true name="do" value="rename">"Save name and mailbox"</Button>
                </form>
            </Disclosure>
            <form method="post" action=remove>
                <HiddenFields fields=again />
                <Button block=true name="do" value="remove" icon=Icon::Trash>"Remove the group"</Button>
            </form>
        }
    });
    view! {
        <Card id="about-h" title="About the group">
            <CardBody gap=Gap::Four>
                <DefList pairs />
                {changes}
            </CardBody>
        </Card>
    }
    .into_any()
}
