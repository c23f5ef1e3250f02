//! A message in the shape of a Graph `serviceUpdateMessage`.

use super::body::clean;
use crate::error::ServiceError;
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A named detail, such as `RoadmapIds` or `Platforms`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MessageDetail {
    /// Its name, as Graph spells it.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A message of the message center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number: `MC296208`.
    pub id: String,
    /// Its title.
    pub title: String,
    body: RawBody,
    /// `planForChange`, `stayInformed` or `preventOrFixIssue`; another word of a later Graph stays as it is.
    pub category: String,
    /// `normal`, `high` or `critical`.
    pub severity: String,
    /// Its tags, such as `Admin impact`.
    pub tags: Vec<String>,
    /// Whether it announces a major change.
    pub is_major: bool,
    /// The services that it is about.
    pub services: Vec<String>,
    /// When it was published.
    pub published: Option<OffsetDateTime>,
    /// When it was last modified.
    pub modified: Option<OffsetDateTime>,
    /// Until when something has to be done.
    pub act_by: Option<OffsetDateTime>,
    /// Its details.
    pub details: Vec<MessageDetail>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Raw {
    id: String,
    title: String,
    body: RawBody,
    category: String,
    severity: String,
    tags: Vec<String>,
    is_major_change: Option<bool>,
    services: Vec<String>,
    start_date_time: Option<String>,
    last_modified_date_time: Option<String>,
    action_required_by_date_time: Option<String>,
    details: Vec<MessageDetail>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RawBody {
    content_type: String,
    content: String,
}

/// A moment as Graph writes it.
pub(super) fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text.trim(), &Rfc3339).ok()
}

impl Message {
    /// Reads a stored document.
    ///
    /// # Errors
    /// [`ServiceError::Store`] when it is not one.
    pub fn read(document: &str) -> Result<Self, ServiceError> {
        let raw: Raw = forecourt_store::moment::from_json("message", document)?;
        let moment = |text: &Option<String>| text.as_deref().and_then(moment);
        Ok(Self {
            body: raw.body,
            published: moment(&raw.start_date_time),
            modified: moment(&raw.last_modified_date_time),
            act_by: moment(&raw.action_required_by_date_time),
            is_major: raw.is_major_change.unwrap_or_default(),
            id: raw.id,
            title: raw.title,
            category: raw.category,
            severity: raw.severity,
            tags: raw.tags,
            services: raw.services,
            details: raw.details,
        })
    }

    /// Its text as HTML that is safe to show: plain elements and links to the web, nothing that acts.
    pub fn body(&self) -> String {
        clean(
            &self.body.content,
            self.body.content_type.eq_ignore_ascii_case("text"),
        )
    }

    /// The value of a detail.
    pub fn detail(&self, name: &str) -> Option<&str> {
        let found = self
            .details
            .iter()
            .find(|detail| detail.name.eq_ignore_ascii_case(name));
        found
            .map(|detail| detail.value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The numbers on the roadmap.
    pub fn roadmap_ids(&self) -> Vec<String> {
        let list = self.detail("RoadmapIds").unwrap_or_default().split(',');
        list.map(|id| id.trim().to_owned())
            .filter(|id| !id.is_empty())
            .collect()
    }

    /// A link to more, when it is one to the web.
    pub fn external_link(&self) -> Option<&str> {
        self.detail("ExternalLink")
            .filter(|link| link.starts_with("https://") || link.starts_with("http://"))
    }

    /// The words for its category.
    pub fn category_words(&self) -> &str {
        match self.category.as_str() {
            "preventOrFixIssue" => "Prevent or fix issue",
            "planForChange" => "Plan for change",
            "stayInformed" => "Stay informed",
            "" | "unknownFutureValue" => "Not categorized",
            other => other,
        }
    }

    /// Whether it was changed after it was published.
    pub fn is_updated(&self) -> bool {
        self.title.starts_with(UPDATED) || self.tags.iter().any(|tag| tag == UPDATED_TAG)
    }
}

/// What the title of a changed message begins with.
pub(super) const UPDATED: &str = "(Updated)";
/// The tag of a changed message.
pub(super) const UPDATED_TAG: &str = "Updated message";
