//! `/api/v1/exports`: everything of a kind, streamed.

use super::answer::Answer;
use super::caller::Caller;
use super::doc::Doc;
use super::endpoints::Endpoints;
use super::stream::{Pieces, line, lines};
use super::users::{User, filter, filters, order};
use bytes::Bytes;
use forecourt_model::scope::Scope;
use forecourt_service::people::{Filter, Order, slice};
use forecourt_service::{OpContext, ServiceError, Services};

/// How many people a piece has.
const PIECE: u32 = 2_000;

/// The endpoints of this file.
pub(super) fn endpoints() -> Endpoints {
    Endpoints::default().get(
        "/api/v1/exports/users",
        Scope::PeopleRead,
        users,
        filters(Doc::new("exportUsers", "Exports", "Stream everybody"))
            .text("One JSON document a line, by name, however many there are. A stream that breaks off lacks its last line feed.")
            .lines::<User>("The people."),
    )
}

struct Everybody {
    services: Services,
    context: OpContext,
    filter: Filter,
    order: Order,
}

impl Pieces<Vec<String>> for Everybody {
    async fn piece(
        &mut self,
        after: Option<Vec<String>>,
    ) -> Result<(Bytes, Option<Vec<String>>), ServiceError> {
        let (people, next) = slice(
            &self.services,
            &self.context,
            &self.filter,
            self.order,
            after,
            PIECE,
        )
        .await?;
        let snapshot = self.services.snapshot()?;
        let mut text = Vec::with_capacity(people.len() * 400);
        for listed in people {
            line(&mut text, &User::of(listed, &snapshot));
        }
        Ok((Bytes::from(text), next))
    }
}

async fn users(caller: Caller) -> Answer {
    lines(Everybody {
        services: caller.services().clone(),
        filter: filter(&caller),
        order: order(&caller),
        context: caller.context,
    })
    .await
}
