//! As much of HTTP/2 as it takes to misbehave.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::support::read_until;
use crate::program::PATIENCE;

/// A connection over HTTP/2 that has asked once and stays.
pub(crate) async fn used_once(address: SocketAddr) -> TcpStream {
    let mut stream = with_window(address, 65_535).await;
    stream.write_all(&get_over_http2(1, "/")).await.unwrap();
    read_until(&mut stream, "hello\n").await;
    stream
}

/// A frame of HTTP/2.
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = length[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// GET of `path` as `stream`.
pub(crate) fn get_over_http2(stream: u32, path: &str) -> Vec<u8> {
    // Method and scheme from the static table; path and authority as they are.
    let mut head = vec![0x82, 0x86, 0x44, u8::try_from(path.len()).unwrap()];
    head.extend(path.as_bytes());
    head.extend([0x41, 1, b'x']);
    frame(1, 5, stream, &head)
}

/// A connection over HTTP/2 whose streams take no more than `window` bytes each until they say otherwise.
pub(crate) async fn with_window(address: SocketAddr, window: u32) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    let mut setting = vec![0, 4];
    setting.extend(window.to_be_bytes());
    bytes.extend(frame(4, 0, 0, &setting));
    stream.write_all(&bytes).await.unwrap();
    stream
}

/// The kind, the stream and the payload of the next frame.
pub(crate) async fn next_frame(stream: &mut TcpStream) -> (u8, u8, Vec<u8>) {
    let mut head = [0; 9];
    timeout(PATIENCE, stream.read_exact(&mut head))
        .await
        .unwrap()
        .unwrap();
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut payload = vec![0; usize::try_from(length).unwrap()];
    timeout(PATIENCE, stream.read_exact(&mut payload))
        .await
        .unwrap()
        .unwrap();
    (head[3], head[4], payload)
}

/// Everything that comes until the server closes, as the number of bytes in DATA frames.
pub(crate) async fn data_until_the_end(stream: &mut TcpStream) -> usize {
    let bytes = {
        let mut bytes = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes))
            .await
            .expect("the server closes");
        bytes
    };
    let (mut rest, mut data) = (bytes.as_slice(), 0);
    while rest.len() >= 9 {
        let length = usize::try_from(u32::from_be_bytes([0, rest[0], rest[1], rest[2]])).unwrap();
        data += if rest[3] == 0 { length } else { 0 };
        rest = rest.get(9 + length..).unwrap_or_default();
    }
    data
}
