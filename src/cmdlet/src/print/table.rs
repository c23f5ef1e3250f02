//! `Format-Table`: a row for each object.

use super::{Bounded, Row, TooLong};
use std::collections::HashMap;

/// No column is made narrower than this.
const NARROWEST: usize = 8;

/// A table with an empty line before and after it. Columns are as wide as their longest value; what does not fit into
/// the width of the window is cut with `…`.
///
/// # Errors
/// When it is more than `most` bytes.
pub fn table(rows: &[Row], width: usize, has_heads: bool, most: usize) -> Result<String, TooLong> {
    let mut names: Vec<&str> = Vec::new();
    let mut columns: HashMap<&str, usize> = HashMap::new();
    for (name, _) in rows.iter().flatten() {
        columns.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        });
    }
    let mut text = Bounded::new(most);
    if names.is_empty() {
        return Ok(text.into_text());
    }
    if rows.len().saturating_mul(names.len()) > most / size_of::<String>() {
        return Err(TooLong);
    }
    let cells = rows.iter().map(|row| {
        let mut cells: Vec<Option<String>> = vec![None; names.len()];
        for (name, value) in row {
            let place = columns.get(name.as_str()).and_then(|at| cells.get_mut(*at));
            if let Some(place @ None) = place {
                *place = Some(value.shown().replace(['\r', '\n', '\t'], " "));
            }
        }
        cells.into_iter().map(Option::unwrap_or_default).collect()
    });
    let cells: Vec<Vec<String>> = cells.collect();
    let mut widths: Vec<usize> = names.iter().map(|name| name.chars().count()).collect();
    for row in &cells {
        for (known, cell) in widths.iter_mut().zip(row) {
            *known = (*known).max(cell.chars().count());
        }
    }
    shrink(&mut widths, width);
    text.push("\n")?;
    if has_heads {
        line(&mut text, names.iter().map(|name| (*name).to_owned()), &widths)?;
        let dashes = names.iter().map(|name| "-".repeat(name.chars().count()));
        line(&mut text, dashes, &widths)?;
    }
    for row in cells {
        line(&mut text, row.into_iter(), &widths)?;
    }
    text.push("\n")?;
    Ok(text.into_text())
}

/// Makes columns narrower until all fit, the last ones first: identifiers stand in front.
fn shrink(widths: &mut [usize], width: usize) {
    let gaps = widths.len().saturating_sub(1);
    let mut over = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
    for known in widths.iter_mut().rev() {
        let less = over.min(known.saturating_sub(NARROWEST));
        *known -= less;
        over -= less;
    }
}

fn line(text: &mut Bounded, cells: impl Iterator<Item = String>, widths: &[usize]) -> Result<(), TooLong> {
    for (at, (cell, width)) in cells.zip(widths).enumerate() {
        if at > 0 {
            text.push(" ")?;
        }
        let length = cell.chars().count();
        if length > *width {
            let end = cell
                .char_indices()
                .nth(width.saturating_sub(1))
                .map_or(cell.len(), |(at, _)| at);
            text.push(cell.get(..end).unwrap_or_default())?;
            text.push("…")?;
        } else {
            text.push(&cell)?;
            text.pad(width - length)?;
        }
    }
    text.trim_blanks();
    text.push("\n")
}
