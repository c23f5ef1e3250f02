//! What moving a large group to another rank would do.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use super::{Filled, Names};
use crate::client::Client;
use crate::median::median;
use crate::row::Row;

pub(super) const IMPACT: Names = Names("scale/impact_rank_sqlite", "scale/impact_rank_postgres");

/// The group of the sample that one of twenty people is a member of.
const GROUP: &str = "Team 0007";
const REQUESTS: u32 = 15;

/// From asking to move the group to the first place to the last byte of the page that says what it would do, in ms.
///
/// # Errors
/// The product fails.
pub(super) async fn measure(filled: &Filled) -> Result<Vec<Row>> {
    let mut client = Client::connect(filled.running.address, &filled.cookies).await?;
    let page = client.get("/groups").await?;
    let page = String::from_utf8_lossy(page.body()).into_owned();
    let id = page
        .split(&format!(">{GROUP}<"))
        .next()
        .and_then(|before| before.rsplit("/groups/").next())
        .and_then(|rest| rest.split('"').next())
        .context("the large group has no policy")?
        .to_owned();
    let ranking = value_of(&page, "ranking").context("the page does not say which ranking it shows")?;
    let fields = [
        ("do", "move"),
        ("group", id.as_str()),
        ("rank", "1"),
        ("ranking", ranking.as_str()),
    ];
    let mut times = Vec::new();
    for _ in 0..REQUESTS {
        let start = Instant::now();
        let answer = client.post("/groups", &fields).await?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        ensure!(
            answer.status().is_success(),
            "moving was answered with {}",
            answer.status()
        );
    }
    let row = Row::new(IMPACT.on(filled.engine), median(&times), "ms", Some(500.0));
    Ok(vec![row])
}

fn value_of(page: &str, name: &str) -> Option<String> {
    let place = page.find(&format!("name=\"{name}\""))?;
    let (before, after) = page.split_at(place);
    let tag = format!("{}{}", before.rsplit('<').next()?, after.split('>').next()?);
    let value = tag.split("value=\"").nth(1)?;
    Some(value.split('"').next()?.to_owned())
}
