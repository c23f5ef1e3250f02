//! Scripts: understood or refused with places in them; completion and arguments of a shell likewise.

#![no_main]

use forecourt_cmdlet::{complete, from_arguments, parse};
use libfuzzer_sys::fuzz_target;

fn answered(source: &str) {
    let Err(problems) = parse(source, &["x"]) else {
        return;
    };
    assert!(!problems.0.is_empty());
    let lines = source.matches('\n').count() + 1;
    for problem in &problems.0 {
        let place = problem.place;
        assert!(
            place.line >= 1 && place.line <= lines && place.column >= 1,
            "{problem:?}"
        );
        assert!(!problem.message.is_empty());
    }
}

fuzz_target!(|source: &str| {
    answered(source);
    let completion = complete(source);
    assert!(completion.start <= source.len() && source.is_char_boundary(completion.start));
    let words: Vec<String> = source.split(' ').map(str::to_owned).collect();
    answered(&from_arguments(&words));
});
