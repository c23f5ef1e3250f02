//! Groups of the sample organization.

use super::Size;
use super::people::{below, identifier};
use crate::random::Random;
use forecourt_model::access::{GroupAssignment, effective_policy};
use forecourt_model::policy::Policy;
use forecourt_model::{GroupId, PersonId, Revision};
use forecourt_store::group::Group;
use forecourt_store::person::Person;

/// A sample group: its name, the department that its people come from, how many of a hundred of those, and the place
/// of its policy among the sample's.
type SampleGroup = (&'static str, &'static str, u32, Option<usize>);

const GROUPS: [SampleGroup; 6] = [
    ("Finance", "Finance", 95, Some(1)),
    ("Sales", "Sales", 80, Some(0)),
    ("Legal", "Legal", 90, Some(1)),
    ("Service desk", "Customer service", 60, Some(2)),
    ("Engineering", "Engineering", 90, None),
    ("Works council", "Operations", 6, None),
];

/// The first numbered group has one of twenty people of a large sample.
const LARGEST_SHARE: u32 = 20;

/// How many groups have a policy at the most.
const RANKED: usize = 64;

/// The groups with who joins them.
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    /// The policies that they have, best rank first.
    pub(super) ranking: Vec<GroupAssignment>,
    /// Who is a direct member, by the place of the group.
    pub(super) members: Vec<Vec<PersonId>>,
}

impl Groups {
    /// As many groups as the size asks for, without members.
    pub(super) fn new(random: &dyn Random, size: Size, policies: &[Policy], revision: Revision) -> Self {
        let numbered =
            (GROUPS.len()..size.groups).map(|number| (format!("Team {:04}", number + 1), Some(number)));
        let named = GROUPS
            .iter()
            .map(|(name, _, _, policy)| ((*name).to_owned(), *policy));
        let (mut groups, mut ranking) = (Vec::new(), Vec::new());
        for (name, policy) in named.chain(numbered).take(size.groups) {
            let group = Group {
                id: GroupId(identifier(random)),
                display_name: name,
                kind: "Security".to_owned(),
                mail: None,
                people: 0,
                revision,
            };
            let policy = policy.and_then(|place| policies.get(place % policies.len().max(1)));
            if let Some(policy) = policy.filter(|_| ranking.len() < RANKED) {
                ranking.push(GroupAssignment {
                    group: group.id,
                    rank: u32::try_from(ranking.len() + 1).unwrap_or(u32::MAX),
                    policy: policy.id,
                });
            }
            groups.push(group);
        }
        let members = vec![Vec::new(); groups.len()];
        Self {
            all: groups,
            ranking,
            members,
        }
    }

    /// Lets somebody join, and works out what is effective for them then.
    pub(super) fn join(&mut self, random: &dyn Random, person: &mut Person) {
        let mut joined = Vec::new();
        for (place, (_, department, share, _)) in GROUPS.iter().enumerate() {
            if person.department.as_deref() == Some(*department) && below(random, 100) < *share {
                joined.push(place);
            }
        }
        let numbered = self.all.len().saturating_sub(GROUPS.len());
        if numbered > 0 {
            if below(random, LARGEST_SHARE) == 0 {
                joined.push(GROUPS.len());
            }
            let others = u32::try_from(numbered - 1).unwrap_or(u32::MAX);
            if others > 0 {
                joined.push(GROUPS.len() + 1 + below(random, others) as usize);
            }
        }
        let mut ranked = Vec::new();
        for place in joined {
            if let (Some(members), Some(group)) = (self.members.get_mut(place), self.all.get(place)) {
                members.push(person.id);
                ranked.extend(self.ranking.iter().find(|row| row.group == group.id).cloned());
            }
        }
        let effective = effective_policy(person.direct_policy, &ranked);
        person.effective_policy = effective.policy;
        (person.effective_source, person.effective_group) = effective.source.parts();
    }
}
