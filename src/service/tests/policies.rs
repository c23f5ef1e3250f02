//! Policies from adding to undoing, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

use forecourt_model::access::SourceKind;
use forecourt_model::authority::Role;
use forecourt_model::policy::{BuiltIn, CommunicationWithExternalOrgs, PolicySettings};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{AdministratorId, DomainName, PersonId, PolicyId, Revision};
use forecourt_service::change::{Action, Detail};
use forecourt_service::organization::{NewOrganization, create_organization, save_settings};
use forecourt_service::policy::{self, ListQuery, NewPolicy, PolicySort, Saved};
use forecourt_service::{Actor, FixedClock, OpContext, SeededRandom, ServiceError, Services};
use forecourt_store::person::Person;
use forecourt_store::{Database, change, migrate, person};
use std::sync::Arc;
use time::macros::datetime;
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        forecourt_testkit::on_both_databases!(crate::start => $($case),+);
    };
}

on_both_databases!(
    a_policy_is_added_and_found_by_its_name,
    names_that_cannot_be_taken_say_why,
    an_edit_takes_effect_and_keeps_both_sides,
    saving_what_is_stored_changes_nothing,
    a_stale_edit_says_who_came_first,
    a_policy_in_use_is_not_deleted,
    a_deleted_policy_comes_back_as_it_was,
    global_is_reset_and_the_reset_taken_back,
    built_in_policies_are_read_only,
    a_rule_of_its_own_needs_its_domains,
    readers_change_nothing,
    the_list_is_searched_and_sorted,
    the_preview_tells_who_loses_and_who_keeps,
);

async fn start(address: &str) -> (Services, OpContext) {
    let database = Database::open(address).await.unwrap();
    migrate::up(&database).await.unwrap();
    let clock = Arc::new(FixedClock::new(datetime!(2026-03-02 09:00 UTC)));
    let services = Services::start(database, clock, Arc::new(SeededRandom::new(7)))
        .await
        .unwrap();
    let command = OpContext::command("test", services.clock().now());
    let new = NewOrganization::parse("Contoso", "contoso.example").unwrap();
    create_organization(&services, &command, &new, async |_| Ok(()))
        .await
        .unwrap();
    let context = as_role(&services, Role::TeamsAdministrator);
    (services, context)
}

fn as_role(services: &Services, role: Role) -> OpContext {
    OpContext {
        actor: Actor::Administrator {
            id: AdministratorId(Uuid::from_u128(40)),
            name: "Priya Raman".to_owned(),
            role,
        },
        ..OpContext::command("test", services.clock().now())
    }
}

/// Puts somebody into the directory, with `policy` assigned directly unless it is Global.
async fn add_person(services: &Services, context: &OpContext, number: u128, name: &str, policy: PolicyId) {
    let mut transaction = services.database().begin().await.unwrap();
    let mut connection = transaction.connection();
    let person = Person {
        id: PersonId(Uuid::from_u128(number)),
        user_principal_name: format!("p{number}@contoso.example"),
        display_name: name.to_owned(),
        sip_address: None,
        mail: None,
        department: None,
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(1),
    };
    person::upsert(&mut connection, context.tenant, &person, context.now)
        .await
        .unwrap();
    if policy != PolicyId::GLOBAL {
        forecourt_store::assignment::set_direct(
            &mut connection,
            context.tenant,
            &[person.id],
            Some(policy),
            Revision(1),
        )
        .await
        .unwrap();
    }
    transaction.commit().await.unwrap();
    // The people came behind the back of the use cases; any change makes the snapshot read them.
    let mut settings = OrganizationSettings::default();
    settings.shared_sip_address_space = !services.snapshot().unwrap().settings.shared_sip_address_space;
    let expected = services.snapshot().unwrap().settings_revision;
    save_settings(services, context, expected, &settings, None, None)
        .await
        .unwrap();
}

fn no_chat() -> PolicySettings {
    PolicySettings {
        enable_teams_consumer_access: false,
        ..PolicySettings::default()
    }
}

async fn add(services: &Services, context: &OpContext, name: &str, settings: PolicySettings) -> Saved {
    let new = NewPolicy {
        name: name.to_owned(),
        settings,
    };
    policy::add(services, context, new, None, None).await.unwrap()
}

async fn detail_of(services: &Services, context: &OpContext, revision: Revision) -> (String, Detail) {
    let mut reader = services.database().read().await.unwrap();
    let found = change::find(&mut reader.connection(), context.tenant, revision)
        .await
        .unwrap()
        .unwrap();
    (found.action, serde_json::from_str(&found.detail).unwrap())
}

