//! One prescribed line: its load, its amount, its effort, its notice.

use std::borrow::Cow;

use super::amount::{self, Amount, Carrier, Unit};
use super::base::{self, Base};
use super::effort::effort;
use super::load::{self, Ask, Load};
use super::{Context, line_in_force};
use crate::catalogue::Movement;
use crate::layoff::Layoff;
use crate::plan::{EditedValue, Line, Step};
use crate::reason::Reason;
use crate::template::{TemplateBlock, TemplatePrescription};
use crate::vocab::{Axis, FactorKind, PrescriptionNotice, Provenance, WorkoutFormat};

/// A line to prescribe, with the movement that is finally done.
pub(super) struct Slot<'a> {
    pub(super) key: String,
    pub(super) programmed: &'a TemplatePrescription,
    pub(super) movement: Cow<'a, Movement>,
    pub(super) origin: Origin<'a>,
}

/// Who decided on a line's movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin<'a> {
    /// The template asks for it.
    Template,
    /// It stands in for the one that the template asks for.
    Restriction(&'a str),
    /// A coach chose it.
    Coach,
}

impl<'a> Origin<'a> {
    fn substituted_for(self) -> Option<&'a str> {
        if let Self::Restriction(asked) = self { Some(asked) } else { None }
    }

    /// What the step `SUBSTITUTION` says.
    const fn reason(self) -> Reason {
        match self {
            Self::Template => Reason::Same,
            Self::Restriction(_) => Reason::Substituted,
            Self::Coach => Reason::CoachEdit,
        }
    }
}

/// What the block says of its lines.
pub(super) struct Within<'a> {
    pub(super) block: &'a TemplateBlock,
    pub(super) carrier: Carrier,
    pub(super) touched: bool,
    /// How the block is worked this week.
    pub(super) format: WorkoutFormat,
}

pub(super) fn line(slot: &Slot<'_>, within: &Within<'_>, context: &Context<'_>) -> Line {
    let in_force = line_in_force(context.in_force, &slot.key);
    let layoff = context.layoff(&slot.movement);
    let base = base_of(slot, within, in_force, context);
    let effort = effort(
        slot.programmed.target_rpe,
        within.touched,
        within.format == WorkoutFormat::Steady && within.block.format != WorkoutFormat::Steady,
        base.calibrate,
        in_force.and_then(|line| line.target_rpe),
        context,
    );
    let ask = Ask {
        movement: &slot.movement,
        substitution: slot.origin.reason(),
        single: within.format == WorkoutFormat::MaxLoad,
        bound_rpe: effort.bound_rpe,
        layoff,
        in_force,
    };
    let load = load::load(&base, &ask, context);
    let mut line = programmed(slot);
    let counted = counted(&mut line, within, layoff, in_force, context);
    line.target_rpe = effort.journey.value();
    line.load_kg = load.bar_kg;
    line.exact_kg = load.exact_kg;
    line.basis_kg = base.basis.map(|basis| basis.basis_kg);
    line.programmed_kg = base.kg;
    line.min_rir = base.calibrate.then_some(context.config().strength.calibrate_rir);
    line.notice = notice(slot, &base, &load, layoff, context);
    line.reduced =
        load.reduced || counted.reduced || in_force.is_some_and(|standing| standing.reduced);
    line.provenance = provenance(&line, slot, &load, &counted);
    line.trace = trace(load, counted, effort.journey.steps());
    line
}

fn base_of(
    slot: &Slot<'_>,
    within: &Within<'_>,
    in_force: Option<&Line>,
    context: &Context<'_>,
) -> Base {
    let substituted = slot.origin != Origin::Template;
    let computed = base::base(slot.programmed, within.block, &slot.movement, substituted, context);
    match in_force {
        Some(standing) => base::standing(standing, &computed),
        None => computed,
    }
}

