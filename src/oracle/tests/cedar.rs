//! A million decisions, asked of four: the tables that chat servers are answered from, the one evaluator, the rules as
//! plainly as they can be said, and Cedar with policies that are written from the same state.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression,
};
use forecourt_model::access::{Action, Direction, Initiator, Situation, evaluate};
use forecourt_model::decision::{
    DecisionAction, Directory, DirectoryBuilder, FingerprintKey, Identifier, OutsideRules, PolicyTable,
    Question, Rules, ServerClass, ServerName, UnknownPersonRule, UnknownServerRule,
};
use forecourt_model::policy::{
    CommunicationWithExternalOrgs, Policy, PolicyKind, PolicyName, PolicySettings,
};
use forecourt_model::settings::{DomainMode, OrganizationSettings};
use forecourt_model::{DomainName, PersonId, PolicyId, Revision};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::collections::HashMap;
use std::str::FromStr as _;
use uuid::Uuid;

const CASES: usize = 1_000_000;
const STATES: usize = 500;
const POLICIES: usize = 6;
const PEOPLE: usize = 40;

const DOMAINS: [&str; 6] = [
    "partner.example",
    "supplier.example",
    "eu.supplier.example",
    "bank.example",
    "other.example",
    "a.b.other.example",
];
const PERSONAL: [&str; 2] = ["matrix.org", "outlook.com"];

struct Random(ChaCha20Rng);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        (self.0.next_u32() as usize) % end
    }

    fn coin(&mut self) -> bool {
        self.0.next_u32() & 1 == 0
    }

    /// On more often than off, so that the later questions are reached as well.
    fn mostly(&mut self) -> bool {
        self.below(4) != 0
    }

    fn domains(&mut self) -> Vec<DomainName> {
        let list = DOMAINS.iter().filter(|_| self.coin());
        list.map(|name| DomainName::parse(name).unwrap()).collect()
    }
}

struct Situated {
    settings: OrganizationSettings,
    policies: Vec<Policy>,
    assigned: Vec<usize>,
    active: bool,
    rules: Rules,
    directory: Directory,
}

fn person(index: usize) -> PersonId {
    PersonId(Uuid::from_u128(1_000 + index as u128))
}

fn situated(random: &mut Random) -> Situated {
    use CommunicationWithExternalOrgs as Rule;
    let mut settings = OrganizationSettings {
        allow_teams_consumer: random.mostly(),
        allow_teams_consumer_inbound: random.mostly(),
        block_all_subdomains: random.coin(),
        ..OrganizationSettings::default()
    };
    settings.domains.mode = DomainMode::ALL[random.below(5)];
    settings.domains.allowed = random.domains();
    settings.domains.blocked = random.domains();
    let policies: Vec<_> = (0..POLICIES)
        .map(|index| Policy {
            id: if index == 0 {
                PolicyId::GLOBAL
            } else {
                PolicyId(Uuid::from_u128(500 + index as u128))
            },
            name: PolicyName::parse(&if index == 0 {
                "Global".to_owned()
            } else {
                format!("P{index}")
            })
            .unwrap(),
            kind: if index == 0 {
                PolicyKind::Global
            } else {
                PolicyKind::Custom
            },
            settings: PolicySettings {
                enable_teams_consumer_access: random.mostly(),
                enable_teams_consumer_inbound: random.mostly(),
                enable_federation_access: random.mostly(),
                communication_with_external_orgs: if index == 0 {
                    Rule::OrganizationDefault
                } else {
                    Rule::ALL[random.below(5)]
                },
                allowed_external_domains: random.domains(),
                blocked_external_domains: random.domains(),
                ..PolicySettings::default()
            },
            revision: Revision(1),
        })
        .collect();
    let table = PolicyTable::new(&settings, &policies, &PolicyTable::default());
    let assigned: Vec<_> = (0..PEOPLE).map(|_| random.below(POLICIES)).collect();
    let mut builder = DirectoryBuilder::new(FingerprintKey([7; 16]), PEOPLE);
    for (index, policy) in assigned.iter().enumerate() {
        let address = Identifier::parse(None, &format!("p{index}@home.example")).unwrap();
        let matrix = Identifier::parse(None, &format!("@p{index}:chat.home.example")).unwrap();
        builder.add(
            person(index),
            table.number(policies[*policy].id),
            &[address, matrix],
        );
    }
    let servers = PERSONAL
        .iter()
        .map(|name| (ServerName::parse(name).unwrap(), ServerClass::Personal))
        .chain(
            DOMAINS
                .iter()
                .map(|name| (ServerName::parse(name).unwrap(), ServerClass::Organization)),
        );
    let rules = Rules {
        policies: table,
        outside: OutsideRules::new(servers, UnknownServerRule::Refuse, UnknownPersonRule::Refuse).into(),
        blocked: std::collections::HashSet::new(),
        domain: "home.example".into(),
    };
    Situated {
        settings,
        policies,
        assigned,
        active: random.mostly(),
        rules,
        directory: builder.build(),
    }
}

