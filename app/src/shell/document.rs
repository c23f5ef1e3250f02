//! The document around every page: head, sprite, skip link.
use super::{Density, Frame};
use leptos::prelude::*;

/// The whole document. [`render`](crate::render::render) puts the document type before it and the icons in it.
#[component]
pub fn Document(
    /// What stands around the page.
    frame: Frame,
    /// The body after the skip link.
    children: Children,
) -> impl IntoView {
    let Frame {
        title,
        lang,
        theme,
        density,
        nonce,
        assets,
        ..
    } = frame;
    let title = format!("{title} · Forecourt");
    let density = (density == Density::Compact).then_some("compact");
    // The wasm is not named here: who has switched scripts off would fetch it for nothing.
    let script = assets.script.map(|script| {
        view! {
            {assets.glue.map(|glue| view! { <link rel="modulepreload" href=glue /> })}
            <script type="module" nonce=nonce src=script></script>
        }
    });
    view! {
        <html
            lang=lang.tag
            dir=lang.right_to_left.then_some("rtl")
            data-theme=theme.name()
            data-density=density
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=theme.color_scheme() />
                <title>{title}</title>
                <link rel="icon" href=assets.icon type="image/svg+xml" />
                {assets.manifest.map(|href| view! { <link rel="manifest" href=href /> })}
                <link rel="stylesheet" href=assets.stylesheet />
                {script}
            </head>
            <body>
                <svg class="fc-sprite" aria-hidden="true"></svg>
                <a class="fc-skip" href="#main">"Skip to main content"</a>
                {children()}
            </body>
        </html>
    }
}
