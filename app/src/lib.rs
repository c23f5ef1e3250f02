//! Pages, islands and the design system.
// The type of a view nests as deep as the view does; 128 is not enough for a page in its frame.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;
