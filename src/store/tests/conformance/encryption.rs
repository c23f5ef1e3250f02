//! PostgreSQL over TLS, and addresses that ask for it.

use forecourt_store::encryption::{self, Encryption};
use forecourt_store::listener::Announcements;
use forecourt_store::{Database, address, migrate};
use forecourt_testkit::{Binaries, Cluster, Options, certificate};

fn cluster_with_tls() -> Cluster {
    let options = Options {
        tls: true,
        ..Options::default()
    };
    Cluster::start(&Binaries::find().unwrap(), options).unwrap()
}

/// Whether the server says that the connection is over TLS, and whose certificate it has seen.
async fn seen_by_server(address: &str) -> (bool, Option<String>) {
    let database = Database::open(address).await.unwrap();
    let mut reader = database.read().await.unwrap();
    let text = "select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()";
    let seen = forecourt_store::fetch_optional!(&mut reader.connection(), (bool, Option<String>), text);
    drop(reader);
    database.close().await;
    seen.unwrap().unwrap()
}

async fn refusal(address: &str) -> String {
    Database::open(address).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_server_that_offers_tls_is_spoken_to_over_it_and_its_certificate_checked_on_demand() {
    let cluster = cluster_with_tls();
    let url = cluster.url();
    assert!(seen_by_server(url).await.0, "what the server offers is taken");
    assert!(seen_by_server(&format!("{url}?sslmode=require")).await.0);
    assert!(!seen_by_server(&format!("{url}?sslmode=disable")).await.0);
    // Nobody on this machine trusts its authority.
    let checked = format!("{url}?sslmode=verify-full");
    let said = refusal(&checked).await;
    assert!(
        said.contains("over TLS") && said.contains("`sslrootcert`"),
        "{said}"
    );
    let checked = format!("{checked}&sslrootcert={}", certificate("authority.pem").display());
    assert!(seen_by_server(&checked).await.0);
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
async fn how_the_way_to_the_database_is_kept_from_others() {
    let (with, without) = (
        cluster_with_tls(),
        Cluster::start(&Binaries::find().unwrap(), Options::default()).unwrap(),
    );
    // The same machine by an address that does not show it.
    let afar = "host=::ffff:127.0.0.1";
    let root = certificate("authority.pem");
    let checked = format!("sslmode=verify-full&sslrootcert={}", root.display());
    for (cluster, query, expected) in [
        (&with, "sslmode=prefer".to_owned(), Encryption::Local),
        (&with, afar.to_owned(), Encryption::Unverified),
        (&with, format!("{afar}&sslmode=require"), Encryption::Unverified),
        (&with, format!("{afar}&sslmode=disable"), Encryption::Missing),
        (&with, checked, Encryption::Verified),
        (&without, afar.to_owned(), Encryption::Missing),
        (&without, "sslmode=prefer".to_owned(), Encryption::Local),
    ] {
        let found = encryption::of(&format!("{}?{query}", cluster.url()))
            .await
            .unwrap();
        assert_eq!(found, expected, "{query}");
    }
}

#[tokio::test]
async fn forecourt_shows_a_certificate_of_its_own_on_demand() {
    let cluster = cluster_with_tls();
    let own = format!(
        "{}?sslcert={}&sslkey={}",
        cluster.url(),
        certificate("server.pem").display(),
        certificate("server.key.pem").display()
    );
    assert_eq!(seen_by_server(&own).await.1.as_deref(), Some("/CN=localhost"));
    assert_eq!(seen_by_server(cluster.url()).await.1, None);
}

#[tokio::test]
async fn tls_that_is_asked_for_is_not_done_without() {
    let cluster = Cluster::start(&Binaries::find().unwrap(), Options::default()).unwrap();
    for mode in ["require", "verify-full"] {
        let said = refusal(&format!("{}?sslmode={mode}", cluster.url())).await;
        assert!(said.contains("over TLS"), "{said}");
    }
}

#[tokio::test]
async fn an_address_that_says_something_else_than_it_seems_is_refused_before_anybody_is_asked() {
    let key = certificate("server.key.pem").display().to_string();
    for (end, words) in [
        ("/f?sslmod=verify-full", ["`sslmod` is not known", "sslmode"]),
        (
            "/f?channel_binding=require",
            ["`channel_binding` is not known", "take it out"],
        ),
        ("/f?sslmode=allow", ["`sslmode` is `allow`", "verify-full"]),
        (
            "/f?sslmode=verify-ca",
            ["`sslmode` is `verify-ca`", "verify-full"],
        ),
        ("/f?sslmode=", ["`sslmode` is ``", "verify-full"]),
        ("/f?sslmode=require&sslmode=disable", ["`sslmode`", "twice"]),
        (
            "/f?sslrootcert=/nowhere/ca.pem",
            ["`sslrootcert`", "cannot be read"],
        ),
        (
            &format!("/f?sslmode=verify-full&sslrootcert={key}"),
            ["`sslrootcert`", "no certificate"],
        ),
        (
            "/f?sslmode=verify-full&sslrootcert=system",
            ["`sslrootcert`", "leave it out"],
        ),
        (
            &format!("/f?sslrootcert={}", certificate("authority.pem").display()),
            ["`sslrootcert`", "sslmode=verify-full"],
        ),
        (
            "/f?sslkey=-----BEGIN+PRIVATE+KEY-----se3cret",
            ["`sslkey`", "path"],
        ),
        ("/f?sslmode=require&sslkey=", ["`sslkey`", "cannot be read"]),
        // Passwords that are not written as an address asks for, and would hide what comes after them.
        ("/f?password=se#3cret&sslmode=verify-full", ["`#`", "%23"]),
        ("/f#x?sslmode=verify-full", ["`#`", "%23"]),
        // Where nobody reads it.
        ("/f&sslmode=verify-full", ["`sslmode`", "behind the `?`"]),
        ("/f;SSLmode=verify-full", ["`sslmode`", "behind the `?`"]),
        ("/f%3Fssl%6Dode=verify-full", ["`sslmode`", "behind the `?`"]),
        ("/f?user=f?sslmode=verify-full", ["`sslmode`", "behind the `?`"]),
        (
            "/f?application_name=x;sslmode=verify-full",
            ["`sslmode`", "behind the `?`"],
        ),
        ("/f?sslmode=require;password=se3cret", ["`sslmode`", "an `&`"]),
        ("/f?port=abc", ["`port`", "a number"]),
        ("/f?hostaddr=db", ["`hostaddr`", "192.0.2.1"]),
        (&format!("/f?sslkey={key}"), ["`sslcert`", "belongs to"]),
        ("/f?password=se&cret", ["something behind", "not known"]),
        ("/f?password=se&3cret", ["something behind", "not known"]),
        ("/f?password=se@3cret", ["`@`", "%40"]),
        ("?3cret@db/f", ["`@`", "%40"]),
        ("/f?host=/var/run&sslmode=require", ["`sslmode`", "Unix socket"]),
    ] {
        let said = refusal(&format!("postgres://f:s3cret@db.invalid{end}")).await;
        assert!(words.iter().all(|word| said.contains(word)), "{end}: {said}");
        assert!(!said.contains("cret"), "{end}: {said}");
    }
    for address in [
        "postgres:/f:s3cret@db/f",
        "host=db password=s3cret",
        "db/f?password=s3cret",
    ] {
        let said = refusal(address).await;
        assert!(!said.contains("cret"), "{said}");
    }
    assert_eq!(
        address::without_password("postgres://f:s3cret@db/f"),
        "postgres://f@db/f"
    );
}
