//! A server with the notice, and an answer to it.

use crate::support::{Client, Page, TestServer};
use forecourt_service::{SeededRandom, sample};

pub(crate) const NOTICE: &str = "section[aria-labelledby=rollout-notice]";
pub(crate) const MESSAGE: &str = "/message-center/MC296208";
pub(crate) const ANSWER: &str = "/message-center/MC296208/answer";
pub(crate) const DATES: &str = "/message-center/MC296208/dates";

/// A server with fifty people.
pub(crate) async fn start() -> TestServer {
    let server = TestServer::start().await;
    sample::fill(
        server.services(),
        &server.context(),
        &SeededRandom::new(1),
        sample::Size::of(50),
        &|_| {},
    )
    .await
    .unwrap();
    server
}

pub(crate) fn revision(page: &Page) -> String {
    page.attribute("form[action$='/answer'] input[name=revision]", "value")
        .unwrap()
}

pub(crate) async fn answer(client: &Client, answer: &str, more: &[(&str, &str)]) -> Page {
    let revision = revision(&client.get(MESSAGE).await);
    let mut fields = vec![("answer", answer), ("revision", revision.as_str())];
    fields.extend_from_slice(more);
    client.post(ANSWER, &fields).await
}
