//! Clients that misbehave, against the loop that the program runs, with shorter limits than it has.

mod frames;
mod places;
mod requests;
mod support;
mod windows;
