//! What a chat server knows somebody by.

use super::server_name::{is_plain, split_port};
use crate::folding::fold_case;
use arrayvec::ArrayString;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// The most bytes of an identifier: RFC 5321's local part, `@` and domain.
pub const MAXIMUM_IDENTIFIER: usize = 320;

/// The most bytes of a Matrix id, by its specification.
const MAXIMUM_MATRIX: usize = 255;

/// What kind of name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum IdentifierKind {
    /// The object id in the directory.
    ObjectId,
    /// Sign-in name, mailbox or chat address (SIP): one space of names, as everywhere in Forecourt.
    Address,
    /// A phone number with its country code (E.164).
    Phone,
    /// A Matrix id, `@name:server`.
    Matrix,
    /// An XMPP address, without its resource.
    Jid,
}

impl IdentifierKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::ObjectId,
        Self::Address,
        Self::Phone,
        Self::Matrix,
        Self::Jid,
    ];

    /// The name in requests, files and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::ObjectId => "object_id",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Matrix => "matrix",
            Self::Jid => "jid",
        }
    }

    /// The kind with this name; `upn`, `mail` and `sip` are addresses.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "upn" | "mail" | "sip" => Some(Self::Address),
            _ => Self::ALL.into_iter().find(|kind| kind.code() == code),
        }
    }

    /// The words on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::ObjectId => "Object id",
            Self::Address => "Address",
            Self::Phone => "Phone number",
            Self::Matrix => "Matrix id",
            Self::Jid => "XMPP address",
        }
    }
}

/// Why a text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Nothing was written.
    #[error("It is empty. Give a Matrix id, XMPP address, e-mail address, phone number or object id.")]
    Empty,
    /// Over the limit.
    #[error("It is longer than {MAXIMUM_IDENTIFIER} bytes, or 255 for a Matrix id.")]
    TooLong,
    /// A character that cannot be seen.
    #[error("It has a blank or a character that cannot be seen.")]
    Character,
    /// Not a Matrix id.
    #[error("It is not a Matrix id. One looks like @name:server.example.")]
    Matrix,
    /// Not an XMPP address.
    #[error("It is not an XMPP address. One looks like name@server.example.")]
    Jid,
    /// Not an address.
    #[error("It is not an address. One looks like name@example.com.")]
    Address,
    /// Not a phone number.
    #[error("It is not a phone number with its country code. One looks like +4722334455.")]
    Phone,
    /// Not an object id.
    #[error("It is not an object id. One looks like 6f1c2f0e-4a51-4a4e-9a55-0d4f7d1f3a11.")]
    ObjectId,
    /// The kind cannot be told from the text.
    #[error("It is neither a Matrix id, an e-mail address, a phone number nor an object id. Name its kind.")]
    Unknown,
}

impl IdentifierError {
    /// A stable code for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "identifier-empty",
            Self::TooLong => "identifier-too-long",
            Self::Character => "identifier-has-wrong-character",
            Self::Matrix => "matrix-id-malformed",
            Self::Jid => "jid-malformed",
            Self::Address => "address-malformed",
            Self::Phone => "phone-malformed",
            Self::ObjectId => "object-id-malformed",
            Self::Unknown => "identifier-unknown",
        }
    }
}

/// How many bytes an identifier has at most that is held in place. Nearly all are shorter.
const IN_PLACE: usize = 96;

/// An identifier in its canonical form. One of up to 96 bytes is held in place: reading a plain one allocates nothing.
#[derive(Clone)]
pub struct Identifier {
    kind: IdentifierKind,
    host: u16,
    text: Text,
}

#[derive(Clone)]
enum Text {
    InPlace(ArrayString<IN_PLACE>),
    Long(Box<str>),
}

impl Text {
    fn new(text: &str) -> Self {
        match ArrayString::from(text) {
            Ok(text) => Self::InPlace(text),
            Err(_) => Self::Long(text.into()),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::InPlace(text) => text,
            Self::Long(text) => text,
        }
    }

    fn as_mut_str(&mut self) -> &mut str {
        match self {
            Self::InPlace(text) => text,
            Self::Long(text) => text,
        }
    }
}

