//! The messages of a folder.

use super::document::Message;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::rollout::CONSUMER_CHAT;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::folding::fold;
use forecourt_model::rollout::{Answer, RolloutState};
use forecourt_store::message::{self as store, ViewPoint};

/// A folder of the message center.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Folder {
    /// What is not archived.
    #[default]
    Inbox,
    /// What the administrator has archived.
    Archive,
    /// What they want to find again, archived or not.
    Favorites,
}

impl Folder {
    /// Every folder.
    pub const ALL: [Self; 3] = [Self::Inbox, Self::Archive, Self::Favorites];

    /// The name in addresses; empty for the inbox.
    pub fn code(self) -> &'static str {
        match self {
            Self::Inbox => "",
            Self::Archive => "archive",
            Self::Favorites => "favorites",
        }
    }

    /// The folder with this name; the inbox for any other.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|folder| folder.code() == code)
            .unwrap_or_default()
    }

    /// The words on its tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Inbox => "Inbox",
            Self::Archive => "Archive",
            Self::Favorites => "Favorites",
        }
    }

    fn holds(self, view_point: &ViewPoint) -> bool {
        match self {
            Self::Inbox => !view_point.is_archived,
            Self::Archive => view_point.is_archived,
            Self::Favorites => view_point.is_favorite,
        }
    }
}

/// Which messages are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageFilter {
    /// The folder.
    pub folder: Folder,
    /// Where this organization stands: one of these; any when empty.
    pub states: Vec<RolloutState>,
    /// Only what is not read.
    pub unread: bool,
    /// Only what was changed after it was published.
    pub updated: bool,
    /// Words in title, number, service or tag; case and accents do not matter.
    pub text: String,
}

/// One message of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// The message.
    pub message: Message,
    /// What the administrator has done with it.
    pub view_point: ViewPoint,
    /// Where this organization stands, for a message that announces a rollout.
    pub state: Option<RolloutState>,
    /// What the organization answered, for such a message.
    pub answer: Option<Answer>,
}

/// The messages of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageList {
    /// Those wanted, the one modified last first.
    pub rows: Vec<MessageRow>,
    /// How many each folder holds, in the order of [`Folder::ALL`].
    pub counts: [usize; 3],
    /// How many of the inbox are not read.
    pub unread: usize,
}

/// The messages that `filter` wants, as the administrator who asks sees them.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotSetUp`], [`ServiceError::Store`].
pub async fn list(
    services: &Services,
    context: &OpContext,
    filter: &MessageFilter,
) -> Result<MessageList, ServiceError> {
    context.require(Permission::ReadMessages)?;
    let rollout = services.snapshot()?.rollout.clone();
    let mut reader = services.database().read().await?;
    let stored = store::list(&mut reader.connection(), context.tenant, context.administrator()).await?;
    drop(reader);
    let mut list = MessageList::default();
    for folder in Folder::ALL {
        let count = stored
            .iter()
            .filter(|(_, view_point)| folder.holds(view_point))
            .count();
        if let Some(slot) = list.counts.get_mut(folder as usize) {
            *slot = count;
        }
    }
    let unread = |(_, view): &&(String, ViewPoint)| Folder::Inbox.holds(view) && !view.is_read;
    list.unread = stored.iter().filter(unread).count();
    let words = fold(filter.text.trim());
    for (document, view_point) in stored
        .into_iter()
        .filter(|(_, view_point)| filter.folder.holds(view_point))
    {
        let message = Message::read(&document)?;
        let announced = rollout.as_ref().filter(|_| message.id == CONSUMER_CHAT);
        let row = MessageRow {
            state: announced.map(|stored| stored.rollout.state(context.now)),
            answer: announced
                .and_then(|stored| stored.answer.as_ref())
                .map(|(answer, _, _)| *answer),
            message,
            view_point,
        };
        if wanted(filter, &words, &row) {
            list.rows.push(row);
        }
    }
    Ok(list)
}

fn wanted(filter: &MessageFilter, words: &str, row: &MessageRow) -> bool {
    let message = &row.message;
    let text = || {
        let (tags, services) = (message.tags.join("\n"), message.services.join("\n"));
        fold(&format!("{}\n{}\n{services}\n{tags}", message.title, message.id))
    };
    (filter.states.is_empty() || row.state.is_some_and(|state| filter.states.contains(&state)))
        && (!filter.unread || !row.view_point.is_read)
        && (!filter.updated || message.is_updated())
        && (words.is_empty() || text().contains(words))
}
