//! Pages, islands and the design system.
// The type of a view nests as deep as the view does; 128 is not enough for a page in its frame.
#![recursion_limit = "256"]
#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::needless_pass_by_value,
        reason = "a component owns its properties, also those it only reads"
    ),
    expect(
        clippy::fn_params_excessive_bools,
        reason = "properties are named where they are given"
    )
)]

#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;
