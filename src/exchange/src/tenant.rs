//! The settings of an organization: what `Get-CsTenantFederationConfiguration` and its sisters print.

mod apply;

pub(crate) use apply::with_answers;
pub use apply::{apply_tenant, put_stated};

use crate::reading::{Ambiguity, UnknownProperty, gather};
use crate::record::{Raw, Record, Records, not_the_object, read_records};
use crate::source::Unreadable;
use crate::value::ReadSetting;
use forecourt_model::settings::{Level, SettingKey};
use serde::Serialize;
use serde_json::Value;

/// What a file says about an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TenantFile {
    /// What it clearly says, in its order.
    pub settings: Vec<ReadSetting>,
    /// What has to be asked before anything is applied.
    pub ambiguous: Vec<Ambiguity>,
    /// What is not taken over.
    pub unknown: Vec<UnknownProperty>,
    /// Settings of the same object that the file does not have, because it is older or shortened. They stay as they are.
    pub absent: Vec<SettingKey>,
    /// Anything else worth saying, in whole sentences.
    pub notes: Vec<String>,
}

const WANTED: &str = "organization settings";
const ADVICE: &str =
    "Export them with Get-CsTenantFederationConfiguration | ConvertTo-Json -Depth 5 and choose that file.";

/// Reads JSON or Format-List of the organization's settings; also a settings export of `ScubaGear`.
///
/// # Errors
/// When the text is something else, is broken, or has a value that cannot be. The error says which and what to do.
pub fn read_tenant(text: &str) -> Result<TenantFile, Unreadable> {
    let found = read_records(text)?;
    let mut notes = found.notes.clone();
    let Records { records, .. } = within_scuba(found, &mut notes)?;
    let mut of_organization = Vec::new();
    for record in &records {
        let gathered = gather(record, Level::Organization)?;
        if gathered.any {
            of_organization.push(gathered);
        }
    }
    let count = of_organization.len();
    let Some(gathered) = of_organization.into_iter().next() else {
        let found = Records {
            records,
            notes: Vec::new(),
        };
        return Err(not_the_object(text, &found, WANTED, ADVICE));
    };
    if count > 1 {
        return Err(Unreadable::new(
            "several-objects",
            format!(
                "The file has the settings of {count} organizations. Keep one of them and choose the file again."
            ),
        ));
    }
    notes.extend(gathered.notes.iter().cloned());
    Ok(TenantFile {
        absent: gathered.absent(),
        settings: gathered.settings,
        ambiguous: gathered.ambiguous,
        unknown: gathered.unknown,
        notes,
    })
}

/// The part of a `ScubaGear` export that is meant, or the objects as they are.
fn within_scuba(found: Records, notes: &mut Vec<String>) -> Result<Records, Unreadable> {
    let [record] = found.records.as_slice() else {
        return Ok(found);
    };
    let Some(Raw::Json(part)) = record.get("federation_configuration") else {
        return Ok(found);
    };
    let inner = read_records(&part.to_string()).map_err(|_| {
        Unreadable::new(
            "wrong-shape",
            "federation_configuration is not a list of settings in this ScubaGear export. Run ScubaGear again for Teams.",
        )
    })?;
    if let Some(cloud) = government_cloud(record) {
        notes.push(format!(
            "The export is from a government cloud ({cloud}), where chat with personal accounts is not offered."
        ));
    }
    Ok(inner)
}

/// The plan that tells a government cloud.
fn government_cloud(record: &Record) -> Option<String> {
    let Some(Raw::Json(Value::Array(tenants))) = record.get("teams_tenant_info") else {
        return None;
    };
    tenants
        .iter()
        .filter_map(|tenant| tenant.get("AssignedPlan")?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .find(|plan| plan.contains("GCC") || plan.contains("DOD"))
        .map(str::to_owned)
}
