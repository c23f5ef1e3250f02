//! Decisions for chat servers in memory: 1,000,000 people and 10,000 domains, beside Cedar, and how long it takes until
//! a change counts. All in processor time of the one thread that works.

use std::hint::black_box;
use std::str::FromStr as _;

use anyhow::{Context as _, Result, anyhow};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request, RestrictedExpression,
};
use forecourt_model::decision::{
    DecisionAction, Directory, DirectoryBuilder, FingerprintKey, Identifier, Outcome, OutsideRules,
    PolicyTable, Question, Rules, ServerClass, ServerName, UnknownPersonRule, UnknownServerRule,
};
use forecourt_model::policy::{Policy, PolicyKind, PolicyName, PolicySettings};
use forecourt_model::settings::OrganizationSettings;
use forecourt_model::{PersonId, PolicyId, Revision};
use forecourt_testkit::Draw;

use crate::process_figures::own_seconds;
use crate::row::Row;

pub(super) const NAMES: &[&str] = &[
    "decision/in_process",
    "decision/in_process_1000_people",
    "decision/in_process_alone",
    "decision/in_process_from_text",
    "decision/renewed_after_one_change",
    "decision/renewed_after_1000000",
    "decision/memory",
];

const PEOPLE: usize = 1_000_000;
const DOMAINS: usize = 10_000;
const POLICIES: usize = 20;
const QUESTIONS: usize = 1_000_000;
const CEDAR_QUESTIONS: usize = 20_000;

struct World {
    rules: Rules,
    directory: Directory,
    settings: OrganizationSettings,
    policies: Vec<Policy>,
}

fn person(index: usize) -> PersonId {
    PersonId(uuid::Uuid::from_u128(0x5000_0000_0000 + index as u128))
}

fn policy_of(index: usize) -> usize {
    index.wrapping_mul(2_654_435_761) / 64 % POLICIES
}

fn matrix(text: &str) -> Result<Identifier> {
    Identifier::parse(None, text).map_err(|error| anyhow!("{text}: {error}"))
}

fn world(people: usize) -> Result<World> {
    let policies: Vec<_> = (0..POLICIES)
        .map(|index| {
            let name = if index == 0 {
                "Global".to_owned()
            } else {
                format!("Policy {index}")
            };
            Ok(Policy {
                id: if index == 0 {
                    PolicyId::GLOBAL
                } else {
                    PolicyId(uuid::Uuid::from_u128(900 + index as u128))
                },
                name: PolicyName::parse(&name).map_err(|error| anyhow!("{error}"))?,
                kind: if index == 0 {
                    PolicyKind::Global
                } else {
                    PolicyKind::Custom
                },
                settings: PolicySettings {
                    enable_teams_consumer_access: index % 4 != 1,
                    enable_teams_consumer_inbound: index % 3 != 1,
                    ..PolicySettings::default()
                },
                revision: Revision(1),
            })
        })
        .collect::<Result<_>>()?;
    let settings = OrganizationSettings::default();
    let table = PolicyTable::new(&settings, &policies, &PolicyTable::default());
    let mut builder = DirectoryBuilder::new(FingerprintKey([9; 16]), people);
    for index in 0..people {
        let held = [
            matrix(&format!("person{index}@home.example"))?,
            matrix(&format!("@person{index}:chat.home.example"))?,
        ];
        let policy = policies.get(policy_of(index)).context("a policy")?;
        builder.add(person(index), table.number(policy.id), &held);
    }
    let servers = (0..DOMAINS)
        .map(|index| {
            let class = if index % 2 == 0 {
                ServerClass::Personal
            } else {
                ServerClass::Organization
            };
            let name = ServerName::parse(&format!("server{index}.example"));
            Ok((name.map_err(|error| anyhow!("{error}"))?, class))
        })
        .collect::<Result<Vec<_>>>()?;
    let rules = Rules {
        policies: table,
        outside: OutsideRules::new(servers, UnknownServerRule::Refuse, UnknownPersonRule::Refuse).into(),
        blocked: std::collections::HashSet::new(),
        domain: "home.example".into(),
    };
    Ok(World {
        rules,
        directory: builder.build(),
        settings,
        policies,
    })
}

