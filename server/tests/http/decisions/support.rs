//! A chat server, and people whom it asks about.

use crate::support::{Page, Request, TestServer};
use axum::body::Body;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_service::Clock as _;
use forecourt_service::organization::save_settings;
use forecourt_store::person::{self, Person};
use serde_json::{Value, json};
use uuid::Uuid;

/// A server with two people and the token of a chat server.
pub(crate) struct Chat {
    pub(crate) server: TestServer,
    pub(crate) token: String,
}

pub(crate) async fn add_person(server: &TestServer, number: u128, name: &str) -> PersonId {
    let id = PersonId(Uuid::from_u128(9_000 + number));
    let somebody = Person {
        id,
        user_principal_name: format!("{name}@aldergrove.example"),
        display_name: name.to_owned(),
        sip_address: None,
        mail: None,
        department: None,
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(1),
    };
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    let now = server.clock.now();
    person::upsert(&mut transaction.connection(), tenant, &somebody, now)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    id
}

impl Chat {
    pub(crate) async fn start() -> Self {
        let server = TestServer::start().await;
        add_person(&server, 1, "ada").await;
        add_person(&server, 2, "grace").await;
        server.clock.advance(time::Duration::days(365));
        let client = server.sign_in(Role::TeamsAdministrator).await;
        let fields = [("name", "synapse"), ("scopes", "decisions"), ("days", "30")];
        let made = client.post("/access-tokens", &fields).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let token = made.text("#made-token");
        Self { server, token }
    }

    pub(crate) async fn send(&self, path: &str, body: &str) -> Page {
        self.send_as(&self.token, path, body).await
    }

    pub(crate) async fn send_as(&self, token: &str, path: &str, body: &str) -> Page {
        let request = Request::new()
            .method("POST")
            .uri(path)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {token}"));
        self.server
            .client()
            .send(request, Body::from(body.to_owned()))
            .await
    }

    pub(crate) async fn ask(&self, body: &Value) -> (u16, Value) {
        let answer = self.send("/api/v1/decisions", &body.to_string()).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }

    /// The answer to one question from outside.
    pub(crate) async fn inbound(&self) -> Value {
        let (status, answer) = self
            .ask(&json!({
                "action": "start_chat",
                "initiator": "@pat:matrix.org",
                "counterparts": ["ada@aldergrove.example"],
            }))
            .await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    pub(crate) async fn set_inbound(&self, on: bool) -> Revision {
        let snapshot = self.server.services().snapshot().unwrap();
        let mut settings = snapshot.settings.clone();
        settings.allow_teams_consumer_inbound = on;
        let context = self.server.context_of(Role::TeamsAdministrator);
        save_settings(
            self.server.services(),
            &context,
            snapshot.settings_revision,
            &settings,
            None,
            None,
        )
        .await
        .unwrap()
        .revision
    }
}
