//! What puts a finding right.

use super::repair::Repair;
use forecourt_model::authority::Permission;
use forecourt_model::settings::SettingKey;
use forecourt_model::{GroupId, PolicyId};

/// Whose settings are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The organization's.
    Organization,
    /// Those of a policy.
    Policy(PolicyId),
}

/// What puts a finding right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fix {
    /// Delete a policy.
    DeletePolicy(PolicyId),
    /// Give everybody, and every group, that has the first policy the second.
    Merge(PolicyId, PolicyId),
    /// Remove direct assignments of what groups give anyway.
    RemoveRedundant,
    /// Remove direct assignments of people who cannot sign in.
    RemoveOfDisabled,
    /// Remove direct assignments of a built-in policy that hide what groups give.
    RemoveMasking(PolicyId),
    /// Take the policy of a group away.
    TakeFromGroup(GroupId),
    /// Write other settings.
    Edit(Place, Repair),
}

impl Fix {
    /// The words of the button.
    pub fn label(self) -> &'static str {
        match self {
            Self::DeletePolicy(_) => "Delete policy",
            Self::Merge(..) => "Move people",
            Self::RemoveRedundant | Self::RemoveOfDisabled | Self::RemoveMasking(_) => "Remove assignments",
            Self::TakeFromGroup(_) => "Take policy away",
            Self::Edit(_, repair) => repair.label(),
        }
    }

    /// What it takes.
    pub fn permission(self) -> Permission {
        match self {
            Self::DeletePolicy(_) | Self::Edit(Place::Policy(_), _) => Permission::EditPolicies,
            Self::Edit(Place::Organization, _) => Permission::EditSettings,
            Self::Merge(..)
            | Self::RemoveRedundant
            | Self::RemoveOfDisabled
            | Self::RemoveMasking(_)
            | Self::TakeFromGroup(_) => Permission::AssignPolicies,
        }
    }

    /// The name in addresses and forms.
    pub fn code(self) -> String {
        match self {
            Self::DeletePolicy(policy) => format!("delete-policy.{policy}"),
            Self::Merge(from, into) => format!("merge.{from}.{into}"),
            Self::RemoveRedundant => "remove-redundant".to_owned(),
            Self::RemoveOfDisabled => "remove-of-disabled".to_owned(),
            Self::RemoveMasking(policy) => format!("remove-masking.{policy}"),
            Self::TakeFromGroup(group) => format!("take-from-group.{group}"),
            Self::Edit(place, repair) => {
                let place = match place {
                    Place::Organization => "organization".to_owned(),
                    Place::Policy(policy) => policy.to_string(),
                };
                match repair {
                    Repair::Clear(key) => format!("clear.{place}.{key}"),
                    Repair::Tidy(key) => format!("tidy.{place}.{key}"),
                    Repair::OneList => format!("one-list.{place}"),
                    Repair::AsStrictAsGlobal => format!("as-strict.{place}"),
                    Repair::FollowOrganization => format!("follow.{place}"),
                }
            }
        }
    }

    /// The fix with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        let mut parts = code.split('.');
        let (name, first, second) = (parts.next()?, parts.next(), parts.next());
        let policy = |text: Option<&str>| text?.parse::<PolicyId>().ok();
        let place = || match first? {
            "organization" => Some(Place::Organization),
            other => other.parse().ok().map(Place::Policy),
        };
        let key = || {
            let wanted = second?;
            SettingKey::ALL.iter().copied().find(|key| key.name() == wanted)
        };
        if parts.next().is_some() {
            return None;
        }
        Some(match name {
            "delete-policy" => Self::DeletePolicy(policy(first)?),
            "merge" => Self::Merge(policy(first)?, policy(second)?),
            "remove-redundant" => Self::RemoveRedundant,
            "remove-of-disabled" => Self::RemoveOfDisabled,
            "remove-masking" => Self::RemoveMasking(policy(first)?),
            "take-from-group" => Self::TakeFromGroup(first?.parse().ok()?),
            "clear" => Self::Edit(place()?, Repair::Clear(key()?)),
            "tidy" => Self::Edit(place()?, Repair::Tidy(key()?)),
            "one-list" => Self::Edit(place()?, Repair::OneList),
            "as-strict" => Self::Edit(place()?, Repair::AsStrictAsGlobal),
            "follow" => Self::Edit(place()?, Repair::FollowOrganization),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Fix, Place, Repair};
    use forecourt_model::settings::SettingKey;
    use forecourt_model::{GroupId, PolicyId};

    #[test]
    fn a_fix_is_read_as_it_is_written() {
        let (one, two) = (PolicyId::GLOBAL, PolicyId(uuid::Uuid::from_u128(9)));
        for fix in [
            Fix::DeletePolicy(two),
            Fix::Merge(two, one),
            Fix::RemoveRedundant,
            Fix::RemoveOfDisabled,
            Fix::RemoveMasking(two),
            Fix::TakeFromGroup(GroupId(uuid::Uuid::from_u128(3))),
            Fix::Edit(Place::Organization, Repair::Clear(SettingKey::BlockedDomains)),
            Fix::Edit(
                Place::Policy(two),
                Repair::Tidy(SettingKey::BlockedExternalDomains),
            ),
            Fix::Edit(Place::Organization, Repair::OneList),
            Fix::Edit(Place::Policy(two), Repair::AsStrictAsGlobal),
            Fix::Edit(Place::Policy(two), Repair::FollowOrganization),
        ] {
            assert_eq!(Fix::from_code(&fix.code()), Some(fix), "{}", fix.code());
        }
        for wrong in [
            "",
            "merge",
            "merge.x.y",
            "clear.organization.Nothing",
            "remove-redundant.1.2.3",
        ] {
            assert_eq!(Fix::from_code(wrong), None, "{wrong}");
        }
    }
}