async fn a_policy_is_added_and_found_by_its_name((services, context): (Services, OpContext)) {
    let saved = add(&services, &context, "  Tag:No personal accounts ", no_chat()).await;
    assert_eq!(saved.policy.name.as_str(), "No personal accounts");
    assert_eq!(saved.revision, saved.policy.revision);
    let view = policy::get_by_name(&services, &context, "no PERSONAL accounts")
        .await
        .unwrap();
    assert_eq!(view.policy, saved.policy);
    assert_eq!((view.access.chat, view.access.inbound), (false, false));
    assert_eq!(view.history.unwrap().len(), 1);
    let (action, detail) = detail_of(&services, &context, saved.revision).await;
    assert_eq!(action, Action::PolicyAdded.code());
    assert_eq!(detail.before, None);
    assert_eq!(
        detail.after.unwrap(),
        serde_json::to_value(&saved.policy).unwrap()
    );
}

async fn names_that_cannot_be_taken_say_why((services, context): (Services, OpContext)) {
    add(&services, &context, "Sales", no_chat()).await;
    let too_long = "x".repeat(65);
    for (name, part) in [
        ("SALES", "“Sales” exists already, and capitals make no difference"),
        ("Sales", "“Sales” exists already. Choose another name."),
        ("federationONLY", "“FederationOnly” exists already"),
        ("gLOBAL", "there is only one"),
        (too_long.as_str(), "has 65 characters"),
        (" ", "Give the policy a name"),
        ("a/b", "cannot have “/”"),
    ] {
        let new = NewPolicy {
            name: name.to_owned(),
            settings: no_chat(),
        };
        let error = policy::add(&services, &context, new, None, None)
            .await
            .unwrap_err();
        let ServiceError::Invalid(errors) = error else {
            panic!("{name}: {error:?}")
        };
        let message = errors.message("name").unwrap_or_default();
        assert!(message.contains(part), "{name}: {message}");
    }
    assert_eq!(services.snapshot().unwrap().policies.len(), 5);
}

async fn an_edit_takes_effect_and_keeps_both_sides((services, context): (Services, OpContext)) {
    let made = add(&services, &context, "Sales", PolicySettings::default()).await;
    add_person(&services, &context, 1, "Ada", made.policy.id).await;
    let reason = Some("Audit 12".to_owned());
    let saved = policy::edit(
        &services,
        &context,
        made.policy.id,
        made.revision,
        &no_chat(),
        reason,
        None,
    )
    .await
    .unwrap();
    assert!(saved.changed);
    assert_eq!((saved.impact.chat.lose, saved.impact.inbound.lose), (1, 1));
    assert_eq!(services.snapshot().unwrap().reach(context.now), (0, 0));
    let (action, detail) = detail_of(&services, &context, saved.revision).await;
    assert_eq!(action, Action::PolicyChanged.code());
    assert_eq!(detail.fields.len(), 1);
    assert_eq!(
        detail.before.unwrap(),
        serde_json::to_value(&made.policy).unwrap()
    );
    assert_eq!(
        detail.after.unwrap(),
        serde_json::to_value(&saved.policy).unwrap()
    );
}

async fn saving_what_is_stored_changes_nothing((services, context): (Services, OpContext)) {
    let made = add(&services, &context, "Sales", no_chat()).await;
    let newest = services.snapshot().unwrap().revision();
    let saved = policy::edit(
        &services,
        &context,
        made.policy.id,
        made.revision,
        &no_chat(),
        None,
        None,
    )
    .await
    .unwrap();
    assert!(!saved.changed);
    assert_eq!(saved.revision, made.revision);
    assert_eq!(services.snapshot().unwrap().revision(), newest);
}

async fn a_stale_edit_says_who_came_first((services, context): (Services, OpContext)) {
    let made = add(&services, &context, "Sales", PolicySettings::default()).await;
    let (id, first) = (made.policy.id, made.revision);
    policy::edit(&services, &context, id, first, &no_chat(), None, None)
        .await
        .unwrap();
    let settings = PolicySettings {
        federated_bilateral_chats: true,
        ..PolicySettings::default()
    };
    let error = policy::edit(&services, &context, id, first, &settings, None, None)
        .await
        .unwrap_err();
    let ServiceError::Conflict(conflict) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (conflict.expected, conflict.changed_by.as_str()),
        (first, "Priya Raman")
    );
    let error = policy::delete(&services, &context, id, first, None, None)
        .await
        .unwrap_err();
    assert!(matches!(error, ServiceError::Conflict(_)), "{error:?}");
    assert_eq!(
        services.snapshot().unwrap().policy(id).unwrap().settings,
        no_chat()
    );
}