/// The line as the template asks for it.
fn programmed(slot: &Slot<'_>) -> Line {
    let asked = slot.programmed;
    Line {
        key: slot.key.clone(),
        movement: slot.movement.key.clone(),
        substituted_for: slot.origin.substituted_for().map(str::to_owned),
        sets: asked.sets,
        reps_min: asked.reps_min,
        reps_max: asked.reps_max,
        load_kg: None,
        exact_kg: None,
        basis_kg: None,
        programmed_kg: None,
        programmed_sets: asked.sets,
        target_rpe: None,
        programmed_rpe: asked.target_rpe,
        min_rir: None,
        rest_seconds: asked.rest_seconds,
        distance_metres: asked.distance_metres,
        duration_seconds: asked.duration_seconds,
        calories: asked.calories,
        notice: None,
        reduced: false,
        provenance: Provenance::Programmed,
        edited: if slot.origin == Origin::Coach { vec![EditedValue::Movement] } else { Vec::new() },
        trace: Vec::new(),
    }
}

/// Reduces what the line counts: its sets, or the seconds, metres or calories of conditioning.
fn counted(
    line: &mut Line,
    within: &Within<'_>,
    layoff: Layoff,
    in_force: Option<&Line>,
    context: &Context<'_>,
) -> Amount {
    let reached = within.touched.then_some(layoff);
    let of = |programmed: f64, unit, standing: Option<f64>, layoff: Option<Layoff>| {
        amount::amount(Axis::Sets, programmed, unit, layoff, standing, context)
    };
    if within.carrier == Carrier::Lines {
        if let Some(seconds) = line.duration_seconds {
            let standing = in_force.and_then(|line| line.duration_seconds).map(f64::from);
            let counted = of(f64::from(seconds), Unit::Seconds, standing, reached);
            line.duration_seconds = Some(counted.value as u32);
            return counted;
        }
        if let Some(metres) = line.distance_metres {
            let standing = in_force.and_then(|line| line.distance_metres);
            let counted = of(metres, Unit::Metres, standing, reached);
            line.distance_metres = Some(counted.value);
            return counted;
        }
        if let Some(calories) = line.calories {
            let standing = in_force.and_then(|line| line.calories).map(f64::from);
            let counted = of(f64::from(calories), Unit::Whole, standing, reached);
            line.calories = Some(counted.value as u32);
            return counted;
        }
    }
    let reached = reached.filter(|_| within.carrier == Carrier::Sets);
    let standing = in_force.map(|line| f64::from(line.sets));
    let counted = of(f64::from(line.sets), Unit::Whole, standing, reached);
    line.sets = counted.value as u32;
    counted
}

fn notice(
    slot: &Slot<'_>,
    base: &Base,
    load: &Load,
    layoff: Layoff,
    context: &Context<'_>,
) -> Option<PrescriptionNotice> {
    let lift = context.signals.lifts.get(context.facts.catalogue.lift_of(&slot.movement.key));
    let retest = layoff.retest || lift.is_some_and(|lift| lift.retest);
    if base.calibrate {
        Some(PrescriptionNotice::Calibrate)
    } else if load.below_minimum {
        // Before the retest, of which a coach is told beside: here the load itself is not what it should be.
        Some(PrescriptionNotice::BelowEquipmentMinimum)
    } else if retest && base.of_lift && base.kg.is_some() {
        Some(PrescriptionNotice::Retest)
    } else if context.effect.recovery {
        Some(PrescriptionNotice::Recovery)
    } else {
        None
    }
}

fn provenance(line: &Line, slot: &Slot<'_>, load: &Load, counted: &Amount) -> Provenance {
    if slot.origin == Origin::Coach {
        return Provenance::CoachEdited;
    }
    let moved = line.exact_kg != line.programmed_kg
        || counted.steps.iter().skip(1).any(|step| step.to.is_some())
        || line.target_rpe != line.programmed_rpe
        || slot.origin != Origin::Template
        || load.below_minimum;
    if moved { Provenance::EngineAdjusted } else { Provenance::Programmed }
}

/// Load, amount, effort; of a load or effort that is not prescribed, only that it is not, and what was
/// replaced.
fn trace(load: Load, counted: Amount, effort: Vec<Step>) -> Vec<Step> {
    let mut steps = load.journey.steps();
    if steps.first().is_some_and(|step| step.to.is_none()) {
        steps.retain(|step| step.factor == FactorKind::Base || step.reason == Reason::Substituted);
    }
    steps.extend(counted.steps);
    let rated = effort.first().is_some_and(|step| step.to.is_some());
    steps.extend(effort.into_iter().take(if rated { usize::MAX } else { 1 }));
    steps
}
