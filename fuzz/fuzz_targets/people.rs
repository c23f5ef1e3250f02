//! People as `Get-CsOnlineUser` exports them.

#![no_main]

use forecourt_exchange::people::read_people;
use forecourt_fuzz::{refused, sentences, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_people(&text(bytes)) {
        Ok(file) => sentences(&file.problems),
        Err(error) => refused(&error),
    }
});
