//! How much room a character takes in a printed table.

/// Ways of counting that programs have, the most frequent first.
pub(super) const WAYS: [fn(char) -> usize; 3] = [one, code_units, cells];

fn one(_: char) -> usize {
    1
}

/// As Windows PowerShell counts when it writes to a file.
fn code_units(character: char) -> usize {
    character.len_utf16()
}

/// As consoles count: characters of East Asia are two cells wide.
fn cells(character: char) -> usize {
    let wide = matches!(
        character,
        '\u{1100}'..='\u{115f}'
            | '\u{2329}'..='\u{232a}'
            | '\u{2e80}'..='\u{303e}'
            | '\u{3040}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe10}'..='\u{fe19}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{10000}'..
    );
    if wide { 2 } else { 1 }
}
