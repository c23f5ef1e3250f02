//! Downloads, and choosing a file.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Cluster, Gap, Icon, InputKind, Item, ItemList, LinkButton,
    MessageBar, MessageKind, PageHead, TextField, number,
};
use forecourt_model::FieldErrors;
use forecourt_model::authority::{Permission, Role};
use leptos::prelude::*;

/// How many faults are listed.
const SHOWN: usize = 50;

/// The page. `errors` is what is wrong with the file that was sent.
pub fn files_page(frame: Frame, role: Role, errors: &FieldErrors) -> impl IntoView + use<> {
    let problem = (!errors.is_empty()).then(|| faults(errors));
    let refusal = (!role.grants(Permission::Import)).then(|| Permission::Import.refusal(role));
    let upload = match refusal {
        Some(reason) => view! { <p class="fc-muted">{reason}</p> }.into_any(),
        None => view! {
            <form class="fc-stack fc-stack--4" method="post" action=paths::files() enctype="multipart/form-data">
                <TextField
                    id="document" name="document" label="Configuration file" kind=InputKind::File
                    hint="YAML or JSON, as it is downloaded here. At most 32 MB."
                />
                <div><Button kind=ButtonKind::Primary icon=Icon::Doc>"See what changes"</Button></div>
            </form>
        }
        .into_any(),
    };
    view! {
        <Shell frame>
            <PageHead
                title="Configuration file"
                lead="Everything about external access in one file: settings, policies, groups, direct assignments, answers."
            />
            <div class="fc-stack">
                {problem}
                <Card
                    id="download" title="Download" divided=true
                    desc="The same state gives the same file, so it can be kept under version control."
                >
                    <CardBody gap=Gap::Two>
                        <Cluster>
                            <LinkButton href=paths::files_export("yaml") icon=Icon::Download>"YAML"</LinkButton>
                            <LinkButton href=paths::files_export("json") icon=Icon::Download>"JSON"</LinkButton>
                            <LinkButton href=paths::files_export("powershell") icon=Icon::Terminal>"PowerShell for Teams"</LinkButton>
                        </Cluster>
                        <p class="fc-muted">
                            "The PowerShell script sets up a Microsoft tenant in the same way. Chat with personal accounts is off in it until everything else is in place."
                        </p>
                    </CardBody>
                </Card>
                <Card
                    id="upload" title="Compare and apply" divided=true
                    desc="Nothing changes before you have seen what the file does to people. A section that is not in the file stays as it is."
                >
                    <CardBody>{upload}</CardBody>
                </Card>
            </div>
        </Shell>
    }
}

/// Everything that is wrong with a file.
pub(super) fn faults(errors: &FieldErrors) -> impl IntoView + use<> {
    let items: Vec<_> = errors
        .0
        .iter()
        .take(SHOWN)
        .map(|error| error.message.clone())
        .map(|name| view! { <Item name /> })
        .collect();
    let rest = errors.0.len().saturating_sub(SHOWN);
    let more =
        (rest > 0).then(|| view! { <p class="fc-muted">{format!("and {} more", number(rest as u64))}</p> });
    view! {
        <MessageBar kind=MessageKind::Danger alert=true>
            "Nothing was changed. Correct what is listed here and choose the file again."
        </MessageBar>
        <Card id="faults" title="What is wrong with the file" divided=true>
            <CardBody gap=Gap::Two><ItemList label="What is wrong with the file">{items}</ItemList>{more}</CardBody>
        </Card>
    }
}