/// Texts as a chat server sends them, in no order.
fn questions(people: usize, count: usize) -> Vec<Asked> {
    let mut draw = Draw::seeded(42);
    (0..count)
        .map(|_| {
            let (who, server) = (draw.below(people), draw.below(DOMAINS));
            let inside = format!("@person{who}:chat.home.example");
            (who, server, inside, format!("@somebody:server{server}.example"))
        })
        .collect()
}

/// How many questions come together, as in a batch of a chat server.
const BATCH: usize = 1_000;

/// How many single changes are timed: the clock of a thread may go on by thousandths of a second only.
const CHANGES: usize = 20_000;

type Asked = (usize, usize, String, String);

fn asks<'i>(inside: &'i Identifier, outside: &'i Identifier) -> Question<'i> {
    Question {
        action: DecisionAction::StartChat,
        initiator: outside,
        others: std::slice::from_ref(inside),
        started_by: None,
    }
}

/// Reads who is meant, as a chat server names them.
fn read(asked: &[Asked]) -> Result<Vec<(Identifier, Identifier)>> {
    let both = |(_, _, inside, outside): &Asked| Ok((matrix(inside)?, matrix(outside)?));
    asked.iter().map(both).collect()
}

/// Times `work` over questions that come in batches; microseconds of a processor for each, and the answers.
fn time<Q>(
    questions: &[Q],
    mut work: impl FnMut(&[Q], &mut Vec<bool>) -> Result<()>,
) -> Result<(f64, Vec<bool>)> {
    let mut answers = Vec::with_capacity(questions.len());
    let begun = own_seconds()?;
    for batch in questions.chunks(BATCH) {
        work(batch, &mut answers)?;
    }
    let micros = (own_seconds()? - begun) * 1_000_000.0;
    Ok((micros / f64::from(u32::try_from(questions.len())?), answers))
}

fn together(world: &World, read: &[(Identifier, Identifier)], answers: &mut Vec<bool>) {
    let questions = read.iter().map(|(inside, outside)| asks(inside, outside));
    let tell = |outcome| answers.push(black_box::<Outcome>(outcome).is_allowed());
    world.rules.decide_each(&world.directory, questions, true, tell);
}

/// Batches of questions whose identifiers were read before, as those of Cedar were.
fn time_together(world: &World, asked: &[Asked]) -> Result<(f64, Vec<bool>)> {
    time(&read(asked)?, |batch, answers| {
        together(world, batch, answers);
        Ok(())
    })
}

/// The same one by one.
fn time_alone(world: &World, asked: &[Asked]) -> Result<(f64, Vec<bool>)> {
    time(&read(asked)?, |batch, answers| {
        answers.extend(batch.iter().map(|(inside, outside)| {
            let question = asks(inside, outside);
            black_box(world.rules.decide(&world.directory, &question, true)).is_allowed()
        }));
        Ok(())
    })
}

/// Batches from the texts on.
fn time_from_text(world: &World, asked: &[Asked]) -> Result<(f64, Vec<bool>)> {
    time(asked, |batch, answers| {
        together(world, &read(batch)?, answers);
        Ok(())
    })
}

fn uid(kind: &str, id: usize) -> Result<EntityUid> {
    EntityUid::from_str(&format!("{kind}::\"{id}\"")).map_err(|error| anyhow!("{error}"))
}

