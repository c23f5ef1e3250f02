//! The organization as a file: what is exported is what there is, and what is applied is what the file says.

use crate::world::{World, on_both_databases, person};
use forecourt_exchange::document::{Document, Format, read_document, write_document};
use forecourt_model::GroupId;
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicyName;
use forecourt_model::settings::DomainMode;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::files::{self, Kept};
use forecourt_service::people::{AssignOptions, assign_with};
use forecourt_service::{SeededRandom, ServiceError, people, random::Random as _};

on_both_databases!(
    random_organizations_come_back_as_they_were,
    a_file_is_applied_as_one_change_and_taken_back,
    what_stands_in_the_way_is_named_and_nothing_changes,
    an_upload_is_applied_once,
    what_another_server_changed_is_neither_lost_nor_confirmed_unseen,
    scripts_do_in_a_tenant_what_was_done_here,
);

struct Dice(SeededRandom);

impl Dice {
    fn below(&self, number: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        usize::try_from(u32::from_le_bytes(bytes)).unwrap() % number
    }
}

async fn exported(world: &World) -> Document {
    files::export(&world.services, &world.now()).await.unwrap()
}

/// Written and read again, as a person would do it.
fn through_text(document: &Document, format: Format) -> Document {
    read_document(&write_document(document, format)).unwrap()
}

async fn excepted(world: &World, number: u128, policy: forecourt_model::PolicyId, date: &str) {
    let id = person(number);
    let view = people::get(&world.services, &world.now(), id).await.unwrap();
    let options = AssignOptions {
        reason: Some("A partner: \"Fabrikam\"".to_owned()),
        exception: Some(ExceptionInput {
            owner: "Ada".to_owned(),
            date: date.to_owned(),
            time: String::new(),
        }),
        undoes: None,
    };
    assign_with(
        &world.services,
        &world.later(),
        id,
        Some(policy),
        view.person.revision,
        options,
    )
    .await
    .unwrap();
}

async fn stir(world: &World, dice: &Dice, groups: &[GroupId], turn: usize) {
    let name = format!("Policy {turn}-{}", dice.below(1000));
    let made = world.policy(&name, dice.below(2) == 0, dice.below(2) == 0).await;
    for _ in 0..6 {
        let custom: Vec<_> = {
            let snapshot = world.services.snapshot().unwrap();
            let all = snapshot.policies.iter().filter(|policy| !policy.name.is_global());
            all.map(|policy| policy.id).collect()
        };
        let policy = custom[dice.below(custom.len())];
        let number = u128::try_from(1 + dice.below(6)).unwrap();
        let group = groups[dice.below(groups.len())];
        let ranked = world.ranking().iter().any(|(ranked, _)| *ranked == group);
        match dice.below(8) {
            0 => {
                world.assign(number, None).await;
            }
            1 => {
                world.assign(number, Some(policy)).await;
            }
            2 | 3 => excepted(world, number, policy, "2027-05-31").await,
            4 if ranked => {
                world.unrank(group).await;
            }
            4 | 5 => {
                if !world.ranking().contains(&(group, policy)) {
                    world.rank(group, policy, 1).await;
                }
            }
            6 => {
                let mode = DomainMode::ALL[dice.below(5)];
                world
                    .settings(|settings| {
                        settings.domains.allowed =
                            vec![forecourt_model::DomainName::parse("a.example.com").unwrap()];
                        settings.domains.blocked =
                            vec![forecourt_model::DomainName::parse("b.example.com").unwrap()];
                        settings.domains.mode = mode;
                        settings.allow_teams_consumer_inbound = !settings.allow_teams_consumer_inbound;
                    })
                    .await;
            }
            _ => {
                world
                    .edit(made.id, |settings| {
                        settings.enable_teams_consumer_access = !settings.enable_teams_consumer_access;
                        "Ends: \"soon\"\n# not a comment".clone_into(&mut settings.description);
                    })
                    .await;
            }
        }
    }
}

/// Which pairs of before and after count.
type Turn = fn(bool, bool) -> bool;

