//! Whatever comes in: an answer or a refusal with a sentence, never a panic.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper that fails fails its test"
)]

use forecourt_exchange::RowProblem;
use forecourt_exchange::csv_out;
use forecourt_exchange::group_assignments::read_group_assignments;
use forecourt_exchange::group_members::{GroupMembers, read_group_members};
use forecourt_exchange::groups::read_groups;
use forecourt_exchange::people::read_people;
use forecourt_exchange::people_list::{PeopleList, read_people_list};
use forecourt_exchange::policies::read_policies;
use forecourt_exchange::source::{Unreadable, decode};
use forecourt_exchange::tenant::{apply_tenant, read_tenant};
use forecourt_model::settings::OrganizationSettings;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::HashSet;

const SAMPLES: [&[u8]; 10] = [
    include_bytes!("data/tenant-federation-configuration.json"),
    include_bytes!("data/tenant-federation-configuration-allow-list.txt"),
    include_bytes!("data/tenant-federation-configuration-ambiguous.json"),
    include_bytes!("data/ProviderSettingsExport.json"),
    include_bytes!("data/external-access-policies.json"),
    include_bytes!("data/external-access-policies.txt"),
    include_bytes!("data/opt-out-people.csv"),
    include_bytes!("data/groups.csv"),
    include_bytes!("data/group-members.csv"),
    include_bytes!("data/group-policy-assignments.txt"),
];

/// Reads `bytes` as everything. What is refused has a code and a whole sentence.
fn read_as_everything(bytes: &[u8]) {
    let refused = |error: &Unreadable| {
        assert!(
            !error.code.is_empty() && error.message.ends_with(['.', '?']),
            "{error:?}"
        );
    };
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            refused(&error);
            String::from_utf8_lossy(bytes).into_owned()
        }
    };
    match read_tenant(&text) {
        Ok(file) => {
            let likely = file
                .ambiguous
                .iter()
                .map(|question| (question.key, question.choices[0].code.to_owned()));
            let answers = likely.collect();
            if let Ok(after) = apply_tenant(&file, &answers, &OrganizationSettings::default()) {
                assert_eq!(after.check(), Ok(()));
            }
        }
        Err(error) => refused(&error),
    }
    if let Err(error) = read_policies(&text) {
        refused(&error);
    }
    match read_people(&text) {
        Ok(file) => sentences(&file.problems),
        Err(error) => refused(&error),
    }
    read_groups_as_everything(&text, refused);
    read_as_streams(bytes, refused);
}

fn sentences(problems: &[RowProblem]) {
    for problem in problems {
        assert!(
            problem.line > 0 && !problem.code.is_empty() && problem.message.ends_with('.'),
            "{problem:?}"
        );
    }
}

fn read_groups_as_everything(text: &str, refused: impl Fn(&Unreadable)) {
    match read_groups(text) {
        Ok(file) => {
            sentences(&file.problems);
            assert!(
                file.groups
                    .iter()
                    .all(|group| !group.display_name.trim().is_empty())
            );
        }
        Err(error) => refused(&error),
    }
    match read_group_members(text) {
        Ok(file) => sentences(&file.problems),
        Err(error) => refused(&error),
    }
    match read_group_assignments(text) {
        Ok(file) => {
            sentences(&file.problems);
            assert!(file.assignments.is_sorted_by(|one, next| one.rank < next.rank));
            assert!(file.assignments.iter().all(|read| read.rank > 0));
            let groups: HashSet<_> = file.assignments.iter().map(|read| read.group).collect();
            assert_eq!(groups.len(), file.assignments.len());
        }
        Err(error) => refused(&error),
    }
}

