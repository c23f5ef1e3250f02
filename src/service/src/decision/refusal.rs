//! What people who were refused are told, and how decisions are kept: settings of Forecourt, not of Teams.

use crate::change::{Action, Draft, FieldChange, Record, Target, TargetKind, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{FieldErrors, Revision, TenantId};
use forecourt_store::preference::{self, Key};
use forecourt_store::{Connection, StoreError, refusal_text};
use serde::{Deserialize, Serialize};

/// The most characters of a sentence.
pub const MAXIMUM_SENTENCE: usize = 500;

/// The most languages.
const MAXIMUM_LANGUAGES: usize = 50;

/// What is said in languages for which nothing was written.
pub const STANDARD_SENTENCE: &str =
    "Your organization does not allow this conversation. Ask your administrator if you need it.";

/// How decisions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRules {
    /// Of how many that were allowed one is kept; 0 keeps none. Every one that was refused is kept.
    pub keep_one_in: u32,
    /// For how many days.
    pub days: u32,
}

impl Default for LogRules {
    fn default() -> Self {
        Self {
            keep_one_in: 100,
            days: 30,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Document {
    request_url: String,
    log: LogRules,
}

/// What people who were refused are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// Language (a BCP 47 tag in lower case) and sentence.
    pub sentences: Vec<(String, String)>,
    /// Where they can ask for access; empty for nowhere.
    pub request_url: String,
    /// How decisions are kept.
    pub log: LogRules,
    /// The change that wrote it last; 0 before the first.
    pub revision: Revision,
}

impl Refusal {
    /// The sentence for a language, or for what it is a variant of, else that for English, else the standard one.
    pub fn sentence(&self, language: &str) -> &str {
        let wanted = language.trim();
        let find = |wanted: &str| {
            self.sentences
                .iter()
                .find(|(tag, _)| tag.eq_ignore_ascii_case(wanted))
                .map(|(_, sentence)| sentence.as_str())
        };
        let general = wanted.split(['-', '_']).next().unwrap_or_default();
        find(wanted)
            .or_else(|| find(general))
            .or_else(|| find("en"))
            .unwrap_or(STANDARD_SENTENCE)
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefusalInput {
    /// One sentence on each line, after its language and a colon: `en: …`.
    pub sentences: String,
    /// Where people can ask for access.
    pub request_url: String,
    /// Of how many that were allowed one is kept.
    pub keep_one_in: String,
    /// For how many days.
    pub days: String,
}

impl RefusalInput {
    /// What is stored, as it is typed.
    pub fn of(refusal: &Refusal) -> Self {
        let lines: Vec<_> = refusal
            .sentences
            .iter()
            .map(|(language, sentence)| format!("{language}: {sentence}"))
            .collect();
        Self {
            sentences: lines.join("\n"),
            request_url: refusal.request_url.clone(),
            keep_one_in: refusal.log.keep_one_in.to_string(),
            days: refusal.log.days.to_string(),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// A sentence for each field that cannot be taken: `sentences`, `request_url`, `keep_one_in`, `days`.
    pub fn parse(&self) -> Result<Refusal, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut sentences: Vec<(String, String)> = Vec::new();
        for (index, line) in self.sentences.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            match sentence_of(line) {
                Ok((language, _)) if sentences.iter().any(|(known, _)| *known == language) => {
                    let message = format!(
                        "Line {}: {language} is there already. Keep one of them.",
                        index + 1
                    );
                    errors.push("sentences", "language-twice", message);
                }
                Ok(pair) => sentences.push(pair),
                Err(problem) => {
                    errors.push(
                        "sentences",
                        "sentence-wrong",
                        format!("Line {}: {problem}", index + 1),
                    );
                }
            }
        }
        if sentences.len() > MAXIMUM_LANGUAGES {
            let message = format!("At most {MAXIMUM_LANGUAGES} languages fit. Remove some.");
            errors.push("sentences", "too-many-languages", message);
        }
        let url = self.request_url.trim();
        let is_address = ["https://", "http://", "mailto:"].iter().any(|scheme| {
            url.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if !url.is_empty() && (!is_address || url.len() > 1_000 || url.contains(char::is_whitespace)) {
            let message =
                "Write an address that begins with https://, http:// or mailto:, or leave it empty.";
            errors.push("request_url", "address-wrong", message);
        }
        let number = |errors: &mut FieldErrors, field: &str, text: &str, from: u32, to: u32| {
            let found = text
                .trim()
                .parse()
                .ok()
                .filter(|number| (from..=to).contains(number));
            if found.is_none() {
                errors.push(
                    field,
                    "number-wrong",
                    format!("Type a whole number from {from} to {to}."),
                );
            }
            found.unwrap_or_default()
        };
        let log = LogRules {
            keep_one_in: number(&mut errors, "keep_one_in", &self.keep_one_in, 0, 1_000_000),
            days: number(&mut errors, "days", &self.days, 1, 366),
        };
        errors.or(Refusal {
            sentences,
            request_url: url.to_owned(),
            log,
            revision: Revision::default(),
        })
    }
}

fn sentence_of(line: &str) -> Result<(String, String), String> {
    let (language, sentence) = line
        .split_once(':')
        .ok_or_else(|| "write a language, a colon and a sentence, such as “en: …”.".to_owned())?;
    let (language, sentence) = (language.trim().to_ascii_lowercase(), sentence.trim());
    let is_tag = (2..=35).contains(&language.len())
        && language.split('-').all(|part| {
            !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    if !is_tag {
        return Err(format!(
            "“{language}” is not a language. Write a tag such as en or pt-br."
        ));
    }
    if sentence.is_empty() || sentence.chars().count() > MAXIMUM_SENTENCE {
        return Err(format!(
            "write a sentence of at most {MAXIMUM_SENTENCE} characters."
        ));
    }
    if sentence.chars().any(char::is_control) {
        return Err("the sentence has a character that cannot be seen.".to_owned());
    }
    Ok((language, sentence.to_owned()))
}

/// What is stored.
///
/// # Errors
/// [`ServiceError::Store`].
pub(super) async fn stored(
    connection: &mut Connection<'_>,
    tenant: TenantId,
) -> Result<Refusal, ServiceError> {
    let sentences = refusal_text::list(connection, tenant).await?;
    let found = preference::find(connection, tenant, Key::Refusal).await?;
    let (document, revision) = match found {
        None => (Document::default(), Revision::default()),
        Some((text, revision)) => {
            let document = serde_json::from_str(&text).map_err(|error| StoreError::Inconsistent {
                table: "preference",
                problem: error.to_string(),
            })?;
            (document, revision)
        }
    };
    let Document { request_url, log } = document;
    Ok(Refusal {
        sentences,
        request_url,
        log,
        revision,
    })
}

/// What people who were refused are told.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::Store`].
pub async fn get_refusal(services: &Services, context: &OpContext) -> Result<Refusal, ServiceError> {
    context.require(Permission::ReadSettings)?;
    let mut reader = services.database().read().await?;
    stored(&mut reader.connection(), context.tenant).await
}

/// Saves what people who were refused are told, made from what revision `expected` had written.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`]; [`ServiceError::Conflict`]; [`ServiceError::Store`].
pub async fn save_refusal(
    services: &Services,
    context: &OpContext,
    expected: Revision,
    input: &RefusalInput,
) -> Result<Revision, ServiceError> {
    context.require(Permission::EditSettings)?;
    let wanted = input.parse()?;
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    let before = stored(&mut draft.connection(), context.tenant).await?;
    check_revision(&mut draft.connection(), context, expected, before.revision).await?;
    let mut connection = draft.connection();
    refusal_text::replace(&mut connection, context.tenant, &wanted.sentences, revision).await?;
    let document = Document {
        request_url: wanted.request_url.clone(),
        log: wanted.log,
    };
    let text = forecourt_store::moment::to_json("preference", &document)?;
    preference::save(&mut connection, context.tenant, Key::Refusal, &text, revision).await?;
    let (old, new) = (RefusalInput::of(&before), RefusalInput::of(&wanted));
    let fields = [
        (
            "Sentences for people who are refused",
            old.sentences,
            new.sentences,
        ),
        ("Where they ask for access", old.request_url, new.request_url),
        ("Keep one in … that are allowed", old.keep_one_in, new.keep_one_in),
        ("Days that decisions are kept", old.days, new.days),
    ];
    let fields = fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| FieldChange::new(name, Some(before), Some(after)))
        .collect();
    let record = Record::new(
        Action::RefusalChanged,
        Target::new(TargetKind::Settings, "refusal", "What refused people read"),
        fields,
    );
    draft.commit(record, &[]).await
}
