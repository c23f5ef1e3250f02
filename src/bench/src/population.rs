//! A population like that of a large organization: names in several scripts, policies given directly and through
//! groups.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};

/// The columns that Forecourt imports, and two that it ignores: what takes effect, and from where.
const HEADER: &str = r#""Identity","UserPrincipalName","DisplayName","Mail","Department","AccountEnabled","ExternalAccessPolicy","EffectivePolicy","Source""#;

/// A name, and how it stands in an address.
type Name = (&'static str, &'static str);

const FIRST: &[Name] = &[
    ("Alice", "alice"),
    ("Bruno", "bruno"),
    ("Chloé", "chloe"),
    ("Daan", "daan"),
    ("Élodie", "elodie"),
    ("Farid", "farid"),
    ("Grete", "grete"),
    ("Jürgen", "juergen"),
    ("Łukasz", "lukasz"),
    ("Ngoc", "ngoc"),
    ("Søren", "soeren"),
    ("Елена", "elena"),
    ("Дмитро", "dmytro"),
    ("Νίκος", "nikos"),
    ("علی‌رضا", "alireza"),
    ("נועה", "noa"),
    ("さくら", "sakura"),
    ("민준", "minjun"),
    ("伟", "wei"),
];
const LAST: &[Name] = &[
    ("Ashdown", "ashdown"),
    ("Brandt", "brandt"),
    ("Çelik", "celik"),
    ("Dietrich", "dietrich"),
    ("Evans", "evans"),
    ("Fischer", "fischer"),
    ("García", "garcia"),
    ("Haddad", "haddad"),
    ("Ito", "ito"),
    ("Müller", "mueller"),
    ("Nowak", "nowak"),
    ("O'Brien", "obrien"),
    ("Иванова", "ivanova"),
    ("Παπαδόπουλος", "papadopoulos"),
    ("حداد", "hadad"),
    ("田中", "tanaka"),
    ("王", "wang"),
];
const DEPARTMENTS: &[&str] = &[
    "Sales",
    "R&D",
    "Finance",
    "Field Service",
    "Legal",
    "Support",
    "Procurement",
    "Работа с клиентами",
    "経営企画",
    "",
];

/// How many policies there are beside Global.
const POLICIES: u64 = 40;

/// The name of a policy; `number` is taken around the 40 that there are.
pub(crate) fn policy(number: u64) -> String {
    format!("Policy {:02}", number % POLICIES)
}

/// Writes `count` people as CSV, the same at every call.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write(file: &Path, count: u64) -> Result<()> {
    let output = File::create(file).with_context(|| format!("cannot write `{}`", file.display()))?;
    let mut output = BufWriter::new(output);
    write!(output, "{HEADER}\r\n")?;
    for number in 0..count {
        write!(output, "{}\r\n", line(number))?;
    }
    output.flush()?;
    Ok(())
}

/// Nothing in it needs quotes of its own.
fn line(number: u64) -> String {
    let mut seed = number;
    let mut draw = |below: u64| {
        seed = mixed(seed);
        seed % below
    };
    let identity = format!("{:08x}-0000-4000-8000-{number:012x}", draw(1 << 32));
    let (first, first_plain) = pick(FIRST, draw(1 << 20)).unwrap_or_default();
    let (last, last_plain) = pick(LAST, draw(1 << 20)).unwrap_or_default();
    let department = pick(DEPARTMENTS, draw(1 << 20)).unwrap_or_default();
    let address = format!("{first_plain}.{last_plain}.{number}@aldergrove.example");
    let enabled = if draw(20) == 0 { "False" } else { "True" };
    let given = policy(draw(POLICIES));
    // A tenth has a policy of their own, four in ten one through a group.
    let (direct, effective, source) = match draw(10) {
        0 => (given.as_str(), given.as_str(), "direct"),
        1..5 => ("", given.as_str(), "group"),
        _ => ("", "Global", "global"),
    };
    format!(
        "\"{identity}\",\"{address}\",\"{first} {last} {number}\",\"{address}\",\"{department}\",\
         \"{enabled}\",\"{direct}\",\"{effective}\",\"{source}\""
    )
}

fn pick<T: Copy>(from: &[T], draw: u64) -> Option<T> {
    let place = usize::try_from(draw).ok()?.checked_rem(from.len())?;
    from.get(place).copied()
}

/// The number that SplitMix64 makes of this one: each number has another, in no order that one sees.
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everybody_is_somebody_else_and_everything_occurs() {
        let lines: Vec<String> = (0..20_000).map(line).collect();
        let column = |at: usize| -> BTreeSet<&str> {
            lines
                .iter()
                .map(|line| line.trim_matches('"').split("\",\"").nth(at).unwrap())
                .collect()
        };
        assert!(
            lines
                .iter()
                .all(|line| line.split(',').count() == HEADER.split(',').count())
        );
        assert_eq!(column(0).len(), lines.len());
        assert_eq!(column(1).len(), lines.len());
        assert_eq!(column(4).len(), DEPARTMENTS.len());
        assert_eq!(column(5), BTreeSet::from(["False", "True"]));
        assert_eq!(column(7).len(), 41);
        assert_eq!(column(8), BTreeSet::from(["direct", "global", "group"]));
    }

    #[test]
    fn the_same_number_is_always_the_same_person() {
        assert_eq!(line(7), line(7));
        assert_ne!(line(7), line(8));
    }
}
