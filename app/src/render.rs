//! From a view to the text of a response.
use crate::ui::sprite;
use leptos::prelude::*;
use std::sync::Arc;

/// Where the symbols of the icons go; the shell writes it once, at the top of the body.
const SPRITE: &str = r#"<svg class="fc-sprite" aria-hidden="true"></svg>"#;

/// A whole page: the document type, the view, and in its sprite the icons that the view refers to.
///
/// The view is made inside `page`, because islands look for the reactive owner while they are made.
pub fn render<V: IntoView>(page: impl FnOnce() -> V) -> String {
    let body = fragment(page);
    let symbols = sprite(&body);
    let mut document = String::with_capacity(body.len() + symbols.len() + 16);
    document.push_str("<!doctype html>");
    match body.split_once(SPRITE) {
        Some((before, after)) => {
            document.push_str(before);
            document.push_str(r#"<svg class="fc-sprite" aria-hidden="true">"#);
            document.push_str(&symbols);
            document.push_str("</svg>");
            document.push_str(after);
        }
        None => document.push_str(&body),
    }
    document
}

/// A part of a page, as it is.
pub fn fragment<V: IntoView>(part: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(hydration_context::SsrSharedContext::new_islands())));
    let html = owner.with(|| part().to_html());
    owner.cleanup();
    without_markers(&html)
}

/// A part of a page for a script, with the icons it refers to in a sprite before it.
pub fn part_with_icons<V: IntoView>(part: impl FnOnce() -> V) -> String {
    let body = fragment(part);
    let symbols = sprite(&body);
    format!(r#"<svg class="fc-sprite" aria-hidden="true">{symbols}</svg>{body}"#)
}

/// Leaves out the comments that mark where a view may change, except inside islands, where the browser looks for them.
/// Text and attributes cannot contain a marker: their angle brackets are escaped.
fn without_markers(html: &str) -> String {
    const MARKER: &str = "<!>";
    const OPEN: &str = "<leptos-island";
    const CLOSE: &str = "</leptos-island>";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((outside, from_island)) = rest.find(OPEN).map(|at| rest.split_at(at)) {
        out.extend(outside.split(MARKER));
        let mut depth = 0_usize;
        let mut end = from_island.len();
        for (at, _) in from_island.match_indices('<') {
            let tag = from_island.get(at..).unwrap_or_default();
            if tag.starts_with(OPEN) {
                depth += 1;
            } else if tag.starts_with(CLOSE) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end = at + CLOSE.len();
                    break;
                }
            }
        }
        let (island, after) = from_island.split_at(end);
        out.push_str(island);
        rest = after;
    }
    out.extend(rest.split(MARKER));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{Glyph, Icon};

    #[test]
    fn the_sprite_is_filled_with_the_icons_of_the_page() {
        let html = render(|| {
            view! {
                <html>
                    <body>
                        <svg class="fc-sprite" aria-hidden="true"></svg>
                        <Glyph icon=Icon::Bell />
                    </body>
                </html>
            }
        });
        assert!(html.starts_with("<!doctype html><html>"), "{html}");
        assert!(
            html.contains(r#"<svg class="fc-sprite" aria-hidden="true"><symbol id="fc-i-bell""#),
            "{html}"
        );
    }

    #[test]
    fn markers_stay_inside_islands_only() {
        assert_eq!(
            without_markers(
                "a<!>b<leptos-island x>c<!><leptos-island>d</leptos-island><!></leptos-island>e<!>f"
            ),
            "ab<leptos-island x>c<!><leptos-island>d</leptos-island><!></leptos-island>ef"
        );
        assert_eq!(without_markers("<!>"), "");
        assert_eq!(without_markers("é<leptos-island>ü<!>"), "é<leptos-island>ü<!>");
    }

    #[test]
    fn text_is_escaped() {
        let html = fragment(|| view! { <p title="\"<".to_owned()>{"<script>&".to_owned()}</p> });
        assert_eq!(html, r#"<p title="&quot;&lt;">&lt;script&gt;&amp;</p>"#);
    }
}