async fn random_organizations_come_back_as_they_were(world: World) {
    let dice = Dice(SeededRandom::new(23));
    world
        .import_people(&[(1, ""), (2, ""), (3, ""), (4, ""), (5, ""), (6, "")])
        .await
        .unwrap();
    let groups = [
        world.group("Sales").await,
        world.group("sales").await,
        world.group("Legal – #1").await,
    ];
    for (group, members) in groups.iter().zip([[1, 2], [2, 3], [4, 5]]) {
        world.join(*group, &members).await;
    }
    let mut states: Vec<Document> = Vec::new();
    let mut applied = 0;
    for turn in 0..8 {
        stir(&world, &dice, &groups, turn).await;
        let now = exported(&world).await;
        for format in [Format::Yaml, Format::Json] {
            let read = through_text(&now, format);
            let plan = files::plan(&world.services, &world.now(), &read).await.unwrap();
            assert!(!plan.changes_anything() && plan.errors.is_empty(), "{plan:?}");
        }
        if let Some(earlier) = states.get(dice.below(states.len().max(1))) {
            let wanted = through_text(earlier, Format::Yaml);
            let before = world.answers().await;
            let plan = files::plan(&world.services, &world.now(), &wanted).await.unwrap();
            let done = files::apply(&world.services, &world.later(), &wanted, None)
                .await
                .unwrap();
            assert_eq!(done.plan.impact, plan.impact);
            assert_eq!(&exported(&world).await, earlier, "turn {turn}");
            let after = world.answers().await;
            let count = |which: Turn, inbound: bool| {
                let pairs = before.iter().map(|(id, was)| (was.access, after[id].access));
                let pick = |access: forecourt_model::access::Access| {
                    if inbound { access.inbound } else { access.chat }
                };
                pairs.filter(|(was, is)| which(pick(*was), pick(*is))).count() as u64
            };
            let (lose, gain): (Turn, Turn) = (|was, is| was && !is, |was, is| !was && is);
            assert_eq!(plan.impact.chat.lose, count(lose, false));
            assert_eq!(plan.impact.chat.gain, count(gain, false));
            assert_eq!(plan.impact.inbound.lose, count(lose, true));
            assert_eq!(plan.impact.inbound.gain, count(gain, true));
            applied += usize::from(done.revision.is_some());
        }
        states.push(now);
    }
    assert!(applied > 3, "only {applied} files changed anything");
}

const FILE: &str = "schema: 1
settings:
  AllowTeamsConsumerInbound: false
policies:
- name: Global
  settings: {EnableTeamsConsumerAccess: false}
- name: quiet
- name: Partners
  settings:
    EnableTeamsConsumerInbound: false
    Description: For partners
assignments:
- person: P1@contoso.example
  policy: Partners
  reason: Fabrikam
  owner: Ada
  expires: 2027-01-31T23:59:59Z
- person: p2@contoso.example
  policy: Quiet
";

async fn a_file_is_applied_as_one_change_and_taken_back(world: World) {
    let quiet = world.policy("Quiet", false, true).await;
    world.policy("Old", true, true).await;
    world
        .import_people(&[(1, ""), (2, "Quiet"), (3, "Quiet")])
        .await
        .unwrap();
    excepted(&world, 2, quiet.id, "2026-12-31").await;
    let before = exported(&world).await;
    let document = files::read(FILE).unwrap();
    let plan = files::plan(&world.services, &world.now(), &document)
        .await
        .unwrap();
    assert!(plan.errors.is_empty(), "{:?}", plan.errors);
    assert_eq!(plan.reassigned(), 2, "p1 gets one, p3 loses it");
    assert_eq!(plan.assignments.len(), 3, "and p2 loses the exception only");
    assert_eq!(
        plan.removed
            .iter()
            .map(|policy| policy.name.as_str())
            .collect::<Vec<_>>(),
        ["Old"]
    );
    assert!(plan.notes[0].contains("quiet"), "{:?}", plan.notes);
    assert_eq!((plan.impact.chat.lose, plan.impact.inbound.lose), (0, 1));
    let newest = world.revision();
    let done = files::apply(
        &world.services,
        &world.later(),
        &document,
        Some("Ticket 7".to_owned()),
    )
    .await
    .unwrap();
    let revision = done.revision.unwrap();
    assert_eq!(revision.0, newest.0 + 1);
    let again = files::apply(&world.services, &world.later(), &document, None)
        .await
        .unwrap();
    assert_eq!((again.revision, world.revision()), (None, revision));
    let now = exported(&world).await;
    let all = now.assignments.as_ref().unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].exception.as_ref().unwrap().owner, "Ada");
    assert!(all[1].exception.is_none());
    assert!(
        world
            .services
            .snapshot()
            .unwrap()
            .policies
            .iter()
            .all(|policy| policy.name.as_str() != "Old")
    );
    world.undo(revision).await.unwrap();
    assert_eq!(exported(&world).await, before);
}

