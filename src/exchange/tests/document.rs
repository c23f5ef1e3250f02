//! The document: what is written is read back as it was, and what is wrong is named by its line.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails fails its test"
)]

use forecourt_exchange::document::{
    Document, DocumentAssignment, DocumentException, DocumentGroup, DocumentPolicy, DocumentProblem,
    DocumentRollout, DocumentSettings, Format, read_document, write_document,
};
use forecourt_exchange::value::{organization_value, policy_value};
use forecourt_exchange::{ReadSetting, SettingValue};
use forecourt_model::policy::{PolicyName, PolicySettings};
use forecourt_model::rollout::Answer;
use forecourt_model::settings::{DomainMode, DomainRule, Level, OrganizationSettings, SettingKey, setting};
use forecourt_model::{DomainName, GroupId};
use proptest::prelude::*;
use time::OffsetDateTime;
use uuid::Uuid;

fn problems(text: &str) -> Vec<DocumentProblem> {
    read_document(text).unwrap_err()
}

/// The first fault: line, place, code.
fn first(text: &str) -> (u64, String, &'static str) {
    let found = problems(text).into_iter().next().unwrap();
    (found.line, found.path, found.code)
}

#[test]
fn faults_are_named_by_line_and_place() {
    let cases: [(&str, u64, &str, &str); 16] = [
        ("", 1, "", "document-empty"),
        ("schema: 2", 1, "schema", "schema-unknown"),
        ("settings: {}", 1, "schema", "schema-missing"),
        (
            "schema: 1\nsettings:\n  AllowTeamConsumer: true",
            3,
            "settings.AllowTeamConsumer",
            "unknown-property",
        ),
        (
            "schema: 1\nsettings:\n  AllowTeamsConsumer: \"true\"",
            3,
            "settings.AllowTeamsConsumer",
            "wrong-value",
        ),
        (
            "schema: 1\nsettings:\n  AllowTeamsConsumer:",
            3,
            "settings.AllowTeamsConsumer",
            "wrong-value",
        ),
        (
            "schema: 1\nsettings:\n  AllowedDomains: []",
            3,
            "settings.AllowedDomains",
            "part-of-domains",
        ),
        ("schema: 1\nschema: 1", 2, "schema", "property-twice"),
        (
            "{\"schema\": 1,\n\"policies\": [{\"name\": \"A\",\n\"name\": \"B\"}]}",
            3,
            "policies[1].name",
            "property-twice",
        ),
        (
            "schema: 1\npolicies:\n- name: Sales\n- name: SALES",
            4,
            "policies[2].name",
            "twice",
        ),
        (
            "schema: 1\nassignments:\n- person: a@b.example\n  policy: A\n- person: A@B.example\n  policy: A",
            5,
            "assignments[2]",
            "twice",
        ),
        (
            "schema: 1\nassignments:\n- person: a@b.example\n  policy: Global",
            3,
            "assignments[1].policy",
            "global-assigned",
        ),
        (
            "schema: 1\nassignments:\n- person: a@b.example\n  policy: A\n  reason: x",
            3,
            "assignments[1]",
            "value-missing",
        ),
        (
            "schema: 1\ngroup_assignments:\n- rank: 2\n  group: Sales\n  policy: A",
            3,
            "group_assignments[1].rank",
            "wrong-rank",
        ),
        ("schema: 1\npolicies: &a []\n", 2, "policies", "not-plain-yaml"),
        ("schema: 1\npolicies: [\n", 3, "policies[1]", "broken-document"),
    ];
    for (text, line, path, code) in cases {
        let (found_line, found_path, found_code) = first(text);
        assert_eq!((found_path.as_str(), found_code), (path, code), "{text}");
        if code != "broken-document" {
            assert_eq!(found_line, line, "{text}");
        }
    }
    let message = &problems("schema: 1\nsettings:\n  AllowTeamConsumer: true")[0].message;
    assert!(message.contains("Is AllowTeamsConsumer meant?"), "{message}");
}

#[test]
fn every_fault_is_told_at_once_and_a_bomb_is_not_unfolded() {
    let all =
        problems("schema: 1\nfoo: 1\nsettings:\n  A: 1\n  BlockAllSubdomains: maybe\npolicies:\n- {}\n");
    assert_eq!(
        all.iter().map(|problem| problem.line).collect::<Vec<_>>(),
        [2, 4, 5, 7]
    );
    let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]";
    assert_eq!(first(bomb).2, "not-plain-yaml");
    let deep = format!("schema: {}", "[".repeat(100));
    assert_eq!(first(&deep).2, "document-too-deep");
}

#[test]
fn a_section_that_is_missing_says_nothing_and_an_empty_one_says_so() {
    let document = read_document("schema: 1\nassignments: []").unwrap();
    assert_eq!(
        document,
        Document {
            assignments: Some(Vec::new()),
            ..Document::default()
        }
    );
    let json =
        read_document("{\n\t\"schema\": 1,\n\t\"settings\": {\"AllowTeamsConsumer\": false}\n}").unwrap();
    assert_eq!(
        json.settings.unwrap().stated,
        [ReadSetting {
            key: SettingKey::AllowTeamsConsumer,
            value: SettingValue::Switch(false)
        }]
    );
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("yes".to_owned()),
        Just("No".to_owned()),
        Just("null".to_owned()),
        Just("00123".to_owned()),
        Just("1e3".to_owned()),
        Just("- a: b # c".to_owned()),
        Just("'quoted'".to_owned()),
        Just("Outbound only".to_owned()),
        Just("日本 – Élodie".to_owned()),
        "[A-Za-z][A-Za-z0-9 ,.'()-]{0,20}[a-z]",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        name(),
        "\\PC{0,40}",
        Just("a\nb\t\"c\" \\ \u{85}\u{2028}\u{feff}\u{7f}\u{202e} ".to_owned())
    ]
}

