//! A gym to try the program with: invented people with plausible, seeded histories.

mod athlete;
pub mod fill;
mod filler;
pub mod gym;
mod member;
mod readiness;
mod session;
pub mod templates;
