//! The table that PowerShell prints: columns begin where the dashes under the header begin, and names have blanks.

use super::GroupAssignmentsFile;
use super::column::Column;
use super::fields::Fields;
use super::width::WAYS;
use crate::source::Unreadable;
use crate::table::{Column as _, Header, RowProblem};
use forecourt_model::GroupId;

/// Reads the rows of all tables of `text` that have a column `GroupId`. `None` when there is none.
pub(super) fn read(text: &str, file: &mut GroupAssignmentsFile) -> Result<Option<Vec<Fields>>, Unreadable> {
    let mut reader = Reader::default();
    let mut lines = text.lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        let below = lines.peek().and_then(|(line, _)| dashes(line));
        let header = below.map(|starts| (cut(line, &starts, WAYS[0]).unwrap_or_default(), starts));
        match header {
            Some((cells, starts))
                if cells
                    .iter()
                    .any(|cell| Column::find(cell) == Some(Column::GroupId)) =>
            {
                let header = Header::read(cells.iter().map(String::as_str))?;
                header.require(&Column::REQUIRED, text)?;
                file.notes.extend(header.notes());
                reader.table = Some(Table { header, starts });
                reader.within = true;
                lines.next();
            }
            _ => reader.line(line, number),
        }
    }
    if reader.table.is_none() {
        return Ok(None);
    }
    file.problems.append(&mut reader.problems);
    file.notes.extend(reader.note());
    Ok(Some(reader.rows))
}

struct Table {
    header: Header<Column>,
    /// Where each column begins.
    starts: Vec<usize>,
}

#[derive(Default)]
struct Reader {
    table: Option<Table>,
    /// Whether no blank line has ended the table.
    within: bool,
    rows: Vec<Fields>,
    problems: Vec<RowProblem>,
    foreign: Vec<u64>,
}

impl Reader {
    fn line(&mut self, line: &str, number: u64) {
        if line.trim().is_empty() {
            self.within = false;
            return;
        }
        let Some(table) = &self.table else {
            return;
        };
        let fields = table.fields(line, number);
        let group = fields.as_ref().and_then(|fields| fields.get(Column::GroupId));
        let is_row = group.is_some_and(|group| group.parse::<GroupId>().is_ok());
        match fields {
            _ if !self.within && !is_row => self.foreign.push(number),
            Some(fields) if group.is_some() => self.rows.push(fields),
            Some(_) => self.wrapped(number),
            None => self.problems.push(RowProblem {
                line: number,
                column: None,
                code: "columns-unclear",
                message: format!(
                    "Line {number} does not fit the columns of its table and was left out. Export the assignments with Export-Csv and choose that file."
                ),
            }),
        }
    }

    /// A line that goes on with the values of the row above it, of which nobody can tell how.
    fn wrapped(&mut self, number: u64) {
        self.rows.pop_if(|row| row.line + 1 == number);
        self.problems.push(RowProblem {
            line: number,
            column: None,
            code: "wrapped-row",
            message: format!(
                "Line {number} goes on with the row above it, so both were left out. Export the assignments with Export-Csv and choose that file."
            ),
        });
    }

    fn note(&self) -> Option<String> {
        match self.foreign.as_slice() {
            [] => None,
            [line] => Some(format!("Line {line} is not a row of the table and was left out.")),
            [first, rest @ ..] => Some(format!(
                "Line {first} and {} more are not rows of the table and were left out.",
                rest.len()
            )),
        }
    }
}

impl Table {
    /// Cuts a row in the way of counting in which the columns come out whole and the rank is a number; in the first
    /// in which they come out whole if it is one in none.
    fn fields(&self, line: &str, number: u64) -> Option<Fields> {
        let cells: Vec<_> = WAYS
            .iter()
            .filter_map(|way| cut(line, &self.starts, *way))
            .collect();
        let rank = self.header.place(Column::Rank)?;
        let has_rank = |cells: &&Vec<String>| cells.get(rank).is_some_and(|rank| rank.parse::<i64>().is_ok());
        let cells = cells.iter().find(has_rank).or(cells.first())?;
        Some(Fields::new(number, true, |column| {
            cells.get(self.header.place(column)?).cloned()
        }))
    }
}

/// Where the dashes begin, if `line` is the one under a header.
fn dashes(line: &str) -> Option<Vec<usize>> {
    let mut starts = Vec::new();
    let mut before = ' ';
    for (index, character) in line.trim_end().char_indices() {
        match character {
            '-' if before == ' ' => starts.push(index),
            '-' | ' ' => {}
            _ => return None,
        }
        before = character;
    }
    (starts.len() > 1).then_some(starts)
}

/// The cells of `line`, without blanks around them. `None` when a cell would begin in the middle of a word.
fn cut(line: &str, starts: &[usize], width: fn(char) -> usize) -> Option<Vec<String>> {
    let mut cells = vec![String::new(); starts.len()];
    let (mut position, mut column) = (0, None);
    let mut before = ' ';
    for character in line.chars() {
        let next = column.map_or(0, |column| column + 1);
        match starts.get(next) {
            Some(start) if position == *start && before == ' ' => column = Some(next),
            Some(start) if position >= *start => return None,
            _ => {}
        }
        match column.and_then(|column| cells.get_mut(column)) {
            Some(cell) => cell.push(character),
            None if character != ' ' => return None,
            None => {}
        }
        position += width(character);
        before = character;
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}
