//! Pages, islands and the design system.
//!
//! A page of [`pages`] is a function from plain data to a view; it asks nobody for anything and decides nothing. The
//! components it is made of live in [`ui`], the frame around it in [`shell`]. Islands enhance forms and lists that
//! are complete without them. Every link is built in [`paths`].
// The type of a view nests as deep as the view does; 128 is not enough for a page in its frame.
#![recursion_limit = "256"]

pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod paths;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;
