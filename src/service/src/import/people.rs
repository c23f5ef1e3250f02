//! Comparing the people of a file with the directory.

use super::compare::{Comparison, Direct, PersonChange, PersonFate};
use crate::snapshot::Snapshot;
use forecourt_exchange::people::{PeopleFile, ReadPerson, RowProblem};
use forecourt_model::folding::fold_case;
use forecourt_model::policy::PolicyName;
use forecourt_model::{PersonId, PolicyId};
use forecourt_store::person::Person;
use std::collections::HashMap;

/// Adds what the people of `file` would change. People whom the file does not have stay as they are.
pub(super) fn compare_people(
    comparison: &mut Comparison,
    snapshot: &Snapshot,
    file: PeopleFile,
    everybody: Vec<Person>,
) {
    let by_name: HashMap<String, PersonId> = everybody
        .iter()
        .map(|person| (fold_case(&person.user_principal_name), person.id))
        .collect();
    let mut by_id: HashMap<PersonId, Person> =
        everybody.into_iter().map(|person| (person.id, person)).collect();
    let added: HashMap<String, String> = comparison
        .policies
        .iter()
        .filter(|change| change.before.is_none())
        .map(|change| (change.after.name.folded(), change.after.name.to_string()))
        .collect();
    comparison.problems.extend(file.problems);
    comparison.notes.extend(file.notes);
    for read in file.people {
        let named = by_name.get(&fold_case(&read.user_principal_name)).copied();
        if let (Some(id), Some(named)) = (read.id, named)
            && id != named
        {
            let message = format!(
                "{} is the sign-in name of another account with the object id {named}. The row was left out.",
                read.user_principal_name
            );
            comparison
                .problems
                .push(problem(&read, "UserPrincipalName", "name-of-another", message));
            continue;
        }
        let before = read.id.or(named).and_then(|id| by_id.remove(&id));
        let current = before.as_ref().and_then(|person| person.direct_policy);
        let direct = if read.has_policy_column {
            match direct_of(snapshot, &added, read.direct_policy.as_deref()) {
                Ok(direct) => direct,
                Err(message) => {
                    comparison.problems.push(problem(
                        &read,
                        "ExternalAccessPolicy",
                        "policy-unknown",
                        message,
                    ));
                    continue;
                }
            }
        } else {
            current.and_then(|id| existing(snapshot, id))
        };
        let reassigned = match &direct {
            Some(direct) => direct.id.is_none() || direct.id != current,
            None => current.is_some(),
        };
        let fate = match &before {
            None => PersonFate::Added,
            Some(person) if differs(person, &read) => PersonFate::Changed,
            Some(_) => PersonFate::Same,
        };
        comparison.people.push(PersonChange {
            read,
            before,
            fate,
            direct,
            reassigned,
            phone_numbers: None,
        });
    }
}

fn problem(read: &ReadPerson, column: &'static str, code: &'static str, message: String) -> RowProblem {
    RowProblem {
        line: read.line,
        column: Some(column),
        code,
        message,
    }
}

fn existing(snapshot: &Snapshot, id: PolicyId) -> Option<Direct> {
    snapshot.policy(id).map(|policy| Direct {
        id: Some(policy.id),
        name: policy.name.to_string(),
    })
}

/// The policy that a cell names; `None` for an empty cell, and for Global, which is never assigned directly.
fn direct_of(
    snapshot: &Snapshot,
    added: &HashMap<String, String>,
    cell: Option<&str>,
) -> Result<Option<Direct>, String> {
    let Some(cell) = cell.filter(|cell| !cell.trim().is_empty()) else {
        return Ok(None);
    };
    let unknown =
        || format!("There is no policy named “{cell}”. Import the policies too, or correct the name.");
    let name = PolicyName::parse(cell).map_err(|_| unknown())?;
    if name.is_global() {
        return Ok(None);
    }
    let folded = name.folded();
    if let Some(policy) = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.folded() == folded)
    {
        return Ok(Some(Direct {
            id: Some(policy.id),
            name: policy.name.to_string(),
        }));
    }
    added
        .get(&folded)
        .map(|name| {
            Some(Direct {
                id: None,
                name: name.clone(),
            })
        })
        .ok_or_else(unknown)
}

/// The SIP address without its scheme, as it is stored.
pub(super) fn sip(read: &ReadPerson) -> Option<String> {
    let address = read.sip_address.as_deref()?.trim();
    let bare = match address.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("sip:") => address.get(4..).unwrap_or_default(),
        _ => address,
    };
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn differs(person: &Person, read: &ReadPerson) -> bool {
    person.user_principal_name != read.user_principal_name
        || person.display_name != read.display_name
        || person.sip_address != sip(read)
        || (read.mail.is_some() && person.mail != read.mail)
        || person.department != read.department
        || person.account_enabled != read.account_enabled
}
