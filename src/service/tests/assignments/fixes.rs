//! What puts findings right: the numbers beforehand, and that they are gone afterwards.

use crate::findings::found;
use crate::support::{Bench, on_both_databases};
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, CommunicationWithExternalOrgs, PolicySettings};
use forecourt_model::settings::{DomainMode, SettingKey};
use forecourt_model::{DomainName, PolicyId, Revision};
use forecourt_service::ServiceError;
use forecourt_service::hygiene::{FindingKind, Fix, Fixed, Place, Repair, apply, findings, preview};
use forecourt_service::undo::undo;
use forecourt_store::change;

on_both_databases!(
    superfluous_assignments_are_removed_and_can_come_back,
    people_are_moved_to_the_policy_that_says_the_same,
    groups_give_their_policy_back,
    settings_are_put_right,
    a_policy_that_nobody_has_is_deleted,
    a_fix_without_its_finding_is_refused,
    readers_put_nothing_right,
    somebody_who_was_quicker_is_not_overwritten,
);

fn no_chat() -> PolicySettings {
    PolicySettings {
        enable_teams_consumer_access: false,
        enable_teams_consumer_inbound: false,
        ..PolicySettings::default()
    }
}

/// Previews and applies, as the page does.
async fn fix(bench: &Bench, fix: Fix) -> (forecourt_service::hygiene::FixPlan, Fixed) {
    let (services, context) = (&bench.services, bench.context());
    let plan = preview(services, &context, fix).await.unwrap();
    let done = apply(services, &context, fix, plan.expected, None).await.unwrap();
    (plan, done)
}

async fn superfluous_assignments_are_removed_and_can_come_back(bench: Bench) {
    let people = bench.add_people(1..=4, true).await;
    let disabled = bench.add_people(5..=6, false).await;
    let mine = bench.add_policy("Mine", no_chat()).await;
    let stock = BuiltIn::FederationAndPICDefault.id();
    bench.add_group("Some", &people[..3], Some(mine)).await;
    bench.assign(people[0], Some(mine)).await;
    bench.assign(people[1], Some(stock)).await;
    bench.assign(people[2], Some(stock)).await;
    bench.assign(people[3], Some(stock)).await;
    for person in &disabled {
        bench.assign(*person, Some(mine)).await;
    }
    for (kind, wanted, count, loses) in [
        (FindingKind::Redundant, Fix::RemoveRedundant, 1, 0),
        (FindingKind::MasksGroups, Fix::RemoveMasking(stock), 2, 2),
        (FindingKind::DisabledAccounts, Fix::RemoveOfDisabled, 2, 0),
    ] {
        assert_eq!(found(&bench, kind).await.len(), 1, "{kind:?}");
        let (plan, done) = fix(&bench, wanted).await;
        assert_eq!((plan.people, done.people), (count, count), "{kind:?}");
        assert_eq!(plan.first.len(), usize::try_from(count).unwrap());
        assert_eq!(plan.impact.chat.lose, loses, "{kind:?}");
        assert_eq!(found(&bench, kind).await, [], "{kind:?}");
        let mut reader = bench.services.database().read().await.unwrap();
        let rows = change::people(&mut reader.connection(), bench.services.tenant(), done.revision)
            .await
            .unwrap();
        drop(reader);
        assert_eq!(rows.len(), usize::try_from(count).unwrap());
        assert!(rows.iter().all(|row| row.before.is_some() && row.after.is_none()));
        undo(&bench.services, &bench.context(), done.revision, None)
            .await
            .unwrap();
        assert_eq!(found(&bench, kind).await.len(), 1, "{kind:?}: taken back");
        fix(&bench, wanted).await;
    }
    assert_eq!(bench.person(people[0]).await.effective_policy, mine);
    assert_eq!(bench.person(people[1]).await.effective_policy, mine);
    assert_eq!(
        bench.person(people[3]).await.direct_policy,
        Some(stock),
        "in no group"
    );
    assert_eq!(bench.person(disabled[0]).await.effective_policy, PolicyId::GLOBAL);
}

