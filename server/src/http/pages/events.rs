//! The stream of changes that open pages listen to (Server-Sent Events).
//!
//! `change` carries what was done as JSON; `resync` says that too much was missed to tell it one by one. A stream
//! lives as long as the session it was opened with, and listening does not count as using the session.

use crate::http::failure::Failure;
use crate::http::form::Query;
use crate::http::routes::{Access, Routes};
use crate::http::visit::Visit;
use axum::http::HeaderMap;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use forecourt_model::Revision;
use forecourt_model::authority::Role;
use forecourt_service::event::{self, Event};
use forecourt_service::{Services, session};
use futures_util::stream::unfold;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, interval};

/// How often the session is looked at, and how often something is sent so that proxies keep the connection.
const PULSE: Duration = Duration::from_secs(10);

/// How long a browser waits before it comes back after a lost connection.
const RETRY: Duration = Duration::from_secs(3);

/// The stream.
pub fn routes() -> Routes {
    Routes::new().get("/events", Access::SignedIn, events)
}

async fn events(visit: Visit, Query(query): Query, headers: HeaderMap) -> Result<Response, Failure> {
    // First listen, then read what was missed: nothing falls between the two.
    let receiver = visit.services().watch();
    let mut listener = Listener {
        services: visit.services().clone(),
        session: visit.signed_in.session.clone(),
        receiver,
        pulse: interval(PULSE),
        waiting: VecDeque::from([Message::default().comment("listening").retry(RETRY)]),
        told: Revision(0),
    };
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    if let Some(after) = last.or(query.some("after")).and_then(|text| text.parse().ok()) {
        let missed = event::since(visit.services(), &visit.context, after)
            .await
            .map_err(|error| Failure::of(&visit, &error))?;
        listener.tell_missed(missed, visit.context.role());
    }
    let stream = unfold(listener, |mut listener| async move {
        let message = listener.next().await?;
        Some((Ok::<_, Infallible>(message), listener))
    });
    let mut response = Sse::new(stream)
        .keep_alive(KeepAlive::new().interval(PULSE))
        .into_response();
    // A proxy that collects answers before it passes them on would hold everything back.
    response
        .headers_mut()
        .insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    Ok(response)
}

/// One open page.
struct Listener {
    services: Services,
    session: Vec<u8>,
    receiver: Receiver<Event>,
    pulse: Interval,
    waiting: VecDeque<Message>,
    told: Revision,
}

impl Listener {
    fn tell_missed(&mut self, missed: Option<Vec<Event>>, role: Role) {
        match missed {
            None => self.waiting.push_back(resync()),
            Some(events) => {
                for event in events {
                    self.told = event.revision;
                    self.waiting.extend(message(&event, role));
                }
            }
        }
    }

    /// The next message; `None` once the session has ended.
    async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            let heard = tokio::select! {
                heard = self.receiver.recv() => Some(heard),
                _ = self.pulse.tick() => None,
            };
            // A database that does not answer ends the stream as well; the browser comes back by itself.
            let role = session::role_now(&self.services, &self.session).await.ok()??;
            match heard {
                Some(Ok(event)) if event.revision > self.told => {
                    self.told = event.revision;
                    self.waiting.extend(message(&event, role));
                }
                None | Some(Ok(_)) => {}
                Some(Err(RecvError::Lagged(_))) => self.waiting.push_back(resync()),
                Some(Err(RecvError::Closed)) => return None,
            }
        }
    }
}

fn resync() -> Message {
    Message::default().event("resync").data("")
}

/// The change as a message, if somebody with `role` may hear of it.
fn message(event: &Event, role: Role) -> Option<Message> {
    let data = serde_json::json!({
        "revision": event.revision,
        "actor": event.actor_id.map(|id| id.to_string()),
        "kind": event.target_kind,
        "id": event.target_id,
        "sentence": event.sentence(),
    });
    let message = Message::default()
        .id(event.revision.to_string())
        .event("change")
        .data(data.to_string());
    event.concerns(role).then_some(message)
}
