//! Members of groups, read at once and piece by piece.

#![no_main]

use forecourt_exchange::decode;
use forecourt_exchange::group_members::{GroupMembers, read_group_members};
use forecourt_fuzz::{refused, same, sentences};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let streamed: Result<Vec<_>, _> = GroupMembers::new(bytes).and_then(Iterator::collect);
    match (decode(bytes), streamed) {
        (Ok(text), streamed) => match (read_group_members(&text), streamed) {
            (Ok(file), Ok(rows)) => {
                sentences(&file.problems);
                same(&rows.len(), &(file.members.len() + file.problems.len()));
            }
            (Err(error), Err(other)) => {
                refused(&error);
                same(&error, &other);
            }
            (whole, streamed) => panic!("{whole:?} {streamed:?}"),
        },
        (Err(error), Err(streamed)) => same(&error, &streamed),
        (Err(error), Ok(_)) => panic!("{error:?}"),
    }
});
