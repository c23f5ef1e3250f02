//! A connection in the hands of statements.

use std::ops::{Deref, DerefMut};

/// A connection that statements run on.
#[derive(Debug)]
pub struct Lent<'c, C> {
    connection: &'c mut C,
    /// Whether something was begun that is not known to have ended, where that is of interest.
    is_open: Option<&'c mut bool>,
}

impl<'c, C> Lent<'c, C> {
    /// The same, with a note of whether something is open.
    pub(crate) fn noting(connection: &'c mut C, is_open: &'c mut bool) -> Self {
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

impl<'c, C> From<&'c mut C> for Lent<'c, C> {
    fn from(connection: &'c mut C) -> Self {
        Self {
            connection,
            is_open: None,
        }
    }
}

impl<C> Deref for Lent<'_, C> {
    type Target = C;

    fn deref(&self) -> &C {
        self.connection
    }
}

impl<C> DerefMut for Lent<'_, C> {
    fn deref_mut(&mut self) -> &mut C {
        if let Some(is_open) = &mut self.is_open {
            **is_open = true;
        }
        self.connection
    }
}
