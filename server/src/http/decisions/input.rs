//! What a chat server sends. Strict: every fault names its item and its field.

use crate::http::problem::Problem;
use axum::http::StatusCode;
use forecourt_model::decision::{DecisionAction, Identifier, IdentifierKind, MAXIMUM_PARTICIPANTS};
use forecourt_model::{FieldErrors, Revision};
use forecourt_service::decision::{Asked, MAXIMUM_BATCH};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// The most people over all questions of a batch.
pub(super) const MAXIMUM_PEOPLE: usize = 10_000;

/// The most faults that are named.
pub(super) const NAMED: usize = 20;

/// An identifier: text, or an object with `kind` and `id`.
#[derive(Clone, Debug)]
pub(super) struct Who<'a> {
    kind: Option<Cow<'a, str>>,
    id: Cow<'a, str>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Who<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Who<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier, or an object with `kind` and `id`")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Who<'de>, E> {
                Ok(Who {
                    kind: None,
                    id: Cow::Borrowed(text),
                })
            }

            fn visit_str<E>(self, text: &str) -> Result<Who<'de>, E> {
                Ok(Who {
                    kind: None,
                    id: Cow::Owned(text.to_owned()),
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Who<'de>, A::Error> {
                let (mut kind, mut id) = (None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "kind" => kind = Some(Cow::Owned(map.next_value::<String>()?)),
                        "id" => id = Some(Cow::Owned(map.next_value::<String>()?)),
                        other => return Err(de::Error::unknown_field(other, &["kind", "id"])),
                    }
                }
                let id = id.ok_or_else(|| de::Error::missing_field("id"))?;
                Ok(Who { kind, id })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Who<'_> {
    fn read(&self, errors: &mut FieldErrors, field: &dyn Fn() -> String) -> Option<Identifier> {
        let kind = match self.kind.as_deref() {
            None => None,
            Some(code) => match IdentifierKind::from_code(code) {
                Some(kind) => Some(kind),
                None => {
                    let message = "Use one of the kinds matrix, jid, address, phone and object_id.";
                    errors.push(&format!("{}.kind", field()), "kind-unknown", message);
                    return None;
                }
            },
        };
        match Identifier::parse(kind, &self.id) {
            Ok(identifier) => Some(identifier),
            Err(error) => {
                errors.push(&field(), error.code(), error.to_string());
                None
            }
        }
    }
}

/// A text that may be left out. Inside an `Option` a `Cow` alone would be copied.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Conversation<'a> {
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    #[serde(borrow, default)]
    members: Vec<Who<'a>>,
    #[serde(borrow, default)]
    started_by: Option<Who<'a>>,
}

/// One question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item<'a> {
    #[serde(borrow)]
    action: Cow<'a, str>,
    #[serde(borrow)]
    initiator: Who<'a>,
    #[serde(borrow, default)]
    counterparts: Vec<Who<'a>>,
    #[serde(borrow, default)]
    conversation: Option<Conversation<'a>>,
}

/// One question, or several under `items`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    #[serde(borrow, default)]
    items: Option<Vec<Item<'a>>>,
    #[serde(borrow, default)]
    action: Option<Text<'a>>,
    #[serde(borrow, default)]
    initiator: Option<Who<'a>>,
    #[serde(borrow, default)]
    counterparts: Option<Vec<Who<'a>>>,
    #[serde(borrow, default)]
    conversation: Option<Conversation<'a>>,
    #[serde(default)]
    at_least: Option<i64>,
    #[serde(borrow, default)]
    language: Option<Text<'a>>,
}

/// What was asked.
pub(super) struct Request {
    /// The questions.
    pub(super) asked: Vec<Asked>,
    /// Whether they came under `items`.
    pub(super) is_batch: bool,
    /// The revision that the answer must know of.
    pub(super) at_least: Revision,
    /// The language of sentences.
    pub(super) language: String,
}

fn malformed(detail: impl Into<String>) -> Problem {
    Problem::bad_request("json-malformed", detail)
}

/// Reads a request.
pub(super) fn read(body: &[u8]) -> Result<Request, Problem> {
    // Looked at as a whole, which takes less than looking at each text in it.
    let text =
        std::str::from_utf8(body).map_err(|error| malformed(format!("The body is not JSON: {error}.")))?;
    let body: Body<'_> = serde_json::from_str(text).map_err(|error| explain(body, &error))?;
    let is_batch = body.items.is_some();
    let single = (body.action, body.initiator);
    let items = match (body.items, single) {
        (Some(_), (Some(_), _) | (_, Some(_))) => {
            let message = "Send either one question, or several under items.";
            return Err(Problem::field("items", "items-and-question", message));
        }
        (Some(items), (None, None)) => items,
        (None, (Some(Text(action)), Some(initiator))) => vec![Item {
            action,
            initiator,
            counterparts: body.counterparts.unwrap_or_default(),
            conversation: body.conversation,
        }],
        (None, (None, _)) => return Err(Problem::field("action", "missing", "Say what is to be decided.")),
        (None, (_, None)) => {
            return Err(Problem::field("initiator", "missing", "Say who does it."));
        }
    };
    if items.is_empty() {
        let message = format!("Ask at least one question and at most {MAXIMUM_BATCH}.");
        return Err(Problem::field("items", "items-empty", message));
    }
    if items.len() > MAXIMUM_BATCH {
        let message = format!(
            "{} questions are too many. Ask at most {MAXIMUM_BATCH} at once.",
            items.len()
        );
        return Err(Problem::field("items", "too-many-items", message));
    }
    let at_least = body.at_least.unwrap_or_default();
    if at_least < 0 {
        let message = "A revision is a number from 0 up, as an answer or a change gave it.";
        return Err(Problem::field("at_least", "revision-wrong", message));
    }
    let mut errors = FieldErrors::default();
    let mut asked = Vec::with_capacity(items.len());
    let mut people = 0;
    for (index, item) in items.iter().enumerate() {
        let prefix = || {
            if is_batch {
                format!("items[{index}].")
            } else {
                String::new()
            }
        };
        if let Some(one) = read_item(item, &prefix, &mut errors, NAMED) {
            people += one.others.len() + 1;
            asked.push(one);
        }
        if errors.0.len() >= NAMED {
            break;
        }
    }
    if people > MAXIMUM_PEOPLE {
        let message = format!("The questions name {people} people. Name at most {MAXIMUM_PEOPLE} at once.");
        errors.push("items", "too-many-people", message);
    }
    errors.or(())?;
    Ok(Request {
        asked,
        is_batch,
        at_least: Revision(at_least),
        language: body.language.unwrap_or_default().0.into_owned(),
    })
}

