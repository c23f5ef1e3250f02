//! What script adds to pages that are complete without it.
//!
//! An island wraps what the server has rendered (its `children`) and, in the browser, listens to it: nothing is
//! rendered twice and nothing depends on it. It takes no properties; what it has to know stands in `data-` attributes
//! of what it wraps, so that no serializer is sent to the browser.
//!
//! To add one: a file with the `#[island]` and, under the feature `hydrate`, what it does on its element. [`fetch`]
//! asks the server and [`patch`] puts the answer into the page.

#[cfg(feature = "hydrate")]
pub mod browser;
pub mod copy_button;
#[cfg(feature = "hydrate")]
pub mod fetch;
#[cfg(feature = "hydrate")]
pub mod form_state;
pub mod live_notice;
pub mod modal;
#[cfg(feature = "hydrate")]
pub mod patch;
pub mod rank_drag;
pub mod selection;
pub mod settings_form;
pub mod shortcuts;

pub use copy_button::CopyButton;
pub use live_notice::LiveNotice;
pub use modal::Modal;
pub use rank_drag::RankDrag;
pub use selection::RowSelection;
pub use settings_form::SettingsForm;
pub use shortcuts::Shortcuts;