/// One question: who, which server outside, from which side, what.
#[derive(Clone, Copy, Debug)]
struct Case {
    person: usize,
    outside: &'static str,
    from_outside: bool,
    action: Action,
}

fn case(random: &mut Random) -> Case {
    let outside = if random.coin() {
        PERSONAL[random.below(PERSONAL.len())]
    } else {
        DOMAINS[random.below(DOMAINS.len())]
    };
    Case {
        person: random.below(PEOPLE),
        outside,
        from_outside: random.coin(),
        action: Action::ALL[random.below(4)],
    }
}

struct Named {
    inside: Vec<Identifier>,
    outside: HashMap<&'static str, Identifier>,
}

impl Named {
    fn question(&self, case: Case) -> Question<'_> {
        let (inside, outside) = (&self.inside[case.person], &self.outside[case.outside]);
        let (initiator, other) = if case.from_outside {
            (outside, inside)
        } else {
            (inside, outside)
        };
        Question {
            action: DecisionAction::from_code(case.action.code()).unwrap(),
            initiator,
            others: std::slice::from_ref(other),
            started_by: None,
        }
    }
}

fn by_table(state: &Situated, case: Case, named: &Named) -> bool {
    let question = named.question(case);
    state
        .rules
        .decide(&state.directory, &question, state.active)
        .is_allowed()
}

/// Several at once, as batches are answered.
fn together(state: &Situated, cases: &[Case], named: &Named) -> Vec<bool> {
    let mut answers = Vec::new();
    let questions = cases.iter().map(|case| named.question(*case));
    state
        .rules
        .decide_each(&state.directory, questions, state.active, |outcome| {
            answers.push(outcome.is_allowed());
        });
    answers
}

fn by_evaluator(state: &Situated, case: Case) -> Option<bool> {
    if !PERSONAL.contains(&case.outside) {
        return None;
    }
    let initiator = if case.from_outside {
        Initiator::External
    } else {
        Initiator::Internal
    };
    let situation = Situation {
        active: state.active,
        organization: state.settings.switches(),
        policy: state.policies[state.assigned[case.person]].settings.switches(),
    };
    Some(evaluate(situation, initiator, case.action).is_allowed())
}