/// Reads one question; `prefix` says which, for errors. Looks no further once there are `most` errors.
pub(super) fn read_item(
    item: &Item<'_>,
    prefix: &dyn Fn() -> String,
    errors: &mut FieldErrors,
    most: usize,
) -> Option<Asked> {
    let before = errors.0.len();
    let action = DecisionAction::from_code(&item.action);
    if action.is_none() {
        let message = "Use one of the actions discover, start_chat, add_to_chat, send and join.";
        errors.push(&format!("{}action", prefix()), "action-unknown", message);
    }
    let initiator = item.initiator.read(errors, &|| format!("{}initiator", prefix()));
    let conversation = item.conversation.as_ref();
    let members = conversation
        .map(|held| held.members.as_slice())
        .unwrap_or_default();
    let count = item.counterparts.len() + members.len();
    if count == 0 {
        let message = "Name at least one counterpart or one member of the conversation.";
        errors.push(
            &format!("{}counterparts", prefix()),
            "counterparts-empty",
            message,
        );
    }
    if count > MAXIMUM_PARTICIPANTS {
        let message =
            format!("{count} people are too many. Name at most {MAXIMUM_PARTICIPANTS} in one question.");
        errors.push(&format!("{}counterparts", prefix()), "too-many-people", message);
        return None;
    }
    if conversation
        .and_then(|held| held.id.as_ref())
        .is_some_and(|Text(id)| id.len() > 1_000)
    {
        let message = "The id of a conversation has at most 1,000 bytes.";
        errors.push(
            &format!("{}conversation.id", prefix()),
            "conversation-id-too-long",
            message,
        );
    }
    let mut others = Vec::with_capacity(count);
    for (index, who) in item.counterparts.iter().enumerate() {
        let field = || format!("{}counterparts[{index}]", prefix());
        others.extend(who.read(errors, &field));
        if errors.0.len() >= most {
            return None;
        }
    }
    for (index, who) in members.iter().enumerate() {
        let field = || format!("{}conversation.members[{index}]", prefix());
        // The initiator and the counterparts may be among the members.
        if let Some(member) = who.read(errors, &field)
            && initiator.as_ref() != Some(&member)
            && !others.contains(&member)
        {
            others.push(member);
        }
        if errors.0.len() >= most {
            return None;
        }
    }
    let started_by = conversation
        .and_then(|held| held.started_by.as_ref())
        .and_then(|who| who.read(errors, &|| format!("{}conversation.started_by", prefix())))
        .map(Box::new);
    if errors.0.len() > before {
        return None;
    }
    Some(Asked {
        action: action?,
        initiator: initiator?,
        others,
        started_by,
    })
}

/// Says which item is wrong: only now that something is, it is looked for.
fn explain(body: &[u8], error: &serde_json::Error) -> Problem {
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return malformed(format!("The body is not JSON: {error}."));
    };
    let Some(items) = value.get("items").and_then(Value::as_array) else {
        return Problem::field("body", "body-wrong", format!("{error}."));
    };
    for (index, item) in items.iter().enumerate() {
        if let Err(error) = serde_json::from_str::<Item<'_>>(&item.to_string()) {
            return Problem::field(&format!("items[{index}]"), "item-wrong", format!("{error}."));
        }
    }
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "body-wrong",
        format!("{error}."),
    )
}

/// A question made of its parts, as AuthZEN has them.
pub(super) fn item<'a>(
    action: &'a str,
    initiator: (Option<&'a str>, &'a str),
    counterparts: Vec<(Option<&'a str>, &'a str)>,
    members: Vec<&'a str>,
    started_by: Option<&'a str>,
) -> Item<'a> {
    let who = |(kind, id): (Option<&'a str>, &'a str)| Who {
        kind: kind.map(Cow::Borrowed),
        id: Cow::Borrowed(id),
    };
    Item {
        action: Cow::Borrowed(action),
        initiator: who(initiator),
        counterparts: counterparts.into_iter().map(who).collect(),
        conversation: Some(Conversation {
            id: None,
            members: members.into_iter().map(|id| who((None, id))).collect(),
            started_by: started_by.map(|id| who((None, id))),
        }),
    }
}
