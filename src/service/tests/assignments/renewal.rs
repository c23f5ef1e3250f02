//! What servers know of changes: as one change left it, and all of them.

use crate::support::{Bench, on_both_databases};
use forecourt_model::policy::{Policy, PolicySettings};
use forecourt_model::settings::OrganizationSettings;
use forecourt_service::change::{Action, Detail, Draft, Record, Target, TargetKind};
use forecourt_service::organization::save_settings;
use forecourt_service::snapshot::Snapshot;
use forecourt_store::{policy, settings};
use std::sync::atomic::{AtomicBool, Ordering};

on_both_databases!(a_snapshot_is_what_one_change_left);

/// Writes settings and a policy in one change.
async fn write_both(bench: &Bench, mine: &Policy) {
    let (services, context) = (&bench.services, bench.context());
    let mut draft = Draft::begin(services, &context).await.unwrap();
    let revision = draft.revision();
    let (tenant, now) = (services.tenant(), context.now);
    let mut connection = draft.connection();
    let written = OrganizationSettings::default();
    settings::save(&mut connection, tenant, &written, revision, now)
        .await
        .unwrap();
    let mine = Policy {
        revision,
        ..mine.clone()
    };
    policy::update(&mut connection, tenant, &mine, now).await.unwrap();
    let record = Record {
        action: Action::SettingsChanged,
        target: Target::new(TargetKind::Settings, "organization", "Settings"),
        detail: Detail::default(),
        reason: None,
        undoes: None,
    };
    draft.commit(record, &[]).await.unwrap();
}

async fn a_snapshot_is_what_one_change_left(bench: Bench) {
    let id = bench.add_policy("Mine", PolicySettings::default()).await;
    let mine = bench.services.snapshot().unwrap().policy(id).unwrap().clone();
    write_both(&bench, &mine).await;
    let is_over = AtomicBool::new(false);
    let write = async {
        for _ in 0..60 {
            write_both(&bench, &mine).await;
        }
        is_over.store(true, Ordering::Relaxed);
    };
    let read = async {
        while !is_over.load(Ordering::Relaxed) {
            let loaded = Snapshot::load(bench.services.database(), bench.services.tenant()).await;
            let loaded = loaded.unwrap().unwrap();
            let of_policy = loaded.policy(id).unwrap().revision;
            assert_eq!(
                (loaded.settings_revision, of_policy),
                (loaded.revision(), loaded.revision())
            );
        }
    };
    tokio::join!(write, read);
}

#[tokio::test]
async fn watchers_hear_of_a_change_though_telling_them_failed() {
    let bench = Bench::open(&forecourt_testkit::fresh_database().await).await;
    let services = &bench.services;
    let mut events = services.watch();
    let other = bench.another().await;
    let before = other.snapshot().unwrap();
    let mut changed = before.settings.clone();
    changed.shared_sip_address_space = !changed.shared_sip_address_space;
    let expected = before.settings_revision;
    let revision = save_settings(&other, &bench.context(), expected, &changed, None, None)
        .await
        .unwrap()
        .revision;
    // The new state can be read, and what happened cannot.
    forecourt_testkit::execute(&bench.address, "alter table change rename to change_away").await;
    assert!(services.renew(revision).await.is_err());
    assert_eq!(services.snapshot().unwrap().revision(), revision);
    assert!(events.try_recv().is_err());
    forecourt_testkit::execute(&bench.address, "alter table change_away rename to change").await;
    services.catch_up().await.unwrap();
    assert_eq!(events.try_recv().unwrap().revision, revision);
    services.catch_up().await.unwrap();
    assert!(events.try_recv().is_err(), "once");
}
