//! Files that hold several things at once: a settings export of `ScubaGear`, standards of CIPP, a configuration of
//! Microsoft365DSC, or objects of different cmdlets in one file.

use crate::group_assignments::read_group_assignments;
use crate::policies::read_policies;
use crate::source::Unreadable;
use crate::tenant::read_tenant;

/// Which parts a file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Settings of the organization.
    pub tenant: bool,
    /// Policies.
    pub policies: bool,
    /// Policies of groups.
    pub group_assignments: bool,
}

/// Looks which parts `text` has. Each is then read by its own reader, from the same text.
///
/// # Errors
/// When it has none, or one of them is broken. The error says what to do.
pub fn parts(text: &str) -> Result<Parts, Unreadable> {
    let has = |outcome: Result<(), Unreadable>| match outcome {
        Ok(()) => Ok(true),
        Err(error) if error.code == "wrong-object" => Ok(false),
        Err(error) => Err(error),
    };
    let parts = Parts {
        tenant: has(read_tenant(text).map(|_| ()))?,
        policies: has(read_policies(text).map(|_| ()))?,
        group_assignments: has(read_group_assignments(text).and_then(|file| {
            let nothing = file.assignments.is_empty() && file.problems.is_empty();
            if nothing {
                Err(Unreadable::new("wrong-object", ""))
            } else {
                Ok(())
            }
        }))?,
    };
    if parts == Parts::default() {
        return Err(Unreadable::new(
            "wrong-object",
            "This file has neither organization settings nor policies nor policies of groups in a form that is known: \
             what the cmdlets print, ProviderSettingsExport.json of ScubaGear, standards of CIPP, or a configuration of \
             Microsoft365DSC.",
        ));
    }
    Ok(parts)
}
