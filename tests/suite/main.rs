//! The program driven as its clients drive it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod access;
mod bad_input;
mod commands;
mod imports;
mod jobs;
mod layers;
mod live;
mod operations;
mod real_week;
mod schema;
mod triggers;
