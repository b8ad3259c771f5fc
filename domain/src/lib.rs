//! The rules of Microcycle: what a training week is computed from, and how.
//!
//! Pure: no I/O, no async, no SQL, no clock, no randomness. `observe` reads a member's history into
//! [`signals::Signals`]; `personalise` makes the week from them; `explain` says it in sentences.
#![deny(missing_docs)]

pub mod access;
pub mod adherence;
pub mod adjustment;
pub mod backtest;
pub mod blend;
pub mod calendar;
pub mod catalogue;
pub mod chain;
pub mod compare;
pub mod config;
pub mod diff;
pub mod digest;
pub mod draw;
pub mod e1rm;
pub mod edit;
pub mod equipment;
pub mod estimate;
pub mod evidence;
pub mod explain;
pub mod goals;
pub mod guard;
pub mod ids;
pub mod landmarks;
pub mod layoff;
pub mod limits;
pub mod load;
pub mod material;
pub mod narrative;
pub mod narrative_cost;
pub mod observe;
pub mod personalise;
pub mod plan;
pub mod plan_ids;
pub mod readiness;
pub mod reason;
pub mod recompute;
pub mod records;
pub mod restrict;
pub mod review;
pub mod round;
pub mod schedule;
pub mod session;
pub mod signals;
pub mod snapshot;
pub mod template;
pub mod template_check;
pub mod text;
pub mod trace;
pub mod trend;
pub mod vocab;
pub mod volume;

#[cfg(test)]
mod reference;
