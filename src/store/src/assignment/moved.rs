//! The people for whom something else would count, by name.

use super::moves::{Chosen, MOVED_NEAR, MOVED_PEOPLE, MovedPerson, Moves, source};
use crate::database::Connection;
use crate::dialect::text_for;
use crate::error::StoreError;
use forecourt_model::{PersonId, PolicyId, TenantId};
use uuid::Uuid;

/// How many people, in the order of names, are looked at one after the other before all are gone through.
const WINDOWS: [i64; 2] = [4_000, 40_000];

pub(super) const WINDOW_END: &str = "select s.display_name_folded, s.person_id from person_search s
    where s.tenant_id = $1 and (s.display_name_folded, s.person_id) > ($2, $3)
    order by s.display_name_folded, s.person_id limit 1 offset $4";

/// At most `limit` people for whom something else would count, by name, after the person `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn moved_people(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    wanted: &Moves,
    after: Option<&MovedPerson>,
    limit: i64,
) -> Result<Vec<MovedPerson>, StoreError> {
    moved_people_in(connection, tenant, wanted, after, limit, &WINDOWS).await
}

/// The same, looking at windows of so many people in the order of names, one after the other, before all are gone
/// through.
///
/// # Errors
/// [`StoreError`].
pub async fn moved_people_in(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    wanted: &Moves,
    after: Option<&MovedPerson>,
    limit: i64,
    windows: &[i64],
) -> Result<Vec<MovedPerson>, StoreError> {
    let mut place = after.map_or((String::new(), Uuid::nil()), |person| {
        (person.display_name_folded.clone(), person.person.0)
    });
    let missing = |people: &Vec<MovedPerson>| limit - i64::try_from(people.len()).unwrap_or(limit);
    let mut people = Vec::new();
    // Of many who move, a page is found near its beginning. Where nobody is, they are few.
    if !matches!(wanted.chosen, Chosen::People(_)) {
        for size in windows.iter().copied() {
            let missing = missing(&people);
            let found = list(connection, tenant, wanted, (&place, missing), Some(size)).await?;
            let (alone, full) = (found.is_empty(), i64::try_from(found.len()) == Ok(missing));
            people.extend(found);
            if full {
                return Ok(people);
            }
            match window_end(connection, tenant, &place, size).await? {
                Some(end) => place = end,
                None => return Ok(people),
            }
            if alone {
                break;
            }
        }
    }
    let missing = missing(&people);
    people.extend(list(connection, tenant, wanted, (&place, missing), None).await?);
    Ok(people)
}

/// At most so many people of whom something else would count after a place, of the next `window` people or of all.
async fn list(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    wanted: &Moves,
    (place, limit): (&(String, Uuid), i64),
    window: Option<i64>,
) -> Result<Vec<MovedPerson>, StoreError> {
    let bound = wanted.bound();
    macro_rules! fetch {
        ($text:expr, $second:expr) => {{
            let text = text_for(connection.engine(), $text);
            crate::fetch_all!(
                connection,
                (Uuid, String, Uuid, String, Uuid, String),
                text.clone(),
                tenant.0,
                $second,
                bound.group,
                bound.which,
                bound.ranking.as_str(),
                bound.direct,
                bound.policy,
                bound.joins,
                bound.leaves,
                PolicyId::GLOBAL.0,
                place.0.as_str(),
                place.1,
                limit
            )?
        }};
    }
    let rows = match window {
        Some(size) => fetch!(MOVED_NEAR, size),
        None => fetch!(MOVED_PEOPLE, bound.ids.clone()),
    };
    rows.into_iter()
        .map(
            |(person, display_name_folded, from, from_source, to, to_source)| {
                Ok(MovedPerson {
                    person: PersonId(person),
                    display_name_folded,
                    from: (PolicyId(from), source(&from_source)?),
                    to: (PolicyId(to), source(&to_source)?),
                })
            },
        )
        .collect()
}

/// The name and the identifier of the last of the `size` people after a place; `None` when there are not so many.
///
/// # Errors
/// [`StoreError`].
async fn window_end(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (name, person): &(String, Uuid),
    size: i64,
) -> Result<Option<(String, Uuid)>, StoreError> {
    crate::fetch_optional!(
        connection,
        (String, Uuid),
        WINDOW_END,
        tenant.0,
        name.as_str(),
        person,
        size - 1
    )
}
