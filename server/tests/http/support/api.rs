//! A program that signs in with an access token.

use super::{Client, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::Role;
use forecourt_model::scope::{Scope, Scopes};
use forecourt_service::access_token::{self, NewToken};
use forecourt_service::{Actor, OpContext};
use forecourt_store::administrator::Administrator;
use http::HeaderMap;
use serde_json::Value;

/// A program with its token.
#[derive(Clone)]
pub(crate) struct Api {
    client: Client,
    /// The token.
    pub(crate) token: String,
}

/// An answer to it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}: {}", self.status, self.body))
    }

    /// A header's value; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> String {
        let value = self
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned());
        value.unwrap_or_default()
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.body
        );
        let body = self.json();
        assert_eq!(body["status"], self.status);
        assert_eq!(
            body["type"],
            format!("urn:forecourt:problem:{}", body["code"].as_str().unwrap())
        );
        body["code"].as_str().unwrap().to_owned()
    }
}

impl TestServer {
    /// A program whose token has every scope and whose owner, somebody new, has `role`.
    pub(crate) async fn api(&self, role: Role) -> Api {
        self.api_with(role, Scopes::new(Scope::ALL.iter().copied())).await
    }

    /// The same with these scopes only.
    pub(crate) async fn api_with(&self, role: Role, scopes: Scopes) -> Api {
        let mut random = [0; 8];
        self.services().random().fill(&mut random);
        let email = format!("owner{}@aldergrove.example", u64::from_be_bytes(random));
        let owner = self
            .add_administrator("Owner", &email, Role::GlobalAdministrator)
            .await;
        let api = self.api_of(&owner, scopes).await;
        // The role that counts is the one of the moment, so a token may have scopes that are worth nothing any more.
        let owner = Administrator { role, ..owner };
        let mut transaction = self.services().database().begin().await.unwrap();
        forecourt_store::administrator::save(&mut transaction.connection(), self.services().tenant(), &owner)
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        api
    }

    /// A program with a token of this administrator.
    pub(crate) async fn api_of(&self, owner: &Administrator, scopes: Scopes) -> Api {
        let context = OpContext {
            actor: Actor::Administrator {
                id: owner.id,
                name: owner.display_name.clone(),
                role: owner.role,
            },
            ..self.context()
        };
        let new = NewToken {
            name: "test".to_owned(),
            scopes,
            days: 30,
        };
        let created = access_token::create(self.services(), &context, &new)
            .await
            .unwrap();
        Api {
            client: self.client(),
            token: created.secret,
        }
    }
}

impl Api {
    /// The same program with another token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self {
            client: self.client.clone(),
            token: token.to_owned(),
        }
    }

    /// The same program at another server.
    pub(crate) fn at(&self, server: &TestServer) -> Self {
        Self {
            client: server.client(),
            token: self.token.clone(),
        }
    }

    /// Asks for something.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None).await
    }

    /// Sends a request with these headers and this JSON body.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let mut request = Request::new()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            None => Body::empty(),
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
        };
        let page = self.client.send(request, body).await;
        Answer {
            status: page.status,
            headers: page.headers,
            body: page.body,
        }
    }
}