impl Identifier {
    /// Reads an identifier of the given kind, or of the kind that its form shows.
    ///
    /// Case does not count, but for the first part of a Matrix id. Schemes (`sip:`, `mailto:`, `tel:`, `xmpp:`), the
    /// resource of an XMPP address and what is written between the digits of a number are left out.
    ///
    /// # Errors
    /// Which says what was expected.
    pub fn parse(kind: Option<IdentifierKind>, text: &str) -> Result<Self, IdentifierError> {
        let is_plain = is_all_visible(text.as_bytes());
        let given = if is_plain { text } else { text.trim() };
        if given.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if given.len() > MAXIMUM_IDENTIFIER {
            return Err(IdentifierError::TooLong);
        }
        let kind = match kind {
            Some(kind) => kind,
            None => guess(given)?,
        };
        let is_phone = kind == IdentifierKind::Phone;
        let is_wrong = |c: char| c.is_control() || (c.is_whitespace() && !is_phone);
        if !is_plain && given.chars().any(is_wrong) {
            return Err(IdentifierError::Character);
        }
        let mut read = Self {
            kind,
            host: 0,
            text: Text::InPlace(ArrayString::new_const()),
        };
        match kind {
            IdentifierKind::ObjectId => object_id(&mut read, given)?,
            IdentifierKind::Phone => phone(&mut read, given)?,
            IdentifierKind::Matrix => matrix(&mut read, given)?,
            IdentifierKind::Jid => jid(&mut read, given)?,
            IdentifierKind::Address => address(&mut read, given)?,
        }
        Ok(read)
    }

    /// Takes a text; its server begins at `host`.
    fn hold(&mut self, text: &str, host: usize) -> Option<()> {
        if text.len() > MAXIMUM_IDENTIFIER {
            return None;
        }
        self.text = Text::new(text);
        self.host = u16::try_from(host).ok()?;
        Some(())
    }

    fn lower(&mut self, from: usize) {
        if let Some(part) = self.text.as_mut_str().get_mut(from..) {
            part.make_ascii_lowercase();
        }
    }

    /// What kind it is.
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// Its canonical form.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The server that it names, with its port; empty for numbers and object ids.
    pub fn server(&self) -> &str {
        self.as_str().get(usize::from(self.host)..).unwrap_or_default()
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.code(), self.as_str())
    }
}

impl PartialEq for Identifier {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.as_str() == other.as_str()
    }
}

impl Eq for Identifier {}

/// Whether these are plain letters, digits and signs, as nearly always. Without a branch for each, so that the
/// processor looks at many at once.
fn is_all_visible(text: &[u8]) -> bool {
    text.iter().fold(true, |all, byte| all & byte.is_ascii_graphic())
}

fn guess(text: &str) -> Result<IdentifierKind, IdentifierError> {
    let after_scheme = without_scheme(text, "xmpp:");
    if after_scheme.len() < text.len() {
        Ok(IdentifierKind::Jid)
    } else if text.starts_with('@') {
        Ok(IdentifierKind::Matrix)
    } else if text.starts_with('+') || without_scheme(text, "tel:").len() < text.len() {
        Ok(IdentifierKind::Phone)
    } else if text.contains('@') {
        Ok(IdentifierKind::Address)
    } else if text.parse::<Uuid>().is_ok() {
        Ok(IdentifierKind::ObjectId)
    } else {
        Err(IdentifierError::Unknown)
    }
}

fn without_scheme<'t>(text: &'t str, scheme: &str) -> &'t str {
    match text.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => text.get(scheme.len()..).unwrap_or_default(),
        _ => text,
    }
}

fn object_id(read: &mut Identifier, text: &str) -> Result<(), IdentifierError> {
    let id = text.parse::<Uuid>().map_err(|_| IdentifierError::ObjectId)?;
    let mut held = Uuid::encode_buffer();
    let held = id.hyphenated().encode_lower(&mut held);
    read.hold(held, held.len()).ok_or(IdentifierError::TooLong)
}

/// A number of E.164: a plus, then 5 to 15 digits, the first of them not a zero.
fn phone(read: &mut Identifier, text: &str) -> Result<(), IdentifierError> {
    let number = without_scheme(text, "tel:");
    let number = number.split(';').next().unwrap_or_default();
    let digits = number.strip_prefix('+').ok_or(IdentifierError::Phone)?;
    let mut held = ArrayString::<16>::new();
    held.push('+');
    for character in digits.chars() {
        match character {
            '0'..='9' => held.try_push(character).map_err(|_| IdentifierError::Phone)?,
            ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}' | '\u{2011}' => {}
            _ => return Err(IdentifierError::Phone),
        }
    }
    if held.len() < 6 || held.starts_with("+0") {
        return Err(IdentifierError::Phone);
    }
    read.hold(&held, held.len()).ok_or(IdentifierError::TooLong)
}

/// Servers compare without regard to case; the first part does not, because `@Ada:…` and `@ada:…` can be two accounts.
fn matrix(read: &mut Identifier, text: &str) -> Result<(), IdentifierError> {
    if text.len() > MAXIMUM_MATRIX {
        return Err(IdentifierError::TooLong);
    }
    let rest = text.strip_prefix('@').ok_or(IdentifierError::Matrix)?;
    let colon = rest.bytes().position(|byte| byte == b':');
    let (local, server) = colon
        .and_then(|colon| rest.split_at_checked(colon))
        .ok_or(IdentifierError::Matrix)?;
    if local.is_empty() || !is_plain(server.get(1..).unwrap_or_default()) {
        return Err(IdentifierError::Matrix);
    }
    let host = local.len() + 2;
    read.hold(text, host).ok_or(IdentifierError::TooLong)?;
    read.lower(host);
    Ok(())
}

