//! Gaps between exposures and the way back from them (`engine.md` B10).

use chrono::NaiveDate;

use crate::calendar::Week;
use crate::config::{EngineConfig, LayoffConfig, LayoffStep};
use crate::signals::{LayoffSignal, Ramp};

/// What gaps cost a session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layoff {
    /// Load factor, a fraction of 1.
    pub load: f64,
    /// Set factor, a fraction of 1.
    pub sets: f64,
    /// The gap that costs the most load, in days; 0 where none does.
    pub gap_days: u32,
    /// The open gap is so long that the lift should be tested again.
    pub retest: bool,
}

impl Layoff {
    /// No gap.
    pub const NONE: Self = Self { load: 1.0, sets: 1.0, gap_days: 0, retest: false };

    /// Whether it costs anything.
    pub fn reduces(&self) -> bool {
        self.load < 1.0 || self.sets < 1.0
    }
}

/// Gaps of a lift or pattern, from its exposures `on`, oldest first, all before the plan's day.
///
/// `week`: the plan's week; only weeks trained before it climb the ramp.
pub fn signal(on: &[NaiveDate], week: Week, config: &LayoffConfig) -> LayoffSignal {
    let Some(last) = on.last().copied() else {
        return LayoffSignal::default();
    };
    let mut ramps = Vec::new();
    for (index, pair) in on.windows(2).enumerate() {
        let (gap_days, back) = ((pair[1] - pair[0]).num_days(), pair[1]);
        let remembered = (last - back).num_days() <= i64::from(config.memory_days);
        if remembered && step_of(gap_days, config).is_some() {
            let weeks_trained = weeks_trained(&on[index + 1..], week);
            ramps.push(Ramp { gap_days: gap_days as u32, weeks_trained });
        }
    }
    LayoffSignal { last_on: Some(last), ramps }
}

/// Monday weeks before `week` with an exposure.
fn weeks_trained(on: &[NaiveDate], week: Week) -> u32 {
    let mut weeks = 0;
    let mut newest = None;
    for date in on {
        let trained = Week::containing(*date);
        if trained < week && newest != Some(trained) {
            (newest, weeks) = (Some(trained), weeks + 1);
        }
    }
    weeks
}

/// What gaps cost a session on `date`: the most over the remembered gaps and the one still open.
///
/// A lift's own signal already counts exposures of its pattern; `pattern` stands in where the lift was
/// never seen. Where neither was, nothing is known to be lost. `waits_for_retest`: the load is still read
/// from what stood before a gap that asks for a retest, and trusted no further than on the day of return.
pub fn effect(
    lift: &LayoffSignal,
    pattern: Option<&LayoffSignal>,
    date: NaiveDate,
    waits_for_retest: bool,
    config: &EngineConfig,
) -> Layoff {
    let signal = if lift.last_on.is_some() { lift } else { pattern.unwrap_or(lift) };
    let config = &config.layoff;
    let mut out = Layoff::NONE;
    for ramp in &signal.ramps {
        let climbs = !(waits_for_retest && ramp.gap_days > config.retest_days);
        lower(&mut out, i64::from(ramp.gap_days), ramp.weeks_trained, climbs, config);
    }
    if let Some(last) = signal.last_on {
        let open = (date - last).num_days();
        lower(&mut out, open, 0, true, config);
        out.retest = open > i64::from(config.retest_days);
    }
    out
}

/// What a gap costs that began longer ago than is remembered.
pub fn forgotten(gap_days: u32, config: &EngineConfig) -> Layoff {
    let mut out = Layoff::NONE;
    lower(&mut out, i64::from(gap_days), 0, true, &config.layoff);
    out
}

fn lower(out: &mut Layoff, gap_days: i64, weeks: u32, climbs: bool, config: &LayoffConfig) {
    let Some(step) = step_of(gap_days, config) else {
        return;
    };
    let climbed = if climbs { config.load_per_week * f64::from(weeks) } else { 0.0 };
    let load = (step.load + climbed).min(1.0);
    let sets = step.sets.get(weeks as usize).copied().unwrap_or(1.0);
    if load < out.load || (out.gap_days == 0 && sets < 1.0) {
        out.gap_days = gap_days as u32;
    }
    out.load = out.load.min(load);
    out.sets = out.sets.min(sets);
}

fn step_of(gap_days: i64, config: &LayoffConfig) -> Option<&LayoffStep> {
    config.steps.iter().rev().find(|step| gap_days >= i64::from(step.from_days))
}

#[cfg(test)]
mod tests;
