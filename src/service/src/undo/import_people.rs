//! Taking an import back: what becomes of its people, and what stands in the way.

use super::assignments;
use super::import::ImportRestore;
use super::phone_numbers::put_back;
use super::plan::depends;
use super::policies::assigned_by;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::import::material::{self, DirectoryChange, KeptPerson, PIECE};
use crate::snapshot::Snapshot;
use forecourt_model::access::SourceKind;
use forecourt_model::policy::Policy;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_store::person::Person;
use forecourt_store::touched::TouchedPeople;
use forecourt_store::{Connection, as_of, holder, person, touched};
use std::collections::{BTreeMap, BTreeSet};

/// How many people are named when something stands in the way.
const NAMED: usize = 3;

/// The effective policies of the people who are taken out, with how many have each.
pub(super) type Removed = BTreeMap<(PolicyId, SourceKind), u64>;

/// What becomes of the people whom the import changed, added, or (taking one back) took out. People whom it added are
/// taken out only as it left them.
pub(super) async fn people(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    done: &mut ImportRestore,
) -> Result<Removed, ServiceError> {
    let (mut removed, mut touched) = (Removed::new(), Vec::new());
    let mut given = Given::default();
    let changes = material::kept(connection, context.tenant, revision).await?;
    for piece in changes.chunks(PIECE) {
        let ids: Vec<PersonId> = piece.iter().map(id_of).collect();
        let found = person::find_many(connection, context.tenant, &ids).await?;
        let found: BTreeMap<PersonId, Person> = found.into_iter().map(|person| (person.id, person)).collect();
        let mut added = Vec::new();
        for change in piece {
            let current = found.get(&id_of(change));
            match (change, current) {
                (DirectoryChange::Added(id, print), Some(person))
                    if KeptPerson::from(person).print() == *print =>
                {
                    added.push(*id);
                    *removed
                        .entry((person.effective_policy, person.effective_source))
                        .or_default() += 1;
                    done.people
                        .push(DirectoryChange::Removed(Box::new(KeptPerson::from(person))));
                }
                (DirectoryChange::Changed(sides), Some(person)) if KeptPerson::from(person) == sides.1 => {
                    let back = (sides.1.clone(), sides.0.clone());
                    done.people.push(DirectoryChange::Changed(Box::new(back)));
                }
                (DirectoryChange::Removed(kept), None) => {
                    let taken =
                        person::find_by_name(connection, context.tenant, &kept.user_principal_name).await?;
                    if taken.is_some() {
                        touched.push(kept.user_principal_name.clone());
                    }
                    done.people.push(DirectoryChange::Added(kept.id, kept.print()));
                }
                (DirectoryChange::PhoneNumbers(_), _) => {}
                (change, current) => touched.push(name_of(change, current)),
            }
        }
        given.add(connection, context, revision, &added, &found).await?;
        for member in as_of::members_among(connection, context.tenant, &added, revision).await? {
            let name = found.get(&member).map(|person| person.shown_name().to_owned());
            let name = name.unwrap_or_else(|| member.to_string());
            if !touched.contains(&name) {
                touched.push(name);
            }
        }
    }
    given.refuse(revision)?;
    touched.extend(put_back(connection, context.tenant, &changes, &mut done.people).await?);
    if touched.is_empty() {
        return Ok(removed);
    }
    let first: Vec<_> = touched.iter().take(NAMED).map(String::as_str).collect();
    let all = u64::try_from(touched.len()).unwrap_or(u64::MAX);
    let what = format!(
        "people whom it added or changed were changed again since, or joined a group: {}",
        super::plan::named(&first, all)
    );
    Err(depends(revision, &what, Vec::new()))
}

/// The people of an import who were given something since that would go with them.
#[derive(Default)]
struct Given {
    names: BTreeMap<PersonId, String>,
    by: BTreeSet<Revision>,
}

