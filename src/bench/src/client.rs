//! A connection that is kept open, as browsers do.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// How many lines end in a body, or in a piece of one.
#[expect(
    clippy::naive_bytecount,
    reason = "it takes too little of what is measured for a crate of its own"
)]
pub(crate) fn lines_in(body: &[u8]) -> usize {
    body.iter().filter(|byte| **byte == b'\n').count()
}

/// One connection, with the cookies of a session, or with an access token after the word Bearer.
#[derive(Debug)]
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    cookies: String,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens.
    pub(crate) async fn connect(address: SocketAddr, cookies: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // Its errors reach the requests that it carries.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self {
            sender,
            host: address.to_string(),
            cookies: cookies.to_owned(),
        })
    }

    /// Asks for a page and reads it to the last byte.
    ///
    /// # Errors
    /// The connection breaks.
    pub(crate) async fn get(&mut self, path: &str) -> Result<Response<Bytes>> {
        self.send(Method::GET, path, None).await
    }

    /// Sends JSON and reads the answer to the last byte.
    ///
    /// # Errors
    /// The connection breaks.
    pub(crate) async fn send_json(
        &mut self,
        method: Method,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<Response<Bytes>> {
        let body = Some(("application/json", body.to_string()));
        self.send(method, path, body).await
    }

    /// Asks for something long and hands it on piece by piece, without keeping any of it.
    ///
    /// # Errors
    /// The connection breaks, or the answer is no success.
    pub(crate) async fn stream(&mut self, path: &str, mut piece: impl FnMut(&Bytes)) -> Result<()> {
        let request = self.request(Method::GET, path, None)?;
        self.sender.ready().await?;
        let answer = self.sender.send_request(request).await?;
        if !answer.status().is_success() {
            bail!("{path} was answered with {}", answer.status());
        }
        let mut body = answer.into_body();
        while let Some(frame) = body.frame().await {
            if let Some(data) = frame?.data_ref() {
                piece(data);
            }
        }
        Ok(())
    }

    /// Sends a form and reads the answer to the last byte.
    ///
    /// # Errors
    /// The connection breaks.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Response<Bytes>> {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let form = ("application/x-www-form-urlencoded", form);
        self.send(Method::POST, path, Some(form)).await
    }

    /// Signs in with the form of the page and returns the session's cookies.
    ///
    /// # Errors
    /// The connection breaks, or signing in is refused.
    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Result<String> {
        let fields = [("email", email), ("password", password)];
        let answer = self.post("/sign-in", &fields).await?;
        if answer.status() != StatusCode::SEE_OTHER {
            bail!("signing in was answered with {}", answer.status());
        }
        let cookies = answer
            .headers()
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let pairs: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
        Ok(pairs.join("; "))
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, String)>,
    ) -> Result<Response<Bytes>> {
        let request = self.request(method, path, body)?;
        self.sender.ready().await?;
        let (parts, body) = self.sender.send_request(request).await?.into_parts();
        Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<(&str, String)>,
    ) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.host);
        if self.cookies.starts_with("Bearer ") {
            request = request.header(AUTHORIZATION, &self.cookies);
        } else if !self.cookies.is_empty() {
            request = request.header(COOKIE, &self.cookies);
        }
        let mut text = String::new();
        if let Some((kind, body)) = body {
            request = request.header(CONTENT_TYPE, kind);
            text = body;
        }
        Ok(request.body(Full::from(text))?)
    }
}
