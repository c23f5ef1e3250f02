//! Who is inside and who is outside.

use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::access::{Action, Initiator};
use forecourt_model::folding::fold_case;
use forecourt_model::{FieldErrors, PersonId};
use forecourt_store::person::{self, Person, fold_address};
use forecourt_store::{Connection, StoreError};
use time::OffsetDateTime;

/// The most characters of an address: RFC 5321's local part, `@` and domain.
pub const MAXIMUM_ADDRESS_LENGTH: usize = 320;

/// How many people an error names when an address is shared.
const NAMED: i64 = 5;

/// A question: may `from` do `action` to `to`?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainRequest {
    /// Who begins: somebody of the directory (sign-in name, chat address, mailbox or object id) or an outside person.
    pub from: String,
    /// The other side.
    pub to: String,
    /// What they want to do.
    pub action: Action,
    /// The moment that is asked about; now when absent. Of the past, everything counts as it was then. Of the future,
    /// everything counts as it is now, and only the rollout goes on.
    pub at: Option<OffsetDateTime>,
}

/// Both sides, sorted.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    pub(super) person: Person,
    pub(super) initiator: Initiator,
}

fn check(errors: &mut FieldErrors, field: &str, word: &str, text: &str) {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        let message = format!("Say who is on the side “{word}”: an address, a phone number or an object id.");
        errors.push(field, "address-empty", message);
    } else if trimmed.chars().count() > MAXIMUM_ADDRESS_LENGTH {
        let message = format!("An address has at most {MAXIMUM_ADDRESS_LENGTH} characters. Shorten it.");
        errors.push(field, "address-too-long", message);
    } else if trimmed.chars().any(char::is_control) {
        let message = "The address has a character that cannot be seen. Type it again.";
        errors.push(field, "address-has-invisible-character", message);
    }
}

/// Whether `text` can be the address of an outside person: something like an e-mail address, a server address with a
/// scheme or domain, or a phone number.
fn is_outside_address(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let phone = digits >= 5 && text.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c));
    let named = !text.contains(char::is_whitespace)
        && text
            .split_once(['@', ':'])
            .is_some_and(|(before, after)| !after.is_empty() && (!before.is_empty() || after.contains(':')));
    phone || named
}

/// The person whom an address or an object id means.
///
/// # Errors
/// [`ServiceError::Invalid`] for `field` when several people share the address; [`ServiceError::Store`].
pub(crate) async fn lookup(
    connection: &mut Connection<'_>,
    context: &OpContext,
    field: &str,
    text: &str,
) -> Result<Option<Person>, ServiceError> {
    if let Ok(id) = text.trim().parse::<PersonId>() {
        return Ok(person::find(connection, context.tenant, id).await?);
    }
    let found: Result<Vec<Person>, StoreError> =
        person::find_by_address(connection, context.tenant, text, NAMED).await;
    match found?.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(only.clone())),
        several => {
            let names: Vec<_> = several
                .iter()
                .map(|person| format!("{} ({})", person.user_principal_name, person.id))
                .collect();
            let message = format!(
                "{} is the address of more than one person: {}. Write the object id of the one you mean.",
                text.trim(),
                names.join(", ")
            );
            Err(ServiceError::field(field, "address-ambiguous", message))
        }
    }
}

/// Finds out which side is in the directory.
///
/// # Errors
/// [`ServiceError::Invalid`] for the fields `from` and `to`; [`ServiceError::Refused`] when both sides are in the
/// directory (`both-inside`) or neither is (`not-in-directory`).
pub(super) async fn resolve(
    connection: &mut Connection<'_>,
    context: &OpContext,
    domain: &str,
    request: &ExplainRequest,
) -> Result<Sides, ServiceError> {
    let mut errors = FieldErrors::default();
    check(&mut errors, "from", "from", &request.from);
    check(&mut errors, "to", "to", &request.to);
    errors.or(())?;
    let from = lookup(connection, context, "from", &request.from).await?;
    let to = lookup(connection, context, "to", &request.to).await?;
    let (person, initiator, field, outside) = match (from, to) {
        (Some(from), Some(to)) => {
            let message = format!(
                "{} and {} are both in the directory. The answer is about outside people; \
                 write the address of one of them on one side.",
                from.user_principal_name, to.user_principal_name
            );
            return Err(ServiceError::refused("both-inside", message));
        }
        (None, None) => {
            let message = format!(
                "Neither {} nor {} is in the directory. One of the two has to be: write the sign-in name, chat \
                 address or object id.",
                request.from.trim(),
                request.to.trim()
            );
            return Err(ServiceError::refused("not-in-directory", message));
        }
        (Some(person), None) => (person, Initiator::Internal, "to", &request.to),
        (None, Some(person)) => (person, Initiator::External, "from", &request.from),
    };
    let outside = outside.trim();
    let own = fold_address(outside)
        .rsplit_once('@')
        .is_some_and(|(_, host)| host == fold_case(domain));
    if own || outside.parse::<PersonId>().is_ok() {
        let message = format!("{outside} belongs to this organization, but nobody in the directory has it.");
        return Err(ServiceError::field(field, "not-in-directory", message));
    }
    if !is_outside_address(outside) {
        let message = format!(
            "“{outside}” is neither in the directory nor an e-mail address, a phone number or a server address."
        );
        return Err(ServiceError::field(field, "address-unknown", message));
    }
    Ok(Sides { person, initiator })
}

#[cfg(test)]
mod tests {
    use super::is_outside_address;

    #[test]
    fn outside_people_are_known_by_mail_phone_or_server_address() {
        for good in [
            "pat@outlook.example",
            "+47 22 33 44 55",
            "sip:pat@x.example",
            "@pat:server.example",
            "(020) 12345",
        ] {
            assert!(is_outside_address(good), "{good}");
        }
        for bad in ["pat", "12", "@", "pat@", "pat outlook@x.example", "@example", ""] {
            assert!(!is_outside_address(bad), "{bad}");
        }
    }
}