/// The rules as plainly as they can be said: both levels must allow it.
fn plainly(state: &Situated, case: Case) -> bool {
    use CommunicationWithExternalOrgs as Rule;
    let (tenant, policy) = (
        &state.settings,
        &state.policies[state.assigned[case.person]].settings,
    );
    if PERSONAL.contains(&case.outside) {
        let chat = state.active && tenant.allow_teams_consumer && policy.enable_teams_consumer_access;
        let way_in = case.from_outside && case.action != Action::Send;
        let inbound = tenant.allow_teams_consumer_inbound && policy.enable_teams_consumer_inbound;
        return chat && (!way_in || inbound);
    }
    let within = |list: &[DomainName]| list.iter().any(|name| name.as_str() == case.outside);
    let below = |list: &[DomainName]| {
        list.iter()
            .any(|name| case.outside.ends_with(&format!(".{name}")))
    };
    let tenant_rule = match tenant.domains.mode {
        DomainMode::AllowAll => true,
        DomainMode::AllowSpecific => within(&tenant.domains.allowed),
        DomainMode::BlockSpecific => {
            let below_one = tenant.block_all_subdomains && below(&tenant.domains.blocked);
            !within(&tenant.domains.blocked) && !below_one
        }
        DomainMode::BlockAll | DomainMode::BlockAllExceptByPolicy => false,
    };
    let rule = match policy.communication_with_external_orgs {
        Rule::OrganizationDefault => tenant_rule,
        Rule::AllowAllExternalDomains => true,
        Rule::AllowSpecificExternalDomains => within(&policy.allowed_external_domains),
        Rule::BlockSpecificExternalDomains => !within(&policy.blocked_external_domains),
        Rule::BlockAllExternalDomains => false,
    };
    tenant.domains.mode != DomainMode::BlockAll && policy.enable_federation_access && rule
}

fn quoted(list: &[DomainName]) -> String {
    let names: Vec<_> = list.iter().map(|name| format!("{:?}", name.as_str())).collect();
    format!("[{}]", names.join(", "))
}

