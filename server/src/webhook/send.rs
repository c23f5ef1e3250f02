//! One message to one address. No redirect is followed: an address that was looked at must not lead to another.

use super::address::Place;
use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use forecourt_service::webhook::{Due, Outcome};
use http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use http::{Method, Request, Uri};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long the other side may take, from the look-up to the head of its answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Sends messages.
#[derive(Clone)]
pub struct Sender {
    private_addresses: bool,
    tls: Arc<ClientConfig>,
}

impl Sender {
    /// A sender that trusts the certificate authorities of this machine. `private_addresses`: also to private networks
    /// and to this machine.
    pub fn new(private_addresses: bool) -> Self {
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::warn!(%error, "a certificate authority of this machine could not be read");
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(found.certs);
        Self::trusting(private_addresses, roots)
    }

    /// A sender that trusts the certificate authorities of a file beside those of this machine: certificates in PEM, one
    /// after the other.
    ///
    /// # Errors
    /// The file cannot be read, or has something that is no certificate, or none.
    pub fn with_authorities(private_addresses: bool, file: &Path) -> Result<Self> {
        let shown = file.display();
        let found = CertificateDer::pem_file_iter(file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .with_context(|| format!("cannot read the certificate authorities of webhooks in {shown}"))?;
        if found.is_empty() {
            bail!(
                "{shown} has no certificate in it; write each between BEGIN CERTIFICATE and END CERTIFICATE, or take \
                 webhook_authorities out"
            );
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        for certificate in found {
            roots
                .add(certificate)
                .with_context(|| format!("a certificate in {shown} cannot be trusted"))?;
        }
        Ok(Self::trusting(private_addresses, roots))
    }

    fn trusting(private_addresses: bool, roots: RootCertStore) -> Self {
        let tls = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            private_addresses,
            tls: Arc::new(tls),
        }
    }

    /// Sends a message and says what became of it.
    pub async fn send(&self, due: &Due) -> Outcome {
        match timeout(PATIENCE, self.try_send(due)).await {
            Ok(Ok(status)) => Outcome::Answered(status),
            Ok(Err(problem)) => Outcome::Failed(problem),
            Err(_) => Outcome::Failed(format!("No answer came within {} s.", PATIENCE.as_secs())),
        }
    }

    async fn try_send(&self, due: &Due) -> Result<u16, String> {
        let uri: Uri = due
            .url
            .parse()
            .map_err(|_| "The address cannot be read.".to_owned())?;
        let place = Place::of(&uri)?;
        let addresses = place.resolve(self.private_addresses).await?;
        let stream = connect(&place.host, &addresses).await?;
        let request = request(due, &uri)?;
        if !place.is_secure {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(place.host.clone())
            .map_err(|_| format!("{} is no name that a certificate could have.", place.host))?;
        let secure = TlsConnector::from(self.tls.clone())
            .connect(name, stream)
            .await
            .map_err(|error| format!("TLS failed: {error}."))?;
        exchange(secure, request).await
    }
}

async fn connect(host: &str, addresses: &[SocketAddr]) -> Result<TcpStream, String> {
    let mut problem = String::new();
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => problem = format!("No connection to {host}: {error}."),
        }
    }
    Err(problem)
}

fn request(due: &Due, uri: &Uri) -> Result<Request<Full<Bytes>>, String> {
    let path = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let host = uri.authority().map_or("", http::uri::Authority::as_str);
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(HOST, host)
        .header(USER_AGENT, concat!("Forecourt/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", &due.message_id)
        .header("webhook-timestamp", due.timestamp)
        .header("webhook-signature", &due.signature)
        .body(Full::new(Bytes::from(due.body.clone())))
        .map_err(|error| format!("The message cannot be sent: {error}."))
}

/// Sends the request and reads the head of the answer; the body is of no interest. The connection ends with this, also
/// when it is given up halfway: dropped, the set ends what drives it.
async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<u16, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let failed = |error: hyper::Error| format!("The connection broke: {error}.");
    let (mut client, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    let mut driving = JoinSet::new();
    driving.spawn(connection);
    let answered = client.send_request(request).await.map_err(failed)?;
    Ok(answered.status().as_u16())
}

#[cfg(test)]
mod tests {
    use super::exchange;
    use bytes::Bytes;
    use http::Request;
    use http_body_util::Full;
    use tokio::io::AsyncReadExt as _;

    #[tokio::test]
    async fn nothing_goes_on_being_sent_once_it_is_given_up() {
        const SIZE: usize = 4_096;
        let (near, mut far) = tokio::io::duplex(64);
        let request = Request::post("/hook").body(Full::new(Bytes::from(vec![b'x'; SIZE])));
        let sending = tokio::spawn(exchange(near, request.unwrap()));
        let mut piece = [0; 64];
        let mut heard = far.read(&mut piece).await.unwrap();
        assert!(heard > 0);
        sending.abort();
        assert!(sending.await.unwrap_err().is_cancelled());
        while let Ok(read @ 1..) = far.read(&mut piece).await {
            heard += read;
        }
        assert!(heard < SIZE, "{heard} bytes were sent");
    }
}
