//! From a programmed line to a prescribed one (`engine.md` B6): base, substitution, restriction, trend,
//! readiness, volume, layoff, coach's and safety bounds, rounding; every step recorded, on every axis.
//!
//! A reduction is a target, a share of what was programmed: the smallest wins, they never multiply.

mod amount;
mod base;
mod block;
mod effort;
mod line;
mod load;

use chrono::NaiveDate;

use crate::catalogue::Movement;
use crate::config::EngineConfig;
use crate::layoff::{self, Layoff};
use crate::plan::{Line, PlannedBlock};
use crate::readiness::{ReadinessEffect, effect_of};
use crate::reason::Reason;
use crate::restrict::Open;
use crate::signals::{LayoffSignal, Signals};
use crate::snapshot::GymFacts;
use crate::template::TemplateBlock;

pub use block::prescribe;

/// All that one session's prescriptions are made with.
#[derive(Debug)]
pub struct Context<'a> {
    /// The gym.
    pub facts: &'a GymFacts,
    /// What the history says.
    pub signals: &'a Signals,
    /// The session's day.
    pub date: NaiveDate,
    /// What readiness does to that day.
    pub effect: ReadinessEffect,
    /// Set factor of the weekly guard, where it binds.
    pub guard: Option<f64>,
    /// Restrictions open on that day.
    pub open: Open<'a>,
    /// The session in force, where values may only go down.
    pub in_force: Option<&'a [PlannedBlock]>,
    /// Movements that a coach chose, by the slot of the line.
    pub chosen: Vec<(&'a str, &'a str)>,
    /// Slots of lines that a coach took out.
    pub removed: &'a [String],
}

impl<'a> Context<'a> {
    /// For a session on `date`.
    pub fn new(
        facts: &'a GymFacts,
        signals: &'a Signals,
        date: NaiveDate,
        guard: Option<f64>,
        in_force: Option<&'a [PlannedBlock]>,
    ) -> Self {
        Self {
            facts,
            signals,
            date,
            effect: effect_of(signals, date, &facts.config),
            guard,
            open: Open::on(&signals.member.restrictions, date),
            in_force,
            chosen: Vec::new(),
            removed: &[],
        }
    }

    /// With the movements that a coach chose, by the slot of the line, and the slots they took out.
    #[must_use]
    pub fn with_edits(self, chosen: Vec<(&'a str, &'a str)>, removed: &'a [String]) -> Self {
        Self { chosen, removed, ..self }
    }

    /// The movement that a coach chose for a slot, if the gym has it.
    fn chosen(&self, slot: &str) -> Option<&'a Movement> {
        let (_, key) = self.chosen.iter().find(|(known, _)| *known == slot)?;
        self.facts.catalogue.get(key)
    }

    fn config(&self) -> &'a EngineConfig {
        &self.facts.config
    }

    fn conservative(&self) -> bool {
        self.signals.conservative.is_some()
    }

    /// What gaps cost a movement on this day.
    fn layoff(&self, movement: &Movement) -> Layoff {
        let none = LayoffSignal::default();
        let lift = self.signals.lifts.get(self.facts.catalogue.lift_of(&movement.key));
        let retest = lift.is_some_and(|lift| lift.retest);
        let lift = lift.map_or(&none, |lift| &lift.layoff);
        let pattern = self.signals.layoffs.get(&movement.pattern);
        match self.signals.days_since_any_log {
            // Everything that was trained was forgotten with the year that is read.
            Some(days) if self.signals.layoffs.is_empty() && lift.last_on.is_none() => {
                layoff::forgotten(days, self.config())
            }
            _ => layoff::effect(lift, pattern, self.date, retest, self.config()),
        }
    }

    /// Set factors of readiness, volume and layoff, each with its reason, in B6's order.
    fn set_factors(&self, layoff: Layoff) -> [(f64, Reason); 3] {
        [
            (self.effect.sets, self.readiness_reason(self.effect.ill_sets)),
            (self.volume_sets(), self.volume_reason(self.guard.is_some())),
            (layoff.sets, layoff_reason(layoff)),
        ]
    }

    fn volume_sets(&self) -> f64 {
        let conservative = if self.conservative() { self.config().conservative.sets } else { 1.0 };
        self.guard.map_or(conservative, |guard| guard.min(conservative))
    }

    /// `ill`: whether illness decides, and not the band.
    fn readiness_reason(&self, ill: bool) -> Reason {
        match self.effect.ill_days.filter(|_| ill) {
            Some(days) => Reason::Illness(days),
            None => Reason::Readiness(self.effect.band, self.effect.score),
        }
    }

    /// `guarded`: whether the weekly guard bears on this axis.
    fn volume_reason(&self, guarded: bool) -> Reason {
        if self.conservative() {
            Reason::ConservativeWeek
        } else if guarded {
            Reason::WeeklyGuard
        } else {
            Reason::Volume(self.signals.volume.level)
        }
    }

    /// Whether load or sets are reduced by anything but the lift's own gap and trend.
    fn week_reduces(&self) -> bool {
        self.effect.load < 1.0
            || self.effect.sets < 1.0
            || self.conservative()
            || self.guard.is_some()
    }
}

fn layoff_reason(layoff: Layoff) -> Reason {
    if layoff.reduces() { Reason::Layoff(layoff.gap_days) } else { Reason::Same }
}

/// The line in force of that key; one whose numbers are impossible is as good as none, and is computed anew.
fn line_in_force<'a>(in_force: Option<&'a [PlannedBlock]>, key: &str) -> Option<&'a Line> {
    let mut lines = in_force?.iter().flat_map(|block| &block.lines);
    lines.find(|line| line.key == key).filter(|line| line.is_possible())
}

/// Repetitions that a load is read for: the most of the line, else of the block's scheme.
fn reps_read(reps_max: Option<u32>, reps_min: Option<u32>, block: &TemplateBlock) -> Option<u32> {
    let scheme = || block.rep_scheme.as_ref().and_then(|reps| reps.iter().copied().max());
    reps_max.or(reps_min).or_else(scheme).filter(|reps| *reps > 0)
}
