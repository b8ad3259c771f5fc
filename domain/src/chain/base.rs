//! What a line is programmed at: step BASE (`engine.md` B1b, load).

use super::{Context, reps_read};
use crate::catalogue::Movement;
use crate::e1rm;
use crate::estimate::{self, Basis, BasisBound};
use crate::plan::Line;
use crate::reason::Reason;
use crate::template::{TemplateBlock, TemplatePrescription};
use crate::vocab::{Axis, LoadBasis};

/// The programmed load of a line for the movement that is finally prescribed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Base {
    /// Kilograms before any rounding; `None`: no load is prescribed.
    pub(super) kg: Option<f64>,
    /// The share of what it is read from.
    pub(super) share: Option<f64>,
    /// What the lift's estimates say.
    pub(super) basis: Option<Basis>,
    /// Repetitions that the load is read for.
    pub(super) reps: u32,
    /// Whether the member has to find the load.
    pub(super) calibrate: bool,
    /// Whether the load is a share of a lift: only then a trend moves it.
    pub(super) of_lift: bool,
    /// Why it is what it is.
    pub(super) reason: Reason,
}

/// `substituted`: kilograms and shares of bodyweight are not carried over to another movement.
pub(super) fn base(
    programmed: &TemplatePrescription,
    block: &TemplateBlock,
    movement: &Movement,
    substituted: bool,
    context: &Context<'_>,
) -> Base {
    let reps = reps_read(programmed.reps_max, programmed.reps_min, block);
    let lift = context.signals.lifts.get(context.facts.catalogue.lift_of(&movement.key));
    let basis = lift.and_then(|lift| estimate::basis(lift, reps.unwrap_or(1), context.config()));
    let of_lift =
        matches!(programmed.load_basis, LoadBasis::OneRm | LoadBasis::TrainingMax | LoadBasis::Rpe);
    let mut out = Base {
        kg: None,
        share: None,
        basis,
        reps: reps.unwrap_or(1),
        calibrate: false,
        of_lift,
        reason: Reason::NoLoad,
    };
    if of_lift {
        let share = share(programmed, reps, context);
        read(&mut out, share, programmed.load_basis);
    } else if substituted && programmed.load.is_some() && programmed.load_basis != LoadBasis::None {
        (out.calibrate, out.reason) = (true, Reason::NotCarriedOver);
    } else {
        fixed(&mut out, programmed, context);
    }
    out
}

/// What a line in force was programmed at: an automatic recomputation keeps its basis, unless that fell
/// meanwhile.
pub(super) fn standing(line: &Line, computed: &Base) -> Base {
    let fell = |basis: Basis| line.lift_basis_kg().is_some_and(|kg| basis.basis_kg < kg);
    if computed.of_lift && computed.basis.is_some_and(fell) {
        return computed.clone();
    }
    let first = line.trace.iter().find(|step| step.axis == Axis::Load);
    let basis = line.basis_kg.map(|basis_kg| Basis {
        basis_kg,
        capacity_kg: basis_kg,
        working_kg: None,
        bound: BasisBound::Capacity,
    });
    Base {
        kg: line.programmed_kg,
        share: first.and_then(|step| step.by),
        basis,
        calibrate: line.min_rir.is_some(),
        reason: first.map_or(Reason::Same, |step| step.reason.clone()),
        ..computed.clone()
    }
}

/// The share of the basis that the programme asks for.
fn share(
    programmed: &TemplatePrescription,
    reps: Option<u32>,
    context: &Context<'_>,
) -> Option<f64> {
    let strength = &context.config().strength;
    match programmed.load_basis {
        LoadBasis::OneRm if context.signals.member.early_novice => {
            programmed.load.map(|share| share * strength.novice_one_rm_share)
        }
        LoadBasis::OneRm => programmed.load,
        LoadBasis::TrainingMax => programmed.load.map(|share| share * strength.training_max_share),
        _ => e1rm::chart_for(reps?, programmed.target_rpe?),
    }
}

fn read(out: &mut Base, share: Option<f64>, kind: LoadBasis) {
    let Some(share) = share.filter(|share| share.is_finite() && *share > 0.0) else {
        return;
    };
    let Some(basis) = out.basis else {
        (out.calibrate, out.reason) = (true, Reason::Calibrate);
        return;
    };
    let from = if kind == LoadBasis::Rpe { basis.for_rpe() } else { basis.basis_kg };
    out.kg = Some(share * from);
    out.share = Some(share);
    out.reason = Reason::Estimated(basis.bound.into());
}

/// Kilograms, or a share of bodyweight.
fn fixed(out: &mut Base, programmed: &TemplatePrescription, context: &Context<'_>) {
    let Some(load) = programmed.load.filter(|load| load.is_finite() && *load > 0.0) else {
        return;
    };
    match (programmed.load_basis, context.signals.member.bodyweight_kg) {
        (LoadBasis::Absolute, _) => (out.kg, out.reason) = (Some(load), Reason::Programmed),
        (LoadBasis::Bodyweight, Some(bodyweight)) => {
            out.kg = Some(load * bodyweight);
            (out.share, out.reason) = (Some(load), Reason::Programmed);
        }
        (LoadBasis::Bodyweight, None) => out.reason = Reason::NoBodyweight,
        _ => {}
    }
}
