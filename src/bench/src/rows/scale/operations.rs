//! A policy for everybody, and for a million lines of a file.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use super::{Filled, Names, p99};
use crate::client::Client;
use crate::product::Product;
use crate::row::Row;

pub(super) const ASSIGN: Names = Names("scale/assign_all_sqlite", "scale/assign_all_postgres");
pub(super) const PREPARE: Names = Names("scale/assign_prepare_sqlite", "scale/assign_prepare_postgres");
pub(super) const MEANWHILE: Names = Names(
    "scale/page_meanwhile_ratio_sqlite",
    "scale/page_meanwhile_ratio_postgres",
);
pub(super) const LIST: Names = Names("scale/assign_list_sqlite", "scale/assign_list_postgres");
pub(super) const MEMORY: Names = Names(
    "scale/assign_list_memory_sqlite",
    "scale/assign_list_memory_postgres",
);

pub(super) const ALONE: Names = Names("scale/assign_alone_sqlite", "scale/assign_alone_postgres");

/// The policy that everybody is given.
pub(super) const POLICY: &str = "Policy 07";

/// The one that they are given next.
const OTHER_POLICY: &str = "Policy 09";

/// How many pages are asked for while nothing else happens: some seconds, so that one moment in which the database clears up
/// does not decide.
const IDLE: u32 = 2_000;

/// How often an operation is looked at while nobody reads.
const PAUSE: Duration = Duration::from_millis(100);

/// How long an operation may take before the run is given up.
const PATIENCE: Duration = Duration::from_mins(10);

/// Everybody gets a policy: preparing it and running it in s, and the p99 of the users page meanwhile as a multiple of
/// its p99 when nothing else happens. Then everybody gets another one while nobody reads, as with the peer.
///
/// # Errors
/// The product fails.
pub(super) async fn measure(filled: &Filled, target: f64) -> Result<Vec<Row>> {
    let users = filled.aim("/users".to_owned());
    let idle = p99(&users.times(IDLE, Duration::MAX).await?);
    let mut meanwhile = Vec::new();
    let read = async || {
        meanwhile.extend(users.times(20, Duration::MAX).await?);
        Ok(())
    };
    let (preparing, running) = assign(filled, POLICY, read).await?;
    let rest = async || {
        tokio::time::sleep(PAUSE).await;
        Ok(())
    };
    let (_, alone) = assign(filled, OTHER_POLICY, rest).await?;
    let engine = filled.engine;
    let meanwhile = p99(&meanwhile);
    println!("the users page on {engine:?}, p99 in ms: {idle:.3}, meanwhile {meanwhile:.3}");
    Ok(vec![
        Row::new(PREPARE.on(engine), preparing, "s", None),
        Row::new(ASSIGN.on(engine), running, "s", Some(target)),
        Row::new(MEANWHILE.on(engine), meanwhile / idle, "x", Some(2.0)),
        Row::new(ALONE.on(engine), alone, "s", None),
    ])
}

/// Gives everybody a policy, and does something `meanwhile` again and again. Returns the seconds of preparing it and of
/// running it.
async fn assign(
    filled: &Filled,
    policy: &str,
    mut meanwhile: impl AsyncFnMut() -> Result<()>,
) -> Result<(f64, f64)> {
    let mut client = Client::connect(filled.running.address, &filled.cookies).await?;
    let form = client.get("/operations/new?all=true").await?;
    let form = String::from_utf8_lossy(form.body()).into_owned();
    let policy = option(&form, policy).context("the form offers no policy")?;
    let key = hidden(&form, "key").context("the form has no key")?;
    let fields = [
        ("all", "true"),
        ("target", policy.as_str()),
        ("from", ""),
        ("reason", ""),
        ("key", key.as_str()),
    ];
    let start = Instant::now();
    let prepared = client.post("/operations?all=true", &fields).await?;
    let place = prepared
        .headers()
        .get("location")
        .and_then(|value| value.to_str().ok());
    let Some(place) = place.map(str::to_owned) else {
        bail!("the operation was not prepared: {}", prepared.status());
    };
    client.get(&place).await?;
    let preparing = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let started = client
        .post(&place, &[("do", "start"), ("acknowledge", "true")])
        .await?;
    ensure!(
        started.status().is_redirection(),
        "starting was answered with {}",
        started.status()
    );
    loop {
        meanwhile().await?;
        let page = client.get(&place).await?;
        if page.headers().get("refresh").is_none() {
            return Ok((preparing, start.elapsed().as_secs_f64()));
        }
        ensure!(start.elapsed() < PATIENCE, "the operation does not end");
    }
}

/// Everybody of an export gets a policy by the command line: validated and applied in s, and the memory over that of a
/// command that does nothing, in MB.
///
/// # Errors
/// The product fails.
pub(super) async fn list(filled: &Filled, product: &Product) -> Result<Vec<Row>> {
    let (export, _) = filled.aim("/users/export.csv".to_owned()).text().await?;
    let mut names = String::from("UserPrincipalName\n");
    for line in export.lines().skip(1) {
        let name = line.split(',').next().unwrap_or_default().trim_matches('"');
        if name.contains('@') {
            writeln!(names, "{name}")?;
        }
    }
    drop(export);
    let file = product.write("people.csv", &names)?;
    let (_, idle) = product.measured(&["doctor"])?;
    let words = ["assign", "--policy", "Policy 11", "--users", &file, "--yes"];
    let (seconds, peak) = product.measured(&words)?;
    let engine = filled.engine;
    Ok(vec![
        Row::new(LIST.on(engine), seconds, "s", Some(30.0)),
        Row::new(MEMORY.on(engine), (peak - idle) / 1_000_000.0, "MB", Some(150.0)),
    ])
}

/// The value of the choice with these words.
fn option(page: &str, words: &str) -> Option<String> {
    let before = page.split(&format!(">{words}")).next()?;
    let tag = before.rsplit("<option").next()?;
    attribute(tag, "value")
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> Option<String> {
    let place = page.find(&format!("name=\"{name}\""))?;
    let (before, after) = page.split_at(place);
    let tag = format!("{}{}", before.rsplit('<').next()?, after.split('>').next()?);
    attribute(&tag, "value")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!("{name}=\"")).nth(1)?;
    Some(value.split('"').next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{hidden, option};

    #[test]
    fn fields_are_found() {
        let page = r#"<input type="hidden" name="key" value="k1"><option value="p1">Policy 01</option>"#;
        assert_eq!(hidden(page, "key").as_deref(), Some("k1"));
        assert_eq!(option(page, "Policy 01").as_deref(), Some("p1"));
    }
}
