//! The files of an import.

use crate::error::ServiceError;
use forecourt_exchange::people::{PeopleFile, read_people};
use forecourt_exchange::policies::{PolicyFile, read_policies};
use forecourt_exchange::source::{Unreadable, decode};
use forecourt_exchange::tenant::{TenantFile, read_tenant};
use forecourt_model::FieldErrors;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The largest file that is read. A list of 200,000 people fits.
pub const MAXIMUM_FILE_BYTES: usize = 32 * 1024 * 1024;

/// The texts of the files, and the answers to what they leave open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// Organization settings.
    pub tenant: Option<String>,
    /// Policies.
    pub policies: Option<String>,
    /// People.
    pub users: Option<String>,
    /// The chosen answer for each question, by [`super::Question::id`].
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

/// The files as they are understood.
pub(super) struct Read {
    pub(super) tenant: Option<TenantFile>,
    pub(super) policies: Option<PolicyFile>,
    pub(super) users: Option<PeopleFile>,
}

impl Sources {
    /// Takes the bytes of the files. Fields: `tenant`, `policies`, `users`.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for each file that is too large, is not text or is something else than it should be.
    pub fn take(
        tenant: Option<&[u8]>,
        policies: Option<&[u8]>,
        users: Option<&[u8]>,
    ) -> Result<Self, ServiceError> {
        let mut errors = FieldErrors::default();
        let mut text = |field: &str, bytes: Option<&[u8]>| -> Option<String> {
            let bytes = bytes.filter(|bytes| !bytes.is_empty())?;
            if bytes.len() > MAXIMUM_FILE_BYTES {
                errors.push(field, "file-too-large", too_large(bytes.len()));
                return None;
            }
            decode(bytes)
                .map_err(|error| note(&mut errors, field, &error))
                .ok()
        };
        let sources = Self {
            tenant: text("tenant", tenant),
            policies: text("policies", policies),
            users: text("users", users),
            answers: BTreeMap::new(),
        };
        if errors.is_empty()
            && sources.tenant.is_none()
            && sources.policies.is_none()
            && sources.users.is_none()
        {
            errors.push("tenant", "no-file", "Choose at least one file.");
        }
        errors.or(())?;
        sources.read()?;
        Ok(sources)
    }

    /// Understands the texts.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for each text that is something else than it should be.
    pub(super) fn read(&self) -> Result<Read, ServiceError> {
        let mut errors = FieldErrors::default();
        let tenant = understand(&mut errors, "tenant", self.tenant.as_deref(), read_tenant);
        let policies = understand(&mut errors, "policies", self.policies.as_deref(), read_policies);
        let users = understand(&mut errors, "users", self.users.as_deref(), read_people);
        Ok(errors.or(Read {
            tenant,
            policies,
            users,
        })?)
    }
}

fn understand<T>(
    errors: &mut FieldErrors,
    field: &str,
    text: Option<&str>,
    read: impl Fn(&str) -> Result<T, Unreadable>,
) -> Option<T> {
    read(text?).map_err(|error| note(errors, field, &error)).ok()
}

fn note(errors: &mut FieldErrors, field: &str, error: &Unreadable) {
    errors.push(field, error.code, error.message.clone());
}

/// The sentence for a file of `bytes` bytes.
pub fn too_large(bytes: usize) -> String {
    format!(
        "The file has {} MB. At most {} MB are read at once; split it into several files.",
        bytes.div_ceil(1024 * 1024),
        MAXIMUM_FILE_BYTES / 1024 / 1024
    )
}
