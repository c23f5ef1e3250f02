//! Sixty decisions that were checked by hand.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

use forecourt_model::access::{
    Action, AssignmentSource, GroupAssignment, Initiator, Situation, Switches, effective_policy, evaluate,
};
use forecourt_model::settings::SettingKey;
use forecourt_model::{GroupId, PolicyId};
use std::collections::HashMap;
use uuid::Uuid;

type Row = HashMap<String, String>;

fn on(text: &str) -> bool {
    match text {
        "True" => true,
        "False" => false,
        other => panic!("{other} is neither True nor False"),
    }
}

fn switches(row: &Row, access: &str, inbound: &str) -> Option<Switches> {
    (!row[access].is_empty()).then(|| Switches {
        access: on(&row[access]),
        inbound: on(&row[inbound]),
    })
}

/// Groups reached only through another group are left out: only direct members count, and whoever asks the model
/// gives it only those.
fn situation(row: &Row) -> (Situation, AssignmentSource) {
    let mut policies = HashMap::new();
    let mut groups = Vec::new();
    let policy = |number: u128| PolicyId(Uuid::from_u128(number));
    policies.insert(
        PolicyId::GLOBAL,
        switches(row, "global_access", "global_inbound").unwrap(),
    );
    let direct = switches(row, "direct_access", "direct_inbound").map(|direct| {
        policies.insert(policy(100), direct);
        policy(100)
    });
    for (number, name) in [(101, "group1"), (102, "group2")] {
        let Some(held) = switches(row, &format!("{name}_access"), &format!("{name}_inbound")) else {
            continue;
        };
        policies.insert(policy(number), held);
        groups.push(GroupAssignment {
            group: GroupId(Uuid::from_u128(number)),
            rank: row[&format!("{name}_rank")].parse().unwrap(),
            policy: policy(number),
        });
    }
    let effective = effective_policy(direct, &groups);
    let situation = Situation {
        active: true,
        organization: switches(row, "AllowTeamsConsumer", "AllowTeamsConsumerInbound").unwrap(),
        policy: policies[&effective.policy],
    };
    (situation, effective.source)
}

#[test]
fn all_sixty_come_out_as_expected() {
    let mut reader = csv::Reader::from_reader(&include_bytes!("data/decision-cases.csv")[..]);
    let rows: Vec<Row> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 60);
    for row in rows {
        let (situation, source) = situation(&row);
        let initiator = match row["initiator"].as_str() {
            "internal" => Initiator::Internal,
            "external" => Initiator::External,
            other => panic!("{other}"),
        };
        let verdict = evaluate(situation, initiator, Action::from_code(&row["action"]).unwrap());
        let name = &row["case"];
        assert_eq!(
            verdict.is_allowed(),
            row["expected"] == "allow",
            "{name}: {}",
            row["why"]
        );
        let deciding = verdict.reason.deciding_setting().map_or("none", SettingKey::name);
        assert_eq!(deciding, row["deciding_setting"], "{name}: {}", row["why"]);
        let source = match source {
            AssignmentSource::Direct => "direct",
            AssignmentSource::Group { .. } => "group",
            AssignmentSource::Global => "global",
        };
        assert_eq!(source, row["policy_source"], "{name}: {}", row["why"]);
    }
}