/// Streams take bytes as they are, and say of a whole file what is said of its text.
fn read_as_streams(bytes: &[u8], refused: impl Fn(&Unreadable)) {
    let streamed: Result<Vec<_>, _> = PeopleList::new(bytes).and_then(Iterator::collect);
    match (streamed, read_people_list(bytes)) {
        (Ok(entries), Ok(file)) => {
            sentences(&file.problems);
            assert_eq!(entries.len(), file.identifiers.len() + file.problems.len());
            assert!(file.identifiers.is_sorted_by_key(|listed| listed.line));
        }
        (Err(error), Err(other)) => {
            refused(&error);
            assert_eq!(error, other);
        }
        (streamed, whole) => panic!("{streamed:?} {whole:?}"),
    }
    let streamed: Result<Vec<_>, _> = GroupMembers::new(bytes).and_then(Iterator::collect);
    match (decode(bytes), streamed) {
        (Ok(text), Ok(rows)) => {
            let whole = read_group_members(&text).unwrap();
            assert_eq!(rows.len(), whole.members.len() + whole.problems.len());
        }
        (Err(error), Err(streamed)) => assert_eq!(error, streamed),
        (Ok(_), Err(error)) => refused(&error),
        (Err(error), Ok(_)) => panic!("{error}"),
    }
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..12);
    (0..SAMPLES.len(), edits).prop_map(|(sample, edits)| {
        let mut bytes = SAMPLES[sample].to_vec();
        for (place, byte, kind) in edits {
            let at = place.index(bytes.len().max(1));
            match kind {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                2 => bytes.truncate(at + 1),
                _ => bytes.insert(at.min(bytes.len()), b"{}[]:\"=,\n ."[usize::from(byte) % 11]),
            }
        }
        bytes
    })
}

/// The same cases in every run.
fn fixed() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(88_381),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_as_everything(&bytes);
    }

    #[test]
    fn random_text_never_panics(text in "(?s).{0,200}") {
        read_as_everything(text.as_bytes());
    }

    #[test]
    fn text_that_looks_right_never_panics(text in "([{}\\[\\]:\", \\n\\ttag=@]|AllowedDomains|BlockedDomains|Identity|EnableTeamsConsumerAccess|UserPrincipalName|Domain|…|true|é){0,40}") {
        read_as_everything(text.as_bytes());
    }

    #[test]
    fn text_that_looks_like_groups_never_panics(text in "(GroupId|PolicyType|PolicyName|Rank|MemberId|MemberType|DisplayName|User|----|c49ecc3a-4277-44c3-bb26-18386d773445|ExternalAccessPolicy|[-{}\\[\\]:;,\"@ 0-2\\n\\t]|\r\n|  |営){0,40}") {
        read_as_everything(text.as_bytes());
    }

    #[test]
    fn mutated_samples_never_panic(bytes in mutated()) {
        read_as_everything(&bytes);
    }

    #[test]
    fn what_is_written_reads_back(names in prop::collection::vec("[^\\x00]{0,20}", 1..6)) {
        let rows = names.iter().enumerate().map(|(index, name)| vec![format!("p{index}@x.example"), name.clone()]);
        let text = csv_out::write(&["UserPrincipalName", "DisplayName"], rows);
        let file = read_people(&text).unwrap();
        prop_assert_eq!(file.people.len(), names.len());
        for (person, name) in file.people.iter().zip(&names) {
            prop_assert_eq!(&person.display_name, &csv_out::cell(name).into_owned());
        }
    }
}

#[test]
fn other_encodings_and_endless_lines_are_read_or_refused() {
    for sample in SAMPLES {
        let text = String::from_utf8_lossy(sample);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        read_as_everything(&wide);
        read_as_everything(&[&[0xFF, 0xFE], wide.as_slice()].concat());
        read_as_everything(&[&[0xFF, 0xFE], &wide[1..]].concat());
        read_as_everything(&[b"\xEF\xBB\xBF", sample, &[0xC3]].concat());
        read_as_everything(&sample.repeat(3));
    }
    for piece in [
        ",", ";", "\"", "\"\"", "a", "\t", "\r", "@", "-", " ", "-- ", "営", "{", "0,",
    ] {
        read_as_everything(piece.repeat(70_000).as_bytes());
        read_as_everything(format!("GroupId,DisplayName,MemberId,User\n{}", piece.repeat(70_000)).as_bytes());
    }
}

#[test]
fn deep_nesting_is_refused() {
    read_as_everything("[".repeat(100_000).as_bytes());
    read_as_everything(format!("{{\"AllowedDomains\": {}{}}}", "[".repeat(100), "]".repeat(100)).as_bytes());
}