async fn a_policy_in_use_is_not_deleted((services, context): (Services, OpContext)) {
    let made = add(&services, &context, "Sales", no_chat()).await;
    for (number, name) in [(1, "Dee"), (2, "Ada"), (3, "Cy"), (4, "Ben")] {
        add_person(&services, &context, number, name, made.policy.id).await;
    }
    let error = policy::delete(&services, &context, made.policy.id, made.revision, None, None)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "policy-in-use");
    assert!(
        error
            .sentence()
            .contains("4 people have it (Ada, Ben, Cy and 1 more)"),
        "{error}"
    );
    assert!(services.snapshot().unwrap().policy(made.policy.id).is_some());
}

async fn a_deleted_policy_comes_back_as_it_was((services, context): (Services, OpContext)) {
    let made = add(&services, &context, "Sales", no_chat()).await;
    let gone = policy::delete(&services, &context, made.policy.id, made.revision, None, None)
        .await
        .unwrap();
    assert!(services.snapshot().unwrap().policy(made.policy.id).is_none());
    let (action, detail) = detail_of(&services, &context, gone.revision).await;
    assert_eq!(action, Action::PolicyDeleted.code());
    let before = serde_json::from_value(detail.before.unwrap()).unwrap();
    assert_eq!(before, made.policy);
    let back = policy::recreate(&services, &context, &before, None, Some(gone.revision))
        .await
        .unwrap();
    assert_eq!(
        (back.policy.id, &back.policy.name, &back.policy.settings),
        (made.policy.id, &made.policy.name, &made.policy.settings)
    );
    let again = policy::recreate(&services, &context, &before, None, None)
        .await
        .unwrap_err();
    assert_eq!(again.code(), "policy-not-deleted");
    policy::delete(&services, &context, back.policy.id, back.revision, None, None)
        .await
        .unwrap();
    add(&services, &context, "SALES", no_chat()).await;
    let taken = policy::recreate(&services, &context, &before, None, None)
        .await
        .unwrap_err();
    assert!(taken.sentence().contains("“SALES” exists already"), "{taken:?}");
}

async fn global_is_reset_and_the_reset_taken_back((services, context): (Services, OpContext)) {
    add_person(&services, &context, 1, "Ada", PolicyId::GLOBAL).await;
    let edited = policy::edit(
        &services,
        &context,
        PolicyId::GLOBAL,
        Revision(1),
        &no_chat(),
        None,
        None,
    )
    .await
    .unwrap();
    let reset = policy::reset_global(&services, &context, edited.revision, None, None)
        .await
        .unwrap();
    assert_eq!(reset.policy.settings, BuiltIn::Global.settings());
    assert_eq!(reset.impact.chat.gain, 1);
    let (action, detail) = detail_of(&services, &context, reset.revision).await;
    assert_eq!(action, Action::PolicyReset.code());
    let before: forecourt_model::policy::Policy = serde_json::from_value(detail.before.unwrap()).unwrap();
    let undone = policy::edit(
        &services,
        &context,
        before.id,
        reset.revision,
        &before.settings,
        None,
        Some(reset.revision),
    )
    .await
    .unwrap();
    assert_eq!(undone.policy.settings, no_chat());
    let error = policy::delete(&services, &context, PolicyId::GLOBAL, undone.revision, None, None)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "policy-global");
}

async fn built_in_policies_are_read_only((services, context): (Services, OpContext)) {
    let id = BuiltIn::FederationOnly.id();
    let edited = policy::edit(&services, &context, id, Revision(1), &no_chat(), None, None).await;
    assert_eq!(edited.unwrap_err().code(), "policy-built-in");
    let deleted = policy::delete(&services, &context, id, Revision(1), None, None).await;
    assert_eq!(deleted.unwrap_err().code(), "policy-built-in");
}

