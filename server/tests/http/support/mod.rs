//! A server to test against: its own database, a clock that stands still, randomness that repeats.
//!
//! `TestServer::start().await` serves the organization Aldergrove on SQLite; `server.sign_in(role).await` gives a
//! [`Client`] that keeps its cookies; its `get` and `post` return a [`Page`].

mod api;
mod client;
mod page;
mod shell;

pub(crate) use api::{Answer, Api};
pub(crate) use client::{Client, Request};
pub(crate) use page::Page;
pub(crate) use shell::run;

use forecourt_model::AdministratorId;
use forecourt_model::authority::Role;
use forecourt_server::http::api_limit::ApiLimit;
use forecourt_server::http::front::Front;
use forecourt_server::http::state::{AppState, Site};
use forecourt_service::administrator::NewAdministrator;
use forecourt_service::organization::{NewOrganization, create_organization};
use forecourt_service::{Actor, FixedClock, OpContext, SeededRandom, Services};
use forecourt_store::administrator::{Administrator, Preferences};
use forecourt_store::{Database, migrate};
use forecourt_testkit::TempDir;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use time::macros::datetime;
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

/// The password of every administrator of the tests.
pub(crate) const PASSWORD: &str = "winter bicycle lantern";

/// Its hash, made once for all tests.
static HASH: OnceCell<String> = OnceCell::const_new();

fn address_in(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("forecourt.db").display())
}

/// A server with a database of its own.
pub(crate) struct TestServer {
    /// What the server is made of.
    pub(crate) state: AppState,
    /// Its clock, at 8 December 2021, 13:20 UTC, until it is moved.
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) front: Front,
    administrators: AtomicU32,
    // Last, so that the folder goes after the database in it.
    folder: Option<TempDir>,
}

impl TestServer {
    /// A server on SQLite with the organization Aldergrove and nobody in it.
    pub(crate) async fn start() -> Self {
        let server = Self::start_empty().await;
        server.create_organization().await;
        server
    }

    /// A server on SQLite that is not set up.
    pub(crate) async fn start_empty() -> Self {
        let folder = TempDir::new().unwrap();
        let address = address_in(&folder);
        Self::open(&address, Some(folder), Site::default()).await
    }

    /// The address of its database on SQLite.
    pub(crate) fn address(&self) -> String {
        address_in(self.folder.as_ref().unwrap())
    }

    /// A server on a PostgreSQL database of its own with the organization Aldergrove.
    pub(crate) async fn start_on_postgres() -> Self {
        Self::start_on_postgres_at().await.0
    }

    /// The same, and the address of the database, for a second server.
    pub(crate) async fn start_on_postgres_at() -> (Self, String) {
        let address = forecourt_testkit::fresh_database().await;
        let server = Self::open(&address, None, Site::default()).await;
        server.create_organization().await;
        (server, address)
    }

    /// A second server on the same database and with the same clock.
    pub(crate) async fn another(&self, address: &str) -> Self {
        let database = Database::open(address).await.unwrap();
        let random = Arc::new(SeededRandom::new(2));
        let services = Services::start(database, self.clock.clone(), random)
            .await
            .unwrap();
        Self::around(services, self.clock.clone(), None, Site::default())
    }

    /// A server on the database at `address`, migrated.
    pub(crate) async fn open(address: &str, folder: Option<TempDir>, site: Site) -> Self {
        let database = Database::open(address).await.unwrap();
        migrate::up(&database).await.unwrap();
        let clock = Arc::new(FixedClock::new(datetime!(2021-12-08 13:20 UTC)));
        let random = Arc::new(SeededRandom::new(1));
        let services = Services::start(database, clock.clone(), random).await.unwrap();
        Self::around(services, clock, folder, site)
    }

    fn around(services: Services, clock: Arc<FixedClock>, folder: Option<TempDir>, site: Site) -> Self {
        let state = AppState {
            services,
            site: Arc::new(site),
        };
        Self {
            front: Front::new(&state),
            state,
            clock,
            administrators: AtomicU32::new(0),
            folder,
        }
    }

    /// The same server as browsers see it over TLS.
    pub(crate) fn secure(self) -> Self {
        let site = Site {
            secure: true,
            ..Site::default()
        };
        Self::around(self.state.services, self.clock, self.folder, site)
    }

    /// The same server, whose webhooks may reach this machine.
    pub(crate) fn with_private_webhooks(self) -> Self {
        let site = Site {
            webhook_private_addresses: true,
            ..Site::default()
        };
        Self::around(self.state.services, self.clock, self.folder, site)
    }

    /// The same server, to which tokens may send as many requests as they like.
    pub(crate) fn without_limit(self) -> Self {
        let site = Site {
            api_limit: ApiLimit::new(0),
            ..Site::default()
        };
        Self::around(self.state.services, self.clock, self.folder, site)
    }

    /// The use cases behind the server.
    pub(crate) fn services(&self) -> &Services {
        &self.state.services
    }

    /// The circumstances of a command on the server, which may do everything.
    pub(crate) fn context(&self) -> OpContext {
        OpContext::command("test", forecourt_service::Clock::now(self.clock.as_ref()))
    }

    /// The circumstances of an administrator with `role` who is not stored.
    pub(crate) fn context_of(&self, role: Role) -> OpContext {
        OpContext {
            actor: Actor::Administrator {
                id: AdministratorId(uuid::Uuid::nil()),
                name: role.label().to_owned(),
                role,
            },
            ..self.context()
        }
    }

    async fn create_organization(&self) {
        let new = NewOrganization::parse("Aldergrove", "aldergrove.example").unwrap();
        create_organization(self.services(), &self.context(), &new, async |_| Ok(()))
            .await
            .unwrap();
    }

    /// Adds an administrator whose password is [`PASSWORD`].
    pub(crate) async fn add_administrator(&self, name: &str, email: &str, role: Role) -> Administrator {
        let password = Zeroizing::new(PASSWORD.to_owned());
        let services = self.services();
        let hash = HASH.get_or_init(async || {
            let hashed = services.passwords().hash(&password, services.random()).await;
            hashed.unwrap()
        });
        let now = self.context().now;
        let new = NewAdministrator::parse(name, email, role).unwrap();
        let administrator = Administrator {
            id: AdministratorId(services.random().identifier(now)),
            email: new.email,
            display_name: new.name,
            role,
            password_hash: hash.await.clone(),
            password_changed_at: now,
            second_factor: None,
            disabled: false,
            preferences: Preferences::default(),
            last_sign_in_at: None,
            revision: services.snapshot().unwrap().revision(),
            created_at: now,
        };
        let mut transaction = services.database().begin().await.unwrap();
        forecourt_store::administrator::save(
            &mut transaction.connection(),
            services.tenant(),
            &administrator,
        )
        .await
        .unwrap();
        transaction.commit().await.unwrap();
        administrator
    }

    /// A browser that is not signed in.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.front.clone(), self.state.site.secure)
    }

    /// A browser in which a new administrator with `role` has signed in through the page.
    pub(crate) async fn sign_in(&self, role: Role) -> Client {
        let number = self.administrators.fetch_add(1, Ordering::Relaxed) + 1;
        let email = format!("{}{number}@aldergrove.example", role.code());
        let name = format!("{} {number}", role.label());
        self.add_administrator(&name, &email, role).await;
        self.sign_in_as(&email).await
    }

    /// A browser in which the administrator with this address has signed in through the page.
    pub(crate) async fn sign_in_as(&self, email: &str) -> Client {
        let client = self.client();
        let answer = client
            .post("/sign-in", &[("email", email), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        client
    }
}
