//! How much is done: sets, rounds, minutes, or what a conditioning line counts.

use super::Context;
use crate::layoff::Layoff;
use crate::plan::Step;
use crate::reason::Reason;
use crate::template::TemplateBlock;
use crate::trace::{Journey, down_to, whole};
use crate::vocab::{Axis, BlockType, FactorKind};

/// Seconds that a shortened interval is a multiple of.
const SECONDS: f64 = 5.0;
/// Metres that a shortened distance is a multiple of.
const METRES: f64 = 10.0;

/// What carries a block's volume: the first that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// Sets of each line.
    Sets,
    /// Rounds of the block.
    Rounds,
    /// Minutes of the block.
    Minutes,
    /// Seconds, metres or calories of each line.
    Lines,
}

/// What carries the volume of a block; strength work always counts sets.
pub(super) fn carrier(block: &TemplateBlock, strength: bool) -> Carrier {
    if strength {
        Carrier::Sets
    } else if block.rounds.is_some_and(|rounds| rounds > 1) {
        Carrier::Rounds
    } else if block.prescriptions.iter().any(|line| line.sets > 1) {
        Carrier::Sets
    } else if block.time_cap_minutes.is_some() {
        Carrier::Minutes
    } else {
        Carrier::Lines
    }
}

/// Whether the week's factors reach a block's volume and effort: skill, warm-up and cool-down keep
/// everything but their loads.
pub(super) const fn is_touched(kind: BlockType) -> bool {
    !matches!(kind, BlockType::Skill | BlockType::WarmUp | BlockType::CoolDown)
}

/// An amount on its way, and what it came to.
pub(super) struct Amount {
    pub(super) value: f64,
    pub(super) steps: Vec<Step>,
    pub(super) reduced: bool,
}

/// The smallest unit of an amount.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit {
    /// Sets, rounds, calories: to the nearest whole, ties down.
    Whole,
    /// Minutes: down to whole ones.
    Minutes,
    /// Seconds: down to fives.
    Seconds,
    /// Metres: down to tens.
    Metres,
}

impl Unit {
    fn settle(self, value: f64, programmed: f64) -> f64 {
        match self {
            Self::Whole => whole(value, programmed),
            Self::Minutes => down_to(value, 1.0, programmed),
            Self::Seconds => down_to(value, SECONDS, programmed),
            Self::Metres => down_to(value, METRES, programmed),
        }
    }
}

/// Brings an amount through the steps. `layoff`: `None` where the week's factors do not reach it.
pub(super) fn amount(
    axis: Axis,
    programmed: f64,
    unit: Unit,
    layoff: Option<Layoff>,
    in_force: Option<f64>,
    context: &Context<'_>,
) -> Amount {
    let mut journey = Journey::start(axis, Some(programmed), None, Reason::Programmed);
    for factor in [FactorKind::Substitution, FactorKind::Restriction, FactorKind::PrTrend] {
        journey.same(factor, Reason::Same);
    }
    let steps = [FactorKind::Readiness, FactorKind::Volume, FactorKind::Layoff];
    match layoff {
        Some(layoff) => {
            for (factor, (by, reason)) in steps.into_iter().zip(context.set_factors(layoff)) {
                if by < 1.0 {
                    journey.reduce(factor, by, reason);
                } else {
                    journey.same(factor, reason);
                }
            }
        }
        None => steps.into_iter().for_each(|factor| journey.same(factor, Reason::Same)),
    }
    journey.same(FactorKind::CoachBound, Reason::Same);
    match in_force {
        Some(standing) => {
            journey.lower(FactorKind::SafetyBound, standing, standing, Reason::NotRaised);
        }
        None => journey.same(FactorKind::SafetyBound, Reason::Same),
    }
    let exact = journey.value().unwrap_or(programmed);
    // A value that nothing reduced is left as it was written.
    let value = if exact < programmed { unit.settle(exact, programmed) } else { programmed };
    journey.set(FactorKind::Rounding, Some(value), None, Reason::Whole);
    Amount { value, reduced: journey.is_reduced(), steps: journey.steps() }
}
