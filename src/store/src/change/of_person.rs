//! Where the changes of one person's assignment are found: in the index, and in each large part.

/// A table of what changes did to the direct assignment of person `$person` of organization `$1`: `revision`,
/// `policy_before`, `policy_after`.
macro_rules! changes_of_person {
    ($person:literal) => {
        concat!(
            "(select q.revision, q.policy_before, q.policy_after from change_person q
               where q.tenant_id = $1 and q.person_id = ",
            $person,
            " and q.in_large_part = 0
             union all
             select q.revision, q.policy_before, q.policy_after from large_part l cross join change_person q
               where l.tenant_id = $1 and q.tenant_id = $1 and q.revision = l.revision and q.person_id = ",
            $person,
            ")"
        )
    };
}
pub(crate) use changes_of_person;
