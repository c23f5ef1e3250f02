//! Whatever comes in: an answer or a refusal with a sentence, never a panic.

#![expect(clippy::indexing_slicing, reason = "a helper that fails fails its test")]

use forecourt_exchange::csv_out;
use forecourt_exchange::people::read_people;
use forecourt_exchange::policies::read_policies;
use forecourt_exchange::source::{Unreadable, decode};
use forecourt_exchange::tenant::{apply_tenant, read_tenant};
use forecourt_model::settings::OrganizationSettings;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const SAMPLES: [&[u8]; 8] = [
    include_bytes!("data/tenant-federation-configuration.json"),
    include_bytes!("data/tenant-federation-configuration-allow-list.txt"),
    include_bytes!("data/tenant-federation-configuration-ambiguous.json"),
    include_bytes!("data/ProviderSettingsExport.json"),
    include_bytes!("data/external-access-policies.json"),
    include_bytes!("data/external-access-policies.txt"),
    include_bytes!("data/opt-out-people.csv"),
    include_bytes!("data/groups.csv"),
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
        Ok(file) => assert!(file.problems.iter().all(|problem| problem.message.ends_with('.'))),
        Err(error) => refused(&error),
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
fn deep_nesting_is_refused() {
    read_as_everything("[".repeat(100_000).as_bytes());
    read_as_everything(format!("{{\"AllowedDomains\": {}{}}}", "[".repeat(100), "]".repeat(100)).as_bytes());
}
