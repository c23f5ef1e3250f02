//! The frame of every page.
pub mod bare;
pub mod brand_mark;
pub mod document;
pub mod frame;
pub mod nav;
#[expect(
    clippy::module_inception,
    reason = "the shell's own component, named after its file as all components are"
)]
pub mod shell;
pub mod top_bar;

pub use bare::Bare;
pub use brand_mark::BrandMark;
pub use document::Document;
pub use frame::{Account, Assets, Density, Frame, Language, NavItem, Theme};
pub use nav::NavList;
pub use shell::Shell;
pub use top_bar::TopBar;
