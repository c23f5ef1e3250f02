//! HTTP: routes, handlers and what every answer carries.

pub mod assets;
