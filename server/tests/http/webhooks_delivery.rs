//! How messages travel: over TLS, and without waiting for each other.

use super::{add, change, deliveries};
use crate::support::TestServer;
use forecourt_model::authority::Role;
use forecourt_server::webhook::{Sender, follow, step};
use forecourt_testkit::certificate;
use serde_json::json;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Reads a request and returns its head.
async fn head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let (mut heard, mut piece) = (Vec::new(), [0; 4096]);
    while !heard.windows(4).any(|four| four == b"\r\n\r\n") {
        let read = stream.read(&mut piece).await.unwrap();
        assert!(read > 0, "it ended early");
        heard.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

async fn taken(stream: &mut (impl AsyncWrite + Unpin)) {
    let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
    stream.write_all(answer).await.unwrap();
    stream.flush().await.unwrap();
}

/// Listens with the certificate of this machine. Returns the port, and what is heard.
async fn listen_over_tls() -> (u16, UnboundedReceiver<String>) {
    let chain = CertificateDer::pem_file_iter(certificate("server.pem")).unwrap();
    let chain: Result<Vec<_>, _> = chain.collect();
    let key = PrivateKeyDer::from_pem_file(certificate("server.key.pem")).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain.unwrap(), key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = socket.local_addr().unwrap().port();
    let (tell, heard) = unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (stream, _) = socket.accept().await.unwrap();
            // A sender that does not trust the certificate goes away here.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                tell.send(head(&mut stream).await).unwrap();
                taken(&mut stream).await;
            }
        }
    });
    (port, heard)
}

#[tokio::test]
async fn over_tls_only_who_is_trusted_is_told() {
    let server = TestServer::start().await.with_private_webhooks();
    let api = server.api(Role::GlobalAdministrator).await;
    let (port, mut heard) = listen_over_tls().await;
    let events = json!(["settings.changed"]);
    let named = add(
        &api,
        &format!("https://localhost:{port}/hook?a=b"),
        events.clone(),
    )
    .await;
    let numbered = add(&api, &format!("https://127.0.0.1:{port}/hook?a=b"), events).await;
    change(&api, false).await;
    assert_eq!(step(server.services(), &Sender::new(true)).await.unwrap(), 2);
    for webhook in [&named, &numbered] {
        let told = deliveries(&api, webhook).await;
        let problem = told[0]["last_problem"].as_str().unwrap();
        assert!(
            told[0]["state"] == "waiting" && problem.starts_with("TLS failed: "),
            "{problem}"
        );
    }
    assert!(
        heard.try_recv().is_err(),
        "nothing was sent before the certificate was looked at"
    );
    server.clock.advance(time::Duration::minutes(1));
    let trusting = Sender::with_authorities(true, &certificate("authority.pem")).unwrap();
    assert_eq!(step(server.services(), &trusting).await.unwrap(), 2);
    for webhook in [&named, &numbered] {
        let told = deliveries(&api, webhook).await;
        assert_eq!(told[0]["state"], "delivered", "{told:?}");
    }
    let mut hosts = [heard.recv().await.unwrap(), heard.recv().await.unwrap()];
    hosts.sort();
    for (head, host) in hosts.iter().zip(["127.0.0.1", "localhost"]) {
        assert!(head.starts_with("POST /hook?a=b HTTP/1.1\r\n"), "{head}");
        assert!(head.contains(&format!("host: {host}:{port}\r\n")), "{head}");
    }
}

#[test]
fn a_file_without_certificates_is_refused_with_its_name() {
    for (name, part) in [
        ("server.key.pem", "no certificate"),
        ("nothing.pem", "cannot read"),
    ] {
        let refused = Sender::with_authorities(false, &certificate(name)).err().unwrap();
        let said = format!("{refused:#}");
        assert!(said.contains(part) && said.contains(name), "{said}");
    }
}

/// Listens and hands over every connection, unanswered.
async fn listen() -> (String, UnboundedReceiver<TcpStream>) {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook", socket.local_addr().unwrap());
    let (give, taken): (UnboundedSender<TcpStream>, _) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = socket.accept().await {
            if give.send(stream).is_err() {
                return;
            }
        }
    });
    (address, taken)
}

#[tokio::test]
async fn one_that_does_not_answer_keeps_nobody_waiting() {
    let server = TestServer::start().await.with_private_webhooks();
    let api = server.api(Role::GlobalAdministrator).await;
    let ((slow_address, mut slow), (fast_address, mut fast)) = (listen().await, listen().await);
    let events = json!(["settings.changed"]);
    let slow_webhook = add(&api, &slow_address, events.clone()).await;
    let fast_webhook = add(&api, &fast_address, events).await;
    let following = tokio::spawn(follow(server.services().clone(), Sender::new(true)));
    let (mut on, mut held) = (true, Vec::new());
    for number in 0..6 {
        on = !on;
        change(&api, on).await;
        if number == 0 {
            // The first message is on its way, and nobody answers it.
            held.push(slow.recv().await.unwrap());
        }
        let mut stream = fast.recv().await.unwrap();
        assert!(head(&mut stream).await.starts_with("POST /hook"));
        taken(&mut stream).await;
    }
    // All that while one message waited for its answer, and nothing more was sent there.
    assert!(slow.try_recv().is_err());
    let mut first = held.pop().unwrap();
    head(&mut first).await;
    taken(&mut first).await;
    for _ in 0..5 {
        let mut next = slow.recv().await.unwrap();
        head(&mut next).await;
        taken(&mut next).await;
    }
    for webhook in [&slow_webhook, &fast_webhook] {
        let told = loop {
            let told = deliveries(&api, webhook).await;
            if told.iter().all(|delivery| delivery["state"] != "waiting") {
                break told;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(told.len(), 6);
        for delivery in &told {
            assert_eq!(
                (&delivery["state"], &delivery["attempts"]),
                (&json!("delivered"), &json!(1)),
                "{delivery}"
            );
        }
    }
    following.abort();
}
