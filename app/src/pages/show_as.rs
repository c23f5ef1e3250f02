//! A change as somebody would type it elsewhere.

use crate::ui::{CodeBlock, CodeLanguage, Disclosure};
use leptos::prelude::*;

/// The same change in other words. What is empty is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownAs {
    /// As cmdlets, one a line.
    pub powershell: String,
    /// As requests.
    pub rest: String,
}

/// Code to copy, folded away.
pub fn show_as(shown: &ShownAs) -> impl IntoView + use<> {
    let block = |summary: &str, language: CodeLanguage, code: &str| {
        let (summary, code) = (summary.to_owned(), code.to_owned());
        (!code.is_empty()).then(|| view! { <Disclosure summary><CodeBlock language code /></Disclosure> })
    };
    view! {
        {block("Show as PowerShell", CodeLanguage::PowerShell, &shown.powershell)}
        {block("Show as REST", CodeLanguage::Rest, &shown.rest)}
    }
}
