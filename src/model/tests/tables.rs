//! Tables written out: when the feature exists, and who may do what.

use forecourt_model::authority::{Permission, Role};
use forecourt_model::rollout::{Rollout, RolloutState, Window};
use time::macros::{date, datetime};

#[test]
fn the_state_of_a_rollout_follows_activation_and_window() {
    use RolloutState::{Launched, RollingOut, Scheduled};
    let window = Window {
        start: date!(2021 - 12 - 01),
        end: date!(2021 - 12 - 17),
    };
    let on_time = datetime!(2021-12-06 09:00 UTC);
    let early = datetime!(2021-11-20 09:00 UTC);
    let late = datetime!(2026-05-01 09:00 UTC);
    for (activation, now, state) in [
        (on_time, datetime!(2021-11-01 00:00 UTC), Scheduled),
        (on_time, datetime!(2021-12-02 00:00 UTC), Scheduled),
        (on_time, datetime!(2021-12-06 08:59:59.999 UTC), Scheduled),
        (on_time, on_time, RollingOut),
        (on_time, datetime!(2021-12-17 23:59:59 UTC), RollingOut),
        (on_time, datetime!(2021-12-18 00:00 UTC), Launched),
        (early, early, RollingOut),
        (late, datetime!(2022-01-01 00:00 UTC), Scheduled),
        (late, late, Launched),
    ] {
        let rollout = Rollout { window, activation };
        assert_eq!(rollout.state(now), state, "{activation} {now}");
        assert_eq!(rollout.is_active(now), state != Scheduled, "{activation} {now}");
    }
}

#[test]
fn each_role_may_do_what_the_table_says() {
    use Permission as P;
    // Global Administrator, Teams Administrator, Global Reader, Help desk.
    let table = [
        (P::ReadSettings, [true, true, true, true]),
        (P::EditSettings, [true, true, false, false]),
        (P::ReadPolicies, [true, true, true, true]),
        (P::EditPolicies, [true, true, false, false]),
        (P::ReadPeople, [true, true, true, true]),
        (P::AssignPolicies, [true, true, false, false]),
        (P::Import, [true, true, false, false]),
        (P::ReadMessages, [true, true, true, false]),
        (P::AnswerMessages, [true, true, false, false]),
        (P::ReadActivity, [true, true, true, false]),
        (P::UndoChanges, [true, true, false, false]),
        (P::ReadAdministrators, [true, true, true, false]),
        (P::ManageAdministrators, [true, false, false, false]),
        (P::ManageOwnAccount, [true, true, true, true]),
    ];
    assert_eq!(table.map(|(permission, _)| permission), P::ALL);
    for (permission, expected) in table {
        assert_eq!(
            Role::ALL.map(|role| role.grants(permission)),
            expected,
            "{permission:?}"
        );
        let roles: Vec<_> = permission.roles().collect();
        assert_eq!(roles.len(), expected.into_iter().filter(|may| *may).count());
        assert_eq!(roles[0], Role::GlobalAdministrator, "somebody can always do it");
    }
}

#[test]
fn roles_are_found_by_their_codes() {
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(role));
        assert_eq!(
            Role::from_code(&role.code().replace('_', "-").to_uppercase()),
            Some(role)
        );
    }
    assert_eq!(Role::from_code("owner"), None);
    let words = Permission::ManageAdministrators.refusal(Role::HelpDesk);
    assert!(
        words.contains("Help desk") && words.contains("Global Administrator"),
        "{words}"
    );
}
