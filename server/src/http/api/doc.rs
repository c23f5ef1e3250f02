//! What an endpoint is, for people, for programs, and for the check of its query.

use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// Texts hold no character that databases do not keep.
const VISIBLE: &str = "^[^\\u0000]*$";

/// What a field of the query holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Any text of at most 500 characters.
    Text,
    /// A place in a list.
    Cursor,
    /// A moment; read by the use case.
    Moment,
    /// `true` or `false`.
    Truth,
    /// A whole number in these bounds.
    Number(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Any number of texts: the field may be there several times.
    Texts,
    /// Any number of these words.
    Words(&'static [&'static str]),
}

/// A field of the query.
#[derive(Clone, Copy, Debug)]
pub(super) struct QueryField {
    /// Its name.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) kind: Kind,
    /// What it does, in a sentence.
    pub(super) words: &'static str,
    /// Whether it must be there.
    pub(super) required: bool,
}

/// The description of one endpoint.
#[derive(Clone, Default)]
pub(super) struct Doc {
    /// The name for generated clients, such as `listUsers`.
    pub(super) id: &'static str,
    /// The group that it is shown in.
    pub(super) tag: &'static str,
    /// What it does, in a few words.
    pub(super) summary: &'static str,
    /// More about it; may be empty.
    pub(super) text: &'static str,
    /// The fields of its query.
    pub(super) query: Vec<QueryField>,
    /// The schema of its body.
    pub(super) body: Option<Value>,
    /// Its answers when it is done: status, words, schema and content type.
    pub(super) answers: Vec<(u16, &'static str, Value, &'static str)>,
    /// Whether the answer has an `ETag`.
    pub(super) etag: bool,
    /// Whether `If-Match` is taken, and whether it must be there.
    pub(super) if_match: Option<bool>,
    /// Whether it changes something.
    pub(super) writes: bool,
    /// The named schemas that it refers to.
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
}

impl Doc {
    /// The description of the endpoint `id` in the group `tag`.
    pub(super) fn new(id: &'static str, tag: &'static str, summary: &'static str) -> Self {
        Self {
            id,
            tag,
            summary,
            ..Self::default()
        }
    }

    /// With more about it.
    pub(super) fn text(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }

    /// With a field of the query.
    pub(super) fn query(mut self, name: &'static str, kind: Kind, words: &'static str) -> Self {
        self.query.push(QueryField {
            name,
            kind,
            words,
            required: false,
        });
        self
    }

    /// With a field of the query that must be there.
    pub(super) fn needs(mut self, name: &'static str, kind: Kind, words: &'static str) -> Self {
        self.query.push(QueryField {
            name,
            kind,
            words,
            required: true,
        });
        self
    }

    /// With a place in a list.
    pub(super) fn paged(self) -> Self {
        self.query(
            "cursor",
            Kind::Cursor,
            "The place where the page begins: `next` of the page before. It belongs to the query that it came from.",
        )
    }

    /// With `limit`.
    pub(super) fn limited(self) -> Self {
        self.query(
            "limit",
            Kind::Number(1, 500),
            "How many things a page has at most; 50 when absent.",
        )
    }

    /// With a JSON body.
    pub(super) fn body<T: ToSchema>(mut self) -> Self {
        self.body = Some(self.refer::<T>());
        self
    }

    /// Answers with this document.
    pub(super) fn returns<T: ToSchema>(mut self, words: &'static str) -> Self {
        let schema = self.refer::<T>();
        self.answers.push((200, words, schema, "application/json"));
        self
    }

    /// Answers with a line of JSON for each thing.
    pub(super) fn lines<T: ToSchema>(mut self, words: &'static str) -> Self {
        // Registered, so that readers find what a line is.
        let _ = self.refer::<T>();
        let schema = json!({ "type": "string" });
        self.answers.push((200, words, schema, "application/x-ndjson"));
        self
    }

    /// Answers with a page of these.
    pub(super) fn page<T: ToSchema>(mut self, words: &'static str) -> Self {
        let item = self.refer::<T>();
        let schema = json!({
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": { "type": "array", "items": item },
                "next": {
                    "type": ["string", "null"],
                    "description": "Where the next page begins; null on the last.",
                },
            },
        });
        self.answers.push((200, words, schema, "application/json"));
        self
    }

    /// Does something and answers with what became of it; takes `dry_run`.
    pub(super) fn changes<T: ToSchema>(mut self, words: &'static str) -> Self {
        let result = self.refer::<T>();
        let impact = self.refer::<super::answer::Impact>();
        let schema = json!({
            "type": "object",
            "required": ["dry_run", "changed", "revision", "impact", "result"],
            "properties": {
                "dry_run": { "type": "boolean", "description": "Nothing was changed; this is what would be." },
                "changed": { "type": "boolean", "description": "Whether anything differs afterwards." },
                "revision": {
                    "type": ["integer", "null"],
                    "description": "The change in the audit trail; null when nothing was changed.",
                },
                "impact": { "oneOf": [impact, { "type": "null" }] },
                "result": { "oneOf": [result, { "type": "null" }] },
            },
        });
        self.answers.push((200, words, schema, "application/json"));
        self.query(
            "dry_run",
            Kind::Truth,
            "Do all of it but the last step: nothing is changed, and the answer says what would be.",
        )
    }

    /// The answer carries the revision of the thing as its `ETag`.
    pub(super) fn etag(mut self) -> Self {
        self.etag = true;
        self
    }

    /// Takes `If-Match`; without it, what is stored now counts.
    pub(super) fn if_match(mut self) -> Self {
        self.if_match = Some(false);
        self
    }

    /// Needs `If-Match`.
    pub(super) fn needs_if_match(mut self) -> Self {
        self.if_match = Some(true);
        self
    }

    pub(super) fn write(mut self) -> Self {
        self.writes = true;
        self
    }

    fn refer<T: ToSchema>(&mut self) -> Value {
        let name = T::name().into_owned();
        T::schemas(&mut self.schemas);
        self.schemas.push((name.clone(), T::schema()));
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }
}

impl QueryField {
    /// The field as a parameter of the document.
    pub(super) fn parameter(&self) -> Value {
        let schema = match self.kind {
            Kind::Text => json!({ "type": "string", "maxLength": 500, "pattern": VISIBLE }),
            Kind::Moment => json!({ "type": "string", "format": "date-time", "maxLength": 500 }),
            Kind::Cursor => json!({ "type": "string", "maxLength": 8192 }),
            Kind::Truth => json!({ "type": "boolean" }),
            Kind::Number(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
            Kind::Word(words) => json!({ "type": "string", "enum": words }),
            Kind::Texts => {
                json!({ "type": "array", "items": { "type": "string", "maxLength": 500, "pattern": VISIBLE }, "maxItems": 10 })
            }
            Kind::Words(words) => {
                json!({ "type": "array", "items": { "type": "string", "enum": words }, "maxItems": 10 })
            }
        };
        json!({
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.words,
            "schema": schema,
        })
    }
}

/// A text that must be one of some words, for documents whose words the rules know.
pub(super) fn words_schema(words: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::Type::String)
        .enum_values(Some(words))
        .into()
}
