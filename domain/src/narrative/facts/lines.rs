//! Sessions, blocks and lines as they are displayed.

use chrono::NaiveDate;
use serde::Serialize;

use crate::calendar::weekday;
use crate::equipment::KILOGRAMS_PER_POUND;
use crate::explain::{Reader, number, plain, reserve};
use crate::plan::{Line, PlannedBlock, PlannedSession};
use crate::round::round;
use crate::vocab::{Axis, FactorKind, PrescriptionNotice, Weekday, WeightUnit};

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionFacts {
    /// Its weekday.
    pub day: &'static str,
    /// Its title.
    pub title: String,
    /// Name of its track.
    pub track: String,
    /// Planned minutes.
    pub minutes: u32,
    /// Whether it counts as a hard day.
    pub hard: bool,
    /// Its parts.
    pub blocks: Vec<BlockFacts>,
    #[serde(skip)]
    pub(crate) date: NaiveDate,
}

/// One part of a session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlockFacts {
    /// Its title.
    pub title: String,
    /// How it is worked.
    pub format: String,
    /// How the programme had it, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmed_format: Option<String>,
    /// Rounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u32>,
    /// Rounds of the programme, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmed_rounds: Option<u32>,
    /// Repetitions of each round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reps_of_each_round: Option<Vec<u32>>,
    /// Minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Minutes of the programme, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmed_minutes: Option<u32>,
    /// Seconds of one interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_seconds: Option<u32>,
    /// Its lines.
    pub lines: Vec<LineFacts>,
}

/// A load as it is displayed.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// With its unit, e.g. `102.5 kg`.
    pub text: String,
    /// The number alone, as displayed, in the gym's unit.
    pub value: f64,
}

impl Serialize for Load {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Load {
    pub(super) fn new(reader: &Reader<'_>, kg: f64) -> Self {
        let text = reader.load(kg);
        let value = text.split(' ').next().and_then(|number| number.parse().ok());
        Self { value: value.unwrap_or_default(), text }
    }

    /// An estimate: to a whole unit, lest it looks more exact than it is.
    pub(super) fn whole(reader: &Reader<'_>, kg: f64) -> Self {
        let (value, name) = match reader.facts.unit {
            WeightUnit::Kilogram => (kg, "kg"),
            WeightUnit::Pound => (kg / KILOGRAMS_PER_POUND, "lb"),
        };
        let value = value.round();
        Self { text: format!("{} {name}", number(value, 0)), value }
    }
}

/// One prescribed line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineFacts {
    /// Name of the movement.
    pub movement: String,
    /// Name of the movement it stands in for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
    /// Sets.
    pub sets: u32,
    /// Sets of the programme, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmed_sets: Option<u32>,
    /// Repetitions: one number, or a range such as `6-8`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reps: Option<String>,
    /// What to put on the bar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<Load>,
    /// What the programme alone would have put on it, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmed_load: Option<Load>,
    /// Percent that the load, before rounding, lies over the programmed one; negative: under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_against_programme_percent: Option<f64>,
    /// Percent of the estimated best single.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_of_best_single: Option<f64>,
    /// Estimated best single of the lift.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_best_single: Option<Load>,
    /// Rating aimed for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpe: Option<f64>,
    /// Rating of the programme, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmed_rpe: Option<f64>,
    /// Repetitions in reserve, where they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reps_in_reserve: Option<f64>,
    /// Rest between sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest_seconds: Option<u32>,
    /// Metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_metres: Option<f64>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Calories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calories: Option<u32>,
    /// What to know beyond the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// What moved its load, sets or effort away from the programme.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
    #[serde(skip)]
    pub(crate) key: String,
    /// Key of the lift it is read on.
    #[serde(skip)]
    pub(crate) lift: String,
    /// Key of the movement it stands in for.
    #[serde(skip)]
    pub(crate) replaced: Option<String>,
    #[serde(skip)]
    pub(crate) reps_range: Option<(u32, u32)>,
}

pub(super) fn sessions(
    reader: &Reader<'_>,
    document: &crate::plan::PlanDocument,
) -> Vec<SessionFacts> {
    document.sessions.iter().map(|session| of_session(reader, session)).collect()
}

fn of_session(reader: &Reader<'_>, session: &PlannedSession) -> SessionFacts {
    SessionFacts {
        day: day_name(weekday(session.date)),
        title: session.title.clone(),
        track: reader.track(&session.track),
        minutes: session.minutes,
        hard: session.hard,
        blocks: session.blocks.iter().map(|block| of_block(reader, block)).collect(),
        date: session.date,
    }
}

