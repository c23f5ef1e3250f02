//! A change as somebody would type it elsewhere.

use crate::paths;
use crate::ui::{CodeBlock, CodeLanguage, Disclosure, QuietLink};
use forecourt_model::settings::SettingKey;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The same change in other words. What is empty is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownAs {
    /// As cmdlets, one a line.
    pub powershell: String,
    /// As requests.
    pub rest: String,
}

/// Settings as somebody would type each of them elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownSettings {
    /// The cmdlet for each.
    pub cmdlets: BTreeMap<SettingKey, String>,
    /// What stands before and after the properties in a request.
    pub around: (String, String),
    /// The properties that each is in the document of a request, as lines.
    pub properties: BTreeMap<SettingKey, Vec<String>>,
}

impl ShownSettings {
    /// These settings as commands, and as one request.
    pub fn of(&self, keys: &[SettingKey]) -> ShownAs {
        let cmdlets = keys.iter().filter_map(|key| self.cmdlets.get(key));
        let cmdlets: Vec<_> = cmdlets.map(|text| text.trim_end()).collect();
        let mut lines: Vec<&str> = Vec::new();
        for line in keys.iter().filter_map(|key| self.properties.get(key)).flatten() {
            if !lines.contains(&line.as_str()) {
                lines.push(line);
            }
        }
        let (before, after) = &self.around;
        let rest = if lines.is_empty() {
            String::new()
        } else {
            format!("{before}{{\n  {}\n}}{after}", lines.join(",\n  "))
        };
        ShownAs {
            powershell: cmdlets.join("\n"),
            rest,
        }
    }
}

/// Code to copy, folded away.
pub fn show_as(shown: &ShownAs) -> impl IntoView + use<> {
    folded(shown, false)
}

/// Code to copy that was asked for, so it is open.
pub fn show_as_asked(shown: &ShownAs) -> impl IntoView + use<> {
    folded(shown, true)
}

fn folded(shown: &ShownAs, open: bool) -> impl IntoView + use<> {
    let powershell = (!shown.powershell.is_empty()).then(|| {
        let code = shown.powershell.clone();
        view! {
            <Disclosure summary="Show as PowerShell" open>
                <CodeBlock language=CodeLanguage::PowerShell code />
            </Disclosure>
        }
    });
    let rest = (!shown.rest.is_empty()).then(|| {
        let code = shown.rest.clone();
        view! {
            <Disclosure summary="Show as REST" open>
                <CodeBlock language=CodeLanguage::Rest code />
                <p class="fc-muted fc-small">
                    "FORECOURT_URL is the address of this site, FORECOURT_TOKEN one of your "
                    <QuietLink href=paths::access_tokens()>"access tokens"</QuietLink> "."
                </p>
            </Disclosure>
        }
    });
    view! {
        {powershell}
        {rest}
    }
}
