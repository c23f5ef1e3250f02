//! What is found: for each kind a state that has it and one that has not.

use crate::support::{Bench, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, CommunicationWithExternalOrgs, PolicySettings};
use forecourt_model::settings::{DomainMode, SettingKey, TrialTenants};
use forecourt_model::{DomainName, PolicyId};
use forecourt_service::hygiene::{Finding, FindingKind, Fix, Number, Place, Repair, findings};
use forecourt_service::policy;

on_both_databases!(
    a_new_organization_has_nothing_to_tidy,
    policies_that_nobody_has,
    policies_that_say_the_same,
    direct_assignments_that_repeat_groups,
    built_in_policies_that_hide_groups,
    assignments_of_disabled_accounts,
    policies_looser_than_global,
    groups_without_members_and_without_reach,
    values_under_a_parent_that_is_off,
    values_that_wake_up,
    lists_that_are_not_used,
    domains_that_do_nothing,
    everybody_may_see_them,
);

pub(crate) async fn found(bench: &Bench, kind: FindingKind) -> Vec<Finding> {
    let all = findings(&bench.services, &bench.context()).await.unwrap();
    all.list
        .iter()
        .filter(|finding| finding.kind == kind)
        .cloned()
        .collect()
}

fn no_chat() -> PolicySettings {
    PolicySettings {
        enable_teams_consumer_access: false,
        enable_teams_consumer_inbound: false,
        ..PolicySettings::default()
    }
}

fn domains(names: &[&str]) -> Vec<DomainName> {
    names
        .iter()
        .map(|name| DomainName::parse(name).unwrap())
        .collect()
}

async fn edit(bench: &Bench, id: PolicyId, settings: &PolicySettings) {
    let expected = bench.services.snapshot().unwrap().policy(id).unwrap().revision;
    policy::edit(
        &bench.services,
        &bench.context(),
        id,
        expected,
        settings,
        None,
        None,
    )
    .await
    .unwrap();
}

fn organization(key: SettingKey) -> Fix {
    Fix::Edit(Place::Organization, Repair::Clear(key))
}

async fn a_new_organization_has_nothing_to_tidy(bench: Bench) {
    bench.add_people(1..=3, true).await;
    let all = findings(&bench.services, &bench.context()).await.unwrap();
    assert_eq!(all.list, []);
}

async fn policies_that_nobody_has(bench: Bench) {
    let people = bench.add_people(1..=1, true).await;
    let (used, idle, grouped) = (
        bench.add_policy("Used", no_chat()).await,
        bench.add_policy("Idle", no_chat()).await,
        bench.add_policy("Grouped", no_chat()).await,
    );
    bench.assign(people[0], Some(used)).await;
    bench.add_group("Nobody", &[], Some(grouped)).await;
    let list = found(&bench, FindingKind::NobodyHas).await;
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(
        (list[0].fix, list[0].title.as_str()),
        (Fix::DeletePolicy(idle), "Nobody has Idle")
    );
}

async fn policies_that_say_the_same(bench: Bench) {
    let people = bench.add_people(1..=3, true).await;
    let one = bench.add_policy("One", no_chat()).await;
    let described = PolicySettings {
        description: "The same".to_owned(),
        ..no_chat()
    };
    let two = bench.add_policy("Two", described).await;
    let other = PolicySettings {
        federated_bilateral_chats: true,
        ..no_chat()
    };
    let three = bench.add_policy("Three", other).await;
    for (person, policy) in people.iter().zip([one, two, two]) {
        bench.assign(*person, Some(policy)).await;
    }
    let list = found(&bench, FindingKind::Identical).await;
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(
        list[0].fix,
        Fix::Merge(one, two),
        "the smaller goes into the larger"
    );
    assert_eq!(list[0].people, Some(Number::Exactly(1)));
    let stock = bench.add_policy("Stock", PolicySettings::default()).await;
    bench.assign(people[0], Some(stock)).await;
    edit(
        &bench,
        three,
        &PolicySettings {
            federated_bilateral_chats: true,
            ..no_chat()
        },
    )
    .await;
    let list = found(&bench, FindingKind::Identical).await;
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(
        list[0].fix,
        Fix::Merge(stock, BuiltIn::FederationAndPICDefault.id()),
        "a built-in one stays"
    );
}

