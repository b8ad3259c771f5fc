//! Benchmark workouts by name, so that their scores can be told apart from a gym's own workouts.

/// The benchmarks of `engine.md` C2, as members write them.
pub const BENCHMARKS: &[&str] = &[
    "Fran",
    "Grace",
    "Isabel",
    "Helen",
    "Diane",
    "Elizabeth",
    "Cindy",
    "Murph",
    "DT",
    "Jackie",
    "CrossFit Total",
    "2k Row",
    "5k Run",
    "1 Mile Run",
];
