//! A request of the interface as somebody would type it in a shell.

use forecourt_model::Revision;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

/// A request, ready to be shown. Its address and the token come from the variables `FORECOURT_URL` and
/// `FORECOURT_TOKEN` of whoever sends it.
#[derive(Clone, Debug)]
pub(in crate::http) struct Call {
    method: &'static str,
    path: String,
    if_match: Option<String>,
    body: Option<Map<String, Value>>,
}

/// What comes before the document.
const DOCUMENT: &str = " \\\n  -H 'Content-Type: application/json' \\\n  -d ";

impl Call {
    /// A request to this path below the root of the interface.
    pub(super) fn new(method: &'static str, path: String) -> Self {
        Self {
            method,
            path,
            if_match: None,
            body: None,
        }
    }

    /// Only while the thing is as it was at `revision`.
    pub(super) fn if_match(mut self, revision: Revision) -> Self {
        self.if_match = Some(format!("\"{revision}\""));
        self
    }

    /// Whatever is stored.
    pub(super) fn whatever_is_stored(mut self) -> Self {
        self.if_match = Some("*".to_owned());
        self
    }

    /// With this document. What is null in it is left out, as it means the same.
    pub(super) fn body<T: Serialize>(mut self, document: &T) -> Self {
        self.body = match serde_json::to_value(document) {
            Ok(Value::Object(mut fields)) => {
                without_nulls(&mut fields);
                Some(fields)
            }
            _ => None,
        };
        self
    }

    /// With a reason, in the body where there is one and else in the query.
    pub(in crate::http) fn reason(mut self, reason: &str) -> Self {
        let reason = reason.trim();
        if reason.is_empty() {
            return self;
        }
        match &mut self.body {
            Some(body) => {
                body.insert("reason".to_owned(), reason.into());
            }
            None => {
                let query: String = form_urlencoded::Serializer::new(String::new())
                    .append_pair("reason", reason)
                    .finish();
                self.path = format!("{}?{query}", self.path);
            }
        }
        self
    }

    /// The request as one command for a shell.
    pub(in crate::http) fn text(&self) -> String {
        let properties = self.body.iter().flatten();
        let lines: Vec<_> = properties.map(|(name, value)| property(name, value)).collect();
        let (before, after) = self.around();
        if lines.is_empty() {
            return if self.body.is_some() {
                format!("{before}{{}}{after}")
            } else {
                before
            };
        }
        format!("{before}{{\n  {}\n}}{after}", lines.join(",\n  "))
    }

    /// The request as one command, with the document that comes to its standard input.
    pub(super) fn text_with_input(&self) -> String {
        format!("{}{DOCUMENT}@-", self.head())
    }

    /// What stands before and after the document of the request.
    pub(super) fn around(&self) -> (String, String) {
        let head = self.head();
        if self.body.is_none() {
            return (head, String::new());
        }
        (format!("{head}{DOCUMENT}'"), "'".to_owned())
    }

    fn head(&self) -> String {
        let mut text = format!(
            "curl -X {} \"$FORECOURT_URL{}{}\" \\\n  -H \"Authorization: Bearer $FORECOURT_TOKEN\"",
            self.method,
            super::ROOT,
            self.path
        );
        if let Some(if_match) = &self.if_match {
            text.extend([" \\\n  -H 'If-Match: ", if_match, "'"]);
        }
        text
    }
}

/// A property as a line of the document. An apostrophe would end the text of the shell, so it is written as a number.
pub(super) fn property(name: &str, value: &Value) -> String {
    format!("\"{name}\": {value}").replace('\'', "\\u0027")
}

/// What stays as it is in a part of a path. Dots do not: clients take `..` for the folder above.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// A name as a part of a path. Shells leave it as it is between double quotes.
pub(super) fn segment(name: &str) -> String {
    utf8_percent_encode(name, PLAIN).to_string()
}

fn without_nulls(fields: &mut Map<String, Value>) {
    fields.retain(|_, value| !value.is_null());
    for value in fields.values_mut() {
        if let Value::Object(inner) = value {
            without_nulls(inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Call, segment};
    use serde_json::json;

    #[test]
    fn what_is_typed_stays_inside_its_quotes() {
        let call = Call::new("PATCH", format!("/policies/{}", segment("O'Neil \"$x`")));
        let text = call
            .whatever_is_stored()
            .body(&json!({ "description": "it's", "nothing": null }))
            .text();
        assert_eq!(
            text,
            "curl -X PATCH \"$FORECOURT_URL/api/v1/policies/O%27Neil%20%22%24x%60\" \\\n  \
             -H \"Authorization: Bearer $FORECOURT_TOKEN\" \\\n  -H 'If-Match: *' \\\n  \
             -H 'Content-Type: application/json' \\\n  -d '{\n  \"description\": \"it\\u0027s\"\n}'"
        );
        let empty = Call::new("POST", "/x".to_owned()).body(&json!({})).text();
        assert!(empty.ends_with("-d '{}'"), "{empty}");
        let query = Call::new("DELETE", "/x".to_owned()).reason("it's $x").text();
        assert!(query.contains("/x?reason=it%27s+%24x\""), "{query}");
    }
}
