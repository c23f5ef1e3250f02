//! Passwords: which are taken, how they are kept, and how one is made up.

mod generate;
mod hasher;
mod rules;

pub use generate::generate;
pub use hasher::{PasswordHasher, Verified};
pub use rules::{MAXIMUM_LENGTH, MINIMUM_LENGTH, check};

use zeroize::Zeroizing;

/// A password as it was typed. Wiped from memory when it is dropped.
pub type Password = Zeroizing<String>;
