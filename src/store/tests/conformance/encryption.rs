//! PostgreSQL over TLS, and addresses that ask for it.

use crate::engines::on_each;
use forecourt_store::encryption::{self, Encryption};
use forecourt_store::listener::Announcements;
use forecourt_store::{Database, address, migrate};
use forecourt_testkit::{Binaries, Cluster, Options, certificate};

async fn encryption_of(address: &str) -> Encryption {
    let database = Database::open(address).await.unwrap();
    let mut reader = database.read().await.unwrap();
    let found = encryption::of(&mut reader.connection()).await.unwrap();
    drop(reader);
    database.close().await;
    found
}

async fn refusal(address: &str) -> String {
    Database::open(address).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_server_that_offers_tls_is_spoken_to_over_it_and_its_certificate_checked_on_demand() {
    let options = Options {
        tls: true,
        ..Options::default()
    };
    let cluster = Cluster::start(&Binaries::find().unwrap(), options).unwrap();
    let url = cluster.url();
    let is_tls =
        |found: &Encryption| matches!(found, Encryption::Tls(version) if version.starts_with("TLSv1."));
    assert!(
        is_tls(&encryption_of(url).await),
        "whatever the server offers is taken"
    );
    assert!(is_tls(&encryption_of(&format!("{url}?sslmode=require")).await));
    assert_eq!(
        encryption_of(&format!("{url}?sslmode=disable")).await,
        Encryption::Local
    );
    // Nobody on this machine trusts its authority.
    let checked = format!("{url}?sslmode=verify-full");
    let said = refusal(&checked).await;
    assert!(
        said.contains("over TLS") && said.contains("`sslrootcert`"),
        "{said}"
    );
    let checked = format!("{checked}&sslrootcert={}", certificate("authority.pem").display());
    assert!(is_tls(&encryption_of(&checked).await));
    assert!(address::is_verified(&checked).unwrap() && !address::is_verified(url).unwrap());
    // What is done otherwise goes over it as well, announcements included.
    let database = Database::open(&checked).await.unwrap();
    migrate::up(&database).await.unwrap();
    assert!(Announcements::open(&database).await.unwrap().is_some());
    database.close().await;
    // The certificate is for `127.0.0.1`, not for this, which is the same machine.
    let said = refusal(&format!("{checked}&host=::ffff:127.0.0.1")).await;
    assert!(said.contains("over TLS"), "{said}");
}

#[tokio::test]
async fn forecourt_shows_a_certificate_of_its_own_on_demand() {
    let options = Options {
        tls: true,
        ..Options::default()
    };
    let cluster = Cluster::start(&Binaries::find().unwrap(), options).unwrap();
    let own = format!(
        "sslcert={}&sslkey={}",
        certificate("server.pem").display(),
        certificate("server.key.pem").display()
    );
    for (query, expected) in [(own.as_str(), Some("/CN=localhost")), ("sslmode=require", None)] {
        let database = Database::open(&format!("{}?{query}", cluster.url()))
            .await
            .unwrap();
        let mut reader = database.read().await.unwrap();
        let text = "select client_dn from pg_stat_ssl where pid = pg_backend_pid()";
        let shown =
            forecourt_store::fetch_optional!(&mut reader.connection(), (Option<String>,), text).unwrap();
        assert_eq!(shown, Some((expected.map(str::to_owned),)), "{query}");
        drop(reader);
        database.close().await;
    }
}

#[tokio::test]
async fn tls_that_is_asked_for_is_not_done_without() {
    on_each(async |database| {
        let mut reader = database.read().await.unwrap();
        let found = encryption::of(&mut reader.connection()).await.unwrap();
        assert_eq!(found, Encryption::Local);
    })
    .await;
    let cluster = Cluster::start(&Binaries::find().unwrap(), Options::default()).unwrap();
    for mode in ["require", "verify-ca", "verify-full"] {
        let said = refusal(&format!("{}?sslmode={mode}", cluster.url())).await;
        assert!(said.contains("over TLS"), "{said}");
    }
}

#[tokio::test]
async fn an_address_with_something_unknown_is_refused_before_anybody_is_asked() {
    for (query, words) in [
        ("sslmod=verify-full", ["`sslmod` is not known", "sslmode"]),
        ("sslmode=allow", ["`sslmode` is `allow`", "verify-full"]),
        ("sslmode=", ["`sslmode` is ``", "verify-full"]),
        (
            "sslrootcert=/nowhere/ca.pem",
            ["`sslrootcert`", "/nowhere/ca.pem"],
        ),
        ("sslmode=require&sslkey=", ["`sslkey`", "cannot be read"]),
        (
            "channel_binding=require",
            ["`channel_binding` is not known", "take it out"],
        ),
    ] {
        let said = refusal(&format!("postgres://f:secret@db.invalid/f?{query}")).await;
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}
