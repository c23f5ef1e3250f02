//! Lists of people as `Get-CsOnlineUser | Select … | Export-Csv` writes them.

use std::fmt::Write as _;

const HEADER: &str = r#""UserPrincipalName","DisplayName","SipAddress","Identity","AccountEnabled","Department","ExternalAccessPolicy""#;
const FIRST: &[&str] = &[
    "Alice", "Bruno", "Chiara", "Daan", "Elif", "Farid", "Grete", "Hana", "Ivo", "Jun", "Kofi",
];
const LAST: &[&str] = &[
    "Ashdown", "Brandt", "Costa", "Dietrich", "Evans", "Fischer", "Garcia", "Haddad", "Ito",
];
const DEPARTMENTS: &[&str] = &["Sales", "R&D", "Finance", "Field Service", "Legal", "Support", ""];

/// The text of a list of `count` people, the same at every call.
pub(crate) fn list(count: usize) -> String {
    let mut text = format!("{HEADER}\r\n");
    for ((number, first), (last, department)) in (0..count)
        .zip(FIRST.iter().cycle())
        .zip(LAST.iter().cycle().zip(DEPARTMENTS.iter().cycle()))
    {
        let name = format!("{}.{}.{number}", first.to_lowercase(), last.to_lowercase());
        let address = format!("{name}@aldergrove.example");
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "\"{address}\",\"{first} {last} {number}\",\"sip:{address}\",\
             \"00000000-0000-4000-8000-{number:012x}\",\"True\",\"{department}\",\r\n"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_name_of_their_own_and_seven_columns() {
        let text = list(1000);
        let lines: std::collections::BTreeSet<&str> = text.lines().skip(1).collect();
        assert_eq!(lines.len(), 1000);
        assert!(lines.iter().all(|line| line.split(',').count() == 7));
    }
}
