//! Adding a message from its JSON, as Graph gives it.

use super::document::{Message, UPDATED, UPDATED_TAG, moment};
use crate::change::{Action, Draft, FieldChange, Record, Target, TargetKind};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{FieldErrors, Revision};
use forecourt_store::message as store;
use serde_json::{Map, Value, json};

/// The most characters of a title.
const MAXIMUM_TITLE: usize = 300;
/// The most bytes of a text.
const MAXIMUM_BODY: usize = 256 * 1024;
/// The most characters of a number.
const MAXIMUM_ID: usize = 40;

/// A message that was added or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its number.
    pub id: String,
    /// Its title as stored.
    pub title: String,
    /// Whether a message with this number was there before.
    pub updated: bool,
    /// The number of the change.
    pub revision: Revision,
}

/// Adds the message in `json`, a Graph `serviceUpdateMessage`. A number that is there already is updated: its title
/// says so and everybody has it unread again. The dates and the answer of a rollout stay as they are.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] with one error for each property that cannot be taken, or
/// field `json` when the text as a whole cannot; [`ServiceError::Store`].
pub async fn add(services: &Services, context: &OpContext, json: &str) -> Result<Added, ServiceError> {
    context.require(Permission::AnswerMessages)?;
    let mut document = parse(json)?;
    let id = document
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let mut draft = Draft::begin(services, context).await?;
    let mut connection = draft.connection();
    let before = match store::find(&mut connection, context.tenant, &id).await? {
        Some(stored) => Some(Message::read(&stored)?),
        None => None,
    };
    if before.is_some() {
        mark_updated(&mut document);
    }
    document.insert("viewPoint".to_owned(), Value::Null);
    let text = Value::Object(document).to_string();
    let message = Message::read(&text)?;
    let modified = message.modified.or(message.published).unwrap_or(context.now);
    store::save(&mut connection, context.tenant, &id, &text, modified).await?;
    if before.is_some() {
        store::mark_unread_for_all(&mut connection, context.tenant, &id).await?;
    }
    let was = |value: fn(&Message) -> String| before.as_ref().map(value);
    let modified = |message: &Message| message.modified.map(|at| at.to_string()).unwrap_or_default();
    let fields = vec![
        FieldChange::new(
            "Title",
            was(|message| message.title.clone()),
            Some(message.title.clone()),
        ),
        FieldChange::new(
            "Last modified",
            before.as_ref().map(modified),
            Some(modified(&message)),
        ),
    ];
    let record = Record::new(
        Action::MessageAdded,
        Target::new(TargetKind::Message, &id, message.title.clone()),
        fields,
    );
    let revision = draft.commit(record, &[]).await?;
    Ok(Added {
        id,
        title: message.title,
        updated: before.is_some(),
        revision,
    })
}

fn mark_updated(document: &mut Map<String, Value>) {
    let title = document.get("title").and_then(Value::as_str).unwrap_or_default();
    if !title.starts_with(UPDATED) {
        let title = format!("{UPDATED} {title}");
        document.insert("title".to_owned(), Value::String(title));
    }
    let tags = document.entry("tags").or_insert_with(|| json!([]));
    if let Value::Array(tags) = tags
        && !tags.iter().any(|tag| tag == UPDATED_TAG)
    {
        tags.insert(0, Value::String(UPDATED_TAG.to_owned()));
    }
}

