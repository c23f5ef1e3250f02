//! Where a page begins, in a form for addresses.

use super::filter::Filter;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use forecourt_exchange::cursor::Place;
use forecourt_store::person_list::{Order, Position};
use sha2::{Digest as _, Sha256};

/// Why a cursor is not taken, as a person reads it.
pub(super) const FOREIGN: &str = "The address holds a place in another list: the search, the filters or the order have \
     changed since. This is the first page of the list you asked for.";

fn binding(filter: &Filter, order: Order) -> String {
    let text = format!(
        "{}|{}|{}",
        order.key.code(),
        order.descending,
        filter.fingerprint()
    );
    let digest = Sha256::digest(text.as_bytes());
    URL_SAFE_NO_PAD.encode(digest.get(..9).unwrap_or_default())
}

/// The cursor of `position`, which has `passed` people before it.
pub(super) fn write(filter: &Filter, order: Order, position: &Position, passed: u64) -> Option<String> {
    let (backwards, key) = match position {
        Position::Start => return None,
        Position::After(key) => (false, key),
        Position::Before(key) => (true, key),
    };
    let place = Place {
        list: binding(filter, order),
        backwards,
        key: key.clone(),
        passed,
    };
    place.write()
}

/// The position that a cursor means in this list, and how many people come before it; `None` when it is of another
/// list or damaged.
pub(super) fn read(filter: &Filter, order: Order, text: &str) -> Option<(Position, u64)> {
    let place = Place::read(&binding(filter, order), text)?;
    let position = if place.backwards {
        Position::Before(place.key)
    } else {
        Position::After(place.key)
    };
    position.fits(order.key).then_some((position, place.passed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_own_list_only() {
        let (filter, order) = (Filter::default(), Order::default());
        let id = "00000000-0000-0000-0000-000000000001";
        let place = Position::After(vec!["élodie".to_owned(), id.to_owned()]);
        let text = write(&filter, order, &place, 50).unwrap();
        assert_eq!(read(&filter, order, &text), Some((place, 50)));
        let searched = Filter {
            search: "a".to_owned(),
            ..Filter::default()
        };
        assert_eq!(read(&searched, order, &text), None);
        let turned = Order {
            descending: true,
            ..order
        };
        assert_eq!(read(&filter, turned, &text), None);
        for damaged in ["", "x", "é", &text[1..], &"A".repeat(9_000)] {
            assert_eq!(read(&filter, order, damaged), None, "{damaged}");
        }
        let without_identifier = Position::After(vec!["a".to_owned(), "b".to_owned()]);
        let text = write(&filter, order, &without_identifier, 1).unwrap();
        assert_eq!(read(&filter, order, &text), None);
    }
}
