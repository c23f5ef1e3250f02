//! The title of the page, and where it is.
use super::{Slot, Text};
use leptos::prelude::*;

/// One step of the way to a page: its address and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: String,
}

impl Crumb {
    /// A step of the way.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// The title of the page.
#[component]
pub fn PageHead(
    /// The title, once a page.
    #[prop(into)]
    title: String,
    /// The way to the page; no breadcrumb when empty.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// What the last step is called, when not like the title.
    #[prop(optional, into)]
    here: Text,
    /// What the page is about.
    #[prop(optional, into)]
    lead: Slot,
    /// At the end of the title's row: buttons.
    #[prop(optional, into)]
    actions: Slot,
    /// In place of the plain title: a person with an avatar. It has to hold an `h1` with `fc-pagehead__title`.
    #[prop(optional, into)]
    subject: Slot,
) -> impl IntoView {
    let breadcrumb = (!crumbs.is_empty()).then(|| {
        let here = here.or_else(|| title.clone());
        let steps: Vec<_> = crumbs
            .into_iter()
            .map(|crumb| view! { <li class="fc-breadcrumb__item"><a href=crumb.href>{crumb.label}</a></li> })
            .collect();
        view! {
            <nav class="fc-breadcrumb" aria-label="Breadcrumb">
                <ol class="fc-breadcrumb__list">
                    {steps} <li class="fc-breadcrumb__item"><span aria-current="page">{here}</span></li>
                </ol>
            </nav>
        }
    });
    let subject = match subject.into_option() {
        Some(subject) => subject,
        None => view! { <h1 class="fc-pagehead__title">{title}</h1> }.into_any(),
    };
    view! {
        <header class="fc-pagehead">
            {breadcrumb}
            <div class="fc-pagehead__row">
                {subject} {actions.map(|actions| view! { <div class="fc-cluster">{actions}</div> })}
            </div>
            {lead.map(|lead| view! { <p class="fc-pagehead__lead">{lead}</p> })}
        </header>
    }
}
