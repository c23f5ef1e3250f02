//! A person with all that hangs on them: what taking their removal back needs.

use crate::change::Draft;
use crate::context::OpContext;
use crate::error::ServiceError;
use crate::import::material::KeptPerson;
use forecourt_model::decision::IdentifierKind;
use forecourt_model::{GroupId, PolicyId};
use forecourt_store::change::ChangedPerson;
use forecourt_store::exception::{self, NewException};
use forecourt_store::identity::{self, Identity};
use forecourt_store::moment::{from_micros, to_micros};
use forecourt_store::person::Person;
use forecourt_store::{Connection, assignment, change, group_member, person};
use serde::{Deserialize, Serialize};

/// A person as the directory knows them, with their assignment, memberships and identities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDocument {
    pub(crate) person: KeptPerson,
    pub(crate) direct_policy: Option<PolicyId>,
    pub(crate) exception: Option<KeptException>,
    pub(crate) groups: Vec<GroupId>,
    /// Kind and canonical form.
    pub(crate) identities: Vec<(String, String)>,
}

/// What makes the assignment an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptException {
    reason: Option<String>,
    owner: String,
    /// Microseconds since 1970.
    expires_at: Option<i64>,
    previous: Option<PolicyId>,
}

impl PersonDocument {
    /// All that is stored of a person.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub(crate) async fn of(
        connection: &mut Connection<'_>,
        context: &OpContext,
        person: &Person,
    ) -> Result<Self, ServiceError> {
        let tenant = context.tenant;
        let groups = group_member::of_person(connection, tenant, person.id).await?;
        let identities = identity::of_person(connection, tenant, person.id).await?;
        let found = exception::find(connection, tenant, person.id).await?;
        Ok(Self {
            person: KeptPerson::from(person),
            direct_policy: person.direct_policy,
            exception: found.map(|exception| KeptException {
                reason: exception.reason,
                owner: exception.owner,
                expires_at: exception.expires_at.map(to_micros),
                previous: exception.previous,
            }),
            groups: groups.iter().map(|group| group.id).collect(),
            identities: identities
                .into_iter()
                .map(|identity| (identity.kind.code().to_owned(), identity.value))
                .collect(),
        })
    }

    /// The identities, as far as this version knows their kinds.
    pub(crate) fn identities(&self) -> Vec<Identity> {
        let identity = |(kind, value): &(String, String)| {
            Some(Identity {
                kind: IdentifierKind::from_code(kind)?,
                value: value.clone(),
            })
        };
        self.identities.iter().filter_map(identity).collect()
    }

    /// Takes the person out of the directory and their groups as part of a change.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub(crate) async fn remove(
        &self,
        draft: &mut Draft<'_>,
        context: &OpContext,
    ) -> Result<(), ServiceError> {
        let (revision, tenant, id) = (draft.revision(), context.tenant, self.person.id);
        let mut connection = draft.connection();
        for group in &self.groups {
            group_member::remove(&mut connection, tenant, *group, &[id], revision).await?;
        }
        person::delete(&mut connection, tenant, id).await?;
        let row = ChangedPerson {
            person: id,
            before: self.direct_policy,
            after: None,
        };
        change::insert_people(&mut connection, tenant, revision, &[row]).await?;
        Ok(())
    }

    /// Puts the person back with all of it as part of a change.
    ///
    /// # Errors
    /// [`ServiceError::Store`].
    pub(crate) async fn put_back(
        &self,
        draft: &mut Draft<'_>,
        context: &OpContext,
    ) -> Result<(), ServiceError> {
        let (revision, tenant) = (draft.revision(), context.tenant);
        let id = self.person.id;
        let mut connection = draft.connection();
        person::upsert(
            &mut connection,
            tenant,
            &self.person.person(revision),
            context.now,
        )
        .await?;
        for group in &self.groups {
            group_member::add(&mut connection, tenant, *group, &[id], revision).await?;
        }
        assignment::set_direct(&mut connection, tenant, &[id], self.direct_policy, revision).await?;
        if let (Some(policy), Some(kept)) = (self.direct_policy, &self.exception) {
            let end = kept.expires_at.map(|micros| from_micros("change", micros));
            let new = NewException {
                policy,
                reason: kept.reason.clone(),
                owner: kept.owner.clone(),
                expires_at: end.transpose()?,
                previous: kept.previous,
                made_by: context.actor_name().to_owned(),
                made_at: context.now,
            };
            exception::put(&mut connection, tenant, &[id], &new, revision).await?;
        }
        identity::replace(&mut connection, tenant, id, &self.identities(), revision).await?;
        let row = ChangedPerson {
            person: id,
            before: None,
            after: self.direct_policy,
        };
        change::insert_people(&mut connection, tenant, revision, &[row]).await?;
        Ok(())
    }
}
