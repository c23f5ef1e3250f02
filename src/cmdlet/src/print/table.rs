//! `Format-Table`: a row for each object.

use super::Row;

/// No column is made narrower than this.
const NARROWEST: usize = 8;

/// A table with an empty line before and after it. Columns are as wide as their longest value; what does not fit into
/// the width of the window is cut with `…`.
pub fn table(rows: &[Row], width: usize, has_heads: bool) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flatten() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return String::new();
    }
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let cell = |name: &&str| {
                let found = row.iter().find(|(known, _)| known == name);
                let text = found.map(|(_, value)| value.shown()).unwrap_or_default();
                text.replace(['\r', '\n', '\t'], " ")
            };
            names.iter().map(cell).collect()
        })
        .collect();
    let mut widths: Vec<usize> = names.iter().map(|name| name.chars().count()).collect();
    for row in &cells {
        for (known, cell) in widths.iter_mut().zip(row) {
            *known = (*known).max(cell.chars().count());
        }
    }
    shrink(&mut widths, width);
    let mut text = String::from("\n");
    if has_heads {
        line(&mut text, names.iter().map(|name| (*name).to_owned()), &widths);
        let dashes = names.iter().map(|name| "-".repeat(name.chars().count()));
        line(&mut text, dashes, &widths);
    }
    for row in cells {
        line(&mut text, row.into_iter(), &widths);
    }
    text.push('\n');
    text
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

fn line(text: &mut String, cells: impl Iterator<Item = String>, widths: &[usize]) {
    let start = text.len();
    for (at, (cell, width)) in cells.zip(widths).enumerate() {
        if at > 0 {
            text.push(' ');
        }
        let length = cell.chars().count();
        if length > *width {
            text.extend(cell.chars().take(width.saturating_sub(1)));
            text.push('…');
        } else {
            text.push_str(&cell);
            text.extend(std::iter::repeat_n(' ', width - length));
        }
    }
    let end = text
        .get(start..)
        .map_or(0, |line| line.trim_end_matches(' ').len());
    text.truncate(start + end);
    text.push('\n');
}
