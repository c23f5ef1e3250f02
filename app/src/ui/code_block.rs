//! Code blocks: the same change as PowerShell or as a request.
use crate::islands::CopyButton;
use leptos::prelude::*;

/// What a code block is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeLanguage {
    /// Cmdlets and their parameters.
    PowerShell,
    /// A request to the interface: method, path, body.
    Rest,
    /// An answer of the interface.
    Json,
}

impl CodeLanguage {
    /// The caption of the block.
    pub const fn caption(self) -> &'static str {
        match self {
            Self::PowerShell => "PowerShell",
            Self::Rest => "REST",
            Self::Json => "JSON",
        }
    }
}

/// What a part of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePart {
    /// Nothing to point out.
    Plain,
    /// A cmdlet, a variable, a method: what is done.
    Verb,
    /// A value.
    Value,
    /// A remark to the end of the line.
    Remark,
}

/// Code with its verbs, values and remarks pointed out.
#[component]
pub fn CodeBlock(
    /// What it is written in.
    language: CodeLanguage,
    /// The code.
    #[prop(into)]
    code: String,
) -> impl IntoView {
    let parts: Vec<_> = code_parts(language, &code)
        .into_iter()
        .map(|(part, text)| {
            let class = match part {
                CodePart::Plain => return text.to_owned().into_any(),
                CodePart::Verb => "fc-codeblock__verb",
                CodePart::Value => "fc-codeblock__value",
                CodePart::Remark => "fc-codeblock__remark",
            };
            view! { <span class=class>{text.to_owned()}</span> }.into_any()
        })
        .collect();
    view! {
        <figure class="fc-codeblock">
            <figcaption class="fc-codeblock__caption">{language.caption()}<CopyButton /></figcaption>
            <pre class="fc-codeblock__pre" tabindex="0"><code>{parts}</code></pre>
        </figure>
    }
}

/// Cuts code into parts; put together again they are the code.
pub fn code_parts(language: CodeLanguage, code: &str) -> Vec<(CodePart, &str)> {
    let mut parts: Vec<(CodePart, &str)> = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        let length = token_length(rest);
        let (token, after) = rest.split_at(length);
        let starts_line = code
            .get(..at)
            .is_none_or(|before| before.is_empty() || before.ends_with('\n'));
        let part = classify(language, token, after, starts_line);
        if part != CodePart::Plain {
            parts.extend(
                code.get(plain_from..at)
                    .filter(|plain| !plain.is_empty())
                    .map(|plain| (CodePart::Plain, plain)),
            );
            parts.push((part, token));
            plain_from = at + length;
        }
        at += length;
    }
    parts.extend(
        code.get(plain_from..)
            .filter(|plain| !plain.is_empty())
            .map(|plain| (CodePart::Plain, plain)),
    );
    parts
}

/// The length of the first token in bytes: a quoted string, a remark, a word, or one other character.
fn token_length(rest: &str) -> usize {
    let mut chars = rest.char_indices();
    let Some((_, first)) = chars.next() else { return 0 };
    match first {
        '"' | '\'' => chars
            .find(|&(_, c)| c == first)
            .map_or(rest.len(), |(end, c)| end + c.len_utf8()),
        '#' => rest.find('\n').unwrap_or(rest.len()),
        c if is_word(c) => chars
            .find(|&(_, c)| !is_word(c))
            .map_or(rest.len(), |(end, _)| end),
        c => c.len_utf8(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '$' | '.')
}

fn classify(language: CodeLanguage, token: &str, after: &str, starts_line: bool) -> CodePart {
    let quoted = token.starts_with(['"', '\'']);
    match language {
        CodeLanguage::PowerShell if token.starts_with('#') => CodePart::Remark,
        CodeLanguage::PowerShell if quoted => CodePart::Value,
        CodeLanguage::PowerShell => powershell_word(token),
        CodeLanguage::Rest if starts_line && token == "curl" => CodePart::Verb,
        CodeLanguage::Rest if matches!(token, "GET" | "POST" | "PUT" | "PATCH" | "DELETE") => CodePart::Verb,
        // The names of members are quoted too, and are not values.
        CodeLanguage::Rest | CodeLanguage::Json if quoted && after.trim_start().starts_with(':') => {
            CodePart::Plain
        }
        CodeLanguage::Rest | CodeLanguage::Json if quoted || matches!(token, "true" | "false" | "null") => {
            CodePart::Value
        }
        CodeLanguage::Rest | CodeLanguage::Json => CodePart::Plain,
    }
}

fn powershell_word(token: &str) -> CodePart {
    match token {
        "$true" | "$false" | "$null" => CodePart::Value,
        _ if token.starts_with('$') && token.len() > 1 => CodePart::Verb,
        _ => match token.split_once('-') {
            Some((verb, noun)) if starts_upper(verb) && starts_upper(noun) => CodePart::Verb,
            _ => CodePart::Plain,
        },
    }
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cmdlets_values_and_remarks_are_pointed_out() {
        let code = "# now\nSet-CsExternalAccessPolicy -Identity \"Sales\" -EnableTeamsConsumerInbound $true";
        let marked: Vec<_> = code_parts(CodeLanguage::PowerShell, code)
            .into_iter()
            .filter(|(part, _)| *part != CodePart::Plain)
            .collect();
        assert_eq!(
            marked,
            [
                (CodePart::Remark, "# now"),
                (CodePart::Verb, "Set-CsExternalAccessPolicy"),
                (CodePart::Value, "\"Sales\""),
                (CodePart::Value, "$true"),
            ]
        );
    }

    #[test]
    fn the_name_of_a_member_is_not_a_value() {
        let parts = code_parts(CodeLanguage::Rest, r#"PATCH /api {"allow": false, "é": "ü"}"#);
        let marked: Vec<_> = parts
            .into_iter()
            .filter(|(part, _)| *part != CodePart::Plain)
            .collect();
        assert_eq!(
            marked,
            [
                (CodePart::Verb, "PATCH"),
                (CodePart::Value, "false"),
                (CodePart::Value, "\"ü\"")
            ]
        );
    }

    #[test]
    fn the_parts_are_the_code() {
        for code in ["", "\"open", "é'ü' \n\n# x\n$", "a-b -C $x.y @{Add=$d}"] {
            for language in [CodeLanguage::PowerShell, CodeLanguage::Rest, CodeLanguage::Json] {
                let joined: String = code_parts(language, code)
                    .into_iter()
                    .map(|(_, text)| text)
                    .collect();
                assert_eq!(joined, code);
            }
        }
    }
}
