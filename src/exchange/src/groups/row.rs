//! One row, one group.

use super::ReadGroup;
use super::column::Column;
use crate::table::{Column as _, Header, Row, RowProblem, group_id};

/// Reads one row. Lines whose count of members is no number go to `uncounted`.
pub(super) fn read(
    header: &Header<Column>,
    row: &Row<'_>,
    uncounted: &mut Vec<u64>,
) -> Result<ReadGroup, RowProblem> {
    row.check_width(header.width())?;
    let line = row.line;
    let filled = |column: Column| header.filled(row, column).map(str::trim);
    let group = ReadGroup {
        line,
        id: filled(Column::GroupId)
            .map(|text| group_id(line, Column::GroupId.name(), text))
            .transpose()?,
        display_name: header
            .filled(row, Column::DisplayName)
            .map(str::to_owned)
            .ok_or_else(|| nameless(line))?,
        group_type: filled(Column::GroupType).map(str::to_owned),
        mail: filled(Column::Mail).map(str::to_owned),
        member_count: filled(Column::MemberCount).and_then(|text| text.parse().ok()),
    };
    if group.member_count.is_none() && filled(Column::MemberCount).is_some() {
        uncounted.push(line);
    }
    Ok(group)
}

fn nameless(line: u64) -> RowProblem {
    RowProblem {
        line,
        column: Some(Column::DisplayName.name()),
        code: "group-name-missing",
        message: format!("Line {line} has no DisplayName. Add it or remove the row."),
    }
}
