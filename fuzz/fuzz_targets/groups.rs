//! Groups of a directory.

#![no_main]

use forecourt_exchange::groups::read_groups;
use forecourt_fuzz::{refused, sentences, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_groups(&text(bytes)) {
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
});
