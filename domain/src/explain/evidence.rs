//! The numbers that a step rests on.

use super::{EvidenceView, Reader};
use crate::estimate;
use crate::layoff::Layoff;
use crate::plan::{Line, Step};
use crate::reason::Reason;
use crate::signals::LiftSignal;
use crate::vocab::{Confidence, VolumeLevel};

/// Pieces of evidence from which an estimate is well founded. House choice (decision 0051).
const MANY_PIECES: u32 = 5;

impl Reader<'_> {
    pub(super) fn evidence(&self, step: &Step, line: Option<&Line>) -> Vec<EvidenceView> {
        match &step.reason {
            Reason::Estimated(_) => self.estimates(line),
            Reason::Readiness(_, score) => self.readiness(*score),
            Reason::Illness(days) => vec![EvidenceView {
                observed_on: self.signals.readiness.ill_on,
                ..of("days_since_illness", Some(f64::from(*days)), "days")
            }],
            Reason::TrendUp(_) | Reason::TrendDown | Reason::IncreaseRefused(_) => self.trend(line),
            Reason::Volume(VolumeLevel::Unknown) => Vec::new(),
            Reason::Volume(_) | Reason::ConservativeWeek => self.volume(),
            Reason::WeeklyGuard => vec![EvidenceView {
                baseline: self.signals.usual_programmed_au,
                ..of("programmed_load", None, "AU")
            }],
            Reason::Layoff(days) => self.gap(*days, line),
            Reason::Restricted => vec![of("load_cap", step.by, "share")],
            Reason::SafetyBound => vec![of("safety_bound", step.by, "kg")],
            _ => Vec::new(),
        }
    }

    fn lift(&self, line: Option<&Line>) -> Option<&LiftSignal> {
        self.signals.lifts.get(self.facts.catalogue.lift_of(&line?.movement))
    }

    /// Both estimates of a lift.
    fn estimates(&self, line: Option<&Line>) -> Vec<EvidenceView> {
        let (Some(lift), Some(line)) = (self.lift(line), line) else {
            return Vec::new();
        };
        let reps = line.reps_max.or(line.reps_min).unwrap_or(1);
        let Some(basis) = estimate::basis(lift, reps, &self.facts.config) else {
            return Vec::new();
        };
        let confidence = match lift.pieces {
            pieces if pieces >= MANY_PIECES => Confidence::High,
            pieces if pieces >= self.facts.config.strength.few_pieces => Confidence::Medium,
            _ => Confidence::Low,
        };
        let view = |metric, value| EvidenceView {
            observed_on: lift.last_on,
            confidence,
            ..of(metric, Some(value), "kg")
        };
        let mut out = vec![view("estimated_one_rep_max_best", basis.capacity_kg)];
        out.extend(basis.working_kg.map(|working| view("estimated_one_rep_max_recent", working)));
        out
    }

    /// `score`: the one that was read, the week's or the newest day's.
    fn readiness(&self, score: Option<f64>) -> Vec<EvidenceView> {
        let readiness = &self.signals.readiness;
        if score.is_none() {
            return Vec::new();
        }
        vec![EvidenceView {
            threshold: Some(self.facts.config.readiness.scale.good),
            observed_on: readiness.latest.as_ref().map(|latest| latest.date),
            confidence: readiness.confidence,
            ..of("readiness_score", score, "points")
        }]
    }

    fn trend(&self, line: Option<&Line>) -> Vec<EvidenceView> {
        let Some(trend) = self.lift(line).map(|lift| &lift.trend) else {
            return Vec::new();
        };
        vec![EvidenceView {
            observed_on: trend.span.map(|span| span.1),
            confidence: Confidence::Medium,
            ..of("trend", trend.percent_per_week, "percent_per_week")
        }]
    }

    fn volume(&self) -> Vec<EvidenceView> {
        let volume = &self.signals.volume;
        let mut out = vec![EvidenceView {
            baseline: volume.median,
            confidence: Confidence::Medium,
            ..of("seven_day_load", Some(volume.newest), &volume.unit)
        }];
        out.extend(volume.z.map(|z| EvidenceView {
            threshold: Some(self.facts.config.volume.elevated_z),
            confidence: Confidence::Medium,
            ..of("seven_day_load_z", Some(z), "sd")
        }));
        // For display only: a day's load by the short average, beside the long one.
        out.extend(volume.form.map(|form| EvidenceView {
            baseline: Some(form.fitness),
            confidence: Confidence::Low,
            ..of("fatigue_against_fitness", Some(form.fatigue), "AU a day")
        }));
        out
    }

    fn gap(&self, days: u32, line: Option<&Line>) -> Vec<EvidenceView> {
        if days == Layoff::NONE.gap_days {
            return Vec::new();
        }
        let first = self.facts.config.layoff.steps.first();
        vec![EvidenceView {
            threshold: first.map(|step| f64::from(step.from_days)),
            observed_on: self.lift(line).and_then(|lift| lift.last_on),
            ..of("gap", Some(f64::from(days)), "days")
        }]
    }
}

fn of(metric: &str, value: Option<f64>, unit: &str) -> EvidenceView {
    EvidenceView {
        metric: metric.to_owned(),
        value,
        unit: unit.to_owned(),
        baseline: None,
        threshold: None,
        observed_on: None,
        confidence: Confidence::High,
    }
}
