//! `-Filter` of Get-CsOnlineUser: what the database can look for itself, and what is looked at afterwards.

use super::bridge::Bridge;
use super::door::Door;
use super::people::{PROPERTIES, property};
use forecourt_cmdlet::filter::{self, Filter as Asked};
use forecourt_cmdlet::syntax::Operator;
use forecourt_cmdlet::{Arguments, Fault, Value};
use forecourt_model::access::SourceKind;
use forecourt_service::people::{Filter, Person};

/// Which people are wanted.
pub(super) struct Wanted {
    /// What the database looks for.
    pub(super) filter: Filter,
    /// Whether that is all of it.
    pub(super) is_exact: bool,
    asked: Option<Asked>,
    account_type: Option<String>,
}

impl Wanted {
    pub(super) fn of(arguments: &Arguments) -> Result<Self, Fault> {
        let asked = match arguments.text("Filter") {
            Some(text) => Some(filter::parse(text).map_err(|message| Fault::new("filter", message))?),
            None => None,
        };
        let account_type = arguments.text("AccountType").map(str::to_owned);
        let mut wanted = Self {
            filter: Filter::default(),
            is_exact: account_type.is_none(),
            asked,
            account_type,
        };
        if let Some(asked) = wanted.asked.clone() {
            if let Some(other) = asked.properties().into_iter().find(|name| known(name).is_none()) {
                let message = format!(
                    "People have no property {other} to filter by. There are {}.",
                    PROPERTIES.join(", ")
                );
                return Err(Fault::new("filter", message));
            }
            for part in asked.all() {
                wanted.is_exact &= look_for(&mut wanted.filter, part);
            }
        }
        Ok(wanted)
    }

    /// Whether somebody whom the database found is wanted.
    pub(super) fn fits<D: Door>(&self, bridge: &Bridge<'_, D>, person: &Person) -> bool {
        if let Some(kind) = &self.account_type
            && property(bridge, person, "AccountType") != Value::text(kind.as_str())
        {
            return false;
        }
        if self.is_exact && !self.filter.is_empty() {
            return true;
        }
        self.asked.as_ref().is_none_or(|asked| {
            asked.fits(&|name| {
                known(name)
                    .map(|name| property(bridge, person, name))
                    .unwrap_or_default()
            })
        })
    }
}

/// The property with this name; other names for the same thing are known, too.
fn known(name: &str) -> Option<&'static str> {
    let other = match name.to_lowercase().as_str() {
        "alias" | "upn" => "UserPrincipalName",
        "enabled" => "AccountEnabled",
        "objectid" | "id" => "Identity",
        "windowsemailaddress" => "Mail",
        _ => name,
    };
    PROPERTIES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(other))
        .copied()
}

/// Adds a part to what the database looks for. Whether that is exactly the part; more people may be found otherwise.
fn look_for(filter: &mut Filter, part: &Asked) -> bool {
    let Asked::Test {
        property,
        operator,
        value,
    } = part
    else {
        return false;
    };
    match (known(property), operator, value) {
        // Who has a policy directly has it from nowhere else.
        (Some("ExternalAccessPolicy"), Operator::Eq, Value::Null) if filter.sources.is_empty() => {
            filter.sources = vec![SourceKind::Group, SourceKind::Global];
            true
        }
        (Some("ExternalAccessPolicy"), Operator::Ne, Value::Null) if filter.sources.is_empty() => {
            filter.sources = vec![SourceKind::Direct];
            true
        }
        (Some("ExternalAccessPolicy"), Operator::Eq, Value::Text(name)) if filter.sources.is_empty() => {
            let bare = match name.get(..4) {
                Some(prefix) if prefix.eq_ignore_ascii_case("tag:") => name.get(4..).unwrap_or_default(),
                _ => name,
            };
            filter.sources = vec![SourceKind::Direct];
            filter.policies = vec![bare.to_owned()];
            // Written with its prefix, the comparison afterwards would not know it again.
            true
        }
        (Some("AccountEnabled"), Operator::Eq, value) if filter.enabled.is_none() => {
            filter.enabled = Some(value.is_true() && !value.to_string().eq_ignore_ascii_case("false"));
            true
        }
        (
            Some("UserPrincipalName" | "DisplayName" | "Department"),
            Operator::Eq | Operator::Like,
            Value::Text(text),
        ) if filter.search.is_empty() => {
            // The longest piece without a pattern has to occur in any case.
            let piece = text
                .split(['*', '?', ' '])
                .max_by_key(|piece| piece.chars().count());
            if let Some(piece) = piece.filter(|piece| piece.chars().count() >= 3) {
                piece.clone_into(&mut filter.search);
            }
            false
        }
        _ => false,
    }
}
