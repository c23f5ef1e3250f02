//! `/console`: cmdlets on a page.

use crate::cmdlet::{Door, run_script};
use crate::http::form::Form;
use crate::http::frame::Place;
use crate::http::respond::page;
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use forecourt_app::pages::console::{ConsoleData, console_page};
use forecourt_cmdlet::{Fault, Variables};
use forecourt_service::Services;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use tokio::sync::Semaphore;

/// The most that is shown of an output, in bytes.
const MOST_SHOWN: usize = 1024 * 1024;

/// At most how many people one cmdlet gives to a page.
const MOST_PEOPLE: usize = 10_000;

/// At most how many steps a script of the page takes, so that it keeps nobody else waiting.
const MOST_STEPS: u64 = 200_000;

/// The largest script of a page, in bytes.
const MOST_SCRIPT: usize = 64 * 1024;

/// The longest warning and the longest fault that is shown, in bytes.
const MOST_SAID: usize = 4 * 1024;

/// How many scripts run at once.
const PLACES: usize = 2;

/// How long a script of the page runs: it ends before the request would.
const PATIENCE: Duration = Duration::seconds(50);

/// The routes. What each cmdlet takes is asked for by its use case.
pub fn routes() -> Routes {
    let places = Arc::new(Semaphore::new(PLACES));
    Routes::new().get("/console", Access::SignedIn, get).post(
        "/console",
        Access::SignedIn,
        move |visit: Visit, form: Form| post(visit, form, places.clone()),
    )
}

async fn get(visit: Visit) -> Response {
    show(&visit, StatusCode::OK, &ConsoleData::default())
}

async fn post(visit: Visit, Form(fields): Form, places: Arc<Semaphore>) -> Response {
    let script = fields.get("script").replace("\r\n", "\n");
    if script.len() > MOST_SCRIPT {
        let problem = format!(
            "Nothing was run.\nThe script has {} bytes, and the page takes at most 64 KB. Split it, or use forecourt run on the server.",
            script.len()
        );
        return refuse(&visit, StatusCode::UNPROCESSABLE_ENTITY, script, problem);
    }
    let Ok(permit) = places.try_acquire_owned() else {
        let problem = format!(
            "Nothing was run.\nThe console runs {PLACES} scripts at once, and so many are running. Run it again in a minute."
        );
        return refuse(&visit, StatusCode::SERVICE_UNAVAILABLE, script, problem);
    };
    let mut shown = PageDoor::new(visit.services().clone());
    let (services, context, source) = (visit.services().clone(), visit.context.clone(), script.clone());
    let runtime = tokio::runtime::Handle::current();
    // A script may be busy for long without waiting for anything: it gets a thread of its own.
    let done = tokio::task::spawn_blocking(move || {
        let mut variables = Variables::new();
        let outcome = runtime.block_on(run_script(
            &services,
            &context,
            &mut shown,
            &source,
            &mut variables,
        ));
        // The permit goes along: a script whose request has gone away still counts until it is done.
        drop(permit);
        (outcome, shown)
    });
    let (outcome, shown) = match done.await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => {
                let problem = "The server is shutting down. Look into the activity log for what was changed.";
                return refuse(
                    &visit,
                    StatusCode::SERVICE_UNAVAILABLE,
                    script,
                    problem.to_owned(),
                );
            }
        },
    };
    let status = match &outcome {
        Ok(()) => StatusCode::OK,
        Err(fault) if fault.code == "forbidden" => StatusCode::FORBIDDEN,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let problem = outcome.err();
    let was_run = problem
        .as_ref()
        .is_none_or(|fault| fault.code != "not-understood");
    let data = ConsoleData {
        script,
        output: (was_run && (problem.is_none() || !shown.output.is_empty())).then_some(shown.output),
        warnings: shown.warnings,
        problem: problem.map(|fault| {
            let message = said(&fault.message);
            match was_run {
                true => message,
                false => format!("Nothing was run.\n{message}"),
            }
        }),
    };
    show(&visit, status, &data)
}

fn refuse(visit: &Visit, status: StatusCode, script: String, problem: String) -> Response {
    let data = ConsoleData {
        script,
        problem: Some(problem),
        ..ConsoleData::default()
    };
    show(visit, status, &data)
}

fn show(visit: &Visit, status: StatusCode, data: &ConsoleData) -> Response {
    page(visit, status, "Console", Place::Console, |frame| {
        console_page(frame, data)
    })
}

/// What a script has on a page: its output is kept, nobody is asked, and there are no files.
struct PageDoor {
    services: Services,
    deadline: OffsetDateTime,
    output: String,
    warnings: Vec<String>,
    is_cut: bool,
}

impl PageDoor {
    fn new(services: Services) -> Self {
        let deadline = services.clock().now() + PATIENCE;
        Self {
            services,
            deadline,
            output: String::new(),
            warnings: Vec::new(),
            is_cut: false,
        }
    }
}

/// The beginning of a text, at most so many bytes.
fn start(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// A fault or a warning, whose values may be long.
fn said(text: &str) -> String {
    let shown = start(text, MOST_SAID);
    if shown.len() == text.len() {
        shown.to_owned()
    } else {
        format!("{shown}…")
    }
}

fn no_files() -> Fault {
    Fault::new(
        "no-files",
        "Files are not reached from the page. Use forecourt run on the server, or write the list into the script.",
    )
}

impl Door for PageDoor {
    fn print(&mut self, text: &str) {
        if self.is_cut {
            return;
        }
        let shown = start(text, MOST_SHOWN - self.output.len());
        self.output.push_str(shown);
        if shown.len() < text.len() {
            self.output.push_str("\n… The rest is not shown.\n");
            self.is_cut = true;
        }
    }

    fn warn(&mut self, text: &str) {
        if self.warnings.len() < 50 {
            self.warnings.push(said(text));
        }
    }

    async fn confirm(&mut self, _: &str) -> Option<bool> {
        None
    }

    async fn read(&mut self, _: &str) -> Result<String, Fault> {
        Err(no_files())
    }

    async fn write(&mut self, _: &str, _: &str, _: bool) -> Result<(), Fault> {
        Err(no_files())
    }

    async fn is_blank(&mut self, _: &str) -> bool {
        true
    }

    fn works_on_operations(&self) -> bool {
        false
    }

    fn most_people(&self) -> usize {
        MOST_PEOPLE
    }

    fn most_steps(&self) -> u64 {
        MOST_STEPS
    }

    fn is_late(&self) -> bool {
        self.services.clock().now() >= self.deadline
    }
}
