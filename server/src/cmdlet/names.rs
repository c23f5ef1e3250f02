//! Names that only the organization knows, for completion.

use forecourt_model::authority::Permission;
use forecourt_service::people::{Filter, Order, slice};
use forecourt_service::{OpContext, Services};

/// How many names are offered at once.
const OFFERED: u32 = 40;

/// Names of policies that begin with `typed`.
pub fn policy_names(services: &Services, context: &OpContext, typed: &str) -> Vec<String> {
    if !context.may(Permission::ReadPolicies) {
        return Vec::new();
    }
    let typed = typed.to_lowercase();
    let snapshot = services.snapshot_if_set_up();
    let names = snapshot.iter().flat_map(|snapshot| &snapshot.policies);
    let names = names.map(|policy| policy.name.to_string());
    names
        .filter(|name| name.to_lowercase().starts_with(&typed))
        .collect()
}

/// Sign-in names that begin with `typed`.
pub async fn people_names(services: &Services, context: &OpContext, typed: &str) -> Vec<String> {
    let filter = Filter {
        search: typed.to_owned(),
        ..Filter::default()
    };
    let found = slice(services, context, &filter, Order::default(), None, OFFERED).await;
    let typed = typed.to_lowercase();
    let people = found.map(|(people, _)| people).unwrap_or_default();
    let names = people.into_iter().map(|listed| listed.person.user_principal_name);
    names
        .filter(|name| name.to_lowercase().starts_with(&typed))
        .collect()
}
