//! Pages, islands and the design system.
use leptos::prelude::*;

/// Spike.
#[island]
pub fn Spike(name: String, children: Children) -> impl IntoView {
    let (n, set_n) = signal(0);
    view! { <div><button on:click=move |_| set_n.update(|n| *n += 1)>{name} {n}</button>{children()}</div> }
}

/// Spike page.
#[cfg(feature = "ssr")]
pub fn page() -> String {
    use std::sync::Arc;
    let owner = Owner::new_root(Some(Arc::new(hydration_context::SsrSharedContext::new_islands())));
    owner.with(|| view! { <main><h1>"Hi"</h1><Spike name="x".to_owned()><p>"child"</p></Spike></main> }.to_html())
}
