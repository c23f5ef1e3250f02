//! Exceptions: made, ended by themselves, and overtaken by later decisions.

mod changing;
mod clocks;
mod ending;
mod later_ends;
mod lists;
mod support;
mod undo;
