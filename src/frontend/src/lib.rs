//! The wasm entry.
use forecourt_app as _;

/// Brings every island on the page to life.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
