//! Exceptions: made, ended by themselves, and overtaken by later decisions.

mod changing;
mod ending;
mod lists;
mod support;
mod undo;
