//! The policies that every organization starts with.

use super::{Policy, PolicyKind, PolicyName, PolicySettings};
use crate::identifier::{PolicyId, Revision};
use uuid::Uuid;

/// A policy that comes with the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documented identities")]
pub enum BuiltIn {
    Global,
    FederationAndPICDefault,
    FederationOnly,
    NoFederationAndPIC,
}

impl BuiltIn {
    /// Every one, Global first.
    pub const ALL: [Self; 4] = [
        Self::Global,
        Self::FederationAndPICDefault,
        Self::FederationOnly,
        Self::NoFederationAndPIC,
    ];

    /// Its name without `Tag:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "Global",
            Self::FederationAndPICDefault => "FederationAndPICDefault",
            Self::FederationOnly => "FederationOnly",
            Self::NoFederationAndPIC => "NoFederationAndPIC",
        }
    }

    /// What it says. The consumer switches of the three subscription policies are documented nowhere; On is assumed,
    /// because `PIC` is public instant messaging of Skype times and says nothing about personal accounts.
    pub fn settings(self) -> PolicySettings {
        let stock = PolicySettings::default();
        match self {
            Self::Global | Self::FederationAndPICDefault => stock,
            Self::FederationOnly => PolicySettings {
                enable_public_cloud_audio_video_access: false,
                ..stock
            },
            Self::NoFederationAndPIC => PolicySettings {
                enable_federation_access: false,
                enable_public_cloud_audio_video_access: false,
                ..stock
            },
        }
    }

    /// Its identifier, the same in every organization.
    pub fn id(self) -> PolicyId {
        match self {
            Self::Global => PolicyId::GLOBAL,
            Self::FederationAndPICDefault => PolicyId(Uuid::from_u128(2)),
            Self::FederationOnly => PolicyId(Uuid::from_u128(3)),
            Self::NoFederationAndPIC => PolicyId(Uuid::from_u128(4)),
        }
    }
}

/// The policies of an organization in which nobody has changed anything.
pub fn built_in_policies() -> Vec<Policy> {
    let policy = |built_in: BuiltIn| -> Option<Policy> {
        Some(Policy {
            id: built_in.id(),
            name: PolicyName::parse(built_in.name()).ok()?,
            kind: if built_in == BuiltIn::Global {
                PolicyKind::Global
            } else {
                PolicyKind::BuiltIn
            },
            settings: built_in.settings(),
            revision: Revision::default(),
        })
    };
    BuiltIn::ALL.into_iter().filter_map(policy).collect()
}
