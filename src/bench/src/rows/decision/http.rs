//! Decisions over HTTP, on one core: processor time for each, which is what one core needs however fast the asking is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::cases::{Case, cases, rules};
use super::meanwhile;
use crate::arguments::Arguments;
use crate::cerbos::{self, Cerbos};
use crate::client::Client;
use crate::median::median;
use crate::peer::{self, Peer};
use crate::prepared::{Line, Load, post};
use crate::process_figures::resident;
use crate::product::{Product, Running, Size};
use crate::row::Row;

pub(super) const NAMES: &[&str] = &[
    "decision/http_per_request",
    "decision/http_cerbos",
    "decision/http_1000000_people",
    "decision/batch_per_decision",
    "decision/read_people",
    "decision/resident",
];

pub(super) const PATH: &str = "/api/v1/decisions";
const FEW: usize = 1_000;
const CASES: usize = 20_000;
const BATCH: usize = 1_000;
const ROUNDS: u32 = 5;
const CONNECTIONS: usize = 8;
const TIME: Duration = Duration::from_secs(2);

/// A bare handler's requests per second are at most so many times ours: ours are at least 0.6 of them.
const LEAST: f64 = 0.6;

/// How many times as long Cerbos takes, at least.
const CERBOS: f64 = 10.0;

/// How many times as long a decision among a million people takes as one among a thousand, at most.
const GROWTH: f64 = 1.5;

/// A server with people, and what it is asked.
pub(super) struct Served {
    pub(super) product: Product,
    pub(super) running: Running,
    pub(super) credentials: String,
    cases: Vec<Case>,
    /// How long the first decision took, in s: everybody is read for it.
    first: f64,
}

impl Served {
    async fn start(people: usize) -> Result<Self> {
        let size = Size {
            people: u64::try_from(people)?,
            groups: 20,
            policies: 20,
        };
        let (product, _) = Product::sample(None, size)?;
        product.write("data/forecourt.toml", "api_requests_per_second = 0\n")?;
        let credentials = format!("Bearer {}", product.token()?);
        let running = product.start_on_one_core().await?;
        let first = first_decision(&running, &credentials).await?;
        let mut client = Client::connect(running.address, &credentials).await?;
        let cases = cases(&mut client, people, CASES).await?;
        Ok(Self {
            product,
            running,
            credentials,
            cases,
            first,
        })
    }

    fn load(&self, bodies: impl Iterator<Item = Value>) -> Load {
        let address = self.running.address;
        let request = |body: Value| post(address, PATH, &self.credentials, &body.to_string());
        Load {
            address,
            process: self.running.process(),
            requests: Arc::new(bodies.map(request).collect()),
        }
    }

    fn single(&self) -> Load {
        self.load(self.cases.iter().map(Case::ours))
    }

    fn batches(&self) -> Load {
        let batches = self.cases.chunks(BATCH);
        self.load(batches.map(|batch| json!({ "items": batch.iter().map(Case::ours).collect::<Vec<_>>() })))
    }
}

/// Asks until there is an answer; how many seconds that took.
///
/// # Errors
/// There is none within a minute and a half.
pub(super) async fn first_decision(running: &Running, credentials: &str) -> Result<f64> {
    let body = json!({ "action": "send", "initiator": "@a:b.example", "counterparts": ["@c:d.example"] });
    let request = post(running.address, PATH, credentials, &body.to_string());
    let begun = Instant::now();
    loop {
        match Line::open(running.address).await?.ask(&request).await {
            Ok(_) => return Ok(begun.elapsed().as_secs_f64()),
            Err(error) if begun.elapsed() > Duration::from_secs(90) => return Err(error),
            Err(_) => {}
        }
    }
}

/// Both answer the same to every question, and both say yes and no.
async fn agree(served: &Served, cerbos: &Cerbos) -> Result<()> {
    let mut ours = Line::open(served.running.address).await?;
    let mut theirs = Line::open(cerbos.address).await?;
    let mut allowed = 0;
    for case in served.cases.iter().step_by(10) {
        let address = served.running.address;
        let request = post(address, PATH, &served.credentials, &case.ours().to_string());
        let answer: Value = serde_json::from_slice(ours.ask(&request).await?)?;
        let own = answer.get("decision").and_then(Value::as_str) == Some("allow");
        let request = post(cerbos.address, cerbos::PATH, "", &case.theirs().to_string());
        let other = cerbos::is_allowed(theirs.ask(&request).await?)?;
        ensure!(
            own == other,
            "Forecourt and Cerbos differ about {case:?}: {answer}"
        );
        allowed += usize::from(own);
    }
    let asked = served.cases.len() / 10;
    ensure!(
        0 < allowed && allowed < asked,
        "{allowed} of {asked} were allowed"
    );
    Ok(())
}