/// The document when it has the shape of a message.
fn parse(json: &str) -> Result<Map<String, Value>, FieldErrors> {
    let whole = |code: &str, message: String| FieldErrors::one("json", code, message);
    if json.trim().is_empty() {
        return Err(whole("json-empty", "Paste the JSON of one message.".to_owned()));
    }
    let value: Value = serde_json::from_str(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let message =
            format!("This is not JSON: something is wrong in line {line}, column {column}. Paste it whole.");
        whole("not-json", message)
    })?;
    let Value::Object(document) = value else {
        return Err(whole(
            "not-a-message",
            "This is a list or a single value. Paste one message, { … }.".to_owned(),
        ));
    };
    if document.get("value").is_some_and(Value::is_array) {
        return Err(whole(
            "several-messages",
            "This is a list of messages. Paste them one by one.".to_owned(),
        ));
    }
    if !document.contains_key("id") && !document.contains_key("title") && !document.contains_key("body") {
        let message = "This is the JSON of something else: a message has id, title and body.";
        return Err(whole("not-a-message", message.to_owned()));
    }
    let mut errors = FieldErrors::default();
    check_id(&mut errors, document.get("id"));
    check_title(&mut errors, document.get("title"));
    check_body(&mut errors, document.get("body"));
    for name in ["category", "severity"] {
        if document.get(name).is_some_and(|value| !value.is_string()) {
            errors.push(name, "not-text", format!("{name} has to be a word in quotes."));
        }
    }
    for name in ["tags", "services"] {
        check_words(&mut errors, name, document.get(name));
    }
    for name in [
        "startDateTime",
        "endDateTime",
        "lastModifiedDateTime",
        "actionRequiredByDateTime",
    ] {
        let moment_or_null = |value: &Value| value.is_null() || value.as_str().and_then(moment).is_some();
        if document.get(name).is_some_and(|value| !moment_or_null(value)) {
            errors.push(
                name,
                "not-a-moment",
                format!("{name} has to be a moment as 2021-11-03T00:00:00Z."),
            );
        }
    }
    if document
        .get("isMajorChange")
        .is_some_and(|value| !value.is_boolean() && !value.is_null())
    {
        errors.push(
            "isMajorChange",
            "not-a-switch",
            "isMajorChange has to be true or false.",
        );
    }
    check_details(&mut errors, document.get("details"));
    errors.or(document)
}

fn check_id(errors: &mut FieldErrors, value: Option<&Value>) {
    let id = value.and_then(Value::as_str).unwrap_or_default();
    let plain = id
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '-');
    if id.is_empty() || id.len() > MAXIMUM_ID || !plain {
        let message = format!(
            "id has to be a number such as MC296208: letters, digits and dashes, at most {MAXIMUM_ID}."
        );
        errors.push("id", "not-a-number", message);
    }
}

fn check_title(errors: &mut FieldErrors, value: Option<&Value>) {
    let title = value.and_then(Value::as_str).unwrap_or_default();
    let length = title.chars().count();
    if title.trim().is_empty() || length > MAXIMUM_TITLE || title.chars().any(char::is_control) {
        let message = format!("title has to be one line of text of at most {MAXIMUM_TITLE} characters.");
        errors.push("title", "not-a-title", message);
    }
}

fn check_body(errors: &mut FieldErrors, value: Option<&Value>) {
    let content_type = value
        .and_then(|body| body.get("contentType"))
        .and_then(Value::as_str);
    let known = content_type.is_some_and(|kind| {
        ["html", "text"]
            .iter()
            .any(|known| kind.eq_ignore_ascii_case(known))
    });
    if !known {
        errors.push(
            "body.contentType",
            "unknown-type",
            "body.contentType has to be html or text.",
        );
    }
    let content = value
        .and_then(|body| body.get("content"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    if content.trim().is_empty() || content.len() > MAXIMUM_BODY {
        errors.push(
            "body.content",
            "no-text",
            "body.content has to be the text of the message, at most 256 kB.",
        );
    }
}

fn check_words(errors: &mut FieldErrors, name: &str, value: Option<&Value>) {
    let words = |value: &Value| {
        value
            .as_array()
            .is_some_and(|list| list.iter().all(Value::is_string))
    };
    if value.is_some_and(|value| !words(value)) {
        errors.push(
            name,
            "not-a-list",
            format!("{name} has to be a list of words in quotes, [ … ]."),
        );
    }
}

fn check_details(errors: &mut FieldErrors, value: Option<&Value>) {
    let pair = |value: &Value| {
        let text = |name: &str| value.get(name).is_some_and(Value::is_string);
        text("name") && text("value")
    };
    let pairs = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(pair));
    if value.is_some_and(|value| !pairs(value)) {
        errors.push(
            "details",
            "not-pairs",
            "details has to be a list of { name, value } pairs of text.",
        );
    }
}
