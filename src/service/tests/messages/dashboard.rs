//! The dashboard: what it counts, what it says to tidy up, and what a role sees of it.

use crate::support::{World, new_policy, on_both_databases};
use forecourt_model::PolicyId;
use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_service::hygiene::FindingKind;
use forecourt_service::organization::save_settings;
use forecourt_service::{dashboard, policy};

on_both_databases!(the_dashboard_counts_and_reviews);

async fn the_dashboard_counts_and_reviews(world: World) {
    let context = world.context();
    let view = dashboard::get(&world.services, &context).await.unwrap();
    assert_eq!((view.people, view.can_start, view.can_be_contacted), (10, 8, 8));
    let sources: Vec<_> = view
        .sources
        .iter()
        .map(|reach| (reach.source, reach.people, reach.can_start))
        .collect();
    assert_eq!(sources, [(SourceKind::Global, 8, 8), (SourceKind::Direct, 2, 0)]);
    let kinds = |view: &dashboard::DashboardView| -> Vec<_> {
        view.findings.list.iter().map(|finding| finding.kind).collect()
    };
    assert_eq!(kinds(&view), [FindingKind::Wakes, FindingKind::DisabledAccounts]);
    assert_eq!(view.recent.unwrap().len(), 5);
    new_policy(&world.services, &context, "Open", (true, true)).await;
    let snapshot = world.services.snapshot().unwrap();
    let mut global = snapshot.policy(PolicyId::GLOBAL).unwrap().clone();
    global.settings.enable_teams_consumer_inbound = false;
    policy::edit(
        &world.services,
        &context,
        global.id,
        global.revision,
        &global.settings,
        None,
        None,
    )
    .await
    .unwrap();
    let mut settings = snapshot.settings.clone();
    settings.allow_teams_consumer = false;
    save_settings(
        &world.services,
        &context,
        snapshot.settings_revision,
        &settings,
        None,
        None,
    )
    .await
    .unwrap();
    let view = dashboard::get(&world.services, &context).await.unwrap();
    assert_eq!(view.can_start, 0);
    let found = kinds(&view);
    assert_eq!(found[..2], [FindingKind::Wakes, FindingKind::Wakes]);
    assert_eq!(found.last(), Some(&FindingKind::NobodyHas));
    let desk = dashboard::get(&world.services, &world.context_of(42, Role::HelpDesk))
        .await
        .unwrap();
    assert!(desk.recent.is_none() && desk.people == 10);
}
