//! Lists of names: adding one or many, finding, removing, and the whole list as text.
//!
//! The whole list is one text field of the form, so that 4,000 domains are one field and not 4,000. The first names
//! have buttons; the others are found by the filter or edited as text.

use super::Contents;
use super::control::was;
use crate::ui::{Button, Disclosure, Empty, Icon, InputKind, Item, ItemList, Slot, TextArea, number};
use forecourt_model::DomainName;
use forecourt_model::settings::SettingKey;
use leptos::prelude::*;

/// How many names of a list have a button of their own.
pub const SHOWN_AT_ONCE: usize = 50;

/// What stands around a list in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListInput {
    /// The text of the whole list, when it could not be read.
    pub text: Option<String>,
    /// What is about to be added.
    pub add: String,
    /// What the names shown have in common.
    pub find: String,
}

impl ListInput {
    /// Whether something was typed that is in no list yet.
    pub fn is_typed(&self) -> bool {
        self.text.is_some() || !self.add.trim().is_empty()
    }
}

/// The words of one list.
#[derive(Clone, Copy)]
pub(super) struct ListWords {
    /// The list.
    pub key: SettingKey,
    /// "Blocked domains".
    pub name: &'static str,
    /// "Domains to block".
    pub add_label: &'static str,
    /// "Block".
    pub add_button: &'static str,
    /// An example.
    pub placeholder: &'static str,
    /// What an empty list means.
    pub empty: (&'static str, &'static str),
}

/// A name and, where it is shown differently, how.
pub(super) fn domain_entries(domains: &[DomainName]) -> Vec<(String, Option<String>)> {
    domains
        .iter()
        .map(|domain| {
            let unicode = domain.to_unicode();
            let shown = (unicode != domain.as_str()).then(|| format!("Shown as {unicode}"));
            (domain.to_string(), shown)
        })
        .collect()
}

/// The list with everything that is done to it.
pub(super) fn list_editor(
    page: &Contents,
    words: ListWords,
    entries: Vec<(String, Option<String>)>,
) -> AnyView {
    let key = words.key;
    let input = page.list(key);
    let (name, locked) = (key.name(), page.refusal.is_some());
    let text = input.text.clone().unwrap_or_else(|| {
        let names: Vec<_> = entries.iter().map(|(name, _)| name.as_str()).collect();
        names.join("\n")
    });
    let add = add_row(page, words, &input);
    let count = entries.len();
    let list = if entries.is_empty() {
        let (title, text) = words.empty;
        view! { <Empty title=title text=text inline=true /> }.into_any()
    } else {
        items(words, &input, entries, locked)
    };
    let error = page.error(name);
    let open = input.text.is_some() || error.is_some();
    let summary = format!(
        "Edit as text ({})",
        number(u64::try_from(count).unwrap_or(u64::MAX))
    );
    view! {
        <div class="fc-stack fc-stack--3">
            {was(page, key)}
            {add}
            {list}
            <Disclosure summary icon=Icon::Edit open>
                <TextArea
                    id=name
                    name=name
                    label=words.name
                    value=text
                    rows=8
                    prose=false
                    hint="One a line, or separated by commas or spaces."
                    error=error
                />
            </Disclosure>
        </div>
    }
    .into_any()
}

/// One line that grows: a browser would run pasted lines together in an input, and two domains would be one.
fn add_row(page: &Contents, words: ListWords, input: &ListInput) -> AnyView {
    let name = words.key.name();
    let field = format!("{name}.add");
    let error = page.error(&field);
    view! {
        <div class="fc-inputrow">
            <TextArea
                id=format!("{name}-add")
                name=field
                label=words.add_label
                label_hidden=true
                value=input.add.clone()
                placeholder=words.placeholder
                rows=1
                prose=false
                error=error
            />
            <Button name="do" value=format!("add:{name}")>{words.add_button}</Button>
        </div>
    }
    .into_any()
}

fn items(
    words: ListWords,
    input: &ListInput,
    entries: Vec<(String, Option<String>)>,
    locked: bool,
) -> AnyView {
    let name = words.key.name();
    let all = entries.len();
    let wanted = input.find.trim().to_lowercase();
    let matches: Vec<_> = entries
        .into_iter()
        .filter(|(name, shown)| {
            name.contains(&wanted)
                || shown
                    .as_ref()
                    .is_some_and(|shown| shown.to_lowercase().contains(&wanted))
        })
        .collect();
    let found = matches.len();
    let rows: Vec<_> = matches
        .into_iter()
        .take(SHOWN_AT_ONCE)
        .map(|(entry, shown)| {
            let remove = ("do".to_owned(), format!("remove:{name}:{entry}"));
            view! { <Item name=entry meta=Slot::maybe(shown) remove disabled=locked /> }
        })
        .collect();
    let list = if found == 0 {
        view! { <Empty title="Nothing in the list matches" text="Write another part of the name." inline=true /> }
            .into_any()
    } else {
        view! { <ItemList label=words.name>{rows}</ItemList> }.into_any()
    };
    let filter = (all > SHOWN_AT_ONCE).then(|| find_row(words, input));
    let note = (found > SHOWN_AT_ONCE).then(|| {
        let words = format!(
            "The first {SHOWN_AT_ONCE} of {}. Find others by a part of their name, or edit the list as text.",
            number(u64::try_from(found).unwrap_or(u64::MAX))
        );
        view! { <p class="fc-muted fc-small">{words}</p> }
    });
    view! {
        {filter}
        {list}
        {note}
    }
    .into_any()
}

fn find_row(words: ListWords, input: &ListInput) -> AnyView {
    let name = words.key.name();
    let find = input.find.clone();
    let label = format!("Find in {}", words.name.to_lowercase());
    view! {
        <div class="fc-inputrow">
            <label class="fc-field">
                <span class="fc-visually-hidden">{label.clone()}</span>
                <input
                    class="fc-input"
                    type=InputKind::Search.attribute()
                    name=format!("{name}.find")
                    value=find
                    placeholder=label
                    autocomplete="off"
                    data-aside=""
                />
            </label>
            <Button name="do" value="edit">"Find"</Button>
        </div>
    }
    .into_any()
}
