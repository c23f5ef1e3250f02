//! Questions about values that can mean more than one thing.

use forecourt_model::DomainName;
use forecourt_model::settings::SettingKey;
use serde::Serialize;

pub(crate) const ALLOW_ALL: &str = "allow_all";
pub(crate) const EMPTY_ALLOW_LIST: &str = "empty_allow_list";
pub(crate) const EMPTY: &str = "empty";
pub(crate) const AS_READ: &str = "as_read";
pub(crate) const KEEP: &str = "keep";

/// A value that the file does not state clearly. Never applied without an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ambiguity {
    /// The setting.
    pub key: SettingKey,
    /// What the file has: `{}`, `[]`, `null`, a list that breaks off.
    pub found: String,
    /// What can be meant, and why that is not clear.
    pub question: String,
    /// The possible answers, the likeliest first.
    pub choices: Vec<AmbiguityChoice>,
    /// The code of the likeliest answer, where one is likelier than the others.
    pub likely: Option<&'static str>,
    /// The domains that the file does show of an incomplete list.
    pub partial: Vec<DomainName>,
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AmbiguityChoice {
    /// What to answer: `allow_all`, `empty_allow_list`, `empty`, `as_read` or `keep`.
    pub code: &'static str,
    /// The words beside it.
    pub label: String,
}

fn choice(code: &'static str, partial: usize) -> AmbiguityChoice {
    let label = match code {
        ALLOW_ALL => "Allow all external domains".to_owned(),
        EMPTY_ALLOW_LIST => {
            "An empty allow list: block all external domains, except where a policy opens some".to_owned()
        }
        EMPTY => "An empty list".to_owned(),
        AS_READ if partial == 1 => "Only the 1 domain that the file shows".to_owned(),
        AS_READ => format!("Only the {partial} domains that the file shows"),
        _ => "Keep what is set now".to_owned(),
    };
    AmbiguityChoice { code, label }
}

/// The question about an allow list that is `found` without content.
pub(super) fn allowed_domains(found: &str, printed: bool) -> Ambiguity {
    let (likely, why) = match found {
        "{}" if !printed => (
            Some(ALLOW_ALL),
            "ConvertTo-Json writes this when all external domains are allowed; a list that lost its content looks the same.",
        ),
        "[]" if !printed => (
            None,
            "In a request it means that all external domains are allowed; as an empty allow list it blocks every one.",
        ),
        _ if printed => (
            Some(EMPTY_ALLOW_LIST),
            "Format-List prints AllowAllKnownDomains when all are allowed, so this is probably an empty allow list, which blocks every external domain.",
        ),
        _ if found.starts_with('{') || found.starts_with("[{") => (
            Some(EMPTY_ALLOW_LIST),
            "This is an allow list without entries, which blocks every external domain; some tools write it by mistake.",
        ),
        _ => (
            None,
            "The content was lost on the way: it may have been everything, a list, or nothing. ConvertTo-Json -Depth 5 keeps it.",
        ),
    };
    let codes = match likely {
        Some(EMPTY_ALLOW_LIST) => [EMPTY_ALLOW_LIST, ALLOW_ALL, KEEP],
        _ => [ALLOW_ALL, EMPTY_ALLOW_LIST, KEEP],
    };
    Ambiguity {
        key: SettingKey::AllowedDomains,
        found: found.to_owned(),
        question: format!("AllowedDomains is {found} in the file. {why} What is meant?"),
        choices: codes.map(|code| choice(code, 0)).to_vec(),
        likely,
        partial: Vec::new(),
    }
}

/// The question about any other list that is `found` without content.
pub(super) fn lost_list(key: SettingKey, found: &str) -> Ambiguity {
    Ambiguity {
        key,
        found: found.to_owned(),
        question: format!(
            "{key} is {found} in the file. Either the list is empty or its content was lost on the way. What is meant?"
        ),
        choices: [EMPTY, KEEP].map(|code| choice(code, 0)).to_vec(),
        likely: None,
        partial: Vec::new(),
    }
}

/// The question about a list of which the console printed only the beginning.
pub(super) fn cut_list(key: SettingKey, partial: Vec<DomainName>, shown: &str) -> Ambiguity {
    let count = partial.len();
    Ambiguity {
        key,
        found: shown.to_owned(),
        question: format!(
            "{key} breaks off after {count} in the file: the console prints only the beginning of a long list. Export it as JSON to get all. What shall be taken?"
        ),
        choices: [KEEP, AS_READ].map(|code| choice(code, count)).to_vec(),
        likely: Some(KEEP),
        partial,
    }
}