async fn what_stands_in_the_way_is_named_and_nothing_changes(world: World) {
    let used = world.policy("Used", true, true).await;
    world.import_people(&[(1, "Used"), (2, "")]).await.unwrap();
    let group = world.group("Sales").await;
    world.rank(group, used.id, 1).await;
    let newest = world.revision();
    let cases = [
        ("schema: 1\npolicies: []", "policy-in-use"),
        (
            "schema: 1\nassignments:\n- person: nobody@contoso.example\n  policy: Used",
            "person-unknown",
        ),
        (
            "schema: 1\nassignments:\n- person: p1@contoso.example\n  policy: Missing",
            "policy-unknown",
        ),
        (
            "schema: 1\ngroup_assignments:\n- group: Nowhere\n  policy: Used",
            "group-unknown",
        ),
        (
            "schema: 1\nassignments:\n- person: p1@contoso.example\n  policy: Used\n  owner: Ada\n  expires: 2020-01-01T00:00:00Z",
            "end-passed",
        ),
        (
            "schema: 1\nsettings:\n  Domains: {mode: allow_specific, allowed: [], blocked: []}",
            "allow-list-empty",
        ),
        (
            "schema: 1\nrollouts:\n- message: MC1\n  answer: turn_off",
            "rollout-unknown",
        ),
    ];
    for (text, code) in cases {
        let document = files::read(text).unwrap();
        let plan = files::plan(&world.services, &world.now(), &document)
            .await
            .unwrap();
        assert!(
            plan.errors.0.iter().any(|error| error.code == code),
            "{text}: {:?}",
            plan.errors
        );
        let refused = files::apply(&world.services, &world.later(), &document, None).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{text}");
    }
    let broken = files::read("schema: 1\nsettings:\n  AllowTeamConsumer: true");
    let Err(ServiceError::Invalid(errors)) = broken else {
        panic!("{broken:?}")
    };
    assert!(
        errors.0[0]
            .message
            .starts_with("Line 3, settings.AllowTeamConsumer"),
        "{errors:?}"
    );
    let document = files::read("schema: 1\nassignments: []").unwrap();
    for role in [Role::GlobalReader, Role::HelpDesk] {
        files::plan(&world.services, &world.as_role(role), &document)
            .await
            .unwrap();
        files::export(&world.services, &world.as_role(role))
            .await
            .unwrap();
        let refused = files::apply(&world.services, &world.as_role(role), &document, None).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden { .. })));
    }
    let help_desk = files::export(&world.services, &world.as_role(Role::HelpDesk))
        .await
        .unwrap();
    assert_eq!(help_desk.rollouts, None, "whoever may not read messages");
    assert_eq!(world.revision(), newest);
    let name = PolicyName::parse("USED").unwrap();
    assert_eq!(name.folded(), used.name.folded());
}

async fn what_another_server_changed_is_neither_lost_nor_confirmed_unseen(world: World) {
    // A server that has not heard of the last change yet.
    let clock = std::sync::Arc::new(forecourt_service::FixedClock::new(world.now().now));
    let random = std::sync::Arc::new(forecourt_service::SeededRandom::new(9));
    let database = world.services.database().clone();
    let behind = forecourt_service::Services::start(database, clock, random)
        .await
        .unwrap();
    let seen = behind.snapshot().unwrap().revision();
    let text = "schema: 1\nsettings:\n  AllowTeamsConsumer: false\n";
    let context = world.later();
    let id = files::keep(&behind, &context, text).await.unwrap();
    let sms = files::read("schema: 1\nsettings:\n  AllowTeamsSms: false\n").unwrap();
    files::apply(&world.services, &world.later(), &sms, None)
        .await
        .unwrap();
    assert_eq!(behind.snapshot().unwrap().revision(), seen);

    let document = files::read(text).unwrap();
    let upload = files::Upload { id, seen: Some(seen) };
    let refused = files::apply_kept(&behind, &world.later(), &document, None, upload).await;
    assert!(
        matches!(
            refused,
            Err(ServiceError::Refused {
                code: "plan-outdated",
                ..
            })
        ),
        "{refused:?}"
    );
    files::apply(&behind, &world.later(), &document, None)
        .await
        .unwrap();
    let settings = behind.snapshot().unwrap().settings.clone();
    assert!(!settings.allow_teams_consumer);
    assert!(
        !settings.allow_teams_sms,
        "the other server's change is still there"
    );
}

