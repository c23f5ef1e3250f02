//! Scopes of access tokens, and what they pass on.

use forecourt_model::authority::{Permission, Role};
use forecourt_model::scope::{Scope, Scopes};
use std::collections::BTreeSet;

#[test]
fn names_are_unique_and_lead_back() {
    let codes: BTreeSet<_> = Scope::ALL.iter().map(|scope| scope.code()).collect();
    assert_eq!(codes.len(), Scope::ALL.len());
    for scope in Scope::ALL {
        assert_eq!(Scope::from_code(scope.code()), Some(*scope));
        assert!(scope.description().ends_with('.'));
    }
    assert_eq!(Scope::from_code("settings"), None);
}

#[test]
fn reading_passes_on_nothing_that_changes() {
    let changes = [
        Permission::EditSettings,
        Permission::EditPolicies,
        Permission::AssignPolicies,
        Permission::Import,
        Permission::AnswerMessages,
        Permission::UndoChanges,
        Permission::ManageAdministrators,
    ];
    let is_for_reading = |scope: &&Scope| scope.code().rsplit('.').next() == Some("read");
    for scope in Scope::ALL.iter().filter(is_for_reading) {
        assert!(
            scope
                .permissions()
                .iter()
                .all(|permission| !changes.contains(permission)),
            "{scope}"
        );
    }
    assert!(
        Scope::Decisions
            .permissions()
            .iter()
            .all(|permission| !changes.contains(permission))
    );
}

#[test]
fn a_reader_can_use_what_reads() {
    assert!(Scope::SettingsRead.fits(Role::GlobalReader));
    assert!(!Scope::SettingsWrite.fits(Role::GlobalReader));
    assert!(!Scope::AdministratorsWrite.fits(Role::TeamsAdministrator));
    assert!(
        Scope::ALL
            .iter()
            .all(|scope| scope.fits(Role::GlobalAdministrator))
    );
}

#[test]
fn scopes_are_written_in_one_order_each_once() {
    let scopes = Scopes::parse(" policies.read settings.read  policies.read ").unwrap();
    assert_eq!(scopes.to_string(), "settings.read policies.read");
    assert!(scopes.pass_on(Permission::ReadPolicies) && !scopes.pass_on(Permission::EditPolicies));
    assert_eq!(Scopes::parse("settings.read everything"), None);
    assert!(Scopes::parse("").unwrap().is_empty());
}
