//! Groups over HTTP, without script: their order, their policies, their members.

mod lifecycle;
mod members;
mod ranks;
mod reach;
mod refusals;
mod review;
mod support;
