//! Files that hold several things: settings exports, standards, blocks of a configuration.

#![no_main]

use forecourt_exchange::configuration::parts;
use forecourt_fuzz::{refused, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = parts(&text(bytes)) {
        refused(&error);
    }
});
