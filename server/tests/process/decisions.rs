//! Decisions of the real program while others misbehave.

use crate::program::{EMAIL, PATIENCE, Program, initialize, run};
use forecourt_testkit::TempDir;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// More than twice as many as the program serves at once.
const HALF_OPEN: usize = 2_000;

/// Asks on a connection; the answer as JSON.
async fn decide(stream: &mut TcpStream, token: &str) -> serde_json::Value {
    let body = r#"{"action":"start_chat","initiator":"@bob:matrix.org","counterparts":["@eve:matrix.org"]}"#;
    let request = format!(
        "POST /api/v1/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut seen = String::new();
    loop {
        let mut bytes = [0; 4_096];
        let length = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
        assert_ne!(length, 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..length]));
        if let Some((head, body)) = seen.split_once("\r\n\r\n")
            && let Ok(answer) = serde_json::from_str(body)
        {
            assert!(head.starts_with("HTTP/1.1 200"), "{head}");
            return answer;
        }
    }
}

async fn connect(address: SocketAddr) -> TcpStream {
    timeout(PATIENCE, TcpStream::connect(address))
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn decisions_go_on_beside_two_thousand_half_open_connections() {
    let folder = TempDir::new().unwrap();
    let database = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    initialize(&database, folder.path());
    let output = run(&[
        "admin",
        "token",
        "--database-url",
        &database,
        "--email",
        EMAIL,
        "--name",
        "chat",
    ]);
    let token = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    let program = Program::serve(&database, &[]);
    let mut kept = connect(program.address).await;
    assert_eq!(decide(&mut kept, &token).await["reason_code"], "not_concerned");
    let mut half_open = Vec::with_capacity(HALF_OPEN);
    for number in 0..HALF_OPEN {
        let mut stream = connect(program.address).await;
        // Those who gave way already are gone.
        let _ = stream
            .write_all(b"POST /api/v1/decisions HTTP/1.1\r\nHost:")
            .await;
        half_open.push(stream);
        if number % 100 == 99 {
            assert_eq!(decide(&mut kept, &token).await["decision"], "allow");
            let mut new = connect(program.address).await;
            assert_eq!(decide(&mut new, &token).await["decision"], "allow");
        }
    }
    assert_eq!(half_open.len(), HALF_OPEN);
}