async fn a_rule_of_its_own_needs_its_domains((services, context): (Services, OpContext)) {
    let empty = PolicySettings {
        communication_with_external_orgs: CommunicationWithExternalOrgs::AllowSpecificExternalDomains,
        ..PolicySettings::default()
    };
    let new = NewPolicy {
        name: "Partners".to_owned(),
        settings: empty.clone(),
    };
    let error = policy::add(&services, &context, new, None, None)
        .await
        .unwrap_err();
    let ServiceError::Invalid(errors) = error else {
        panic!("{error:?}")
    };
    assert!(errors.message("AllowedExternalDomains").is_some(), "{errors:?}");
    let filled = PolicySettings {
        allowed_external_domains: vec![DomainName::parse("bücher.example").unwrap()],
        ..empty
    };
    let made = add(&services, &context, "Partners", filled.clone()).await;
    let global = policy::edit(
        &services,
        &context,
        PolicyId::GLOBAL,
        Revision(1),
        &filled,
        None,
        None,
    )
    .await;
    let Err(ServiceError::Invalid(errors)) = global else {
        panic!("{global:?}")
    };
    assert!(errors.message("CommunicationWithExternalOrgs").is_some());
    assert_eq!(made.policy.settings, filled);
}

async fn readers_change_nothing((services, context): (Services, OpContext)) {
    let made = add(&services, &context, "Sales", no_chat()).await;
    let (id, revision) = (made.policy.id, made.revision);
    for role in [Role::GlobalReader, Role::HelpDesk] {
        let reader = as_role(&services, role);
        let new = NewPolicy {
            name: "Other".to_owned(),
            ..NewPolicy::default()
        };
        let results = [
            policy::add(&services, &reader, new, None, None).await,
            policy::edit(
                &services,
                &reader,
                id,
                revision,
                &PolicySettings::default(),
                None,
                None,
            )
            .await,
            policy::delete(&services, &reader, id, revision, None, None).await,
            policy::reset_global(&services, &reader, Revision(1), None, None).await,
            policy::recreate(&services, &reader, &made.policy, None, None).await,
        ];
        for result in results {
            assert_eq!(result.unwrap_err().code(), "forbidden", "{role:?}");
        }
        assert!(policy::list(&services, &reader, &ListQuery::default()).is_ok());
    }
    let help_desk = as_role(&services, Role::HelpDesk);
    let view = policy::get(&services, &help_desk, id).await.unwrap();
    assert_eq!(view.history, None, "the help desk may not read the activity");
}

async fn the_list_is_searched_and_sorted((services, context): (Services, OpContext)) {
    let described = PolicySettings {
        description: "Geschäft zuerst".to_owned(),
        ..no_chat()
    };
    let made = add(&services, &context, "Sales", described).await;
    add_person(&services, &context, 1, "Ada", made.policy.id).await;
    add_person(&services, &context, 2, "Ben", PolicyId::GLOBAL).await;
    let names = |query: ListQuery| -> Vec<String> {
        let list = policy::list(&services, &context, &query).unwrap();
        list.policies
            .iter()
            .map(|entry| entry.policy.name.to_string())
            .collect()
    };
    assert_eq!(
        names(ListQuery::default()),
        [
            "Global",
            "FederationAndPICDefault",
            "FederationOnly",
            "NoFederationAndPIC",
            "Sales"
        ]
    );
    let by_people = ListQuery {
        sort: PolicySort::People,
        descending: true,
        ..ListQuery::default()
    };
    assert_eq!(names(by_people)[..2], ["Global", "Sales"]);
    let text = |text: &str| ListQuery {
        text: text.to_owned(),
        ..ListQuery::default()
    };
    assert_eq!(names(text("GESCHAFT")), ["Sales"]);
    assert_eq!(names(text("org-wide")), ["Global"]);
    assert!(names(text("nothing like it")).is_empty());
    let list = policy::list(&services, &context, &text("sales")).unwrap();
    assert_eq!((list.default_policies, list.custom_policies), (4, 1));
    assert_eq!((list.people, list.people_on_global), (2, 1));
    assert_eq!(list.policies[0].holders.direct, 1);
}

async fn the_preview_tells_who_loses_and_who_keeps((services, context): (Services, OpContext)) {
    let made = add(&services, &context, "Sales", PolicySettings::default()).await;
    add_person(&services, &context, 1, "Ada", made.policy.id).await;
    add_person(&services, &context, 2, "Ben", PolicyId::GLOBAL).await;
    let newest = services.snapshot().unwrap().revision();
    let preview = policy::preview(&services, &context, PolicyId::GLOBAL, &no_chat()).unwrap();
    assert_eq!((preview.impact.chat.lose, preview.impact.chat.keep), (1, 1));
    assert_eq!(
        (preview.people, preview.before.chat, preview.after.chat),
        (1, true, false)
    );
    assert_eq!(preview.elsewhere, [(made.policy.name, 1)]);
    assert_eq!(
        services.snapshot().unwrap().revision(),
        newest,
        "looking changes nothing"
    );
}