async fn direct_assignments_that_repeat_groups(bench: Bench) {
    let people = bench.add_people(1..=5, true).await;
    let (one, two) = (
        bench.add_policy("One", no_chat()).await,
        bench
            .add_policy(
                "Two",
                PolicySettings {
                    enable_teams_consumer_inbound: false,
                    ..PolicySettings::default()
                },
            )
            .await,
    );
    // The better rank first: person 1 is in both groups, person 2 only in the second.
    bench.add_group("Best", &people[..1], Some(one)).await;
    bench.add_group("Next", &people[..3], Some(two)).await;
    bench.assign(people[0], Some(two)).await;
    assert_eq!(
        found(&bench, FindingKind::Redundant).await,
        [],
        "the best group gives another one"
    );
    bench.assign(people[1], Some(two)).await;
    bench.assign(people[2], Some(one)).await;
    bench.assign(people[3], Some(two)).await;
    let list = found(&bench, FindingKind::Redundant).await;
    assert_eq!(list.len(), 1);
    assert_eq!(
        (list[0].people, list[0].fix),
        (Some(Number::Exactly(1)), Fix::RemoveRedundant)
    );
    bench.assign(people[0], Some(one)).await;
    assert_eq!(
        found(&bench, FindingKind::Redundant).await[0].people,
        Some(Number::Exactly(2))
    );
    // Many direct assignments and few members: asked from the other side, the answer is the same.
    for person in bench.add_people(10..=20, true).await {
        bench.assign(person, Some(one)).await;
    }
    assert_eq!(
        found(&bench, FindingKind::Redundant).await[0].people,
        Some(Number::Exactly(2))
    );
}

async fn built_in_policies_that_hide_groups(bench: Bench) {
    let people = bench.add_people(1..=6, true).await;
    let stock = BuiltIn::FederationAndPICDefault.id();
    let mine = bench.add_policy("Mine", no_chat()).await;
    bench.assign(people[5], Some(stock)).await;
    assert_eq!(found(&bench, FindingKind::MasksGroups).await, [], "no groups");
    bench.add_group("Some", &people[..4], Some(mine)).await;
    bench
        .add_group("More", &people[2..4], Some(BuiltIn::FederationOnly.id()))
        .await;
    assert_eq!(found(&bench, FindingKind::MasksGroups).await, [], "not a member");
    for person in &people[..3] {
        bench.assign(*person, Some(stock)).await;
    }
    bench
        .assign(people[3], Some(BuiltIn::NoFederationAndPIC.id()))
        .await;
    let list = found(&bench, FindingKind::MasksGroups).await;
    assert_eq!(list.len(), 1);
    assert_eq!(
        (list[0].people, list[0].fix),
        (Some(Number::Exactly(3)), Fix::RemoveMasking(stock))
    );
    for person in bench.add_people(10..=20, true).await {
        bench.assign(person, Some(stock)).await;
    }
    assert_eq!(
        found(&bench, FindingKind::MasksGroups).await[0].people,
        Some(Number::Exactly(3)),
        "the other side"
    );
}

async fn assignments_of_disabled_accounts(bench: Bench) {
    let enabled = bench.add_people(1..=1, true).await;
    let disabled = bench.add_people(2..=3, false).await;
    bench.assign(enabled[0], Some(BuiltIn::FederationOnly.id())).await;
    assert_eq!(found(&bench, FindingKind::DisabledAccounts).await, []);
    bench
        .assign(disabled[0], Some(BuiltIn::FederationOnly.id()))
        .await;
    let list = found(&bench, FindingKind::DisabledAccounts).await;
    assert_eq!(
        (list[0].people, list[0].fix),
        (Some(Number::Exactly(1)), Fix::RemoveOfDisabled)
    );
}

