//! Movements: what a gym's catalogue knows of each, and the names that training logs give them.
//!
//! The starter catalogue lives in one table per group of patterns, below this module.

mod arms;
pub mod benchmarks;
mod conditioning;
mod core;
mod gymnastics;
mod hinge;
mod legs;
mod lunge;
mod names;
mod olympic;
mod pressing;
mod pulling;
mod shoulders;
mod squat;
mod starter;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vocab::{BodyRegion, Implement, MovementPattern};

pub use names::fold;
pub use starter::{StarterMovement, starter};

/// One movement as the engine sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    /// Unique in its gym, kebab-case: `back-squat`.
    pub key: String,
    /// Name as members read it.
    pub name: String,
    /// How it moves.
    pub pattern: MovementPattern,
    /// Key of the lift whose strength scales its percentages; `None` when it is its own.
    ///
    /// The starter catalogue names only lifts at which a member is at least as strong, so that a
    /// set of this movement never overstates the lift.
    pub reference_lift: Option<String>,
    /// What it is loaded with: which list a load is rounded to.
    pub implement: Implement,
    /// The regions it loads: a restriction of one of them that names nothing else applies.
    pub loads: Vec<BodyRegion>,
    /// Share of bodyweight that one repetition moves, 0 to 1, for tonnage; `None` counts the load
    /// alone.
    pub bodyweight_fraction: Option<f64>,
}

/// The movements of a gym by key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    movements: BTreeMap<String, Movement>,
}

impl Catalogue {
    /// A catalogue of `movements`; of two with one key the later stands.
    pub fn new(movements: impl IntoIterator<Item = Movement>) -> Self {
        let movements =
            movements.into_iter().map(|movement| (movement.key.clone(), movement)).collect();
        Self { movements }
    }

    /// The movement called `key`.
    pub fn get(&self, key: &str) -> Option<&Movement> {
        self.movements.get(key)
    }

    /// Key of the lift that `key`'s percentages are read on: its reference lift, else its own.
    ///
    /// A key the catalogue does not know is its own lift.
    pub fn lift_of<'a>(&'a self, key: &'a str) -> &'a str {
        self.get(key).and_then(|movement| movement.reference_lift.as_deref()).unwrap_or(key)
    }

    /// Every movement, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = &Movement> {
        self.movements.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::new(starter().into_iter().map(|entry| entry.movement))
    }

    #[test]
    fn a_pause_squat_is_read_on_the_back_squat_and_a_bench_press_on_itself() {
        let catalogue = catalogue();

        assert_eq!(catalogue.lift_of("pause-back-squat"), "back-squat");
        assert_eq!(catalogue.lift_of("bench-press"), "bench-press");
        assert_eq!(catalogue.lift_of("ohio-state"), "ohio-state");
    }

    #[test]
    fn movements_come_in_the_order_of_their_keys() {
        let catalogue = catalogue();

        let keys: Vec<&str> = catalogue.iter().map(|movement| movement.key.as_str()).collect();

        assert!(keys.is_sorted());
        assert_eq!(keys.len(), starter().len());
    }
}
