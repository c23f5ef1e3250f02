//! Blocks of people on PostgreSQL (`migrations/postgres/0030_assignment_blocks.up.sql`), by where they begin.

/// Blocks `k` of an organization from the one on that has somebody with a name and an identifier. The numbers are those of
/// the bound values.
pub(crate) fn from([organization, name, id]: [usize; 3]) -> String {
    let begin = |column: &str| {
        format!(
            "(select t.{column} from assignment_block t where t.tenant_id = ${organization}
             and (t.first_name, t.first_person_id) <= (${name}, ${id})
             order by t.first_name desc, t.first_person_id desc limit 1)"
        )
    };
    let (first_name, first_id) = (begin("first_name"), begin("first_person_id"));
    format!(
        " and (k.first_name, k.first_person_id) >= (coalesce({first_name}, ''),
         coalesce({first_id}, '00000000-0000-0000-0000-000000000000'))"
    )
}

/// Blocks `k` up to the one that has somebody with a name and an identifier.
pub(crate) fn to([name, id]: [usize; 2]) -> String {
    format!(" and (k.first_name, k.first_person_id) <= (${name}, ${id})")
}

/// Assignments `of` in the blocks from the name `$2` and the identifier `$3` to `$4` and `$5`. The blocks are gathered
/// first: however PostgreSQL is to compare, it looks these up.
pub(super) fn between(of: &str) -> String {
    let (from, to) = (from([1, 2, 3]), to([4, 5]));
    format!(
        " and {of}.block = any (array(select k.block from assignment_block k where k.tenant_id = $1{from}{to}))"
    )
}
