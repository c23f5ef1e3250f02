//! Lists of addresses and object ids, read at once and piece by piece.

#![no_main]

use forecourt_exchange::people_list::{PeopleList, read_people_list};
use forecourt_fuzz::{refused, same, sentences};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let streamed: Result<Vec<_>, _> = PeopleList::new(bytes).and_then(Iterator::collect);
    match (streamed, read_people_list(bytes)) {
        (Ok(entries), Ok(file)) => {
            sentences(&file.problems);
            same(&entries.len(), &(file.identifiers.len() + file.problems.len()));
            assert!(file.identifiers.is_sorted_by_key(|listed| listed.line));
        }
        (Err(error), Err(other)) => {
            refused(&error);
            same(&error, &other);
        }
        (streamed, whole) => panic!("{streamed:?} {whole:?}"),
    }
});
