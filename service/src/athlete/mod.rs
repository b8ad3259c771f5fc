//! An invented athlete and the closed loop around the engine (`engine.md` B12): the engine prescribes, the
//! athlete does what the body can, the engine reads what was done.
//!
//! Every draw comes from a seed and a day, so that two lives that differ in one event differ in nothing else.
//! The demo gym's members have the same bodies.

pub mod body;
pub mod case;
pub mod chart;
mod dice;
mod life;
pub mod morning;
pub mod programme;
#[cfg(test)]
mod reference;
pub mod session;
pub mod verdict;

pub use body::{Body, Level};
pub use case::{Case, Event, Rates, cases};
pub use dice::Dice;
pub use life::{LiftWeek, Outcome, WeekOutcome, live};
pub use morning::Usual;
pub use verdict::{Line, judge};

#[cfg(test)]
mod tests;
