//! Policies of groups, as CSV and as the cmdlets print them.

#![no_main]

use forecourt_exchange::group_assignments::read_group_assignments;
use forecourt_fuzz::{refused, same, sentences, text};
use libfuzzer_sys::fuzz_target;
use std::collections::HashSet;

fuzz_target!(|bytes: &[u8]| {
    match read_group_assignments(&text(bytes)) {
        Ok(file) => {
            sentences(&file.problems);
            assert!(file.assignments.is_sorted_by(|one, next| one.rank < next.rank));
            assert!(file.assignments.iter().all(|read| read.rank > 0));
            let groups: HashSet<_> = file.assignments.iter().map(|read| read.group).collect();
            same(&groups.len(), &file.assignments.len());
        }
        Err(error) => refused(&error),
    }
});
