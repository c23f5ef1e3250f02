//! Adding, changing and removing webhooks.

use super::input::{UrlRules, WebhookInput};
use super::sign::new_secret;
use super::{MISSING, Webhook, place, target};
use crate::change::{Action, Detail, Draft, FieldChange, Record, check_revision};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::authority::Permission;
use forecourt_model::{Revision, WebhookId};
use forecourt_store::webhook as store;

/// The most webhooks of an organization.
const MAXIMUM: usize = 50;

/// A webhook that was added. Its secret is shown once.
#[derive(Clone, Debug)]
pub struct Added {
    /// The webhook.
    pub webhook: Webhook,
    /// The change that added it.
    pub revision: Revision,
}

/// Adds a webhook. It is told of what changes from now on, so whoever adds it must have the right to read that.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::Invalid`] on `url`, `description`, `events`; [`ServiceError::Refused`]
/// with `too-many-webhooks`; [`ServiceError::Store`].
pub async fn add(
    services: &Services,
    context: &OpContext,
    rules: UrlRules,
    input: &WebhookInput,
) -> Result<Added, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    context.require(Permission::ReadActivity)?;
    let input = input.checked(rules)?;
    let mut draft = Draft::begin(services, context).await?;
    let revision = draft.revision();
    if store::list(&mut draft.connection(), context.tenant).await?.len() >= MAXIMUM {
        let message =
            format!("There are {MAXIMUM} webhooks already. Remove one that is not needed any more.");
        return Err(ServiceError::refused("too-many-webhooks", message));
    }
    let webhook = Webhook {
        id: WebhookId(services.random().identifier(context.now)),
        url: input.url,
        description: input.description,
        events: input.events,
        secret: new_secret(services.random()),
        enabled: input.enabled,
        seen: revision,
        revision,
        created_at: context.now,
    };
    store::save(&mut draft.connection(), context.tenant, &webhook).await?;
    let fields = differences(None, Some(&webhook));
    let revision = draft
        .commit(record(Action::WebhookAdded, &webhook, fields), &[])
        .await?;
    Ok(Added { webhook, revision })
}

/// Changes a webhook from what revision `expected` had written. `None` when nothing differs.
///
/// # Errors
/// As [`add`]; [`ServiceError::NotFound`]; [`ServiceError::Conflict`].
pub async fn edit(
    services: &Services,
    context: &OpContext,
    rules: UrlRules,
    id: WebhookId,
    expected: Revision,
    input: &WebhookInput,
) -> Result<Option<Webhook>, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    context.require(Permission::ReadActivity)?;
    let input = input.checked(rules)?;
    let mut draft = Draft::begin(services, context).await?;
    let before = store::find(&mut draft.connection(), context.tenant, id)
        .await?
        .ok_or(MISSING)?;
    check_revision(&mut draft.connection(), context, expected, before.revision).await?;
    let after = Webhook {
        url: input.url,
        description: input.description,
        events: input.events,
        enabled: input.enabled,
        revision: draft.revision(),
        ..before.clone()
    };
    let fields = differences(Some(&before), Some(&after));
    if fields.is_empty() {
        return Ok(None);
    }
    store::save(&mut draft.connection(), context.tenant, &after).await?;
    draft
        .commit(record(Action::WebhookChanged, &after, fields), &[])
        .await?;
    Ok(Some(after))
}

/// Removes a webhook and what was still to be told.
///
/// # Errors
/// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], [`ServiceError::Store`].
pub async fn remove(
    services: &Services,
    context: &OpContext,
    id: WebhookId,
) -> Result<Revision, ServiceError> {
    context.require(Permission::ManageAdministrators)?;
    let mut draft = Draft::begin(services, context).await?;
    let before = store::find(&mut draft.connection(), context.tenant, id)
        .await?
        .ok_or(MISSING)?;
    store::delete(&mut draft.connection(), context.tenant, id).await?;
    let fields = differences(Some(&before), None);
    draft
        .commit(record(Action::WebhookRemoved, &before, fields), &[])
        .await
}

const ADDRESS: &str = "Address";

fn record(action: Action, webhook: &Webhook, fields: Vec<FieldChange>) -> Record {
    Record {
        action,
        target: target(webhook),
        detail: Detail {
            fields,
            ..Detail::default()
        },
        reason: None,
        undoes: None,
    }
}

/// What differs. The secret stays out of the audit trail, and so does the path of the address.
fn differences(before: Option<&Webhook>, after: Option<&Webhook>) -> Vec<FieldChange> {
    type Read = fn(&Webhook) -> String;
    let parts: [(&str, Read); 4] = [
        (ADDRESS, |webhook| webhook.url.clone()),
        ("Description", |webhook| webhook.description.clone()),
        ("Kinds of change", |webhook| webhook.events.join(" ")),
        ("Enabled", |webhook| {
            if webhook.enabled { "Yes" } else { "No" }.to_owned()
        }),
    ];
    parts
        .into_iter()
        .map(|(name, read)| FieldChange::new(name, before.map(read), after.map(read)))
        .filter(|field| field.before != field.after)
        .map(without_path)
        .collect()
}

fn without_path(field: FieldChange) -> FieldChange {
    if field.name != ADDRESS {
        return field;
    }
    let shown = |url: Option<String>| url.map(|url| place(&url).to_owned());
    let (before, mut after) = (shown(field.before), shown(field.after));
    if before == after {
        after = after.map(|place| format!("{place} (another path)"));
    }
    FieldChange::new(ADDRESS, before, after)
}