fn of_block(reader: &Reader<'_>, block: &PlannedBlock) -> BlockFacts {
    let differs = |programmed: Option<u32>, now: Option<u32>| {
        programmed.filter(|programmed| Some(*programmed) != now)
    };
    let format = plain(block.format.as_str());
    BlockFacts {
        title: block.title.clone(),
        programmed_format: block
            .programmed_format
            .map(|format| plain(format.as_str()))
            .filter(|programmed| *programmed != format),
        format,
        rounds: block.rounds,
        programmed_rounds: differs(block.programmed_rounds, block.rounds),
        reps_of_each_round: block.rep_scheme.clone(),
        minutes: block.time_cap_minutes,
        programmed_minutes: differs(block.programmed_time_cap_minutes, block.time_cap_minutes),
        interval_seconds: block.interval_seconds,
        lines: block.lines.iter().map(|line| of_line(reader, line)).collect(),
    }
}

fn of_line(reader: &Reader<'_>, line: &Line) -> LineFacts {
    let load = line.load_kg.map(|kg| Load::new(reader, kg));
    let programmed = load.as_ref().and_then(|load| programmed_load(reader, line, load));
    let percent = |of: f64, on: f64, decimals| number(of / on * 100.0, decimals).parse().ok();
    let basis = line.lift_basis_kg().filter(|kg| *kg > 0.0 && load.is_some());
    let calibrate_rir = reader.facts.config.strength.calibrate_rir;
    let over = line.exact_kg.zip(line.programmed_kg).filter(|(_, programmed)| *programmed > 0.0);
    LineFacts {
        movement: reader.movement(&line.movement),
        in_place_of: line.substituted_for.as_deref().map(|key| reader.movement(key)),
        sets: line.sets,
        programmed_sets: Some(line.programmed_sets).filter(|programmed| *programmed != line.sets),
        reps: reps(line).map(|(least, most)| {
            if least == most { most.to_string() } else { format!("{least}-{most}") }
        }),
        programmed_load: programmed,
        load_against_programme_percent: over
            .filter(|_| load.is_some())
            .and_then(|(exact, programmed)| percent(exact - programmed, programmed, 1))
            .filter(|over: &f64| *over != 0.0),
        percent_of_best_single: basis
            .zip(line.exact_kg)
            .and_then(|(basis, exact)| percent(exact, basis, 0)),
        estimated_best_single: basis.map(|kg| Load::whole(reader, kg)),
        load,
        rpe: tenths(line.target_rpe),
        programmed_rpe: tenths(line.programmed_rpe.filter(|rpe| Some(*rpe) != line.target_rpe)),
        reps_in_reserve: tenths(line.min_rir),
        rest_seconds: line.rest_seconds,
        distance_metres: line.distance_metres,
        duration_seconds: line.duration_seconds,
        calories: line.calories,
        notice: line.notice.map(|known| notice(known, line.min_rir.unwrap_or(calibrate_rir))),
        because: because(reader, line),
        key: line.movement.clone(),
        lift: reader.facts.catalogue.lift_of(&line.movement).to_owned(),
        replaced: line.substituted_for.clone(),
        reps_range: reps(line),
    }
}

/// A rating as it is displayed.
fn tenths(value: Option<f64>) -> Option<f64> {
    value.and_then(|value| number(value, 1).parse().ok())
}

fn reps(line: &Line) -> Option<(u32, u32)> {
    let most = line.reps_max.or(line.reps_min)?;
    Some((line.reps_min.unwrap_or(most), most))
}

/// The programmed load as the gym could load it; `None` where that is the prescribed one.
fn programmed_load(reader: &Reader<'_>, line: &Line, load: &Load) -> Option<Load> {
    let movement = reader.facts.catalogue.get(&line.movement)?;
    let exact = line.programmed_kg?;
    let loadable = round(exact, movement.implement, &reader.facts.equipment, false, None).load_kg?;
    Some(Load::new(reader, loadable)).filter(|programmed| programmed.value != load.value)
}

/// The sentences of the steps that changed a value; rounding and the programme itself say nothing new.
fn because(reader: &Reader<'_>, line: &Line) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for step in reader.line_trace(line) {
        let told = match step.factor {
            FactorKind::Rounding => continue,
            // Its sentence speaks of what would be safe, which no narrative may.
            FactorKind::SafetyBound if step.axis == Axis::Load => {
                "Held to what the repetitions allow.".to_owned()
            }
            _ => step.reason,
        };
        if step.bound && !out.contains(&told) {
            out.push(told);
        }
    }
    out
}

fn notice(notice: PrescriptionNotice, rir: f64) -> String {
    match notice {
        PrescriptionNotice::Calibrate => {
            return format!(
                "no load is known for it yet: find a load, {}, and log it",
                reserve(rir)
            );
        }
        PrescriptionNotice::Retest => "not trained for so long that it should be tested again",
        PrescriptionNotice::BelowEquipmentMinimum => "lighter than the lightest the gym has",
        PrescriptionNotice::Recovery => "recovery work in place of what was programmed",
    }
    .to_owned()
}

/// A weekday as it is written.
pub(crate) const fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