async fn an_upload_is_applied_once(world: World) {
    let text = "schema: 1\nsettings:\n  AllowTeamsConsumer: false\n";
    let context = world.later();
    let id = files::keep(&world.services, &context, text).await.unwrap();
    assert_eq!(
        files::waiting(&world.services, &context, id).await.unwrap(),
        Kept::Text(text.to_owned())
    );
    let document = files::read(text).unwrap();
    let done = files::apply_kept(
        &world.services,
        &context,
        &document,
        None,
        files::Upload { id, seen: None },
    )
    .await
    .unwrap();
    let revision = done.revision.unwrap();
    assert_eq!(
        files::waiting(&world.services, &context, id).await.unwrap(),
        Kept::Applied(revision)
    );
    assert!(files::keep(&world.services, &context, "schema: 9").await.is_err());
    let other = forecourt_model::AdministratorId(uuid::Uuid::from_u128(41));
    let other = forecourt_service::OpContext {
        actor: forecourt_service::Actor::Administrator {
            id: other,
            name: "B".to_owned(),
            role: Role::TeamsAdministrator,
        },
        ..context
    };
    assert!(matches!(
        files::waiting(&world.services, &other, id).await,
        Err(ServiceError::NotFound { .. })
    ));
}

async fn scripts_do_in_a_tenant_what_was_done_here(world: World) {
    world.import_people(&[(1, ""), (2, ""), (3, "")]).await.unwrap();
    let quiet = world.policy("Quiet ones", false, false).await;
    let group = world.group("Sales").await;
    let ranked = world.rank(group, quiet.id, 1).await;
    let assigned = world.assign(1, Some(quiet.id)).await;
    let taken = world.assign(1, None).await;
    let closed = world
        .settings(|settings| {
            settings.allow_teams_consumer = false;
            settings.block_all_subdomains = false;
        })
        .await;
    let script = async |revision| {
        files::change_script(&world.services, &world.now(), revision)
            .await
            .unwrap()
    };
    let text = script(ranked).await;
    assert!(
        text.contains(&format!("New-CsGroupPolicyAssignment -GroupId '{group}'")),
        "{text}"
    );
    let text = script(assigned).await;
    let grant = format!(
        "Grant-CsExternalAccessPolicy -Identity '{}' -PolicyName 'Quiet ones'",
        person(1)
    );
    assert!(
        text.contains("# Direct assignments that open nothing") && text.contains(&grant),
        "{text}"
    );
    assert!(
        text.contains("lost by 1, gained by 0"),
        "the impact of then: {text}"
    );
    let text = script(taken).await;
    assert!(
        text.contains("-PolicyName $null") && text.contains("let somebody in"),
        "{text}"
    );
    assert!(
        script(closed)
            .await
            .contains("Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false")
    );
    let refused = files::change_script(&world.services, &world.now(), forecourt_model::Revision(1)).await;
    assert!(
        matches!(refused, Err(ServiceError::Refused { .. })),
        "{refused:?}"
    );
    let forbidden = files::change_script(&world.services, &world.as_role(Role::HelpDesk), closed).await;
    assert!(matches!(forbidden, Err(ServiceError::Forbidden { .. })));

    let document = files::read(FILE).unwrap();
    let plan = files::plan(&world.services, &world.now(), &document)
        .await
        .unwrap();
    let snapshot = world.services.snapshot().unwrap();
    assert!(
        plan.errors.0.iter().all(|error| error.code != "document"),
        "{:?}",
        plan.errors
    );
    let text = files::plan_script(&snapshot, &plan, world.now().now);
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(
        place("-AllowTeamsConsumerInbound $false") < place("New-CsExternalAccessPolicy -Identity 'Partners'")
    );
    assert!(
        text.contains("owner Ada, reason: Fabrikam, ends 31 Jan 2027"),
        "{text}"
    );
    let text = files::state_script(&world.services, &world.as_role(Role::HelpDesk))
        .await
        .unwrap();
    assert!(
        text.contains("Get-CsExternalAccessPolicy -Identity 'Quiet ones'"),
        "{text}"
    );
}
