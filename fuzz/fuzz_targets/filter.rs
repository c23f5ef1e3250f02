//! Filters of `Get-CsOnlineUser`.

#![no_main]

use forecourt_cmdlet::filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let _ = filter::parse(source);
});
