//! The mark, the name, the organization.
use leptos::prelude::*;

// Not a literal in the view: Leptos would write it as an attribute.
const MARK: &str = concat!(
    r#"<rect class="fc-brandmark__plate" x="1" y="1" width="26" height="26" rx="7"/>"#,
    r#"<path class="fc-brandmark__arch" d="M8.5 20.5v-7a5.5 5.5 0 0 1 11 0v7M5.5 20.5h17"/>"#,
);

/// The mark and the name of the product; with the organization in the top bar.
#[component]
pub fn BrandMark(
    /// Where it leads: the dashboard.
    #[prop(into)]
    href: String,
    /// The organization.
    #[prop(default = None)]
    organization: Option<String>,
) -> impl IntoView {
    view! {
        <a class="fc-brandmark" href=href>
            <svg
                class="fc-brandmark__tile"
                viewBox="0 0 28 28"
                aria-hidden="true"
                inner_html={MARK}
            ></svg>
            <span>"Forecourt"</span>
            {organization.map(|name| view! { <span class="fc-brandmark__context">{name}</span> })}
        </a>
    }
}
