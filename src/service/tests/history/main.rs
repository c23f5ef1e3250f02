//! Looking back, and taking every kind of change back, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

mod files;
mod imports;
mod large_parts;
mod parts;
mod random_story;
mod story;
mod undo;
mod world;
