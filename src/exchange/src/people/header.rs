//! Which column is which.

use crate::reading::shortened;
use crate::record::{looks_like, plain};
use crate::source::Unreadable;

/// A column that is read, by its name of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    UserPrincipalName,
    DisplayName,
    SipAddress,
    Identity,
    AccountEnabled,
    Department,
    Mail,
    ExternalAccessPolicy,
}

impl Column {
    const ALL: [Self; 8] = [
        Self::UserPrincipalName,
        Self::DisplayName,
        Self::SipAddress,
        Self::Identity,
        Self::AccountEnabled,
        Self::Department,
        Self::Mail,
        Self::ExternalAccessPolicy,
    ];

    /// The names it goes by; the first is today's.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::UserPrincipalName => &["UserPrincipalName", "UPN"],
            Self::DisplayName => &["DisplayName"],
            Self::SipAddress => &["SipAddress", "SipProxyAddress"],
            Self::Identity => &["Identity", "ObjectId", "Id"],
            Self::AccountEnabled => &["AccountEnabled", "Enabled"],
            Self::Department => &["Department"],
            Self::Mail => &["Mail", "Email", "EmailAddress", "WindowsEmailAddress"],
            Self::ExternalAccessPolicy => &["ExternalAccessPolicy", "PolicyName"],
        }
    }

    pub(super) fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }
}

/// The columns of a file.
pub(super) struct Header {
    places: Vec<(Column, usize)>,
    ignored: Vec<String>,
    pub(super) width: usize,
}

impl Header {
    /// Finds the columns. `text` is the whole file, for saying what it seems to be instead.
    pub(super) fn read(cells: &[String], text: &str) -> Result<Self, Unreadable> {
        let mut header = Self {
            places: Vec::new(),
            ignored: Vec::new(),
            width: cells.len(),
        };
        for (index, cell) in cells.iter().enumerate() {
            let wanted = plain(cell);
            let is = |column: &&Column| column.names().iter().any(|name| plain(name) == wanted);
            match Column::ALL.iter().find(is) {
                Some(column) if header.place(*column).is_some() => {
                    return Err(Unreadable::at(
                        1,
                        "column-twice",
                        format!(
                            "Two columns of the header mean {}. Remove one of them.",
                            column.name()
                        ),
                    ));
                }
                Some(column) => header.places.push((*column, index)),
                None if wanted.is_empty() => {}
                None => header.ignored.push(cell.trim().to_owned()),
            }
        }
        if header.place(Column::UserPrincipalName).is_some() {
            return Ok(header);
        }
        let found: Vec<_> = cells.iter().map(|cell| cell.trim()).collect();
        let seems =
            looks_like(text, &[]).map_or_else(String::new, |words| format!(" It looks like {words}."));
        let expected: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
        Err(Unreadable::at(
            1,
            "wrong-header",
            format!(
                "The header is “{}” and has no column UserPrincipalName.{seems} Expected are {}; only the first is required.",
                shortened(&found.join(", ")),
                expected.join(", ")
            ),
        ))
    }

    /// Where a column is.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, index)| *index)
    }

    /// What is worth saying about the header.
    pub(super) fn notes(&self) -> Vec<String> {
        match self.ignored.as_slice() {
            [] => Vec::new(),
            ignored => vec![format!(
                "Columns that are not read: {}.",
                shortened(&ignored.join(", "))
            )],
        }
    }
}
