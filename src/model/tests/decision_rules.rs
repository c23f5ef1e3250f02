//! Decisions, rule by rule: who is inside, what outside addresses are, and which of several refusals is the answer.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_model::access::ReasonCode;
use forecourt_model::decision::{
    DecisionAction, DecisionReason, Directory, DirectoryBuilder, FingerprintKey, Identifier, IdentifierKind,
    MAXIMUM_PARTICIPANTS, Outcome, OutsideClass, OutsideRules, Party, PolicyTable, Question, Rules,
    ServerClass, ServerName, Side, UnknownPersonRule, UnknownServerRule,
};
use forecourt_model::policy::{
    CommunicationWithExternalOrgs, Policy, PolicyKind, PolicyName, PolicySettings,
};
use forecourt_model::settings::{BlockedPerson, DomainMode, OrganizationSettings};
use forecourt_model::{DomainName, PersonId, PolicyId, Revision};
use std::collections::HashSet;
use uuid::Uuid;

const GLOBAL: u16 = 0;
const SILENT: u16 = 1;
const ASKS_FIRST: u16 = 2;
const OWN_RULE: u16 = 3;

fn domains(list: &[&str]) -> Vec<DomainName> {
    list.iter().map(|name| DomainName::parse(name).unwrap()).collect()
}

fn policy(number: u16, settings: PolicySettings) -> Policy {
    let (id, name, kind) = match number {
        GLOBAL => (PolicyId::GLOBAL, "Global", PolicyKind::Global),
        SILENT => (PolicyId(Uuid::from_u128(501)), "Silent", PolicyKind::Custom),
        ASKS_FIRST => (PolicyId(Uuid::from_u128(502)), "Asks first", PolicyKind::Custom),
        _ => (PolicyId(Uuid::from_u128(503)), "Own rule", PolicyKind::Custom),
    };
    Policy {
        id,
        name: PolicyName::parse(name).unwrap(),
        kind,
        settings,
        revision: Revision(1),
    }
}

fn policies() -> Vec<Policy> {
    let standard = PolicySettings::default;
    vec![
        policy(GLOBAL, standard()),
        policy(
            SILENT,
            PolicySettings {
                enable_teams_consumer_access: false,
                enable_federation_access: false,
                ..standard()
            },
        ),
        policy(
            ASKS_FIRST,
            PolicySettings {
                enable_teams_consumer_inbound: false,
                ..standard()
            },
        ),
        policy(
            OWN_RULE,
            PolicySettings {
                communication_with_external_orgs: CommunicationWithExternalOrgs::AllowSpecificExternalDomains,
                allowed_external_domains: domains(&["partner.example"]),
                ..standard()
            },
        ),
    ]
}

fn settings() -> OrganizationSettings {
    let mut settings = OrganizationSettings {
        block_external_access_user_access: true,
        blocked_users: vec![BlockedPerson::parse("eve@mail.example").unwrap()],
        ..OrganizationSettings::default()
    };
    settings.domains.mode = DomainMode::BlockSpecific;
    settings.domains.blocked = domains(&["rival.example"]);
    settings
}

struct World {
    rules: Rules,
    directory: Directory,
}

fn id(text: &str) -> Identifier {
    Identifier::parse(None, text).unwrap()
}

fn person(number: u16) -> PersonId {
    PersonId(Uuid::from_u128(100 + u128::from(number)))
}

/// `p0` has Global, `p1` Silent, `p2` Asks first, `p3` Own rule; `both@home.example` belongs to two people.
fn world_with(
    settings: &OrganizationSettings,
    unknown: UnknownServerRule,
    nobody: UnknownPersonRule,
) -> World {
    let policies = policies();
    let table = PolicyTable::new(settings, &policies, &PolicyTable::default());
    let mut builder = DirectoryBuilder::new(FingerprintKey([3; 16]), 4);
    for (number, policy) in (0..).zip(&policies) {
        let mut held = vec![
            id(&format!("p{number}@home.example")),
            id(&format!("@p{number}:home.example")),
        ];
        if number < 2 {
            held.push(id("both@home.example"));
        }
        builder.add(person(number), table.number(policy.id), &held);
    }
    let servers = [
        ("matrix.org", ServerClass::Personal),
        ("partner.example", ServerClass::Organization),
        ("rival.example", ServerClass::Organization),
        ("stranger.example", ServerClass::Organization),
        ("own.example", ServerClass::Own),
        ("odd.home.example", ServerClass::Unknown),
    ];
    let servers = servers.map(|(name, class)| (ServerName::parse(name).unwrap(), class));
    let rules = Rules {
        policies: table,
        outside: OutsideRules::new(servers, unknown, nobody).into(),
        blocked: Rules::blocked_of(settings),
        domain: "home.example".into(),
    };
    World {
        rules,
        directory: builder.build(),
    }
}

