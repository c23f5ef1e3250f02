//! Lists of people: the first page, a page far behind, who has a policy, and all of those as a file.

use std::time::Instant;

use anyhow::{Context as _, Result};

use super::{Filled, Names};
use crate::median::median;
use crate::row::Row;

pub(super) const FIRST: Names = Names("scale/list_first_sqlite", "scale/list_first_postgres");
pub(super) const DEEP: Names = Names("scale/list_deep_ratio_sqlite", "scale/list_deep_ratio_postgres");
pub(super) const HOLDERS: Names = Names("scale/holders_first_sqlite", "scale/holders_first_postgres");
pub(super) const EXPORT: Names = Names("scale/export_100k_sqlite", "scale/export_100k_postgres");

const ROUNDS: u32 = 5;
const REQUESTS: u32 = 60;

/// A policy of the sample that more than a tenth of all people have, directly and through groups.
pub(in crate::rows) const POLICY: &str = "Sales outbound only";

/// The pages in ms, and exporting as many as a tenth of the people in s.
///
/// # Errors
/// The product fails.
pub(super) async fn measure(filled: &Filled) -> Result<Vec<Row>> {
    let first = filled.aim("/users".to_owned());
    // Walking to page 20,000 is what keyset pages spare; the last page is found by turning the order round.
    let deep = filled.aim(deep_path(filled).await?);
    let holders = filled.aim(format!("/users?policy={}", POLICY.replace(' ', "+")));
    let (mut at_first, mut at_deep, mut at_holders) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        at_first.push(first.latency(REQUESTS).await?);
        at_deep.push(deep.latency(REQUESTS).await?);
        at_holders.push(holders.latency(REQUESTS).await?);
    }
    let ratios: Vec<_> = at_deep
        .iter()
        .zip(&at_first)
        .map(|(deep, first)| deep / first)
        .collect();
    let export = filled.aim(format!("/users/export.csv?policy={}", POLICY.replace(' ', "+")));
    let mut exports = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        let (text, _) = export.text().await?;
        let rows = text.lines().count().saturating_sub(1);
        let seconds = start.elapsed().as_secs_f64();
        // For a hundred thousand, whatever the size of the sample.
        exports.push(seconds * 100_000.0 / f64::from(u32::try_from(rows)?));
    }
    let engine = filled.engine;
    Ok(vec![
        Row::new(FIRST.on(engine), median(&at_first), "ms", None),
        Row::new(DEEP.on(engine), median(&ratios), "x", Some(1.2)),
        Row::new(HOLDERS.on(engine), median(&at_holders), "ms", Some(10.0)),
        Row::new(EXPORT.on(engine), median(&exports), "s", Some(1.0)),
    ])
}

/// The address of the page at the other end of the list: the page before the end of the list in its usual order.
async fn deep_path(filled: &Filled) -> Result<String> {
    let (page, _) = filled.aim("/users".to_owned()).text().await?;
    let next = link(&page, "Next page").context("the list has only one page")?;
    let cursor = next
        .split("cursor=")
        .nth(1)
        .context("the next page has no cursor")?;
    let (end, _) = filled.aim("/users?sort=-name".to_owned()).text().await?;
    let back = link(&end, "Next page").context("the list has only one page")?;
    let back = back
        .split("cursor=")
        .nth(1)
        .context("the next page has no cursor")?;
    let cursor = cursor::between(cursor, back).context("the cursor cannot be read")?;
    Ok(format!("/users?cursor={cursor}"))
}

/// The address of the link with these words.
fn link(page: &str, words: &str) -> Option<String> {
    let before = page.split(&format!(">{words}<")).next()?;
    let tag = before.rsplit("href=\"").next()?;
    Some(tag.split('"').next()?.replace("&amp;", "&"))
}

/// The places in lists that addresses carry.
mod cursor {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::Value;

    /// A cursor of the list of `own` at the place of `other`.
    pub(super) fn between(own: &str, other: &str) -> Option<String> {
        let (mut own, other) = (read(own)?, read(other)?);
        *own.get_mut("k")? = other.get("k")?.clone();
        Some(write(&own.to_string()))
    }

    fn read(text: &str) -> Option<Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }

    fn write(text: &str) -> String {
        URL_SAFE_NO_PAD.encode(text)
    }

    #[cfg(test)]
    mod tests {
        use super::{between, read, write};

        #[test]
        fn a_place_is_carried_over() {
            let own = write(r#"{"l":"a","b":false,"k":["x","1"],"n":50}"#);
            let other = write(r#"{"l":"b","b":false,"k":["é","2"],"n":100}"#);
            let both = read(&between(&own, &other).unwrap()).unwrap();
            assert_eq!(both["l"], "a");
            assert_eq!(both["k"][0], "é");
        }
    }
}
