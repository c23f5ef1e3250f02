//! Routes with the right that each takes: the table that the authorization matrix is tested against.

use super::guard::guard;
use super::state::AppState;
use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use forecourt_model::authority::Permission;
use forecourt_model::scope::Scope;

/// Who may take a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Every administrator.
    SignedIn,
    /// Administrators whose role includes the permission.
    Needs(Permission),
    /// Service accounts whose access token has the scope and whose owner's role can make use of it. Cookies count for
    /// nothing here.
    Token(Scope),
}

/// A route of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method in capitals.
    pub method: &'static str,
    /// Its path with axum's placeholders.
    pub path: &'static str,
    /// Who may take it.
    pub access: Access,
}

/// Routes and their table. There is no way to add one without saying who may take it.
#[derive(Default)]
pub struct Routes {
    entries: Vec<(&'static str, MethodRouter<AppState>, Access)>,
    table: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a GET route. It must change nothing: browsers fetch links ahead.
    #[must_use]
    pub fn get<H, T>(mut self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.table.push(Route {
            method: "GET",
            path,
            access,
        });
        self.entries.push((path, get(handler), access));
        self
    }

    /// Adds a POST route.
    #[must_use]
    pub fn post<H, T>(mut self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.table.push(Route {
            method: "POST",
            path,
            access,
        });
        self.entries.push((path, post(handler), access));
        self
    }

    /// Adds a route for `method`, which the handlers of `methods` answer.
    #[must_use]
    pub fn method(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        methods: MethodRouter<AppState>,
    ) -> Self {
        self.table.push(Route { method, path, access });
        self.entries.push((path, methods, access));
        self
    }

    /// Notes a route that is answered before the router is reached. Whoever answers it guards it by `access`, which is
    /// written down here for whoever reads the table.
    #[must_use]
    pub(crate) fn in_front(mut self, method: &'static str, path: &'static str, access: Access) -> Self {
        self.table.push(Route { method, path, access });
        self
    }

    /// Adds all of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self.table.extend(other.table);
        self
    }

    /// The table.
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// The router, each route behind its guard.
    pub fn into_router(self, state: &AppState) -> Router<AppState> {
        self.entries
            .into_iter()
            .fold(Router::new(), |router, (path, methods, access)| {
                let guarded = methods.layer(from_fn_with_state((state.clone(), access), guard));
                router.route(path, guarded)
            })
    }
}