fn jid(read: &mut Identifier, text: &str) -> Result<(), IdentifierError> {
    let bare = without_scheme(text, "xmpp:");
    let bare = bare.split('/').next().unwrap_or_default();
    mailbox(read, bare).ok_or(IdentifierError::Jid)
}

fn address(read: &mut Identifier, text: &str) -> Result<(), IdentifierError> {
    let bare = without_scheme(without_scheme(text, "sip:"), "mailto:");
    mailbox(read, bare).ok_or(IdentifierError::Address)
}

fn mailbox(read: &mut Identifier, text: &str) -> Option<()> {
    let (local, server) = text.rsplit_once('@')?;
    if local.is_empty() || server.is_empty() {
        return None;
    }
    if text.is_ascii() {
        let server = server.strip_suffix('.').unwrap_or(server);
        if !is_plain(server) {
            return None;
        }
        let host = local.len() + 1;
        read.hold(text.get(..host + server.len())?, host)?;
        read.lower(0);
        return Some(());
    }
    let local = fold_case(local);
    let server = super::ServerName::parse(server).ok()?;
    let whole = format!("{local}@{server}");
    read.hold(&whole, local.len() + 1)
}

/// A server without its port.
pub(super) fn host_of(server: &str) -> &str {
    split_port(server).0
}

#[cfg(test)]
mod tests {
    use super::{Identifier, IdentifierError, IdentifierKind};

    fn read(text: &str) -> (IdentifierKind, String, String) {
        let found = Identifier::parse(None, text).unwrap();
        (found.kind(), found.as_str().to_owned(), found.server().to_owned())
    }

    #[test]
    fn each_form_shows_its_kind_and_has_one_canonical_text() {
        let wanted = |kind, text: &str, server: &str| (kind, text.to_owned(), server.to_owned());
        for (typed, kind, canonical, server) in [
            (
                "@Ada:Chat.Example:8448",
                IdentifierKind::Matrix,
                "@Ada:chat.example:8448",
                "chat.example:8448",
            ),
            (
                " SIP:Ada@X.Example. ",
                IdentifierKind::Address,
                "ada@x.example",
                "x.example",
            ),
            (
                "mailto:ada@bücher.example",
                IdentifierKind::Address,
                "ada@xn--bcher-kva.example",
                "xn--bcher-kva.example",
            ),
            (
                "tel:+47 (22) 33-44.55;ext=1",
                IdentifierKind::Phone,
                "+4722334455",
                "",
            ),
            (
                "xmpp:Ada@x.example/phone",
                IdentifierKind::Jid,
                "ada@x.example",
                "x.example",
            ),
            (
                "6F1C2F0E-4A51-4A4E-9A55-0D4F7D1F3A11",
                IdentifierKind::ObjectId,
                "6f1c2f0e-4a51-4a4e-9a55-0d4f7d1f3a11",
                "",
            ),
        ] {
            assert_eq!(read(typed), wanted(kind, canonical, server), "{typed}");
        }
    }

    #[test]
    fn a_canonical_text_reads_as_itself() {
        for text in ["@a:b", "+12345", "ada@x.example", "éloïse@x.example"] {
            let found = Identifier::parse(None, text).unwrap();
            assert_eq!(Identifier::parse(Some(found.kind()), found.as_str()), Ok(found));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (kind, text, error) in [
            (None, " ", IdentifierError::Empty),
            (None, "ada", IdentifierError::Unknown),
            (None, "@ada", IdentifierError::Matrix),
            (None, "@:x.example", IdentifierError::Matrix),
            (None, "@ada:x..example", IdentifierError::Matrix),
            (None, "@ada:x.example/y", IdentifierError::Matrix),
            (None, "@ada :x.example", IdentifierError::Character),
            (None, "@ada:x.example\u{0}", IdentifierError::Character),
            (None, "+12", IdentifierError::Phone),
            (None, "+0123456", IdentifierError::Phone),
            (None, "+1234567890123456", IdentifierError::Phone),
            (None, "ada@", IdentifierError::Address),
            (None, "@x.example", IdentifierError::Matrix),
            (Some(IdentifierKind::Jid), "x.example", IdentifierError::Jid),
            (
                Some(IdentifierKind::ObjectId),
                "ada@x.example",
                IdentifierError::ObjectId,
            ),
            (
                Some(IdentifierKind::Matrix),
                "ada@x.example",
                IdentifierError::Matrix,
            ),
        ] {
            assert_eq!(Identifier::parse(kind, text), Err(error), "{text:?}");
        }
        let long = format!("@{}:x.example", "a".repeat(250));
        assert_eq!(Identifier::parse(None, &long), Err(IdentifierError::TooLong));
        let long = format!("{}@x.example", "a".repeat(320));
        assert_eq!(Identifier::parse(None, &long), Err(IdentifierError::TooLong));
    }
}
