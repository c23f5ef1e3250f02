//! Everything that can be found.

use super::finding::Finding;
use super::{domains, people, policies, settings};
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::services::Services;
use forecourt_model::Revision;
use forecourt_model::authority::Permission;
use std::sync::Arc;

/// What was found as of one revision, the most pressing first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// As of which change.
    pub revision: Revision,
    /// What was found.
    pub list: Vec<Finding>,
}

/// What there is to tidy up, the most pressing first.
///
/// # Errors
/// [`ServiceError::Forbidden`]; [`ServiceError::NotSetUp`]; [`ServiceError::Store`].
pub async fn findings(services: &Services, context: &OpContext) -> Result<Arc<Findings>, ServiceError> {
    context.require(Permission::ReadPeople)?;
    let snapshot = services.snapshot()?;
    let revision = snapshot.revision();
    if let Some(known) = services.findings().known(revision) {
        return Ok(known);
    }
    let mut list = policies::looser(&snapshot);
    list.extend(settings::of_the_organization(&snapshot));
    list.extend(settings::of_policies(&snapshot));
    list.extend(domains::find(&snapshot));
    list.extend(policies::empty_groups(&snapshot));
    list.extend(policies::identical(&snapshot));
    list.extend(policies::unused(&snapshot));
    let mut reader = services.database().read().await?;
    list.extend(people::find(&mut reader.connection(), context.tenant, &snapshot).await?);
    drop(reader);
    list.sort_by_key(|finding| finding.kind);
    Ok(services.findings().keep(revision, Findings { revision, list }))
}