fn world() -> World {
    world_with(&settings(), UnknownServerRule::Refuse, UnknownPersonRule::Refuse)
}

impl World {
    fn ask(&self, action: DecisionAction, initiator: &str, others: &[&str]) -> Outcome {
        self.ask_in(action, initiator, others, None)
    }

    fn ask_in(
        &self,
        action: DecisionAction,
        initiator: &str,
        others: &[&str],
        began: Option<&str>,
    ) -> Outcome {
        let others: Vec<_> = others.iter().map(|text| id(text)).collect();
        let began = began.map(id);
        let question = Question {
            action,
            initiator: &id(initiator),
            others: &others,
            started_by: began.as_ref(),
        };
        let outcome = self.rules.decide(&self.directory, &question, true);
        // More than are looked up together, so that some come after a break.
        let mut together = Vec::new();
        let questions = std::iter::repeat_n(question, 40);
        self.rules
            .decide_each(&self.directory, questions, true, |one| together.push(one));
        assert_eq!(together, [outcome; 40]);
        outcome
    }

    fn reason(&self, initiator: &str, others: &[&str]) -> DecisionReason {
        self.ask(DecisionAction::StartChat, initiator, others).reason
    }

    fn party(&self, text: &str) -> Party {
        self.rules.party(&self.directory, &id(text))
    }
}

const ALLOWED: DecisionReason = DecisionReason::Access(ReasonCode::Allowed);

#[test]
fn an_address_is_of_a_person_of_nobody_of_several_or_of_somebody_outside() {
    let world = world();
    let inside = |number, policy| Party::Inside {
        person: number,
        policy,
    };
    let outside = |is_blocked, listed| Party::Outside { is_blocked, listed };
    let (personal, odd) = (Some(ServerClass::Personal), Some(ServerClass::Unknown));
    let unknown = Party::Nobody(DecisionReason::UnknownPerson);
    for (text, party) in [
        ("p1@home.example", inside(1, SILENT)),
        ("@p2:home.example", inside(2, ASKS_FIRST)),
        ("xmpp:p3@home.example", inside(3, OWN_RULE)),
        (
            "both@home.example",
            Party::Nobody(DecisionReason::AmbiguousPerson),
        ),
        ("gone@home.example", unknown),
        ("@gone:home.example:8448", unknown),
        ("@gone:own.example", unknown),
        ("00000000-0000-0000-0000-000000000009", unknown),
        ("@gone:sub.home.example", outside(false, None)),
        ("@gone:odd.home.example", outside(false, odd)),
        ("@pat:matrix.org", outside(false, personal)),
        ("+4722334455", outside(false, None)),
        ("eve@mail.example", outside(true, None)),
    ] {
        assert_eq!(world.party(text), party, "{text}");
        let side = if matches!(party, Party::Outside { .. }) {
            Side::Outside
        } else {
            Side::Inside
        };
        assert_eq!(party.side(), side, "{text}");
    }
    let own = Identifier::parse(None, &person(1).0.to_string()).unwrap();
    assert_eq!(world.rules.party(&world.directory, &own), inside(1, SILENT));
    let world = world_with(&settings(), UnknownServerRule::Refuse, UnknownPersonRule::Global);
    assert_eq!(
        world.party("gone@home.example"),
        Party::Anybody { policy: GLOBAL }
    );
    assert_eq!(Party::Anybody { policy: GLOBAL }.side(), Side::Inside);
}

#[test]
fn a_server_listed_as_unknown_takes_the_organizations_own_name_from_nobody() {
    let mut world = world();
    world.rules.domain = "odd.home.example".into();
    assert_eq!(
        world.party("@gone:odd.home.example"),
        Party::Nobody(DecisionReason::UnknownPerson)
    );
    world.rules.domain = "matrix.org".into();
    assert_eq!(
        world.party("@gone:matrix.org"),
        Party::Outside {
            is_blocked: false,
            listed: Some(ServerClass::Personal)
        }
    );
}

#[test]
fn a_list_that_is_not_in_use_blocks_nobody() {
    let mut settings = settings();
    assert_eq!(
        Rules::blocked_of(&settings),
        HashSet::from(["eve@mail.example".into()])
    );
    settings.block_external_access_user_access = false;
    assert_eq!(Rules::blocked_of(&settings), HashSet::new());
}

