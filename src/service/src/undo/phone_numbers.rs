//! Phone numbers as they were before an import.

use crate::import::material::{DirectoryChange, KeptNumbers};
use forecourt_model::decision::IdentifierKind;
use forecourt_model::{PersonId, TenantId};
use forecourt_store::{Connection, StoreError, identity};
use std::collections::{HashMap, HashSet};

/// Adds what puts the numbers back that `changes` wrote. `back` has the people who are taken out already. Returns the
/// sign-in names of those whose numbers are others than `changes` left them, whichever change wrote them last, and of
/// those whose numbers of before belong to somebody else.
pub(super) async fn put_back(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    changes: &[DirectoryChange],
    back: &mut Vec<DirectoryChange>,
) -> Result<Vec<String>, StoreError> {
    let kept = changes.iter().filter_map(|change| match change {
        DirectoryChange::PhoneNumbers(kept) => Some(&**kept),
        _ => None,
    });
    let kept: Vec<&KeptNumbers> = kept.collect();
    let leaving = back.iter().filter_map(|change| match change {
        DirectoryChange::Removed(person) => Some((person.id, person.user_principal_name.clone())),
        _ => None,
    });
    let leaving: Vec<(PersonId, String)> = leaving.collect();
    if kept.is_empty() && leaving.is_empty() {
        return Ok(Vec::new());
    }
    let (mut of_person, mut holders) = (HashMap::<PersonId, Vec<String>>::new(), HashSet::new());
    for (person, number) in identity::of_kind(connection, tenant, IdentifierKind::Phone).await? {
        of_person.entry(person).or_default().push(number.clone());
        holders.insert(number);
    }
    let free: HashSet<&String> = kept.iter().flat_map(|kept| &kept.after).collect();
    let mut touched = Vec::new();
    for kept in kept {
        let now = of_person.remove(&kept.person).unwrap_or_default();
        let is_taken = |number: &&String| holders.contains(*number) && !free.contains(number);
        if now != kept.after || kept.before.iter().any(|number| is_taken(&number)) {
            touched.push(kept.user_principal_name.clone());
            continue;
        }
        back.push(DirectoryChange::PhoneNumbers(Box::new(KeptNumbers {
            before: now,
            after: kept.before.clone(),
            ..kept.clone()
        })));
    }
    // What is left is of people to whom `changes` gave no numbers.
    let given = leaving.into_iter().filter(|(id, _)| of_person.contains_key(id));
    touched.extend(given.map(|(_, name)| name));
    Ok(touched)
}
