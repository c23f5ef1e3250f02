//! What names a person in a batch: the SIP address where it is the only one, else the object id. A sign-in name that
//! differs from the SIP address fails for that person.

use forecourt_model::folding::fold_case;
use forecourt_store::person::Person;
use std::collections::HashMap;

/// The names of people in batches.
pub(super) struct Identities(HashMap<String, usize>);

impl Identities {
    /// Names for whoever is among `people`.
    pub(super) fn among<'p>(people: impl IntoIterator<Item = &'p Person>) -> Self {
        let mut counts = HashMap::new();
        for address in people
            .into_iter()
            .filter_map(|person| person.sip_address.as_deref())
        {
            *counts.entry(fold_case(address)).or_default() += 1;
        }
        Self(counts)
    }

    /// What names this one.
    pub(super) fn of(&self, person: &Person) -> String {
        let address = person
            .sip_address
            .as_deref()
            .filter(|address| self.0.get(&fold_case(address)) == Some(&1));
        address.map_or_else(|| person.id.to_string(), str::to_owned)
    }
}
