//! Chats of more than two.

use super::action::{Action, Initiator};
use super::evaluate::{Situation, Verdict, evaluate};

/// Somebody in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Participant<Name> {
    /// One of the organization's people, with what holds for them.
    Inside(Name, Situation),
    /// An outside person with a personal account.
    Outside(Name),
}

/// The first pair of a person inside and a person outside that is refused, with its verdict; `None` when every pair
/// is allowed. Pairs are asked in the order of the list, people inside first.
///
/// Every pair must be allowed, also those that do not include the one who acts: one person who must not be reached
/// keeps the whole chat from being opened.
pub fn evaluate_chat<Name: Clone>(
    participants: &[Participant<Name>],
    initiator: Initiator,
    action: Action,
) -> Option<(Name, Name, Verdict)> {
    participants.iter().find_map(|inside| {
        let Participant::Inside(inside, situation) = inside else {
            return None;
        };
        let outside = participants.iter().find_map(|other| match other {
            Participant::Outside(name) => Some(name),
            Participant::Inside(..) => None,
        })?;
        let verdict = evaluate(*situation, initiator, action);
        (!verdict.is_allowed()).then(|| (inside.clone(), outside.clone(), verdict))
    })
}
