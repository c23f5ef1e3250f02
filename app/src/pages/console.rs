//! The console: cmdlets on a page.

use super::show_as::{ShownAs, show_as};
use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Gap, Icon, MessageBar, MessageKind, PageHead, Slot, TextArea,
};
use leptos::prelude::*;

/// What was typed, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsoleData {
    /// The script as it was typed.
    pub script: String,
    /// What it gave; `None` when nothing was run.
    pub output: Option<String>,
    /// Warnings, in order.
    pub warnings: Vec<String>,
    /// Why it was not run, or not to its end.
    pub problem: Option<String>,
}

/// The page.
pub fn console_page(frame: Frame, data: &ConsoleData) -> impl IntoView + use<> {
    let problem = data.problem.clone().map(|text| {
        let lines: Vec<_> = text
            .lines()
            .map(|line| view! { <p>{line.to_owned()}</p> })
            .collect();
        view! { <MessageBar kind=MessageKind::Danger alert=true>{lines}</MessageBar> }
    });
    let warnings: Vec<_> = data
        .warnings
        .iter()
        .cloned()
        .map(|text| view! { <MessageBar kind=MessageKind::Warning>{text}</MessageBar> })
        .collect();
    let output = data.output.clone().map(output);
    let rows = u32::try_from(data.script.lines().count())
        .unwrap_or(8)
        .clamp(8, 24);
    let script = data.script.clone();
    let examples = show_as(&ShownAs {
        powershell: EXAMPLES.to_owned(),
        rest: String::new(),
    });
    let hint = "All of it is understood before anything runs. Files are not reached from here.";
    view! {
        <Shell frame>
            <PageHead
                title="Console"
                lead="The cmdlets of MicrosoftTeams for external access, run here and in your name. Get-Command lists them."
            />
            <div class="fc-stack">
                {problem}
                {warnings}
                {output}
                <form class="fc-stack" method="post" action=paths::console()>
                    <Card id="script-h" title="Cmdlets" divided=true>
                        <CardBody gap=Gap::Four>
                            <TextArea id="script" label="Script" rows value=script prose=false hint=Slot::from(hint) required=true />
                            {examples}
                        </CardBody>
                    </Card>
                    <div class="fc-cluster">
                        <Button kind=ButtonKind::Primary icon=Icon::Terminal>"Run"</Button>
                    </div>
                </form>
            </div>
        </Shell>
    }
}

const EXAMPLES: &str = "# what it would do, without doing it
Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false -WhatIf
# policies that let people chat with personal accounts
Get-CsExternalAccessPolicy | Where-Object { $_.EnableTeamsConsumerAccess } | Select-Object Identity, EnableTeamsConsumerInbound
# the first people with a direct assignment
Get-CsOnlineUser -Filter {ExternalAccessPolicy -ne $null} -ResultSize 20 | Select-Object DisplayName, ExternalAccessPolicy";

fn output(text: String) -> impl IntoView {
    let text = if text.is_empty() {
        "Done. Nothing was printed.\n".to_owned()
    } else {
        text
    };
    view! {
        <Card id="output-h" title="Output" divided=true>
            <CardBody>
                <figure class="fc-codeblock">
                    <pre class="fc-codeblock__pre" tabindex="0" id="output"><code>{text}</code></pre>
                </figure>
            </CardBody>
        </Card>
    }
}
