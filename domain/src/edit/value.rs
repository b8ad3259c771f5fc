//! Values of a line as a coach sets them, each on its axis a step of its own.

use serde::{Deserialize, Serialize};

use crate::digest::Work;
use crate::plan::{EditedValue, Line, PlannedBlock, Step};
use crate::reason::Reason;
use crate::trace::replay;
use crate::vocab::{Axis, FactorKind, PrescriptionNotice, Provenance};

/// What an edit does to a value that may be empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// There is none from now on.
    Clear,
    /// It is this from now on.
    Set(T),
}

impl<T: Clone> Edit<T> {
    /// The value it sets, where it sets one.
    pub fn set(&self) -> Option<T> {
        if let Self::Set(value) = self { Some(value.clone()) } else { None }
    }

    /// Whether the value stays as it is.
    pub const fn is_kept(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// What the value becomes from `before`.
    pub fn or(&self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value.clone()),
        }
    }
}

/// Values of a line; what is out of range is refused before it gets here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Values {
    /// Sets; can't be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sets: Option<i32>,
    /// Repetitions to reach.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub reps_min: Edit<i32>,
    /// Repetitions the load is read for.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub reps_max: Edit<i32>,
    /// Kilograms on the bar.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub load_kg: Edit<f64>,
    /// Rating aimed for.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub target_rpe: Edit<f64>,
    /// Rest in seconds.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub rest_seconds: Edit<i32>,
    /// Metres.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub distance_metres: Edit<f64>,
    /// Seconds.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub duration_seconds: Edit<i32>,
    /// Calories.
    #[serde(skip_serializing_if = "Edit::is_kept")]
    pub calories: Edit<i32>,
}

impl Values {
    /// Whether they change nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Those values of `line` that a coach has set.
    pub(super) fn of(line: &Line) -> Self {
        fn edit<T, S>(value: Option<T>, map: impl Fn(T) -> S) -> Edit<S> {
            value.map_or(Edit::Clear, |value| Edit::Set(map(value)))
        }
        let mut values = Self::default();
        for edited in &line.edited {
            match edited {
                EditedValue::Movement => {}
                EditedValue::Sets => values.sets = Some(line.sets as i32),
                EditedValue::RepsMin => values.reps_min = edit(line.reps_min, |n| n as i32),
                EditedValue::RepsMax => values.reps_max = edit(line.reps_max, |n| n as i32),
                EditedValue::Load => values.load_kg = edit(line.load_kg, |kg| kg),
                EditedValue::TargetRpe => values.target_rpe = edit(line.target_rpe, |rpe| rpe),
                EditedValue::Rest => values.rest_seconds = edit(line.rest_seconds, |n| n as i32),
                EditedValue::Distance => values.distance_metres = edit(line.distance_metres, |m| m),
                EditedValue::Duration => {
                    values.duration_seconds = edit(line.duration_seconds, |n| n as i32);
                }
                EditedValue::Calories => values.calories = edit(line.calories, |n| n as i32),
            }
        }
        values
    }
}

/// What the steps of the axis `SETS` of a line count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    Sets,
    Seconds,
    Metres,
    Calories,
}

impl Counted {
    /// As `chain::amount` chose it when the line was prescribed.
    pub(super) fn of(block: &PlannedBlock, line: &Line) -> Self {
        let programmed = block.programmed_format.unwrap_or(block.format);
        let by_lines = Work::of(programmed) == Work::Conditioning
            && block.programmed_rounds.is_none_or(|rounds| rounds <= 1)
            && block.lines.iter().all(|line| line.programmed_sets <= 1)
            && block.programmed_time_cap_minutes.is_none();
        let counts = |axis: Option<f64>| by_lines && replay(&line.trace, Axis::Sets) == axis;
        if line.duration_seconds.is_some() && counts(line.duration_seconds.map(f64::from)) {
            Self::Seconds
        } else if line.distance_metres.is_some() && counts(line.distance_metres) {
            Self::Metres
        } else if line.calories.is_some() && counts(line.calories.map(f64::from)) {
            Self::Calories
        } else {
            Self::Sets
        }
    }
}

