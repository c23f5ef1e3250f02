//! Where a window over the people of the directory ends.

use crate::database::Connection;
use crate::error::StoreError;
use forecourt_model::TenantId;
use uuid::Uuid;

/// How many people, in the order of names, are looked at one after the other before all are gone through.
pub(super) const WINDOWS: [i64; 2] = [4_000, 40_000];

pub(super) const WINDOW_END: &str = "select s.display_name_folded, s.person_id from person_search s
    where s.tenant_id = $1 and (s.display_name_folded, s.person_id) > ($2, $3)
    order by s.display_name_folded, s.person_id limit 1 offset $4";

/// The name and the identifier of the last of the `size` people after a place; `None` when there are not so many.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn window_end(
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
