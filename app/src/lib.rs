//! Pages, islands and the design system.

#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod ui;
