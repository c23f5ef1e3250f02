//! Places in lists, as addresses carry them.

#![no_main]

use forecourt_service::cursor;
use forecourt_service::people::{Filter, Order, cursor as people};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(key) = cursor::read("list", text) {
        let again = cursor::write("list", key.clone()).and_then(|text| cursor::read("list", &text));
        assert_eq!(again, Some(key));
    }
    let (filter, order) = (Filter::default(), Order::default());
    if let Some((position, passed)) = people::read(&filter, order, text) {
        let again = people::write(&filter, order, &position, passed);
        let again = again.and_then(|text| people::read(&filter, order, &text));
        assert_eq!(again, Some((position, passed)));
    }
    // What a place says, put into the form that a cursor has.
    let key: Vec<String> = text.split(',').map(str::to_owned).collect();
    let read = cursor::write("list", key.clone()).and_then(|text| cursor::read("list", &text));
    assert!(read == Some(key) || text.contains('\0') || text.len() > 1_000);
});
