//! Nothing but tests: the decision of `forecourt-model` against the same rules written for Cedar, another engine.
//!
//! It is a crate of its own so that nobody else waits for Cedar to be built.
