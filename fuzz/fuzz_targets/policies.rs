//! Policies as JSON, as a list, and in the files of other tools.

#![no_main]

use forecourt_exchange::policies::read_policies;
use forecourt_fuzz::{refused, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = read_policies(&text(bytes)) {
        refused(&error);
    }
});