async fn policies_looser_than_global(bench: Bench) {
    let people = bench.add_people(1..=2, true).await;
    let open = bench.add_policy("Open", PolicySettings::default()).await;
    for person in &people {
        bench.assign(*person, Some(open)).await;
    }
    assert_eq!(found(&bench, FindingKind::LooserThanGlobal).await, []);
    edit(&bench, PolicyId::GLOBAL, &no_chat()).await;
    let list = found(&bench, FindingKind::LooserThanGlobal).await;
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(list[0].people, Some(Number::Exactly(2)));
    assert_eq!(
        list[0].fix,
        Fix::Edit(Place::Policy(open), Repair::AsStrictAsGlobal)
    );
}

async fn groups_without_members_and_without_reach(bench: Bench) {
    let people = bench.add_people(1..=2, true).await;
    let mine = bench.add_policy("Mine", no_chat()).await;
    let empty = bench.add_group("Empty", &[], Some(mine)).await;
    bench.add_group("Reaching", &people[..1], Some(mine)).await;
    let masked = bench.add_group("Masked", &people[..1], Some(mine)).await;
    let list = found(&bench, FindingKind::GroupEmpty).await;
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].fix, Fix::TakeFromGroup(empty));
    let list = found(&bench, FindingKind::GroupReachesNobody).await;
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(
        (list[0].fix, list[0].people),
        (Fix::TakeFromGroup(masked), Some(Number::Exactly(1)))
    );
    forecourt_service::group::add_members(&bench.services, &bench.context(), masked, &people[1..], None)
        .await
        .unwrap();
    assert_eq!(found(&bench, FindingKind::GroupReachesNobody).await, []);
}

async fn values_under_a_parent_that_is_off(bench: Bench) {
    let mut settings = bench.services.snapshot().unwrap().settings.clone();
    settings.allowed_acs_resources = vec!["8c1c".to_owned()];
    settings.enable_acs_users = true;
    settings.block_external_access_user_access = true;
    settings.blocked_users =
        vec![forecourt_model::settings::BlockedPerson::parse("eve@evil.example").unwrap()];
    bench.save(&settings).await;
    assert_eq!(found(&bench, FindingKind::NoEffect).await, []);
    settings.enable_acs_users = false;
    settings.block_external_access_user_access = false;
    settings.domains.mode = DomainMode::BlockAll;
    settings.treat_discovered_partners_as_unverified = true;
    bench.save(&settings).await;
    let fixes: Vec<_> = found(&bench, FindingKind::NoEffect)
        .await
        .iter()
        .map(|one| one.fix)
        .collect();
    assert_eq!(
        fixes,
        [
            organization(SettingKey::TreatDiscoveredPartnersAsUnverified),
            organization(SettingKey::BlockedUsers),
            organization(SettingKey::AllowedAcsResources),
        ]
    );
    let closed = PolicySettings {
        enable_federation_access: false,
        communication_with_external_orgs: CommunicationWithExternalOrgs::AllowAllExternalDomains,
        ..PolicySettings::default()
    };
    let id = bench.add_policy("Closed", closed).await;
    let of_policy = found(&bench, FindingKind::NoEffect)
        .await
        .into_iter()
        .last()
        .unwrap();
    assert_eq!(
        of_policy.fix,
        Fix::Edit(
            Place::Policy(id),
            Repair::Clear(SettingKey::CommunicationWithExternalOrgs)
        )
    );
    assert!(
        of_policy.text.contains("while EnableFederationAccess is off"),
        "{}",
        of_policy.text
    );
}

async fn values_that_wake_up(bench: Bench) {
    let people = bench.add_people(1..=4, true).await;
    let waiting = PolicySettings {
        enable_teams_consumer_access: false,
        ..PolicySettings::default()
    };
    let policy = bench.add_policy("Waiting", waiting).await;
    assert_eq!(found(&bench, FindingKind::Wakes).await, [], "nobody has it");
    bench.assign(people[0], Some(policy)).await;
    let list = found(&bench, FindingKind::Wakes).await;
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].people, Some(Number::Exactly(1)));
    let mut settings = bench.services.snapshot().unwrap().settings.clone();
    settings.allow_teams_consumer = false;
    bench.save(&settings).await;
    let list = found(&bench, FindingKind::Wakes).await;
    assert_eq!(list.len(), 2);
    assert_eq!(list[0].fix, organization(SettingKey::AllowTeamsConsumerInbound));
    assert_eq!(
        list[0].people,
        Some(Number::Exactly(3)),
        "those whose policy allows it"
    );
    settings.allow_teams_consumer_inbound = false;
    bench.save(&settings).await;
    assert_eq!(found(&bench, FindingKind::Wakes).await.len(), 1);
}