#[test]
fn who_begins_decides_about_personal_accounts_only() {
    let world = world();
    let inbound_off = DecisionReason::Access(ReasonCode::PolicyInboundOff);
    let chat_off = DecisionReason::Access(ReasonCode::PolicyChatOff);
    for (initiator, other, reason) in [
        ("@pat:matrix.org", "p0@home.example", ALLOWED),
        ("p2@home.example", "@pat:matrix.org", ALLOWED),
        ("@pat:matrix.org", "p2@home.example", inbound_off),
        ("+4722334455", "p2@home.example", inbound_off),
        ("p1@home.example", "@pat:matrix.org", chat_off),
        ("@pat:matrix.org", "p1@home.example", chat_off),
        ("@pat:partner.example", "p2@home.example", ALLOWED),
        (
            "@pat:partner.example",
            "p1@home.example",
            DecisionReason::PolicyFederationOff,
        ),
        (
            "@pat:rival.example",
            "p0@home.example",
            DecisionReason::DomainBlocked,
        ),
        ("@pat:partner.example", "p3@home.example", ALLOWED),
        ("@pat:partner.example:8448", "p3@home.example", ALLOWED),
        (
            "@pat:stranger.example",
            "p3@home.example",
            DecisionReason::PolicyDomainNotAllowed,
        ),
        (
            "@pat:nowhere.example",
            "p0@home.example",
            DecisionReason::UnknownServer,
        ),
        (
            "eve@mail.example",
            "p0@home.example",
            DecisionReason::BlockedPerson,
        ),
        (
            "@pat:matrix.org",
            "gone@home.example",
            DecisionReason::UnknownPerson,
        ),
        (
            "@pat:matrix.org",
            "both@home.example",
            DecisionReason::AmbiguousPerson,
        ),
        ("p0@home.example", "p1@home.example", DecisionReason::Inside),
        ("p0@home.example", "gone@home.example", DecisionReason::Inside),
        ("gone@home.example", "both@home.example", DecisionReason::Inside),
        ("@pat:matrix.org", "@sam:matrix.org", DecisionReason::NotConcerned),
    ] {
        assert_eq!(
            world.reason(initiator, &[other]),
            reason,
            "{initiator} to {other}"
        );
    }
}

#[test]
fn the_outcome_names_who_it_is_about() {
    let world = world();
    let begun = world.ask(
        DecisionAction::StartChat,
        "@pat:matrix.org",
        &["p0@home.example", "p2@home.example"],
    );
    let wanted = Outcome {
        reason: DecisionReason::Access(ReasonCode::PolicyInboundOff),
        initiator: Side::Outside,
        inside: Some(2),
        outside: Some(0),
        policy: Some(ASKS_FIRST),
        person: Some(2),
        outside_class: Some(OutsideClass::Personal),
    };
    assert_eq!(begun, wanted);
    assert!(!begun.is_allowed());
    let begun = world.ask(
        DecisionAction::StartChat,
        "p0@home.example",
        &["@pat:partner.example", "@sam:matrix.org"],
    );
    let wanted = Outcome {
        reason: ALLOWED,
        initiator: Side::Inside,
        inside: Some(0),
        outside: Some(1),
        policy: Some(GLOBAL),
        person: Some(0),
        outside_class: Some(OutsideClass::Organization),
    };
    assert_eq!(begun, wanted);
    assert!(begun.is_allowed());
    let among = world.ask(
        DecisionAction::StartChat,
        "p1@home.example",
        &["p2@home.example", "gone@home.example"],
    );
    assert_eq!(
        (among.inside, among.outside, among.policy, among.person),
        (Some(2), None, None, None)
    );
    let among = world.ask(DecisionAction::StartChat, "p1@home.example", &["p2@home.example"]);
    assert_eq!(
        (among.inside, among.outside, among.policy, among.person),
        (Some(0), None, Some(SILENT), Some(1))
    );
    let blocked = world.ask(
        DecisionAction::StartChat,
        "eve@mail.example",
        &["p0@home.example"],
    );
    assert_eq!(
        (blocked.outside, blocked.outside_class),
        (Some(0), Some(OutsideClass::Unknown))
    );
    let nobody = world.ask(DecisionAction::StartChat, "@pat:matrix.org", &["@sam:matrix.org"]);
    assert_eq!((nobody.inside, nobody.outside, nobody.policy), (None, None, None));
    let global = world_with(&settings(), UnknownServerRule::Refuse, UnknownPersonRule::Global);
    let anybody = global.ask(
        DecisionAction::StartChat,
        "@pat:matrix.org",
        &["gone@home.example"],
    );
    assert_eq!(
        (anybody.reason, anybody.policy, anybody.person),
        (ALLOWED, Some(GLOBAL), None)
    );
}

#[test]
fn everybody_counts_however_many_take_part() {
    let world = world();
    for count in (1..=6).chain([MAXIMUM_PARTICIPANTS - 1, MAXIMUM_PARTICIPANTS]) {
        let mut others = vec!["p0@home.example"; count];
        assert_eq!(world.reason("@pat:matrix.org", &others), ALLOWED, "{count}");
        others[count - 1] = "p1@home.example";
        let outcome = world.ask(DecisionAction::StartChat, "@pat:matrix.org", &others);
        assert_eq!(outcome.inside, Some(count), "{count}");
        assert_eq!(outcome.reason, DecisionReason::Access(ReasonCode::PolicyChatOff));
    }
}