/// JSON of the size that question and answer have on average.
async fn echoed(served: &Served) -> Result<Value> {
    let case = served.cases.first().context("there is no case")?;
    let mut body = case.ours();
    let question = body.to_string();
    let request = post(served.running.address, PATH, &served.credentials, &question);
    let answer = Line::open(served.running.address)
        .await?
        .ask(&request)
        .await?
        .len();
    let wanted = usize::midpoint(question.len(), answer);
    let fill = wanted.saturating_sub(question.len() + r#","more":"""#.len());
    if let Some(fields) = body.as_object_mut() {
        fields.insert("more".to_owned(), "x".repeat(fill).into());
    }
    Ok(body)
}

/// What the rounds of a load came to: the median of processor time, of time by the clock.
#[derive(Default)]
struct Rounds(Vec<f64>, Vec<f64>);

impl Rounds {
    async fn add(&mut self, load: &Load) -> Result<()> {
        let came = load.run(CONNECTIONS, TIME).await?;
        self.0.push(came.processor_micros);
        self.1.push(came.clock_micros);
        Ok(())
    }

    fn processor(&self) -> f64 {
        median(&self.0)
    }

    fn said(&self, what: &str) {
        println!(
            "  {what:<28} {:>9.3} us of a processor, {:>9.3} us by the clock",
            median(&self.0),
            median(&self.1)
        );
    }
}

/// One question per request beside a bare handler and beside Cerbos, batches, and what many people cost.
///
/// # Errors
/// The product or a peer fails, or Cerbos decides otherwise.
pub(super) async fn measure(arguments: &Arguments) -> Result<Vec<Row>> {
    let people = match std::env::var("FORECOURT_BENCH_POPULATION") {
        Ok(number) => number
            .parse()
            .context("`FORECOURT_BENCH_POPULATION` is no number")?,
        Err(_) => 1_000_000,
    };
    let many = Served::start(people).await?;
    let mut rows = Vec::new();
    if arguments.wants(NAMES) {
        rows.extend(compare(&many).await?);
    }
    if arguments.wants(meanwhile::NAMES) {
        rows.extend(meanwhile::measure(many).await.context("meanwhile")?);
    }
    Ok(rows)
}

async fn compare(many: &Served) -> Result<Vec<Row>> {
    let few = Served::start(FEW).await?;
    let mut client = Client::connect(many.running.address, &many.credentials).await?;
    let cerbos = match Cerbos::start(&rules(&mut client).await?).await {
        Ok(cerbos) => Some(cerbos),
        Err(error) => {
            println!("  Cerbos was not measured: {error:#}");
            None
        }
    };
    if let Some(cerbos) = &cerbos {
        agree(many, cerbos).await?;
    }
    let echo = Peer::echo()?;
    let body = echoed(many).await?.to_string();
    let bare = Load {
        address: echo.address,
        process: echo.process(),
        requests: Arc::new(vec![
            post(echo.address, "/echo", &many.credentials, &body);
            CONNECTIONS
        ]),
    };
    let other = cerbos.as_ref().map(|cerbos| {
        let request = |case: &Case| post(cerbos.address, cerbos::PATH, "", &case.theirs().to_string());
        Load {
            address: cerbos.address,
            process: cerbos.process(),
            requests: Arc::new(many.cases.iter().map(request).collect()),
        }
    });
    let (single, batches, small) = (many.single(), many.batches(), few.single());
    let [mut own, mut batch, mut own_few, mut bare_rounds, mut other_rounds] =
        [const { Rounds(Vec::new(), Vec::new()) }; 5];
    for _ in 0..ROUNDS {
        own.add(&single).await?;
        bare_rounds.add(&bare).await?;
        own_few.add(&small).await?;
        batch.add(&batches).await?;
        if let Some(other) = &other {
            other_rounds.add(other).await?;
        }
    }
    let resident = resident(many.running.process())? / 1_000_000.0;
    own.said("one question");
    own_few.said("one question, 1,000 people");
    bare_rounds.said(peer::ECHO);
    batch.said("1,000 questions");
    if other.is_some() {
        other_rounds.said(cerbos::NAME);
    }
    let (value, echoing, among_few) = (own.processor(), bare_rounds.processor(), own_few.processor());
    let mut rows = vec![
        Row::new("decision/http_per_request", value, "us", Some(echoing / LEAST)).beside(peer::ECHO, echoing),
        Row::new(
            "decision/http_1000000_people",
            value,
            "us",
            Some(among_few * GROWTH),
        )
        .beside("1,000 people", among_few),
        // 500,000 a second.
        Row::new(
            "decision/batch_per_decision",
            batch.processor() / 1_000.0,
            "us",
            Some(2.0),
        ),
        Row::new("decision/read_people", many.first, "s", None),
        Row::new("decision/resident", resident, "MB", Some(200.0)),
    ];
    if other.is_some() {
        let row = Row::new("decision/http_cerbos", value, "us", None);
        rows.push(
            row.beside(cerbos::NAME, other_rounds.processor())
                .times_better(CERBOS),
        );
    }
    Ok(rows)
}
