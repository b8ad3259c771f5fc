//! What is wrong with a template, before it is saved: a plan must be drawn from every one that is.

mod lines;
mod sessions;
mod tracks;

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::limits::{self, Range};
use crate::snapshot::TrackFacts;
use crate::template::Template;

/// One thing wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// Path into the template, e.g. `tracks`, `0`, `minShare`.
    pub path: Vec<String>,
    /// What kind of problem.
    pub code: ProblemCode,
    /// One sentence: field, value and range.
    pub message: String,
}

/// Kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    /// Malformed, missing, or at odds with another field.
    Invalid,
    /// Beyond what is possible.
    OutOfRange,
    /// A track or movement that the gym does not have.
    NotFound,
    /// Bounds that no week can meet.
    Infeasible,
}

/// A share of the whole, a fraction of 1.
const SHARE: Range = (0.0, 1.0);

/// Everything that is wrong with `template`; empty where it can be put in force.
pub fn check(
    template: &Template,
    tracks: &BTreeMap<String, TrackFacts>,
    catalogue: &Catalogue,
) -> Vec<TemplateProblem> {
    let mut found = Found::default();
    if template.name.trim().is_empty() {
        found.add(&["name"], ProblemCode::Invalid, "name must not be empty");
    }
    found.range(&["weeks"], f64::from(template.weeks), limits::WEEKS);
    found.range(&["goalInfluence"], template.goal_influence, SHARE);
    tracks::check(template, tracks, &mut found);
    sessions::check(template, &mut found);
    for (index, session) in template.sessions.iter().enumerate() {
        lines::check(session, index, catalogue, &mut found);
    }
    found.0
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<TemplateProblem>);

impl Found {
    fn add<P: ToString>(&mut self, path: &[P], code: ProblemCode, message: impl Into<String>) {
        let path = path.iter().map(P::to_string).collect();
        self.0.push(TemplateProblem { path, code, message: message.into() });
    }

    /// Refuses a number outside its range, and what is no number.
    fn range<P: ToString>(&mut self, path: &[P], value: f64, (min, max): Range) {
        if !(value.is_finite() && value >= min && value <= max) {
            let name = path.last().map(P::to_string).unwrap_or_default();
            let message = format!("{name} must be {min} to {max}, got {value}");
            self.add(path, ProblemCode::OutOfRange, message);
        }
    }
}

#[cfg(test)]
mod tests;
