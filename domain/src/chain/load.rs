//! The load of a line, from its base to the bar.

use super::base::Base;
use super::{Context, layoff_reason};
use crate::catalogue::Movement;
use crate::e1rm;
use crate::layoff::Layoff;
use crate::plan::Line;
use crate::reason::{Reason, Refusal};
use crate::round::round;
use crate::trace::Journey;
use crate::vocab::{Axis, FactorKind, MovementPattern, TrendClass, VolumeLevel};

/// A line's load.
pub(super) struct Load {
    /// Every step.
    pub(super) journey: Journey,
    /// Kilograms before rounding.
    pub(super) exact_kg: Option<f64>,
    /// Kilograms to put on the bar.
    pub(super) bar_kg: Option<f64>,
    /// Lighter than the lightest implement.
    pub(super) below_minimum: bool,
    /// Whether anything reduces or caps it.
    pub(super) reduced: bool,
}

/// What the load of a line depends on, beside its base.
pub(super) struct Ask<'a> {
    pub(super) movement: &'a Movement,
    /// What the step `SUBSTITUTION` says.
    pub(super) substitution: Reason,
    /// A maximum test, or a set of one repetition.
    pub(super) single: bool,
    /// The rating that the safety bound is read at.
    pub(super) bound_rpe: f64,
    pub(super) layoff: Layoff,
    /// The line in force, where values may only go down.
    pub(super) in_force: Option<&'a Line>,
}

pub(super) fn load(base: &Base, ask: &Ask<'_>, context: &Context<'_>) -> Load {
    let mut journey = Journey::start(Axis::Load, base.kg, base.share, base.reason.clone());
    journey.same(FactorKind::Substitution, ask.substitution.clone());
    let cap = context.open.cap(ask.movement);
    match (cap, base.kg) {
        (Some(cap), Some(kg)) => {
            journey.lower(FactorKind::Restriction, kg * cap, cap, Reason::Restricted);
        }
        _ => journey.same(FactorKind::Restriction, Reason::Same),
    }
    let capped = cap.is_some() && journey.value() != base.kg;
    trend(&mut journey, base, ask, cap.is_some(), context);
    let least = context.config().chain.load_min;
    reduce(
        &mut journey,
        FactorKind::Readiness,
        context.effect.load.max(least),
        context.readiness_reason(context.effect.ill_load),
    );
    let conservative = context.config().conservative.load.max(least);
    let volume = if context.conservative() { conservative } else { 1.0 };
    reduce(&mut journey, FactorKind::Volume, volume, context.volume_reason(false));
    reduce(&mut journey, FactorKind::Layoff, ask.layoff.load.max(least), layoff_reason(ask.layoff));
    journey.same(FactorKind::CoachBound, Reason::Same);
    let before = journey.value();
    let bound = safety_bound(base, ask, context);
    bounded(&mut journey, base, bound, ask.in_force);
    let held = capped || journey.value() != before;
    let reduced = journey.is_reduced() || capped;
    let ceilings = [bound, cap.zip(base.kg).map(|(cap, kg)| kg * cap)];
    let bound = ceilings.into_iter().flatten().min_by(f64::total_cmp);
    rounded(journey, ask, held, reduced, bound, context)
}

fn reduce(journey: &mut Journey, factor: FactorKind, by: f64, reason: Reason) {
    if by < 1.0 {
        journey.reduce(factor, by, reason);
    } else {
        journey.same(factor, reason);
    }
}

/// Step `PR_TREND`: up a little where nothing reduces, down where the lift goes down.
fn trend(
    journey: &mut Journey,
    base: &Base,
    ask: &Ask<'_>,
    restricted: bool,
    context: &Context<'_>,
) {
    let config = context.config();
    let lift = context.signals.lifts.get(context.facts.catalogue.lift_of(&ask.movement.key));
    let (Some(lift), Some(kg), true) = (lift, base.kg, base.of_lift) else {
        return journey.same(FactorKind::PrTrend, Reason::Same);
    };
    match lift.trend.class {
        TrendClass::Down => {
            let by = config.trend.down_load.max(config.chain.load_min);
            reduce(journey, FactorKind::PrTrend, by, Reason::TrendDown);
        }
        TrendClass::Up => {
            if let Some(refusal) = refusal(ask, restricted, context) {
                journey.same(FactorKind::PrTrend, Reason::IncreaseRefused(refusal));
            } else {
                let fitted = lift.trend.percent_per_week.unwrap_or(0.0);
                let percent = fitted.clamp(0.0, config.trend.max_percent_per_week);
                let factor = (1.0 + percent / 100.0).min(config.chain.increase_max);
                let most = if is_lower(ask.movement.pattern) {
                    config.trend.max_step_lower_kg
                } else {
                    config.trend.max_step_upper_kg
                };
                let to = (kg * factor).min(kg + most);
                journey.set(FactorKind::PrTrend, Some(to), Some(factor), Reason::TrendUp(fitted));
            }
        }
        TrendClass::Flat | TrendClass::Stalled | TrendClass::Insufficient => {
            journey.same(FactorKind::PrTrend, Reason::Same);
        }
    }
}

