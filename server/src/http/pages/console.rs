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

/// The most that is shown of an output, in bytes.
const MOST_SHOWN: usize = 1024 * 1024;

/// At most how many people one cmdlet gives to a page.
const MOST_PEOPLE: usize = 10_000;

/// At most how many steps a script of the page takes, so that it keeps nobody else waiting.
const MOST_STEPS: u64 = 200_000;

/// The routes. What each cmdlet takes is asked for by its use case.
pub fn routes() -> Routes {
    Routes::new()
        .get("/console", Access::SignedIn, get)
        .post("/console", Access::SignedIn, post)
}

async fn get(visit: Visit) -> Response {
    show(&visit, StatusCode::OK, &ConsoleData::default())
}

async fn post(visit: Visit, Form(fields): Form) -> Response {
    let script = fields.get("script").replace("\r\n", "\n");
    let mut shown = PageDoor::default();
    let mut variables = Variables::new();
    let outcome = run_script(
        visit.services(),
        &visit.context,
        &mut shown,
        &script,
        &mut variables,
    );
    let outcome = outcome.await;
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
        problem: problem.map(|fault| match was_run {
            true => fault.message,
            false => format!("Nothing was run.\n{}", fault.message),
        }),
    };
    show(&visit, status, &data)
}

fn show(visit: &Visit, status: StatusCode, data: &ConsoleData) -> Response {
    page(visit, status, "Console", Place::Console, |frame| {
        console_page(frame, data)
    })
}

/// What a script has on a page: its output is kept, nobody is asked, and there are no files.
#[derive(Default)]
struct PageDoor {
    output: String,
    warnings: Vec<String>,
    is_cut: bool,
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
        self.output.push_str(text);
        if self.output.len() > MOST_SHOWN {
            let end = (0..=MOST_SHOWN)
                .rev()
                .find(|at| self.output.is_char_boundary(*at));
            self.output.truncate(end.unwrap_or_default());
            self.output.push_str("\n… The rest is not shown.\n");
            self.is_cut = true;
        }
    }

    fn warn(&mut self, text: &str) {
        if self.warnings.len() < 50 {
            self.warnings.push(text.to_owned());
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

    fn works_on_operations(&self) -> bool {
        false
    }

    fn most_people(&self) -> usize {
        MOST_PEOPLE
    }

    fn most_steps(&self) -> u64 {
        MOST_STEPS
    }
}