/// The state as policies of Cedar: one permit for everybody, and a forbid for each setting that says no.
fn policies_of(state: &Situated) -> PolicySet {
    use CommunicationWithExternalOrgs as Rule;
    let personal = "context.class == \"personal\"";
    let federated = "context.class == \"organization\"";
    let mut text = String::from("permit (principal, action, resource);\n");
    let mut forbid = |scope: &str, when: String| {
        text.push_str(&format!(
            "forbid ({scope}, action, resource) when {{ {when} }};\n"
        ));
    };
    let everybody = "principal";
    if !state.active || !state.settings.allow_teams_consumer {
        forbid(everybody, personal.to_owned());
    }
    if !state.settings.allow_teams_consumer_inbound {
        forbid(everybody, format!("{personal} && context.way_in"));
    }
    if state.settings.domains.mode == DomainMode::BlockAll {
        forbid(everybody, federated.to_owned());
    }
    for (index, policy) in state.policies.iter().enumerate() {
        let scope = format!("principal in Policy::\"{index}\"");
        let settings = &policy.settings;
        if !settings.enable_teams_consumer_access {
            forbid(&scope, personal.to_owned());
        }
        if !settings.enable_teams_consumer_inbound {
            forbid(&scope, format!("{personal} && context.way_in"));
        }
        if !settings.enable_federation_access {
            forbid(&scope, federated.to_owned());
        }
        let contains = |list: &[DomainName]| format!("{}.contains(context.domain)", quoted(list));
        match settings.communication_with_external_orgs {
            Rule::AllowAllExternalDomains => {}
            Rule::BlockAllExternalDomains => forbid(&scope, federated.to_owned()),
            Rule::AllowSpecificExternalDomains => {
                forbid(
                    &scope,
                    format!("{federated} && !{}", contains(&settings.allowed_external_domains)),
                );
            }
            Rule::BlockSpecificExternalDomains => {
                forbid(
                    &scope,
                    format!("{federated} && {}", contains(&settings.blocked_external_domains)),
                );
            }
            Rule::OrganizationDefault => match state.settings.domains.mode {
                DomainMode::AllowAll | DomainMode::BlockAll => {}
                DomainMode::BlockAllExceptByPolicy => forbid(&scope, federated.to_owned()),
                DomainMode::AllowSpecific => {
                    let list = contains(&state.settings.domains.allowed);
                    forbid(&scope, format!("{federated} && !{list}"));
                }
                DomainMode::BlockSpecific => {
                    for name in &state.settings.domains.blocked {
                        forbid(&scope, format!("{federated} && context.domain == \"{name}\""));
                        if state.settings.block_all_subdomains {
                            forbid(&scope, format!("{federated} && context.domain like \"*.{name}\""));
                        }
                    }
                }
            },
        }
    }
    PolicySet::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn entities_of(state: &Situated) -> Entities {
    let people: Vec<_> = state
        .assigned
        .iter()
        .enumerate()
        .map(|(index, policy)| {
            let parents = [uid("Policy", &policy.to_string())].into_iter().collect();
            cedar_policy::Entity::new_no_attrs(uid("Person", &index.to_string()), parents)
        })
        .collect();
    Entities::from_entities(people, None).unwrap()
}

fn uid(kind: &str, id: &str) -> EntityUid {
    EntityUid::from_str(&format!("{kind}::\"{id}\"")).unwrap()
}

fn by_cedar(
    engine: &Authorizer,
    set: &PolicySet,
    entities: &Entities,
    case: Case,
    names: &mut Names,
) -> bool {
    let class = if PERSONAL.contains(&case.outside) {
        "personal"
    } else {
        "organization"
    };
    let initiator = if case.from_outside {
        Initiator::External
    } else {
        Initiator::Internal
    };
    let way_in = Direction::of(initiator, case.action) == Direction::Inward;
    let context = names.contexts.entry((case.outside, way_in)).or_insert_with(|| {
        Context::from_pairs([
            (
                "class".to_owned(),
                RestrictedExpression::new_string(class.to_owned()),
            ),
            (
                "domain".to_owned(),
                RestrictedExpression::new_string(case.outside.to_owned()),
            ),
            ("way_in".to_owned(), RestrictedExpression::new_bool(way_in)),
        ])
        .unwrap()
    });
    let request = Request::new(
        names.people[case.person].clone(),
        names.action.clone(),
        names.resource.clone(),
        context.clone(),
        None,
    )
    .unwrap();
    let answer = engine.is_authorized(&request, set, entities);
    assert_eq!(answer.diagnostics().errors().count(), 0, "{case:?}");
    answer.decision() == Decision::Allow
}

struct Names {
    people: Vec<EntityUid>,
    action: EntityUid,
    resource: EntityUid,
    contexts: HashMap<(&'static str, bool), Context>,
}

#[test]
fn all_ways_to_decide_agree_on_a_million_cases() {
    let mut random = Random(ChaCha20Rng::seed_from_u64(20_211_103));
    let engine = Authorizer::new();
    let mut names = Names {
        people: (0..PEOPLE)
            .map(|index| uid("Person", &index.to_string()))
            .collect(),
        action: uid("Action", "any"),
        resource: uid("Chat", "any"),
        contexts: HashMap::new(),
    };
    let parse = |text: &str| Identifier::parse(None, text).unwrap();
    let outside = PERSONAL.iter().chain(&DOMAINS);
    let named = Named {
        inside: (0..PEOPLE)
            .map(|index| parse(&format!("@p{index}:chat.home.example")))
            .collect(),
        outside: outside
            .map(|server| (*server, parse(&format!("@x:{server}"))))
            .collect(),
    };
    let (mut allowed, mut differences) = (0, Vec::new());
    for _ in 0..STATES {
        let state = situated(&mut random);
        let (set, entities) = (policies_of(&state), entities_of(&state));
        let cases: Vec<_> = (0..CASES / STATES).map(|_| case(&mut random)).collect();
        let together = together(&state, &cases, &named);
        assert_eq!(together.len(), cases.len());
        for (case, together) in cases.into_iter().zip(together) {
            let table = by_table(&state, case, &named);
            let plain = plainly(&state, case);
            let cedar = by_cedar(&engine, &set, &entities, case, &mut names);
            let evaluator = by_evaluator(&state, case).unwrap_or(plain);
            allowed += usize::from(table);
            if !(table == plain && table == cedar && table == evaluator && table == together) {
                differences.push((case, table, plain, cedar, evaluator, together));
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} differ: {:?}",
        differences.len(),
        &differences[..1]
    );
    // Both answers have to be common for the comparison to say something.
    assert!((CASES / 5..CASES * 4 / 5).contains(&allowed), "{allowed}");
}