/// Why an increase is refused, where it is.
fn refusal(ask: &Ask<'_>, restricted: bool, context: &Context<'_>) -> Option<Refusal> {
    let volume = context.signals.volume.level;
    if restricted {
        Some(Refusal::Restriction)
    } else if context.week_reduces() {
        Some(Refusal::Reduced)
    } else if ask.layoff.reduces() {
        Some(Refusal::Gap)
    } else if matches!(volume, VolumeLevel::Elevated | VolumeLevel::High) {
        Some(Refusal::Volume)
    } else if context.effect.blocks_increase {
        Some(Refusal::Readiness)
    } else {
        None
    }
}

/// Patterns whose loads may rise by the larger step.
const fn is_lower(pattern: MovementPattern) -> bool {
    matches!(
        pattern,
        MovementPattern::Squat
            | MovementPattern::Hinge
            | MovementPattern::Lunge
            | MovementPattern::Olympic
    )
}

/// No set may be heavier than this. Nothing bounds a lift of which nothing is known, but programmed
/// kilograms are never exceeded then.
fn safety_bound(base: &Base, ask: &Ask<'_>, context: &Context<'_>) -> Option<f64> {
    let chain = &context.config().chain;
    let Some(basis) = base.basis.map(|basis| basis.basis_kg) else {
        return base.kg.filter(|_| !base.of_lift && base.share.is_none());
    };
    if ask.single || base.reps <= 1 {
        return Some(chain.bound_single * basis);
    }
    let chart = e1rm::chart_for(base.reps, ask.bound_rpe).unwrap_or(chain.bound_reps);
    Some(chart.min(chain.bound_reps) * basis)
}

/// Step `SAFETY_BOUND`; where values may only go down, the one in force is a bound too.
fn bounded(journey: &mut Journey, base: &Base, bound: Option<f64>, in_force: Option<&Line>) {
    let standing = in_force.and_then(|line| line.exact_kg);
    match (bound, standing) {
        (_, Some(kg)) if bound.is_none_or(|bound| kg < bound) => {
            let reason = if journey.value().is_some_and(|now| kg < now) {
                Reason::NotRaised
            } else {
                Reason::Same
            };
            journey.lower(FactorKind::SafetyBound, kg, kg, reason);
        }
        (Some(bound), _) if base.kg.is_some() => {
            journey.lower(FactorKind::SafetyBound, bound, bound, Reason::SafetyBound);
        }
        _ => journey.same(FactorKind::SafetyBound, Reason::Same),
    }
}

/// Step `ROUNDING`; `bound`: the lowest of the ceilings.
fn rounded(
    mut journey: Journey,
    ask: &Ask<'_>,
    held: bool,
    reduced: bool,
    bound: Option<f64>,
    context: &Context<'_>,
) -> Load {
    let standing = ask.in_force.map(|line| line.load_kg.unwrap_or(0.0));
    let exact = journey.value().filter(|_| standing != Some(0.0));
    let Some(exact) = exact else {
        // None in force: none now, though a load is programmed.
        let none = journey.value().map(|_| 0.0);
        journey.set(FactorKind::Rounding, none, None, Reason::Same);
        return Load { journey, exact_kg: None, bar_kg: None, below_minimum: false, reduced };
    };
    let down = held || journey.is_reduced();
    let most = match (bound, standing) {
        (Some(bound), Some(standing)) => Some(bound.min(standing)),
        (bound, standing) => bound.or(standing),
    };
    let found = round(exact, ask.movement.implement, &context.facts.equipment, down, most);
    let reason = match (found.below_minimum, down) {
        (true, _) => Reason::BelowMinimum,
        (false, true) => Reason::RoundedDown,
        (false, false) => Reason::Rounded,
    };
    match found.load_kg {
        Some(kg) => journey.set(FactorKind::Rounding, Some(kg), None, reason),
        None => journey.set(FactorKind::Rounding, Some(0.0), None, reason),
    }
    Load {
        journey,
        exact_kg: Some(exact),
        bar_kg: found.load_kg,
        below_minimum: found.below_minimum,
        reduced,
    }
}
