//! People as somebody types or pastes them.

use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::PersonId;
use forecourt_model::authority::Permission;
use forecourt_store::person::{self, Person};
use forecourt_store::{Connection, StoreError};
use std::collections::HashSet;

/// The most people that one list may name.
pub const MAXIMUM_TYPED: usize = 10_000;

/// How many people of one address are named.
const NAMED: i64 = 4;

/// What a typed list comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPeople {
    /// The people that were found, in the order of the list, each once.
    pub people: Vec<PersonId>,
    /// What names nobody, or more than one person, as it was typed.
    pub unclear: Vec<String>,
    /// Why, for each of those, and for each that was there twice: whole sentences.
    pub problems: Vec<String>,
}

/// The entries of a list: one a line, or separated by commas, semicolons or tabs. `Name <address>` is an address.
fn entries(text: &str) -> Vec<&str> {
    text.split(['\n', '\r', ',', ';', '\t'])
        .map(|entry| match entry.trim().strip_suffix('>') {
            Some(rest) => rest.rsplit_once('<').map_or(entry, |(_, address)| address).trim(),
            None => entry.trim(),
        })
        .filter(|entry| !entry.is_empty())
        .collect()
}

async fn lookup(
    connection: &mut Connection<'_>,
    context: &OpContext,
    entry: &str,
) -> Result<Vec<Person>, StoreError> {
    if let Ok(id) = entry.parse::<PersonId>() {
        let found = person::find(connection, context.tenant, id).await?;
        return Ok(found.into_iter().collect());
    }
    person::find_by_address(connection, context.tenant, entry, NAMED).await
}

/// Finds the people that `text` names by sign-in name, chat address, mailbox or object id. What names nobody or more
/// than one person is told and does not stop the others.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] for the field `people` when nothing is named, or more than
/// [`MAXIMUM_TYPED`]; [`ServiceError::Store`].
pub async fn find_typed(
    services: &Services,
    context: &OpContext,
    text: &str,
) -> Result<TypedPeople, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let entries = entries(text);
    if entries.is_empty() {
        let message = "Nobody was added. Write the sign-in names, mail addresses or object ids first.";
        return Err(ServiceError::field("people", "people-empty", message));
    }
    if entries.len() > MAXIMUM_TYPED {
        let message = format!(
            "Nobody was added. The list names {} people, and at most {MAXIMUM_TYPED} fit at once. Add them in parts, \
             or import the members from a file.",
            entries.len()
        );
        return Err(ServiceError::field("people", "people-too-many", message));
    }
    let mut reader = services.database().read().await?;
    let mut connection = reader.connection();
    let (mut found, mut seen) = (TypedPeople::default(), HashSet::new());
    for entry in entries {
        match lookup(&mut connection, context, entry).await?.as_slice() {
            [] => {
                found.unclear.push(entry.to_owned());
                found.problems.push(format!(
                    "“{entry}” is nobody in the directory. Write a sign-in name, a mail address or an object id."
                ));
            }
            [only] if seen.insert(only.id) => found.people.push(only.id),
            [only] => found.problems.push(format!(
                "“{entry}” was there twice ({}). It counts once.",
                only.user_principal_name
            )),
            several => {
                let names: Vec<_> = several
                    .iter()
                    .map(|person| format!("{} ({})", person.user_principal_name, person.id))
                    .collect();
                found.unclear.push(entry.to_owned());
                found.problems.push(format!(
                    "“{entry}” is the address of more than one person: {}. Write the object id of the one you mean.",
                    names.join(", ")
                ));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn a_list_is_read_as_mail_programs_and_sheets_write_it() {
        let text = "a@x.example; B <b@x.example>,\r\nc@x.example\td@x.example\n\n <e@x.example> ";
        assert_eq!(
            entries(text),
            [
                "a@x.example",
                "b@x.example",
                "c@x.example",
                "d@x.example",
                "e@x.example"
            ]
        );
        assert!(entries(" ,;\n").is_empty());
    }
}
