//! Teams personal accounts: the switch, and who may begin.

use super::Contents;
use super::control::{child, switch_row};
use crate::ui::Card;
use forecourt_model::settings::SettingKey as K;
use leptos::prelude::*;

/// The card.
pub(super) fn consumer_card(page: &Contents) -> AnyView {
    let inbound = child(
        page,
        K::AllowTeamsConsumerInbound,
        K::AllowTeamsConsumer,
        "Not used while chat with personal accounts is off. It applies again if you turn chat back on.",
    );
    let properties = vec![K::AllowTeamsConsumer.name(), K::AllowTeamsConsumerInbound.name()];
    let row = switch_row(page, K::AllowTeamsConsumer, properties, inbound);
    view! {
        <Card
            id="consumer-h"
            title="Teams personal accounts"
            desc="Accounts that no organization manages. Domain lists do not apply to them."
            divided=true
        >
            {row}
        </Card>
    }
    .into_any()
}
