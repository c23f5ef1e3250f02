//! HTTP: routes, who may take them, forms, pages and headers.
//!
//! Every request comes to [`front`], which answers chat servers and hands all else to the [`router`].
//!
//! A page is a GET handler in [`pages`] that asks services for data and hands it to a page of `forecourt-app`. A
//! change is a POST of a plain form to the path of its page: done, it redirects (303) with a [`flash`]; refused, the
//! page comes back with status 422, what was typed and a sentence for each field.
//!
//! To add a page: a file in [`pages`] with `pub fn routes() -> Routes`, its row in [`router::routes`], its rows in the
//! authorization matrix.

pub mod ahead;
pub mod api;
pub mod api_limit;
pub mod assets;
pub mod bearer;
pub mod decisions;
pub mod draft;
pub mod failure;
pub mod flash;
pub mod form;
pub mod frame;
pub mod front;
pub mod guard;
pub mod health;
pub mod impact_csv;
pub mod log;
pub mod metrics;
pub mod pages;
pub mod problem;
pub mod respond;
pub mod router;
pub mod routes;
pub mod security;
pub mod session;
mod shown_as;
pub mod state;
pub mod visit;
pub mod visitor;

pub(crate) use decisions::json as decisions_json;