/// Sets the values in a line, each on its axis a step of its own.
pub(super) fn set(line: &mut Line, values: &Values, counted: Counted) {
    let count = |edit: &Edit<i32>, before: Option<u32>| {
        edit.or(before.map(|n| n as i32)).and_then(|n| u32::try_from(n).ok())
    };
    if let Some(sets) = values.sets {
        line.sets = u32::try_from(sets).unwrap_or(line.sets);
        mark(
            line,
            EditedValue::Sets,
            (counted == Counted::Sets).then_some(Axis::Sets),
            sets.into(),
        );
    }
    if !values.load_kg.is_kept() {
        line.load_kg = values.load_kg.set();
        line.exact_kg = line.load_kg;
        line.min_rir = None;
        // The load is a coach's now: there is nothing to find, and nothing too light.
        let of_load = [PrescriptionNotice::Calibrate, PrescriptionNotice::BelowEquipmentMinimum];
        line.notice = line.notice.filter(|notice| !of_load.contains(notice));
        mark(line, EditedValue::Load, Some(Axis::Load), line.load_kg.unwrap_or(0.0));
    }
    if !values.target_rpe.is_kept() {
        line.target_rpe = values.target_rpe.set();
        mark(line, EditedValue::TargetRpe, Some(Axis::Effort), line.target_rpe.unwrap_or(0.0));
    }
    let mut amount = |which, kind, value: f64| {
        mark(line, which, (counted == kind).then_some(Axis::Sets), value);
    };
    if !values.duration_seconds.is_kept() {
        let seconds = values.duration_seconds.set().map_or(0.0, f64::from);
        amount(EditedValue::Duration, Counted::Seconds, seconds);
    }
    if !values.distance_metres.is_kept() {
        amount(EditedValue::Distance, Counted::Metres, values.distance_metres.set().unwrap_or(0.0));
    }
    if !values.calories.is_kept() {
        let calories = values.calories.set().map_or(0.0, f64::from);
        amount(EditedValue::Calories, Counted::Calories, calories);
    }
    line.duration_seconds = count(&values.duration_seconds, line.duration_seconds);
    line.distance_metres = values.distance_metres.or(line.distance_metres);
    line.calories = count(&values.calories, line.calories);
    let plain = [
        (EditedValue::RepsMin, values.reps_min.is_kept()),
        (EditedValue::RepsMax, values.reps_max.is_kept()),
        (EditedValue::Rest, values.rest_seconds.is_kept()),
    ];
    for (which, _) in plain.into_iter().filter(|(_, kept)| !kept) {
        mark(line, which, None, 0.0);
    }
    line.reps_min = count(&values.reps_min, line.reps_min);
    line.reps_max = count(&values.reps_max, line.reps_max);
    line.rest_seconds = count(&values.rest_seconds, line.rest_seconds);
}

/// Remembers that a coach set a value, and records the step.
fn mark(line: &mut Line, which: EditedValue, axis: Option<Axis>, value: f64) {
    line.provenance = Provenance::CoachEdited;
    if let Err(at) = line.edited.binary_search(&which) {
        line.edited.insert(at, which);
    }
    if let Some(axis) = axis {
        step(&mut line.trace, axis, value);
    }
}

/// Puts the step `COACH_EDIT` at the end of an axis, in the place of an earlier one.
pub(super) fn step(trace: &mut Vec<Step>, axis: Axis, value: f64) {
    trace.retain(|step| (step.factor, step.axis) != (FactorKind::CoachEdit, axis));
    let before = replay(trace, axis);
    let end = trace.iter().rposition(|step| step.axis == axis).map_or(trace.len(), |at| at + 1);
    let to = (before != Some(value)).then_some(value);
    let edit =
        Step { factor: FactorKind::CoachEdit, axis, to, by: None, reason: Reason::CoachEdit };
    trace.insert(end, edit);
}
