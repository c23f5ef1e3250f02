//! Which people a list shows.

use crate::snapshot::Snapshot;
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_model::folding::fold_case;
use forecourt_store::person_list::PersonFilter;
use time::OffsetDateTime;

/// Which people. Every part that is set has to hold; the default is everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What was typed into the search: each word has to occur in name, sign-in name, address or department.
    pub search: String,
    /// The effective policy has one of these names; empty for any.
    pub policies: Vec<String>,
    /// The effective policy comes from one of these; empty for any.
    pub sources: Vec<SourceKind>,
    /// Whether the account can sign in.
    pub enabled: Option<bool>,
    /// Whether the person can start chats.
    pub chat: Option<bool>,
    /// Whether the person can be found and contacted.
    pub inbound: Option<bool>,
    /// The department.
    pub department: Option<String>,
}

impl Filter {
    /// Whether it lets everybody through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The filter as the database knows it. What a person may do follows from the effective policy alone, so it
    /// becomes a set of policies.
    pub(crate) fn resolve(&self, snapshot: &Snapshot, now: OffsetDateTime) -> PersonFilter {
        let by_policy = !self.policies.is_empty() || self.chat.is_some() || self.inbound.is_some();
        PersonFilter {
            words: PersonFilter::words_of(&self.search),
            policies: by_policy.then(|| self.matching_policies(snapshot, now)),
            sources: self.sources.clone(),
            enabled: self.enabled,
            department: self.department.clone(),
        }
    }

    fn matching_policies(&self, snapshot: &Snapshot, now: OffsetDateTime) -> Vec<PolicyId> {
        let names: Vec<_> = self.policies.iter().map(|name| fold_case(name.trim())).collect();
        let named = |folded: String| names.is_empty() || names.contains(&folded);
        let wanted = |answer: bool, asked: Option<bool>| asked.is_none_or(|asked| asked == answer);
        snapshot
            .policies
            .iter()
            .filter(|policy| named(policy.name.folded()))
            .filter(|policy| {
                let access = snapshot.access(policy.id, now);
                wanted(access.chat, self.chat) && wanted(access.inbound, self.inbound)
            })
            .map(|policy| policy.id)
            .collect()
    }

    /// A text that is the same for the same filter only.
    pub(crate) fn fingerprint(&self) -> String {
        format!(
            "{:?}|{:?}|{:?}|{:?}|{:?}|{:?}|{:?}",
            PersonFilter::words_of(&self.search),
            self.policies,
            self.sources,
            self.enabled,
            self.chat,
            self.inbound,
            self.department
        )
    }
}
