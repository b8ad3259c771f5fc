//! Which changes within a week ask for a recomputation of its remaining days (`engine.md` B7).

use crate::config::EngineConfig;
use crate::estimate;
use crate::readiness::band_of;
use crate::signals::{DailyReadiness, LiftSignal, Signals};
use crate::snapshot::{GoalFacts, RestrictionFacts};
use crate::vocab::{Confidence, ReadinessBand, RestrictionRule, Trigger, VolumeLevel};

/// A change that matters, against what the plan in force was built on.
#[derive(Debug, Clone, PartialEq)]
pub enum MaterialChange {
    /// The day's score fell far under the week's (rule 1).
    ReadinessFell {
        /// The week's score in force.
        from: f64,
        /// The day's.
        to: f64,
    },
    /// Two days in a row lie under the week's score (rule 2).
    TwoLowDays {
        /// The week's score in force.
        from: f64,
        /// The higher of the two days.
        to: f64,
    },
    /// The 7-day HRV mean left its band (rule 3).
    HrvFell {
        /// z in force.
        from: f64,
        /// z now.
        to: f64,
    },
    /// A day was flagged ill.
    Illness,
    /// A day was flagged painful.
    Pain,
    /// A restriction was added or tightened, by its id.
    Restriction(String),
    /// A lift's basis fell.
    BasisFell {
        /// Key of the lift.
        lift: String,
        /// Kilograms in force.
        from_kg: f64,
        /// Kilograms now.
        to_kg: f64,
    },
    /// The volume level became high.
    VolumeHigh,
    /// Other goals, or other weights.
    Goals,
    /// Another template version.
    Template,
}

impl MaterialChange {
    /// The cause that a recomputation names.
    pub const fn trigger(&self) -> Trigger {
        match self {
            Self::ReadinessFell { .. }
            | Self::TwoLowDays { .. }
            | Self::HrvFell { .. }
            | Self::Illness
            | Self::Pain => Trigger::Readiness,
            Self::Restriction(_) => Trigger::Restriction,
            Self::BasisFell { .. } => Trigger::PersonalRecord,
            Self::VolumeHigh => Trigger::Volume,
            Self::Goals => Trigger::Goals,
            Self::Template => Trigger::Template,
        }
    }

    /// Whether sessions not yet begun are drawn again.
    pub const fn redraws(&self) -> bool {
        matches!(self, Self::Goals | Self::Template)
    }
}

/// Every material change from `before`, the signals of the revision in force, to `now`; none: the plan
/// stands. `template_changed`: another version is in force for the member.
pub fn changes(
    before: &Signals,
    now: &Signals,
    template_changed: bool,
    config: &EngineConfig,
) -> Vec<MaterialChange> {
    let mut out = Vec::new();
    out.extend(readiness_fell(before, now, config));
    out.extend(two_low_days(before, now, config));
    out.extend(hrv_fell(before, now, config));
    if now.readiness.ill_on > before.readiness.ill_on {
        out.push(MaterialChange::Illness);
    }
    if now.readiness.pain_on > before.readiness.pain_on {
        out.push(MaterialChange::Pain);
    }
    out.extend(restrictions(before, now));
    out.extend(bases_fell(before, now, config));
    if now.volume.level == VolumeLevel::High && before.volume.level != VolumeLevel::High {
        out.push(MaterialChange::VolumeHigh);
    }
    if goals_differ(&before.member.goals, &now.member.goals) {
        out.push(MaterialChange::Goals);
    }
    if template_changed {
        out.push(MaterialChange::Template);
    }
    out
}

/// Rule 1: one reading of medium confidence, under 50, in a lower band, 15 points under the week.
fn readiness_fell(
    before: &Signals,
    now: &Signals,
    config: &EngineConfig,
) -> Option<MaterialChange> {
    let latest = now.readiness.latest.as_ref()?;
    let (from, to) = (before.readiness.score?, latest.score?);
    let sure = matches!(latest.confidence, Confidence::High | Confidence::Medium);
    let far = to < config.recompute.readiness_below
        && from - to >= config.recompute.readiness_drop_points;
    (sure && far && lower_band(from, to, config))
        .then_some(MaterialChange::ReadinessFell { from, to })
}

/// Rule 2: two consecutive days, each in a lower band and 10 points under the week.
fn two_low_days(before: &Signals, now: &Signals, config: &EngineConfig) -> Option<MaterialChange> {
    let from = before.readiness.score?;
    let low = |day: &Option<DailyReadiness>| {
        let score = day.as_ref()?.score?;
        let far = from - score >= config.recompute.two_day_drop_points;
        (far && lower_band(from, score, config)).then_some(score)
    };
    let (latest, previous) = (low(&now.readiness.latest)?, low(&now.readiness.previous)?);
    Some(MaterialChange::TwoLowDays { from, to: latest.max(previous) })
}

fn lower_band(from: f64, to: f64, config: &EngineConfig) -> bool {
    let band = |score| -> ReadinessBand { band_of(Some(score), &config.readiness.scale) };
    band(to) > band(from)
}

/// Rule 3: the mean leaves the band it was inside, or passes one deviation.
fn hrv_fell(before: &Signals, now: &Signals, config: &EngineConfig) -> Option<MaterialChange> {
    let (from, to) = (before.readiness.hrv_z?, now.readiness.hrv_z?);
    let crosses = |edge: f64| from >= edge && to < edge;
    let left = crosses(config.recompute.hrv_band_z) || crosses(config.recompute.hrv_low_z);
    left.then_some(MaterialChange::HrvFell { from, to })
}

fn restrictions(before: &Signals, now: &Signals) -> Vec<MaterialChange> {
    let same = |a: &RestrictionFacts, b: &RestrictionFacts| {
        let scope = a.region == b.region && a.patterns == b.patterns && a.movements == b.movements;
        // A cap in place of a ban, or a higher one, is a relief.
        let milder = a.rule == RestrictionRule::CapLoad
            && (b.rule == RestrictionRule::Forbid || a.load_cap >= b.load_cap);
        a.id == b.id && scope && (a.rule == b.rule && a.load_cap >= b.load_cap || milder)
    };
    let known = &before.member.restrictions;
    let added =
        now.member.restrictions.iter().filter(|new| !known.iter().any(|old| same(new, old)));
    added.map(|new| MaterialChange::Restriction(new.id.clone())).collect()
}

/// Rule 4: only a fall is material by itself; raises wait for the weekly run or a coach.
fn bases_fell(before: &Signals, now: &Signals, config: &EngineConfig) -> Vec<MaterialChange> {
    let basis = |lift: &LiftSignal| {
        estimate::basis(lift, config.recompute.basis_reps, config).map(|basis| basis.basis_kg)
    };
    let mut out = Vec::new();
    for (key, lift) in &before.lifts {
        let Some(from_kg) = basis(lift) else { continue };
        let Some(to_kg) = now.lifts.get(key).and_then(basis) else {
            continue;
        };
        if to_kg <= from_kg * (1.0 - config.recompute.basis_fall) {
            out.push(MaterialChange::BasisFell { lift: key.clone(), from_kg, to_kg });
        }
    }
    out
}

fn goals_differ(before: &[GoalFacts], now: &[GoalFacts]) -> bool {
    let near =
        |a: &GoalFacts, b: &GoalFacts| a.kind == b.kind && (a.weight - b.weight).abs() < 1e-9;
    before.len() != now.len() || !before.iter().all(|a| now.iter().any(|b| near(a, b)))
}

#[cfg(test)]
mod tests;
