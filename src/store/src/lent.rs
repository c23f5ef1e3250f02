//! A connection of SQLite in the hands of statements.

use sqlx::SqliteConnection;
use std::ops::{Deref, DerefMut};

/// A connection of SQLite that statements run on.
#[derive(Debug)]
pub struct Lent<'c> {
    connection: &'c mut SqliteConnection,
    /// Whether something was begun that is not known to have ended, where that is of interest.
    is_open: Option<&'c mut bool>,
}

impl<'c> Lent<'c> {
    /// The same, with a note of whether something is open.
    pub(crate) fn noting(connection: &'c mut SqliteConnection, is_open: &'c mut bool) -> Self {
        Self {
            connection,
            is_open: Some(is_open),
        }
    }

    /// Notes that a statement ran to its end. After a fault it counts as given up.
    pub fn ended<T, E>(&mut self, outcome: &Result<T, E>) {
        if let Some(is_open) = &mut self.is_open {
            **is_open = outcome.is_err();
        }
    }
}

impl<'c> From<&'c mut SqliteConnection> for Lent<'c> {
    fn from(connection: &'c mut SqliteConnection) -> Self {
        Self {
            connection,
            is_open: None,
        }
    }
}

impl Deref for Lent<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.connection
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        if let Some(is_open) = &mut self.is_open {
            **is_open = true;
        }
        self.connection
    }
}