/// The same cases with Cedar, whose entities of a question are prepared before; microseconds for each.
fn time_cedar(world: &World, asked: &[Asked]) -> Result<(f64, Vec<bool>)> {
    let mut text = String::from("permit (principal, action, resource);\n");
    for (index, policy) in world.policies.iter().enumerate() {
        let mut forbid = |when: &str| {
            text.push_str(&format!(
                "forbid (principal in Policy::\"{index}\", action, resource) when {{ {when} }};\n"
            ));
        };
        if !policy.settings.enable_teams_consumer_access {
            forbid("context.personal");
        }
        if !policy.settings.enable_teams_consumer_inbound {
            forbid("context.personal && context.way_in");
        }
    }
    let set = PolicySet::from_str(&text).map_err(|error| anyhow!("{error}"))?;
    let engine = Authorizer::new();
    let prepared = asked
        .iter()
        .map(|(who, server, _, _)| {
            let policy = uid("Policy", policy_of(*who))?;
            let entity = Entity::new_no_attrs(uid("Person", *who)?, [policy].into_iter().collect());
            let entities = Entities::from_entities([entity], None)?;
            let context = Context::from_pairs([
                (
                    "personal".to_owned(),
                    RestrictedExpression::new_bool(server % 2 == 0),
                ),
                ("way_in".to_owned(), RestrictedExpression::new_bool(true)),
            ])?;
            let request = Request::new(
                uid("Person", *who)?,
                uid("Action", 0)?,
                uid("Chat", 0)?,
                context,
                None,
            )?;
            Ok((request, entities))
        })
        .collect::<Result<Vec<_>>>()?;
    let mut answers = Vec::with_capacity(asked.len());
    let begun = own_seconds()?;
    for (request, entities) in &prepared {
        let answer = black_box(engine.is_authorized(request, &set, entities));
        answers.push(answer.decision() == Decision::Allow);
    }
    let micros = (own_seconds()? - begun) * 1_000_000.0;
    Ok((micros / f64::from(u32::try_from(asked.len())?), answers))
}

/// In-process decisions beside Cedar, with many and with few people; renewal; memory.
///
/// # Errors
/// The two disagree.
pub(super) fn measure() -> Result<Vec<Row>> {
    let small = world(1_000)?;
    let asked = questions(1_000, QUESTIONS);
    let (few, _) = time_together(&small, &asked)?;
    drop(small);
    let world = world(PEOPLE)?;
    let asked = questions(PEOPLE, QUESTIONS);
    let (many, answers) = time_together(&world, &asked)?;
    let (alone, one_by_one) = time_alone(&world, &asked)?;
    let (from_text, read_first) = time_from_text(&world, &asked)?;
    let agree = answers == one_by_one && answers == read_first;
    anyhow::ensure!(agree, "the decisions differ together, alone and from texts");
    let cedar_asked = asked.get(..CEDAR_QUESTIONS).context("enough questions")?;
    let (cedar, cedar_answers) = time_cedar(&world, cedar_asked)?;
    let agree = answers
        .iter()
        .zip(&cedar_answers)
        .all(|(ours, theirs)| ours == theirs);
    anyhow::ensure!(agree, "the decisions differ from Cedar’s");
    let other = world.rules.policies.number(PolicyId::GLOBAL);
    let begun = own_seconds()?;
    for change in 0..CHANGES {
        let policies = PolicyTable::new(&world.settings, &world.policies, &world.rules.policies);
        let mut renewed = world.directory.clone();
        renewed.set_policy(person(change), other);
        black_box((&policies, &renewed));
    }
    let one = (own_seconds()? - begun) * 1_000.0 / f64::from(u32::try_from(CHANGES)?);
    let begun = own_seconds()?;
    let mut renewed = world.directory.clone();
    for index in 0..PEOPLE {
        renewed.set_policy(person(index), other);
    }
    let all = own_seconds()? - begun;
    black_box(&renewed);
    Ok(vec![
        Row::new("decision/in_process", many, "us", Some(1.0 / 3.0))
            .beside("cedar-policy", cedar)
            .times_better(10.0),
        Row::new("decision/in_process_alone", alone, "us", None)
            .beside("cedar-policy", cedar)
            .times_better(10.0),
        Row::new("decision/in_process_from_text", from_text, "us", None),
        Row::new("decision/in_process_1000_people", few, "us", None).beside("1,000,000 people", many),
        Row::new("decision/renewed_after_one_change", one, "ms", Some(1.0)),
        Row::new("decision/renewed_after_1000000", all, "s", Some(2.0)),
        Row::new(
            "decision/memory",
            f64::from(u32::try_from(world.directory.bytes())?) / 1_000_000.0,
            "MB",
            Some(200.0),
        ),
    ])
}
