//! Searching for people.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::{Filled, Names, p99};
use crate::median::median;
use crate::row::Row;

pub(super) const P99: Names = Names("scale/search_p99_sqlite", "scale/search_p99_postgres");
pub(super) const P50: Names = Names("scale/search_p50_sqlite", "scale/search_p50_postgres");

/// How many searches each class has; five make 200.
const EACH: usize = 40;

/// Words that few have, that many have, that nobody has, of one or two characters, and in other scripts.
pub(crate) fn classes() -> [(&'static str, Vec<String>); 5] {
    const GIVEN: [&str; 10] = [
        "maya", "amir", "lucia", "noah", "priya", "tomas", "elena", "sofia", "daniel", "yusuf",
    ];
    const FAMILY: [&str; 10] = [
        "kowalski", "larsen", "moreau", "nakamura", "okafor", "patel", "rossi", "sato", "weber", "zhou",
    ];
    const SHORT: [&str; 20] = [
        "a", "m", "s", "li", "ma", "so", "ko", "pa", "z", "w", "qu", "zh", "no", "to", "ya", "we", "ro", "e",
        "fi", "le",
    ];
    const OTHER: [&str; 10] = [
        "Иванова",
        "Παπαδ",
        "حداد",
        "田中",
        "李",
        "王伟",
        "김민",
        "शर्मा",
        "ბერიძე",
        "Շ",
    ];
    let pick = |list: &[&str], at: usize| list.get(at % list.len()).copied().unwrap_or_default().to_owned();
    let all = |word: &dyn Fn(usize) -> String| (0..EACH).map(word).collect::<Vec<_>>();
    [
        (
            "rare",
            all(&|at| {
                format!(
                    "{} {} {}",
                    pick(&GIVEN, at),
                    pick(&FAMILY, at + at / 10),
                    at % 9 + 2
                )
            }),
        ),
        (
            "common",
            all(&|at| {
                if at % 4 == 0 {
                    pick(&["aldergrove", "sales", "example", "finance"], at / 4)
                } else {
                    pick(&FAMILY, at)
                }
            }),
        ),
        ("none", all(&|at| format!("{}qx{at}", pick(&GIVEN, at)))),
        ("short", all(&|at| pick(&SHORT, at))),
        ("other scripts", all(&|at| pick(&OTHER, at))),
    ]
}

/// The address of the first page of a search.
pub(crate) fn path(word: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", word)
        .finish();
    format!("/users?{query}")
}

/// The time of each search, from the request to the last byte, once each has been asked for.
///
/// # Errors
/// The product fails.
pub(super) async fn measure(filled: &Filled) -> Result<Vec<Row>> {
    let mut all = Vec::new();
    println!("searches on {:?}, in ms: class, p50, p99", filled.engine);
    for (class, words) in classes() {
        let mut times = Vec::new();
        for word in &words {
            let aim = filled.aim(path(word));
            // The first connection and the survey of the directory are not part of a search.
            let two = aim.times(2, Duration::MAX).await?;
            times.extend(two.last());
        }
        println!("  {class:<14} {:>8.3} {:>8.3}", median(&times), p99(&times));
        all.extend(times);
    }
    ensure!(all.len() == 5 * EACH, "a search was left out");
    Ok(vec![
        Row::new(P50.on(filled.engine), median(&all), "ms", None),
        Row::new(P99.on(filled.engine), p99(&all), "ms", Some(10.0)),
    ])
}
