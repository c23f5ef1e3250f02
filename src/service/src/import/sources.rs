//! The files of an import.

use crate::error::ServiceError;
use forecourt_exchange::configuration;
use forecourt_exchange::group_assignments::{GroupAssignmentsFile, read_group_assignments};
use forecourt_exchange::group_members::{GroupMembersFile, read_group_members};
use forecourt_exchange::groups::{GroupsFile, read_groups};
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
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Organization settings.
    pub tenant: Option<String>,
    /// Policies.
    pub policies: Option<String>,
    /// People.
    pub users: Option<String>,
    /// Groups.
    #[serde(default)]
    pub groups: Option<String>,
    /// Members of groups.
    #[serde(default)]
    pub group_members: Option<String>,
    /// Policies of groups.
    #[serde(default)]
    pub group_assignments: Option<String>,
    /// The chosen answer for each question, by [`super::Question::id`].
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

/// The bytes of the files, by the names of their fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'f> {
    /// Organization settings.
    pub tenant: Option<&'f [u8]>,
    /// Policies.
    pub policies: Option<&'f [u8]>,
    /// People.
    pub users: Option<&'f [u8]>,
    /// Groups.
    pub groups: Option<&'f [u8]>,
    /// Members of groups.
    pub group_members: Option<&'f [u8]>,
    /// Policies of groups.
    pub group_assignments: Option<&'f [u8]>,
    /// Settings, policies and policies of groups in one file, as other tools write them.
    pub configuration: Option<&'f [u8]>,
}

/// The files as they are understood.
pub(super) struct Read {
    pub(super) tenant: Option<TenantFile>,
    pub(super) policies: Option<PolicyFile>,
    pub(super) users: Option<PeopleFile>,
    pub(super) groups: Option<GroupsFile>,
    pub(super) group_members: Option<GroupMembersFile>,
    pub(super) group_assignments: Option<GroupAssignmentsFile>,
}

impl Sources {
    /// Takes the bytes of the files.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for each file that is too large, is not text or is something else than it should be.
    pub fn take(files: Files<'_>) -> Result<Self, ServiceError> {
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
        let configuration = text("configuration", files.configuration);
        let mut sources = Self {
            tenant: text("tenant", files.tenant),
            policies: text("policies", files.policies),
            users: text("users", files.users),
            groups: text("groups", files.groups),
            group_members: text("group_members", files.group_members),
            group_assignments: text("group_assignments", files.group_assignments),
            answers: BTreeMap::new(),
        };
        if let Some(text) = configuration {
            sources.spread(&mut errors, &text);
        }
        if errors.is_empty() && sources == Self::default() {
            errors.push("tenant", "no-file", "Choose at least one file.");
        }
        errors.or(())?;
        sources.read()?;
        Ok(sources)
    }

    /// Puts a file that holds several things where each of them belongs.
    fn spread(&mut self, errors: &mut FieldErrors, text: &str) {
        let parts = match configuration::parts(text) {
            Ok(parts) => parts,
            Err(error) => return note(errors, "configuration", &error),
        };
        let places = [
            (parts.tenant, &mut self.tenant, "organization settings"),
            (parts.policies, &mut self.policies, "policies"),
            (
                parts.group_assignments,
                &mut self.group_assignments,
                "policies of groups",
            ),
        ];
        for (has, place, what) in places {
            if has && place.is_some() {
                let message = format!(
                    "This file has {what}, and so has another that was chosen. Leave one of the two out."
                );
                errors.push("configuration", "part-twice", message);
            } else if has {
                *place = Some(text.to_owned());
            }
        }
    }

    /// Understands the texts.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for each text that is something else than it should be.
    pub(super) fn read(&self) -> Result<Read, ServiceError> {
        let mut errors = FieldErrors::default();
        let errors = &mut errors;
        let read = Read {
            tenant: understand(errors, "tenant", self.tenant.as_deref(), read_tenant),
            policies: understand(errors, "policies", self.policies.as_deref(), read_policies),
            users: understand(errors, "users", self.users.as_deref(), read_people),
            groups: understand(errors, "groups", self.groups.as_deref(), read_groups),
            group_members: understand(
                errors,
                "group_members",
                self.group_members.as_deref(),
                read_group_members,
            ),
            group_assignments: understand(
                errors,
                "group_assignments",
                self.group_assignments.as_deref(),
                read_group_assignments,
            ),
        };
        Ok(errors.clone().or(read)?)
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