fn organization() -> impl Strategy<Value = OrganizationSettings> {
    (any::<[bool; 11]>(), 0_usize..5, 0_usize..3, 0_usize..3).prop_map(|(on, mode, allowed, blocked)| {
        let list = |prefix: &str, count: usize| {
            (0..count)
                .map(|number| DomainName::parse(&format!("{prefix}{number}.example.com")).unwrap())
                .collect()
        };
        OrganizationSettings {
            allow_teams_consumer: on[0],
            allow_teams_consumer_inbound: on[1],
            block_all_subdomains: on[2],
            enable_acs_users: on[3],
            allow_teams_sms: on[4],
            domains: DomainRule {
                mode: DomainMode::ALL[mode],
                allowed: list("a", allowed),
                blocked: list("b", blocked),
            },
            allowed_trial_tenant_domains: list("t", blocked),
            allowed_acs_resources: if on[5] {
                vec!["x: y".to_owned(), "# z".to_owned()]
            } else {
                Vec::new()
            },
            ..OrganizationSettings::default()
        }
    })
}

fn document() -> impl Strategy<Value = Document> {
    let policies = proptest::collection::btree_map("[a-z]{3,8}", (text(), any::<[bool; 3]>()), 0..5);
    let people = proptest::collection::btree_map(
        "[a-z]{1,8}@[a-z]{2,5}[.]example",
        (name(), proptest::option::of((text(), 0_i64..4_000_000_000))),
        0..6,
    );
    (
        text(),
        organization(),
        policies,
        people,
        proptest::option::of(0_usize..3),
        proptest::collection::btree_set(text(), 0..4),
    )
        .prop_map(
            |(organization, settings, policies, people, answer, groups)| Document {
                organization: Some(organization),
                settings: Some(DocumentSettings {
                    stated: SettingKey::ALL
                        .iter()
                        .filter(|key| setting(**key).level == Level::Organization)
                        .filter(|key| {
                            !matches!(
                                key,
                                SettingKey::AllowFederatedUsers
                                    | SettingKey::AllowedDomains
                                    | SettingKey::BlockedDomains
                            )
                        })
                        .map(|key| ReadSetting {
                            key: *key,
                            value: organization_value(&settings, *key).unwrap(),
                        })
                        .collect(),
                    domains: Some(settings.domains.clone()),
                }),
                policies: Some(
                    policies
                        .into_iter()
                        .map(|(name, (description, on))| {
                            let settings = PolicySettings {
                                description,
                                enable_teams_consumer_access: on[0],
                                enable_teams_consumer_inbound: on[1],
                                federated_bilateral_chats: on[2],
                                ..PolicySettings::default()
                            };
                            DocumentPolicy {
                                line: 0,
                                name: PolicyName::parse(&name).unwrap(),
                                stated: SettingKey::ALL
                                    .iter()
                                    .filter_map(|key| {
                                        Some(ReadSetting {
                                            key: *key,
                                            value: policy_value(&settings, *key)?,
                                        })
                                    })
                                    .collect(),
                            }
                        })
                        .collect(),
                ),
                group_assignments: Some(
                    (1_u128..)
                        .zip(groups)
                        .map(|(number, group)| DocumentGroup {
                            line: 0,
                            group,
                            id: Some(GroupId(Uuid::from_u128(number))),
                            policy: PolicyName::parse("A").unwrap(),
                        })
                        .collect(),
                ),
                assignments: Some(
                    people
                        .into_iter()
                        .filter_map(|(person, (policy, exception))| {
                            Some(DocumentAssignment {
                                line: 0,
                                person,
                                policy: PolicyName::parse(&policy).ok()?,
                                exception: exception.map(|(reason, end)| DocumentException {
                                    reason: Some(reason),
                                    owner: "Ada".to_owned(),
                                    expires: Some(OffsetDateTime::from_unix_timestamp(end).unwrap()),
                                    then: None,
                                }),
                            })
                        })
                        .collect(),
                ),
                rollouts: Some(vec![DocumentRollout {
                    line: 0,
                    message: "MC296208".to_owned(),
                    answer: answer.map(|number| Answer::ALL[number]),
                }]),
            },
        )
}

fn without_lines(mut document: Document) -> Document {
    document
        .policies
        .iter_mut()
        .flatten()
        .for_each(|entry| entry.line = 0);
    document
        .group_assignments
        .iter_mut()
        .flatten()
        .for_each(|entry| entry.line = 0);
    document
        .assignments
        .iter_mut()
        .flatten()
        .for_each(|entry| entry.line = 0);
    document
        .rollouts
        .iter_mut()
        .flatten()
        .for_each(|entry| entry.line = 0);
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(document in document()) {
        for format in [Format::Yaml, Format::Json] {
            let text = write_document(&document, format);
            let read = read_document(&text).map_err(|found| TestCaseError::fail(format!("{found:?} in {text}")))?;
            prop_assert_eq!(without_lines(read), document.clone(), "{}", text);
        }
    }

    #[test]
    fn nothing_makes_the_reader_panic(text in "[ -~\\n]{0,120}") {
        let _ = read_document(&text);
    }
}

#[test]
fn the_sample_that_random_input_begins_from_can_be_read() {
    let sample = include_str!("../../../fuzz/seeds/document/organization.yaml");
    let document = read_document(sample).unwrap();
    assert_eq!(document.policies.unwrap().len(), 2);
    assert_eq!(document.assignments.unwrap().len(), 2);
}
