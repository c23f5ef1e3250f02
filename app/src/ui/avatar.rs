//! People, and the software itself.
use super::class::class_list;
use super::{Glyph, Icon, IconSize, Text};
use leptos::prelude::*;

/// How large an avatar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// In rows.
    #[default]
    Regular,
    /// In lines.
    Small,
    /// In the head of a page.
    Large,
}

/// The initials of a name: the first letters of its first and last word, in capitals.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// The colour of a person, 1 to 5: always the same for the same id.
pub fn avatar_tone(id: &str) -> u8 {
    let sum = id.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    u8::try_from(sum % 5).unwrap_or(0) + 1
}

/// The initials of a person on their colour; the name stands beside it.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: String,
    /// What the colour is made from: the user principal name; the name when absent.
    #[prop(optional, into)]
    id: Text,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let tone = match avatar_tone(id.as_deref().unwrap_or(&name)) {
        2 => "fc-avatar--2",
        3 => "fc-avatar--3",
        4 => "fc-avatar--4",
        5 => "fc-avatar--5",
        _ => "",
    };
    let size = match size {
        AvatarSize::Regular => "",
        AvatarSize::Small => "fc-avatar--small",
        AvatarSize::Large => "fc-avatar--large",
    };
    view! { <span class=class_list("fc-avatar", [tone, size]) aria-hidden="true">{initials(&name)}</span> }
}

/// The software itself: a sync, a rollout.
#[component]
pub fn SystemAvatar(
    /// Which part of it.
    #[prop(default = Icon::Bot)]
    icon: Icon,
) -> impl IntoView {
    view! { <span class="fc-avatar fc-avatar--system" aria-hidden="true"><Glyph icon size=IconSize::Small /></span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        assert_eq!(initials("Maya Okafor"), "MO");
        assert_eq!(initials("Anna Maria van der Berg"), "AB");
        assert_eq!(initials("étienne"), "É");
        assert_eq!(initials("李 小龙"), "李小");
        assert_eq!(initials(" "), "");
    }

    #[test]
    fn the_same_person_keeps_the_colour() {
        assert_eq!(avatar_tone("maya@a.example"), avatar_tone("maya@a.example"));
        assert!((1..=5).contains(&avatar_tone("")));
    }
}
