//! Routes of the interface, each with its description.

use super::doc::Doc;
use super::query::check;
use crate::http::routes::{Access, Routes};
use crate::http::state::AppState;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, on};
use forecourt_model::scope::Scope;
use std::sync::Arc;

/// Endpoints with their descriptions. There is no way to add one without.
#[derive(Default)]
pub(super) struct Endpoints {
    /// The routes.
    pub(super) routes: Routes,
    /// What each is, in the order in which they were added.
    pub(super) described: Vec<Described>,
}

/// An endpoint as the document shows it.
pub(super) struct Described {
    /// The method in capitals.
    pub(super) method: &'static str,
    /// The path with placeholders.
    pub(super) path: &'static str,
    /// What a token needs.
    pub(super) scope: Scope,
    /// The description.
    pub(super) doc: Arc<Doc>,
}

impl Endpoints {
    /// Adds an endpoint that only reads.
    pub(super) fn get<H, T>(self, path: &'static str, scope: Scope, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(("GET", MethodFilter::GET), path, scope, handler, doc)
    }

    /// Adds an endpoint that makes something or does something.
    pub(super) fn post<H, T>(self, path: &'static str, scope: Scope, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(("POST", MethodFilter::POST), path, scope, handler, doc.write())
    }

    /// Adds an endpoint that puts something in place of what is there.
    pub(super) fn put<H, T>(self, path: &'static str, scope: Scope, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(("PUT", MethodFilter::PUT), path, scope, handler, doc.write())
    }

    /// Adds an endpoint that changes parts of something.
    pub(super) fn patch<H, T>(self, path: &'static str, scope: Scope, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(("PATCH", MethodFilter::PATCH), path, scope, handler, doc.write())
    }

    /// Adds an endpoint that takes something away.
    pub(super) fn delete<H, T>(self, path: &'static str, scope: Scope, handler: H, doc: Doc) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(
            ("DELETE", MethodFilter::DELETE),
            path,
            scope,
            handler,
            doc.write(),
        )
    }

    fn add<H, T>(
        mut self,
        (method, filter): (&'static str, MethodFilter),
        path: &'static str,
        scope: Scope,
        handler: H,
        doc: Doc,
    ) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let doc = Arc::new(doc);
        let checked = on(filter, handler).layer(from_fn_with_state(doc.clone(), check));
        self.routes = self.routes.method(method, path, Access::Token(scope), checked);
        self.described.push(Described {
            method,
            path,
            scope,
            doc,
        });
        self
    }

    /// Adds all of `other`.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.routes = self.routes.and(other.routes);
        self.described.extend(other.described);
        self
    }
}