async fn people_are_moved_to_the_policy_that_says_the_same(bench: Bench) {
    let people = bench.add_people(1..=5, true).await;
    let (one, two) = (
        bench.add_policy("One", no_chat()).await,
        bench.add_policy("Two", no_chat()).await,
    );
    bench.assign(people[0], Some(one)).await;
    for person in &people[1..4] {
        bench.assign(*person, Some(two)).await;
    }
    bench.add_group("Some", &people[4..], Some(one)).await;
    let (plan, done) = fix(&bench, Fix::Merge(one, two)).await;
    assert_eq!((plan.people, done.people, plan.impact.affected), (1, 1, 0));
    assert_eq!(plan.notes.len(), 1, "the group is named");
    assert_eq!(bench.person(people[0]).await.direct_policy, Some(two));
    assert_eq!(bench.person(people[4]).await.effective_policy, two);
    assert_eq!(found(&bench, FindingKind::Identical).await, []);
    let left = found(&bench, FindingKind::NobodyHas).await;
    assert_eq!(left[0].fix, Fix::DeletePolicy(one), "and now it can go");
}

async fn groups_give_their_policy_back(bench: Bench) {
    let people = bench.add_people(1..=1, true).await;
    let mine = bench.add_policy("Mine", no_chat()).await;
    let empty = bench.add_group("Empty", &[], Some(mine)).await;
    bench.add_group("Reaching", &people, Some(mine)).await;
    let masked = bench.add_group("Masked", &people, Some(mine)).await;
    for (kind, group) in [
        (FindingKind::GroupEmpty, empty),
        (FindingKind::GroupReachesNobody, masked),
    ] {
        let (plan, _) = fix(&bench, Fix::TakeFromGroup(group)).await;
        assert_eq!(plan.impact.affected, 0);
        assert_eq!(found(&bench, kind).await, []);
    }
    assert_eq!(bench.person(people[0]).await.effective_policy, mine);
}

async fn settings_are_put_right(bench: Bench) {
    let people = bench.add_people(1..=3, true).await;
    let list = |names: &[&str]| {
        names
            .iter()
            .map(|name| DomainName::parse(name).unwrap())
            .collect::<Vec<_>>()
    };
    let mut settings = bench.services.snapshot().unwrap().settings.clone();
    settings.domains.mode = DomainMode::BlockSpecific;
    settings.domains.blocked = list(&["evil.example", "mail.evil.example"]);
    settings.block_all_subdomains = true;
    settings.allow_teams_consumer = false;
    settings.restrict_teams_consumer_to_external_user_profiles = true;
    bench.save(&settings).await;
    let own = PolicySettings {
        communication_with_external_orgs: CommunicationWithExternalOrgs::BlockSpecificExternalDomains,
        blocked_external_domains: settings.domains.blocked.clone(),
        federated_bilateral_chats: true,
        ..PolicySettings::default()
    };
    let own = bench.add_policy("Own list", own).await;
    bench.assign(people[0], Some(own)).await;
    let waiting = PolicySettings {
        enable_teams_consumer_access: false,
        ..PolicySettings::default()
    };
    let waiting = bench.add_policy("Waiting", waiting).await;
    bench.assign(people[1], Some(waiting)).await;
    settings.domains.allowed = list(&["evil.example"]);
    bench.force(&settings).await;
    let all = findings(&bench.services, &bench.context()).await.unwrap();
    let kinds: Vec<_> = all.list.iter().map(|finding| finding.kind).collect();
    assert_eq!(
        kinds,
        [
            FindingKind::DomainInBothLists,
            FindingKind::Wakes,
            FindingKind::Wakes,
            FindingKind::NoEffect,
            FindingKind::NoEffect,
            FindingKind::ShadowedDomain,
            FindingKind::RepeatsOrganization,
            FindingKind::NobodyHas,
        ]
    );
    // Before the organization's own list gets shorter than the policy's.
    fix(&bench, Fix::Edit(Place::Policy(own), Repair::FollowOrganization)).await;
    // The contradiction first: settings that contradict themselves cannot be saved.
    let mut left = all.list.len() - 1;
    for finding in &all.list {
        let current = findings(&bench.services, &bench.context()).await.unwrap();
        if !current.list.iter().any(|other| other.fix == finding.fix) {
            continue;
        }
        let (plan, _) = fix(&bench, finding.fix).await;
        let deletes = matches!(finding.fix, Fix::DeletePolicy(_));
        assert!(
            deletes || !plan.fields.is_empty(),
            "{finding:?} says what differs"
        );
        let now = findings(&bench.services, &bench.context())
            .await
            .unwrap()
            .list
            .len();
        assert!(now < left, "{finding:?}");
        left = now;
    }
    assert_eq!(left, 0);
    let snapshot = bench.services.snapshot().unwrap();
    assert_eq!(snapshot.settings.domains.blocked, list(&["evil.example"]));
    assert!(!snapshot.settings.allow_teams_consumer_inbound);
    let policy = snapshot.policy(own).unwrap();
    assert_eq!(
        policy.settings.communication_with_external_orgs,
        CommunicationWithExternalOrgs::OrganizationDefault
    );
}