async fn lists_that_are_not_used(bench: Bench) {
    let mut settings = bench.services.snapshot().unwrap().settings.clone();
    settings.domains.mode = DomainMode::BlockSpecific;
    settings.domains.blocked = domains(&["evil.example"]);
    settings.block_all_subdomains = true;
    settings.allowed_trial_tenant_domains = domains(&["trial.example"]);
    bench.save(&settings).await;
    assert_eq!(found(&bench, FindingKind::NoEffect).await, []);
    settings.domains.mode = DomainMode::AllowSpecific;
    settings.domains.allowed = domains(&["good.example"]);
    settings.external_access_with_trial_tenants = TrialTenants::Allowed;
    bench.save(&settings).await;
    let fixes: Vec<_> = found(&bench, FindingKind::NoEffect)
        .await
        .iter()
        .map(|one| one.fix)
        .collect();
    assert_eq!(
        fixes,
        [
            organization(SettingKey::BlockedDomains),
            organization(SettingKey::BlockAllSubdomains),
            organization(SettingKey::AllowedTrialTenantDomains),
        ]
    );
    let unused = PolicySettings {
        allowed_external_domains: domains(&["a.example"]),
        ..PolicySettings::default()
    };
    let id = bench.add_policy("Unused list", unused).await;
    let last = found(&bench, FindingKind::NoEffect)
        .await
        .into_iter()
        .last()
        .unwrap();
    assert_eq!(
        last.fix,
        Fix::Edit(
            Place::Policy(id),
            Repair::Clear(SettingKey::AllowedExternalDomains)
        )
    );
}

async fn domains_that_do_nothing(bench: Bench) {
    let mut settings = bench.services.snapshot().unwrap().settings.clone();
    settings.domains.mode = DomainMode::BlockSpecific;
    settings.domains.blocked = domains(&["evil.example", "mail.evil.example", "notevil.example"]);
    bench.save(&settings).await;
    assert_eq!(
        found(&bench, FindingKind::ShadowedDomain).await,
        [],
        "subdomains are not blocked"
    );
    settings.block_all_subdomains = true;
    bench.save(&settings).await;
    let list = found(&bench, FindingKind::ShadowedDomain).await;
    assert_eq!(list.len(), 1);
    assert!(
        list[0].text.starts_with("mail.evil.example: "),
        "{}",
        list[0].text
    );
    let own = PolicySettings {
        communication_with_external_orgs: CommunicationWithExternalOrgs::BlockSpecificExternalDomains,
        blocked_external_domains: domains(&["notevil.example", "evil.example"]),
        ..PolicySettings::default()
    };
    let id = bench.add_policy("Own list", own.clone()).await;
    assert_eq!(found(&bench, FindingKind::RepeatsOrganization).await, []);
    let mut same = own.clone();
    same.blocked_external_domains
        .push(DomainName::parse("mail.evil.example").unwrap());
    edit(&bench, id, &same).await;
    let list = found(&bench, FindingKind::RepeatsOrganization).await;
    assert_eq!(
        list[0].fix,
        Fix::Edit(Place::Policy(id), Repair::FollowOrganization)
    );
    assert_eq!(found(&bench, FindingKind::DomainInBothLists).await, []);
    // Saving refuses this; it can only be there from before.
    settings.domains.allowed = domains(&["evil.example"]);
    bench.force(&settings).await;
    let list = found(&bench, FindingKind::DomainInBothLists).await;
    assert_eq!(list[0].fix, Fix::Edit(Place::Organization, Repair::OneList));
}

async fn everybody_may_see_them(bench: Bench) {
    bench.add_policy("Idle", no_chat()).await;
    for role in Role::ALL {
        let all = findings(&bench.services, &bench.as_role(role)).await.unwrap();
        assert_eq!(all.list.len(), 1, "{role:?}");
    }
}
