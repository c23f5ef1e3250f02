//! The change that gave a switch its value.

use super::made::{Made, made};
use super::state::State;
use crate::context::OpContext;
use crate::error::ServiceError;
use forecourt_model::access::Switches;
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PolicyId, Revision};
use forecourt_store::Connection;
use forecourt_store::policy::KeptPolicy;
use forecourt_store::version::{self, Item};
use serde::de::DeserializeOwned;

/// How many versions are read at once.
const PIECE: i64 = 20;

/// The changes that gave the two switches of one level their values.
#[derive(Clone, Debug, Default)]
pub(super) struct MadeSwitches {
    pub(super) access: Option<Made>,
    pub(super) inbound: Option<Made>,
}

/// Walks back through the versions of a thing while both switches keep their values.
async fn walk<T: DeserializeOwned>(
    connection: &mut Connection<'_>,
    context: &OpContext,
    (item, at): (Item, Revision),
    switches: impl Fn(&T) -> Switches,
) -> Result<MadeSwitches, ServiceError> {
    let mut value: Option<Switches> = None;
    let (mut access, mut inbound) = ((Revision(0), true), (Revision(0), true));
    let mut from = at;
    'walk: loop {
        let versions = version::up_to::<T>(connection, context.tenant, item, from, PIECE).await?;
        let Some(oldest) = versions.last().map(|version| version.revision) else {
            break;
        };
        for version in versions {
            let Some(now) = version.document.as_ref().map(&switches) else {
                break 'walk;
            };
            let wanted = *value.get_or_insert(now);
            access.1 &= now.access == wanted.access;
            inbound.1 &= now.inbound == wanted.inbound;
            if access.1 {
                access.0 = version.revision;
            }
            if inbound.1 {
                inbound.0 = version.revision;
            }
            if !access.1 && !inbound.1 {
                break 'walk;
            }
        }
        from = Revision(oldest.0 - 1);
    }
    Ok(MadeSwitches {
        access: made(connection, context, access.0).await?,
        inbound: made(connection, context, inbound.0).await?,
    })
}

/// Who gave the organization's switches the values that they had.
pub(super) async fn organization(
    connection: &mut Connection<'_>,
    context: &OpContext,
    state: &State,
) -> Result<MadeSwitches, ServiceError> {
    let place = (Item::Settings, state.settings_revision);
    walk(connection, context, place, OrganizationSettings::switches).await
}

/// Who gave the switches of a policy the values that they had.
pub(super) async fn policy(
    connection: &mut Connection<'_>,
    context: &OpContext,
    state: &State,
    policy: PolicyId,
) -> Result<MadeSwitches, ServiceError> {
    let place = (Item::Policy(policy), state.revision);
    walk(connection, context, place, |kept: &KeptPolicy| {
        kept.settings.switches()
    })
    .await
}
