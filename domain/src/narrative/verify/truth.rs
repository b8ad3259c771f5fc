//! Looking things up in the facts.

use chrono::NaiveDate;

use super::quantity::{Kind, Quantity};
use super::{Fault, day_of};
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::{BlockFacts, LiftFacts, LineFacts, SessionFacts};

/// What is wrong with a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) fault: Fault,
    pub(super) said: String,
    pub(super) known: String,
}

impl Problem {
    pub(super) fn new(fault: Fault, said: impl Into<String>, known: impl Into<String>) -> Self {
        Self { fault, said: said.into(), known: known.into() }
    }
}

/// One line with what it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) session: &'a SessionFacts,
    pub(super) block: &'a BlockFacts,
    pub(super) line: &'a LineFacts,
}

/// Every line of the week.
pub(super) fn lines(facts: &NarrativeFacts) -> impl Iterator<Item = At<'_>> {
    facts.sessions.iter().flat_map(|session| {
        let blocks = session.blocks.iter();
        blocks
            .flat_map(move |block| block.lines.iter().map(move |line| At { session, block, line }))
    })
}

/// The lift that a movement is read on.
pub(super) fn lift_of<'a>(facts: &'a NarrativeFacts, key: &str) -> Option<&'a LiftFacts> {
    let own = facts.lifts.iter().find(|lift| lift.key == key);
    let line = || lines(facts).find(|at| at.line.key == key).map(|at| at.line.lift.as_str());
    own.or_else(|| {
        let lift = line()?;
        facts.lifts.iter().find(|of| of.key == lift)
    })
}

/// The name of a movement as the facts have it.
pub(super) fn name_of(facts: &NarrativeFacts, key: &str) -> String {
    let line = lines(facts).find(|at| at.line.key == key).map(|at| at.line.movement.clone());
    let lift = || facts.lifts.iter().find(|lift| lift.key == key).map(|lift| lift.lift.clone());
    let left_out = || facts.left_out.iter().find(|(_, of)| of == key).map(|(name, _)| name.clone());
    line.or_else(lift).or_else(left_out).unwrap_or_else(|| key.replace('-', " "))
}

/// What the plan has of a movement, for the one who writes again.
pub(super) fn describe(facts: &NarrativeFacts, key: &str) -> String {
    let of = lines(facts).filter(|at| at.line.key == key);
    let told: Vec<String> = of
        .map(|At { session, line, .. }| {
            let mut text = match &line.reps {
                Some(reps) => format!("{} x {reps}", line.sets),
                None => format!("{} sets", line.sets),
            };
            if let Some(load) = &line.load {
                text = format!("{text} at {}", load.text);
            }
            if let Some(rpe) = line.rpe {
                text = format!("{text}, RPE {}", crate::explain::number(rpe, 1));
            }
            format!("{text} on {}", session.day)
        })
        .collect();
    format!("{} is {}", name_of(facts, key), told.join("; "))
}

/// The days of the week's sessions, for the one who writes again.
pub(super) fn days(sessions: impl Iterator<Item = NaiveDate>) -> String {
    let mut names: Vec<&str> = sessions.map(day_of).collect();
    names.dedup();
    if names.is_empty() { "no day".to_owned() } else { names.join(", ") }
}

/// Whether two displayed numbers are one.
pub(super) fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

/// The numbers that stand in front of `unit` in a sentence of the facts, e.g. `%` or `day`.
pub(super) fn numbers_before(sentence: &str, unit: &str) -> Vec<f64> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let pairs = words.windows(2).filter(|pair| pair[1].starts_with(unit));
    pairs.filter_map(|pair| pair[0].parse().ok()).collect()
}

/// Whether a quantity is the time from which a lift that stands still is stalled.
pub(super) fn stalls(quantity: &Quantity, facts: &NarrativeFacts) -> bool {
    let days = f64::from(facts.stalled_days);
    let told = if quantity.kind == Kind::Weeks { days / 7.0 } else { days };
    same(told, quantity.least) && same(told, quantity.most)
}
