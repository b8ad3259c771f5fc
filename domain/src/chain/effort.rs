//! The rating that is aimed for: the largest rise in repetitions in reserve wins, caps apply after.

use super::Context;
use crate::e1rm::RPE_MOST;
use crate::reason::Reason;
use crate::trace::Journey;
use crate::vocab::{Axis, FactorKind};

/// A line's effort.
pub(super) struct Effort {
    /// The steps, with the rating where one is programmed.
    pub(super) journey: Journey,
    /// The rating that safety bounds are read at: 10 where none is programmed.
    pub(super) bound_rpe: f64,
}

/// `touched`: whether the block's effort follows the week (skill, warm-up and cool-down keep theirs).
/// `steady`: whether the block became steady. `calibrate`: whether the member has to find the load.
pub(super) fn effort(
    programmed: Option<f64>,
    touched: bool,
    steady: bool,
    calibrate: bool,
    in_force: Option<f64>,
    context: &Context<'_>,
) -> Effort {
    let config = context.config();
    let from = programmed.unwrap_or(RPE_MOST);
    let eased = |rir: u32| (from - f64::from(rir)).max(config.chain.rpe_min).min(from);
    let mut journey = Journey::start(Axis::Effort, programmed, None, base_reason(programmed));
    let mut bound_rpe = from;
    for factor in [FactorKind::Substitution, FactorKind::Restriction, FactorKind::PrTrend] {
        journey.same(factor, Reason::Same);
    }
    if touched {
        let cap = context.effect.rpe_cap.unwrap_or(RPE_MOST);
        let cap = if steady { cap.min(config.chain.steady_rpe) } else { cap };
        let target = eased(context.effect.rir).min(cap);
        bound_rpe = bound_rpe.min(target);
        ease(&mut journey, FactorKind::Readiness, target, from, context.readiness_reason(false));
        let target = if context.conservative() { eased(config.conservative.rir) } else { from };
        bound_rpe = bound_rpe.min(target);
        ease(&mut journey, FactorKind::Volume, target, from, context.volume_reason(false));
    } else {
        journey.same(FactorKind::Readiness, Reason::Same);
        journey.same(FactorKind::Volume, Reason::Same);
    }
    journey.same(FactorKind::Layoff, Reason::Same);
    journey.same(FactorKind::CoachBound, Reason::Same);
    if let Some(rpe) = in_force {
        journey.lower(FactorKind::SafetyBound, rpe, rpe, Reason::NotRaised);
        bound_rpe = bound_rpe.min(rpe);
    } else if calibrate {
        let target = RPE_MOST - config.strength.calibrate_rir;
        journey.lower(FactorKind::SafetyBound, target, target, Reason::Calibrate);
    } else {
        journey.same(FactorKind::SafetyBound, Reason::Same);
    }
    journey.same(FactorKind::Rounding, Reason::Same);
    Effort { journey, bound_rpe }
}

/// A step that eases the effort, where its target lies under what was programmed.
fn ease(journey: &mut Journey, factor: FactorKind, target: f64, from: f64, reason: Reason) {
    if target < from {
        journey.lower(factor, target, target, reason);
    } else {
        journey.same(factor, reason);
    }
}

fn base_reason(programmed: Option<f64>) -> Reason {
    if programmed.is_some() { Reason::Programmed } else { Reason::Same }
}