impl Given {
    async fn add(
        &mut self,
        connection: &mut Connection<'_>,
        context: &OpContext,
        revision: Revision,
        added: &[PersonId],
        found: &BTreeMap<PersonId, Person>,
    ) -> Result<(), ServiceError> {
        for (person, by) in touched::got_since(connection, context.tenant, revision, added).await? {
            let name = found.get(&person).map(|person| person.shown_name().to_owned());
            self.names
                .insert(person, name.unwrap_or_else(|| person.to_string()));
            if self.names.len() <= NAMED {
                let by = match by {
                    Some(by) => as_of::whole(connection, context.tenant, by)
                        .await?
                        .map(|change| change.revision),
                    None => assigned_by(connection, context, person).await?,
                };
                self.by.extend(by);
            }
        }
        Ok(())
    }

    fn refuse(self, revision: Revision) -> Result<(), ServiceError> {
        if self.names.is_empty() {
            return Ok(());
        }
        let first: Vec<_> = self.names.values().take(NAMED).map(String::as_str).collect();
        let all = u64::try_from(self.names.len()).unwrap_or(u64::MAX);
        let what = format!(
            "people whom it added were given a policy, an end or identities since: {}",
            super::plan::named(&first, all)
        );
        Err(depends(revision, &what, self.by.into_iter().collect()))
    }
}

fn id_of(change: &DirectoryChange) -> PersonId {
    match change {
        DirectoryChange::Added(id, _) => *id,
        DirectoryChange::Changed(sides) => sides.1.id,
        DirectoryChange::Removed(kept) => kept.id,
        DirectoryChange::PhoneNumbers(kept) => kept.person,
    }
}

fn name_of(change: &DirectoryChange, current: Option<&Person>) -> String {
    match (current, change) {
        (Some(person), _) => person.shown_name().to_owned(),
        (None, DirectoryChange::Changed(sides)) => sides.1.user_principal_name.clone(),
        (None, DirectoryChange::PhoneNumbers(kept)) => kept.user_principal_name.clone(),
        (None, change) => id_of(change).to_string(),
    }
}

/// Refuses when the direct assignments that the import made are not as it left them. People and policies that come
/// back first are counted as being there.
pub(super) async fn assigned(
    connection: &mut Connection<'_>,
    context: &OpContext,
    snapshot: &Snapshot,
    revision: Revision,
    touched: &[TouchedPeople],
    done: &ImportRestore,
) -> Result<(), ServiceError> {
    let returning = done
        .people
        .iter()
        .filter(|change| matches!(change, DirectoryChange::Added(..)))
        .count();
    let gone: u64 = touched.iter().map(|some| some.gone).sum();
    if gone > u64::try_from(returning).unwrap_or(u64::MAX) {
        return Err(assignments::refuse_gone(revision, gone, touched));
    }
    assignments::refuse_changed(connection, context, revision, touched).await?;
    let known: BTreeSet<_> = snapshot
        .policies
        .iter()
        .chain(&done.added)
        .map(|policy| policy.id)
        .collect();
    assignments::refuse_deleted(connection, context, revision, touched, &known).await
}

/// Refuses when people have a policy that the import added from anywhere but the import.
pub(super) async fn refuse_held(
    connection: &mut Connection<'_>,
    context: &OpContext,
    revision: Revision,
    policy: &Policy,
    touched: &[TouchedPeople],
) -> Result<(), ServiceError> {
    let holding = holder::count(connection, context.tenant, policy.id).await?;
    let given: u64 = touched
        .iter()
        .filter(|some| some.after == Some(policy.id))
        .map(|some| some.people)
        .sum();
    if holding <= given {
        return Ok(());
    }
    let limit = i64::try_from(NAMED).unwrap_or(i64::MAX);
    let (mut first, mut on) = (Vec::new(), BTreeSet::new());
    for id in touched::holding_besides(connection, context.tenant, revision, policy.id, limit).await? {
        first.extend(person::find(connection, context.tenant, id).await?);
        on.extend(assigned_by(connection, context, id).await?);
    }
    let names: Vec<_> = first.iter().map(Person::shown_name).collect();
    let what = format!(
        "people got the policy {} since: {}",
        policy.name,
        super::plan::named(&names, holding - given)
    );
    Err(depends(revision, &what, on.into_iter().collect()))
}
