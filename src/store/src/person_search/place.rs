//! The numbers of rows, which follow the order of names.
//!
//! A list that is labelled in its order (Dietz and Sleator, "Two algorithms for maintaining order in a list", 1987, in
//! its simplest form): somebody new gets the number in the middle between the neighbours; where there is none left, the
//! numbers around are spread out again.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::{PersonId, TenantId};
use uuid::Uuid;

/// How far apart numbers are at the end of the list.
const STEP: i64 = 1 << 32;

/// How far apart they are at least after they were spread out.
const ROOM: i64 = 1 << 10;

/// How many neighbours on each side are spread out at first; if they lie too close together, twice as many.
const AROUND: i64 = 32;

crate::statements! {
    BEFORE = "select row_number from person_search
              where (tenant_id, display_name_folded, person_id) < ($1, $2, $3)
              order by tenant_id desc, display_name_folded desc, person_id desc limit 1";
    AFTER = "select row_number from person_search
             where (tenant_id, display_name_folded, person_id) > ($1, $2, $3)
             order by tenant_id, display_name_folded, person_id limit 1";
    UP_TO = "select row_number from person_search where row_number <= $1 order by row_number desc limit $2";
    FROM = "select row_number from person_search where row_number > $1 order by row_number limit $2";
    MOVE = "update person_search set row_number = $2 where row_number = $1";
}

/// The number of the first row beyond a place in the order of names, or of the last one before it.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn beside(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    (name, person): (&str, Uuid),
    after: bool,
) -> Result<Option<i64>, StoreError> {
    let text = if after { AFTER } else { BEFORE };
    let row = crate::fetch_optional!(connection, (i64,), text, tenant.0, name, person)?;
    Ok(row.map(|(number,)| number))
}

/// Numbers for the first of `people`, who are new and come in the order of names: for all of them at the end of the
/// list, for one of them anywhere else. Whoever gets a number has to be written before the next are asked for.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn numbers_for(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    people: &[(&str, PersonId)],
) -> Result<Vec<i64>, StoreError> {
    let Some((name, person)) = people.first() else {
        return Ok(Vec::new());
    };
    let place = (*name, person.0);
    let (mut before, mut after) = neighbours(connection, tenant, place).await?;
    if let (Some(low), Some(high)) = (before, after)
        && high - low < 2
    {
        spread(connection, low).await?;
        (before, after) = neighbours(connection, tenant, place).await?;
    }
    Ok(match (before, after) {
        (_, None) => {
            let last = before.unwrap_or_default();
            (1..)
                .take(people.len())
                .map(|further| last + further * STEP)
                .collect()
        }
        (None, Some(high)) => vec![high - STEP],
        (Some(low), Some(high)) => vec![low + (high - low) / 2],
    })
}

async fn neighbours(
    connection: &mut Connection<'_>,
    tenant: TenantId,
    place: (&str, Uuid),
) -> Result<(Option<i64>, Option<i64>), StoreError> {
    let before = beside(connection, tenant, place, false).await?;
    let after = beside(connection, tenant, place, true).await?;
    Ok((before, after))
}

/// Makes room around the row with the number `middle`.
async fn spread(connection: &mut Connection<'_>, middle: i64) -> Result<(), StoreError> {
    let mut around = AROUND;
    loop {
        let before = crate::fetch_all!(connection, (i64,), UP_TO, middle, around)?;
        let after = crate::fetch_all!(connection, (i64,), FROM, middle, around)?;
        let full = usize::try_from(around).unwrap_or(usize::MAX);
        let (begins, ends) = (before.len() < full, after.len() < full);
        let numbers: Vec<i64> = before
            .into_iter()
            .rev()
            .chain(after)
            .map(|(number,)| number)
            .collect();
        let count = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
        let (Some(first), Some(last)) = (numbers.first().copied(), numbers.last().copied()) else {
            return Ok(());
        };
        // Beyond an end of the list there is as much room as is needed; in between only what lies there.
        let (lowest, room) = if ends {
            (first, STEP)
        } else if begins {
            (last - (count - 1) * STEP, STEP)
        } else {
            (first, (last - first) / count.max(1))
        };
        if room < ROOM {
            around *= 2;
            continue;
        }
        // A row moves to where none is at that moment: those that go up from the last one on, then the others.
        let moves: Vec<(i64, i64)> = numbers
            .into_iter()
            .zip((0..count).map(|place| lowest + place * room))
            .collect();
        let up = moves.iter().rev().filter(|(from, to)| to > from);
        let down = moves.iter().filter(|(from, to)| to < from);
        for (from, to) in up.chain(down) {
            crate::execute!(connection, MOVE, *from, *to)?;
        }
        return Ok(());
    }
}
