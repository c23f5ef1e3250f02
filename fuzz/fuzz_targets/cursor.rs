//! Places in lists, as addresses carry them.

#![no_main]

use forecourt_exchange::cursor::{Place, read, write};
use forecourt_fuzz::same;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(key) = read("list", text) {
        same(&write("list", key.clone()).and_then(|text| read("list", &text)), &Some(key));
    }
    if let Some(place) = Place::read("list", text) {
        same(&place.write().and_then(|text| Place::read("list", &text)), &Some(place));
    }
    // What a place says, put into the form that a cursor has.
    let key: Vec<String> = text.split(',').map(str::to_owned).collect();
    let again = write("list", key.clone()).and_then(|text| read("list", &text));
    assert!(again == Some(key) || text.contains('\0') || text.len() > 1_000);
});
