//! What comes before the rows: lines that programs add, and the separator.

/// Takes off the lines that Windows PowerShell (`#TYPE …`) and Excel (`sep=;`) write before the header, and counts
/// them.
pub(crate) fn without_preamble(text: &str) -> (u64, &str) {
    let mut skipped = 0;
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        let lower = line.trim().to_ascii_lowercase();
        if !(lower.is_empty() || lower.starts_with("#type ") || lower.starts_with("sep=")) {
            break;
        }
        skipped += 1;
        rest = after;
    }
    (skipped, rest)
}

/// The separator that the header has most of, outside quotes.
pub(super) fn separator(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += i32::from(!quoted && byte == *separator);
        }
    }
    // The first of equals: a comma.
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| separator)
}