#[test]
fn an_action_asks_the_question_of_who_began() {
    let world = world();
    let inbound_off = DecisionReason::Access(ReasonCode::PolicyInboundOff);
    for action in DecisionAction::ALL {
        assert_eq!(DecisionAction::from_code(action.code()), Some(action));
        let reason = world.ask(action, "@pat:matrix.org", &["p2@home.example"]).reason;
        let wanted = if action == DecisionAction::Send {
            ALLOWED
        } else {
            inbound_off
        };
        assert_eq!(reason, wanted, "{action:?}");
        assert_eq!(
            world.ask(action, "p2@home.example", &["@pat:matrix.org"]).reason,
            ALLOWED,
            "{action:?}"
        );
    }
    let codes = DecisionAction::ALL.map(DecisionAction::code);
    assert_eq!(codes, ["discover", "start_chat", "add_to_chat", "send", "join"]);
    assert_eq!(DecisionAction::from_code("leave"), None);
    let joins = |who, other, began| world.ask_in(DecisionAction::Join, who, &[other], began).reason;
    let (pat, inside) = ("@pat:matrix.org", "p2@home.example");
    assert_eq!(joins(pat, inside, Some(inside)), ALLOWED);
    assert_eq!(joins(inside, pat, Some(pat)), inbound_off);
    // Only coming in counts like the beginning.
    let starts = world.ask_in(DecisionAction::StartChat, pat, &[inside], Some(inside));
    assert_eq!(starts.reason, inbound_off);
}

#[test]
fn before_activation_and_without_federation_nothing_goes() {
    let mut settings = settings();
    let world = world();
    let question = Question {
        action: DecisionAction::StartChat,
        initiator: &id("p0@home.example"),
        others: &[id("@pat:matrix.org")],
        started_by: None,
    };
    let before = world.rules.decide(&world.directory, &question, false);
    assert_eq!(before.reason, DecisionReason::Access(ReasonCode::NotActivated));
    settings.domains.mode = DomainMode::BlockAll;
    let world = world_with(&settings, UnknownServerRule::Refuse, UnknownPersonRule::Refuse);
    assert_eq!(
        world.reason("p3@home.example", &["@pat:partner.example"]),
        DecisionReason::FederationOff
    );
    settings.domains.mode = DomainMode::BlockAllExceptByPolicy;
    let world = world_with(&settings, UnknownServerRule::Refuse, UnknownPersonRule::Refuse);
    assert_eq!(
        world.reason("p3@home.example", &["@pat:partner.example"]),
        ALLOWED
    );
    assert_eq!(
        world.reason("p0@home.example", &["@pat:partner.example"]),
        DecisionReason::DomainNotAllowed
    );
}

#[test]
fn a_domain_that_a_rule_names_is_another_organization() {
    let mut settings = settings();
    settings.domains.mode = DomainMode::AllowSpecific;
    settings.domains.allowed = domains(&["listed.example"]);
    let world = world_with(&settings, UnknownServerRule::Personal, UnknownPersonRule::Refuse);
    let class = |policy, text: &str| world.rules.classify(&id(text), policy).0;
    assert_eq!(class(GLOBAL, "a@listed.example"), OutsideClass::Organization);
    assert_eq!(class(GLOBAL, "a@elsewhere.example"), OutsideClass::Personal);
    assert_eq!(class(GLOBAL, "a@below.listed.example"), OutsideClass::Personal);
    let own = PolicySettings {
        communication_with_external_orgs: CommunicationWithExternalOrgs::BlockSpecificExternalDomains,
        blocked_external_domains: domains(&["elsewhere.example"]),
        ..PolicySettings::default()
    };
    let table = PolicyTable::new(&settings, &[policy(GLOBAL, own)], &PolicyTable::default());
    assert!(table.names_domain(0, "listed.example") && table.names_domain(0, "elsewhere.example"));
    assert!(!table.names_domain(0, "else.example") && !table.names_domain(7, "elsewhere.example"));
    assert_eq!(
        table.federation(0, "elsewhere.example"),
        DecisionReason::PolicyDomainBlocked
    );
    assert_eq!(table.federation(0, "else.example"), ALLOWED);
    // An address that is the organization's own is no class of those outside.
    assert_eq!(class(GLOBAL, "a@own.example"), OutsideClass::Unknown);
    let object = Identifier::parse(Some(IdentifierKind::ObjectId), &person(9).0.to_string()).unwrap();
    assert_eq!(world.rules.classify(&object, GLOBAL).0, OutsideClass::Unknown);
}
