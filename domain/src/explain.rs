//! Codes made into sentences that a member can read, in the gym's unit, on reading.

mod change;
mod evidence;
mod findings;
mod sentences;
mod words;

use chrono::NaiveDate;

use crate::plan::{Line, PlannedBlock, Step, TrackShare, WeekAdjustment};
use crate::reason::{Finding, Reason};
use crate::signals::Signals;
use crate::snapshot::GymFacts;
use crate::vocab::{Axis, Confidence, FactorKind};

pub(crate) use words::{band, goal, level, plain, points, reserve};
pub use words::{load_text, number};

/// Reads a plan with what it was computed from.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The gym: names, unit.
    pub facts: &'a GymFacts,
    /// What the plan was computed from.
    pub signals: &'a Signals,
}

/// One step of a value, as the API shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceView {
    /// Which step.
    pub factor: FactorKind,
    /// Which value.
    pub axis: Axis,
    /// What the value was; kilograms for a load, a rating for effort, a number for the rest.
    pub before: Option<f64>,
    /// What it became; `None` where nothing is prescribed.
    pub after: Option<f64>,
    /// After over before.
    pub multiplier: Option<f64>,
    /// Whether the step changed the value.
    pub bound: bool,
    /// One plain sentence.
    pub reason: String,
    /// What it rests on.
    pub evidence: Vec<EvidenceView>,
}

/// One number that a step rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceView {
    /// What was measured, e.g. `readiness_score`.
    pub metric: String,
    /// Its value in `unit`.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// What is usual for the member.
    pub baseline: Option<f64>,
    /// Where the rule changes.
    pub threshold: Option<f64>,
    /// When it was observed.
    pub observed_on: Option<NaiveDate>,
    /// How much stands behind it.
    pub confidence: Confidence,
}

impl<'a> Reader<'a> {
    /// For a plan of that gym, computed from these signals.
    pub fn new(facts: &'a GymFacts, signals: &'a Signals) -> Self {
        Self { facts, signals }
    }

    /// Every step of a line, in order.
    pub fn line_trace(&self, line: &Line) -> Vec<TraceView> {
        self.trace(&line.trace, Some(line))
    }

    /// Every step of a block's rounds and minutes, in order.
    pub fn block_trace(&self, block: &PlannedBlock) -> Vec<TraceView> {
        self.trace(&block.trace, None)
    }

    fn trace(&self, steps: &[Step], line: Option<&Line>) -> Vec<TraceView> {
        let mut out: Vec<TraceView> = Vec::with_capacity(steps.len());
        for step in steps {
            let last = out.last().filter(|last| last.axis == step.axis);
            let before = last.and_then(|last| last.after);
            let after = step.to.or(before);
            // A load rounded to nothing is none, and so is what a coach took away.
            let after = after.filter(|value| *value > 0.0);
            let multiplier = match (before, after) {
                (Some(before), Some(after)) if before > 0.0 => Some(after / before),
                _ => None,
            };
            out.push(TraceView {
                factor: step.factor,
                axis: step.axis,
                before,
                after,
                multiplier,
                bound: step.factor != FactorKind::Base && step.to.is_some(),
                reason: self.sentence(step, line),
                evidence: self.evidence(step, line),
            });
        }
        out
    }

    /// Why a track has its share.
    pub fn share(&self, share: &TrackShare) -> String {
        let track = self.track(&share.track);
        let percent = number(share.share * 100.0, 0);
        match &share.reason {
            Reason::ShareGoal(goal) => {
                let more = if share.mix > share.template_share { "more" } else { "less" };
                format!(
                    "{track} gets {percent} %: your goal {} asks for {more} of it.",
                    words::goal(*goal)
                )
            }
            Reason::ShareFavoured => {
                format!("{track} gets {percent} %: you complete it more often than the rest.")
            }
            Reason::ShareNeglected => {
                format!("{track} gets {percent} %: you complete it less often than the rest.")
            }
            Reason::ShareBound => {
                let (least, most) = share.template_bounds;
                let at = |bound: f64| (share.share - bound).abs() < 1e-9;
                if at(least) || at(most) {
                    format!(
                        "{track} gets {percent} %: the programme keeps it between {} and {} %.",
                        number(least * 100.0, 0),
                        number(most * 100.0, 0)
                    )
                } else {
                    format!("{track} gets {percent} %: what the other tracks must have decides.")
                }
            }
            _ => format!("{track} gets {percent} %, as the programme has it."),
        }
    }

    /// What moved the week, weightiest first, and what would change it.
    pub fn reasons(&self, adjustment: &WeekAdjustment) -> Vec<String> {
        let all = adjustment.reasons.iter().chain(&adjustment.would_change);
        all.map(|reason| self.week_sentence(reason, adjustment.reduces())).collect()
    }

    /// What was left out, could not be met, or a coach should know.
    pub fn finding(&self, finding: &Finding) -> String {
        findings::sentence(self, finding)
    }

    /// Name of a track, as members read it.
    pub fn track(&self, key: &str) -> String {
        self.facts.tracks.get(key).map_or_else(|| key.to_owned(), |track| track.name.clone())
    }

    /// Name of a movement, as members read it.
    pub fn movement(&self, key: &str) -> String {
        self.facts
            .catalogue
            .get(key)
            .map_or_else(|| key.to_owned(), |movement| movement.name.clone())
    }

    /// A load in the gym's unit.
    pub fn load(&self, kg: f64) -> String {
        load_text(kg, self.facts.unit)
    }
}
