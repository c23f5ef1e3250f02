//! Class attributes put together from a block and its modifiers.

/// The block's class followed by the modifiers that are not empty.
pub(crate) fn class_list<const N: usize>(block: &str, modifiers: [&'static str; N]) -> String {
    let mut list = String::with_capacity(48);
    list.push_str(block);
    for modifier in modifiers.into_iter().filter(|modifier| !modifier.is_empty()) {
        list.push(' ');
        list.push_str(modifier);
    }
    list
}

/// The modifier if it applies, else nothing.
pub(crate) const fn when(applies: bool, modifier: &'static str) -> &'static str {
    if applies { modifier } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_modifiers_leave_no_gap() {
        assert_eq!(
            class_list("fc-card", ["", when(true, "fc-card--column"), when(false, "x")]),
            "fc-card fc-card--column"
        );
    }
}