async fn a_policy_that_nobody_has_is_deleted(bench: Bench) {
    let people = bench.add_people(1..=2, true).await;
    let idle = bench.add_policy("Idle", no_chat()).await;
    let (_, done) = fix(&bench, Fix::DeletePolicy(idle)).await;
    assert_eq!(done.sentence, "Idle was deleted.");
    assert_eq!(found(&bench, FindingKind::NobodyHas).await, []);
    let open = bench.add_policy("Open", PolicySettings::default()).await;
    bench.assign(people[0], Some(open)).await;
    let global = bench
        .services
        .snapshot()
        .unwrap()
        .policy(PolicyId::GLOBAL)
        .unwrap()
        .clone();
    let (services, context) = (&bench.services, bench.context());
    forecourt_service::policy::edit(
        services,
        &context,
        global.id,
        global.revision,
        &no_chat(),
        None,
        None,
    )
    .await
    .unwrap();
    let wanted = Fix::Edit(Place::Policy(open), Repair::AsStrictAsGlobal);
    let (plan, _) = fix(&bench, wanted).await;
    assert_eq!((plan.impact.chat.lose, plan.impact.affected), (1, 1));
    assert_eq!(found(&bench, FindingKind::LooserThanGlobal).await, []);
}

async fn a_fix_without_its_finding_is_refused(bench: Bench) {
    bench.add_people(1..=1, true).await;
    let before = bench.services.snapshot().unwrap().revision();
    for wanted in [
        Fix::RemoveRedundant,
        Fix::RemoveOfDisabled,
        Fix::RemoveMasking(BuiltIn::FederationAndPICDefault.id()),
        Fix::DeletePolicy(PolicyId::GLOBAL),
        Fix::Merge(PolicyId::GLOBAL, BuiltIn::FederationOnly.id()),
        Fix::Edit(
            Place::Organization,
            Repair::Clear(SettingKey::AllowTeamsConsumerInbound),
        ),
        Fix::Edit(
            Place::Policy(PolicyId::GLOBAL),
            Repair::Clear(SettingKey::EnableTeamsConsumerAccess),
        ),
    ] {
        let (services, context) = (&bench.services, bench.context());
        let seen = preview(services, &context, wanted).await.map(drop);
        let done = apply(services, &context, wanted, before, None).await.map(drop);
        for refused in [seen, done] {
            assert!(
                matches!(
                    &refused,
                    Err(ServiceError::Refused {
                        code: "nothing-to-fix",
                        ..
                    })
                ),
                "{wanted:?}: {refused:?}"
            );
        }
    }
    assert_eq!(bench.services.snapshot().unwrap().revision(), before);
}

async fn readers_put_nothing_right(bench: Bench) {
    let disabled = bench.add_people(1..=1, false).await;
    let idle = bench.add_policy("Idle", no_chat()).await;
    bench
        .assign(disabled[0], Some(BuiltIn::FederationOnly.id()))
        .await;
    let before = bench.services.snapshot().unwrap().revision();
    for role in [Role::GlobalReader, Role::HelpDesk] {
        for wanted in [Fix::RemoveOfDisabled, Fix::DeletePolicy(idle)] {
            let (services, context) = (&bench.services, bench.as_role(role));
            let seen = preview(services, &context, wanted).await.map(drop);
            let done = apply(services, &context, wanted, before, None).await.map(drop);
            for refused in [seen, done] {
                assert!(
                    matches!(refused, Err(ServiceError::Forbidden { .. })),
                    "{refused:?}"
                );
            }
        }
    }
    assert_eq!(bench.services.snapshot().unwrap().revision(), before);
}

async fn somebody_who_was_quicker_is_not_overwritten(bench: Bench) {
    let people = bench.add_people(1..=1, true).await;
    let waiting = PolicySettings {
        enable_teams_consumer_access: false,
        ..PolicySettings::default()
    };
    let waiting = bench.add_policy("Waiting", waiting).await;
    bench.assign(people[0], Some(waiting)).await;
    let wanted = Fix::Edit(
        Place::Policy(waiting),
        Repair::Clear(SettingKey::EnableTeamsConsumerInbound),
    );
    let (services, context) = (&bench.services, bench.context());
    let stale = apply(services, &context, wanted, Revision(1), None).await;
    assert!(matches!(stale, Err(ServiceError::Conflict(_))), "{stale:?}");
    let plan = preview(services, &context, wanted).await.unwrap();
    apply(services, &context, wanted, plan.expected, None)
        .await
        .unwrap();
}
