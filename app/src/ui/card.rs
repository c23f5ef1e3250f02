//! Cards: one subject each.
use super::class::{class_list, when};
use super::{Gap, Slot};
use leptos::prelude::*;

/// One subject: a head with its title, then what the page puts in (a [`CardBody`], settings, a table), then a foot.
#[component]
pub fn Card(
    /// The id of the title, which names the card; unique in the page.
    #[prop(into)]
    id: String,
    /// The title.
    #[prop(into)]
    title: String,
    /// Only for assistive technology, when the page already says it: the title of the page's one list.
    #[prop(optional)]
    title_hidden: bool,
    /// A line under the title.
    #[prop(optional, into)]
    desc: Slot,
    /// At the end of the head: a link, a badge, buttons.
    #[prop(optional, into)]
    aside: Slot,
    /// A line under the head: for settings and lists that begin right there.
    #[prop(optional)]
    divided: bool,
    /// The foot: a summary and a link.
    #[prop(optional, into)]
    foot: Slot,
    /// What it is about.
    children: Children,
) -> impl IntoView {
    let labelled_by = id.clone();
    let head = if title_hidden {
        view! { <h2 class="fc-visually-hidden" id=id>{title}</h2> }.into_any()
    } else {
        let heading = view! { <h2 class="fc-card__title" id=id>{title}</h2> };
        let text = match desc.into_option() {
            None => heading.into_any(),
            Some(desc) => view! { <div>{heading}<p class="fc-card__desc">{desc}</p></div> }.into_any(),
        };
        view! {
            <div class=class_list("fc-card__head", [when(divided, "fc-card__head--divided")])>{text}{aside.into_option()}</div>
        }
        .into_any()
    };
    view! {
        <section class="fc-card" aria-labelledby=labelled_by>
            {head}
            {children()}
            {foot.map(|foot| view! { <div class="fc-card__foot">{foot}</div> })}
        </section>
    }
}

/// The padded part of a card, with its things below each other.
#[component]
pub fn CardBody(
    /// How far apart its things are; no stack when absent.
    #[prop(optional, into)]
    gap: Option<Gap>,
    /// The things.
    children: Children,
) -> impl IntoView {
    let (stack, gap) = match gap {
        None => ("", ""),
        Some(Gap::One) => ("fc-stack", "fc-stack--1"),
        Some(Gap::Two) => ("fc-stack", "fc-stack--2"),
        Some(Gap::Three) => ("fc-stack", "fc-stack--3"),
        Some(Gap::Four) => ("fc-stack", "fc-stack--4"),
        Some(Gap::Usual) => ("fc-stack", ""),
    };
    view! { <div class=class_list("fc-card__body", [stack, gap])>{children()}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn the_title_names_the_card() {
        let html = fragment(
            || view! { <Card id="c" title="Policies" desc="All of them." foot="6 policies">"x"</Card> },
        );
        assert!(
            html.starts_with(r#"<section aria-labelledby="c" class="fc-card">"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<h2 id="c" class="fc-card__title">Policies</h2>"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<div class="fc-card__foot">6 policies</div>"#),
            "{html}"
        );
    }
}
