//! The organization as a file: what was read is written, and read again as the same.

#![no_main]

use forecourt_exchange::document::{Document, Format, read_document, write_document};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    match read_document(source) {
        Ok(document) => {
            let yaml = again(&document, Format::Yaml);
            let json = again(&document, Format::Json);
            assert_eq!(
                write_document(&yaml, Format::Json),
                write_document(&json, Format::Json)
            );
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(
                problems
                    .iter()
                    .all(|problem| problem.message.ends_with(['.', '?'])),
                "{problems:?}"
            );
        }
    }
});

fn again(document: &Document, format: Format) -> Document {
    let text = write_document(document, format);
    let read = read_document(&text).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
    assert_eq!(write_document(&read, format), text);
    read
}
