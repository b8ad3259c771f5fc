//! Blocks and their lines.

use super::{Found, ProblemCode};
use crate::catalogue::Catalogue;
use crate::limits::{self, Range};
use crate::template::{TemplateBlock, TemplatePrescription, TemplateSession};
use crate::vocab::{LoadBasis, WorkoutFormat};

pub(super) fn check(
    session: &TemplateSession,
    index: usize,
    catalogue: &Catalogue,
    found: &mut Found,
) {
    for (nth, block) in session.blocks.iter().enumerate() {
        let path: Vec<String> =
            ["sessions", &index.to_string(), "blocks", &nth.to_string()].map(str::to_owned).into();
        of_block(block, &path, found);
        for (nth, line) in block.prescriptions.iter().enumerate() {
            let mut path = path.clone();
            path.extend(["prescriptions".to_owned(), nth.to_string()]);
            of_line(line, block, &path, catalogue, found);
        }
    }
}

fn field(path: &[String], name: &str) -> Vec<String> {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

fn of_block(block: &TemplateBlock, path: &[String], found: &mut Found) {
    if block.title.trim().is_empty() {
        found.add(&field(path, "title"), ProblemCode::Invalid, "title must not be empty");
    }
    let mut count = |name: &str, value: Option<u32>, range: Range| {
        if let Some(value) = value {
            found.range(&field(path, name), f64::from(value), range);
        }
    };
    count("rounds", block.rounds, limits::ROUNDS);
    count("timeCapMinutes", block.time_cap_minutes, limits::MINUTES);
    count("intervalSeconds", block.interval_seconds, limits::INTERVAL_SECONDS);
    for reps in block.rep_scheme.iter().flatten() {
        found.range(&field(path, "repScheme"), f64::from(*reps), limits::REPS);
    }
    let timed =
        matches!(block.format, WorkoutFormat::Amrap | WorkoutFormat::Emom | WorkoutFormat::Steady);
    if timed && block.time_cap_minutes.is_none() && block.rounds.is_none() {
        let message = format!("{} needs timeCapMinutes or rounds", block.format);
        found.add(&field(path, "timeCapMinutes"), ProblemCode::Invalid, message);
    }
}

fn of_line(
    line: &TemplatePrescription,
    block: &TemplateBlock,
    path: &[String],
    catalogue: &Catalogue,
    found: &mut Found,
) {
    if catalogue.get(&line.movement).is_none() {
        let message = format!("the gym has no movement {:?}", line.movement);
        found.add(&field(path, "movementKey"), ProblemCode::NotFound, message);
    }
    let mut range = |name: &str, value: Option<f64>, range: Range| {
        if let Some(value) = value {
            found.range(&field(path, name), value, range);
        }
    };
    let least = line.reps_min.map_or(limits::REPS.0, f64::from);
    range("sets", Some(f64::from(line.sets)), limits::SETS);
    range("repsMin", line.reps_min.map(f64::from), limits::REPS);
    range("repsMax", line.reps_max.map(f64::from), (least, limits::REPS.1));
    range("targetRpe", line.target_rpe, limits::RPE);
    range("restSeconds", line.rest_seconds.map(f64::from), limits::REST_SECONDS);
    range("distanceMetres", line.distance_metres, limits::METRES);
    range("durationSeconds", line.duration_seconds.map(f64::from), limits::SECONDS);
    range("calories", line.calories.map(f64::from), limits::CALORIES);
    let of_load = match line.load_basis {
        LoadBasis::OneRm | LoadBasis::TrainingMax => limits::SHARE_OF_MAX,
        LoadBasis::Bodyweight => limits::SHARE_OF_BODYWEIGHT,
        _ => limits::LOAD_KG,
    };
    range("load", line.load, of_load);
    load_belongs(line, block, path, found);
}

/// Whether the line says what its load is read from.
fn load_belongs(
    line: &TemplatePrescription,
    block: &TemplateBlock,
    path: &[String],
    found: &mut Found,
) {
    let named = matches!(
        line.load_basis,
        LoadBasis::OneRm | LoadBasis::TrainingMax | LoadBasis::Absolute | LoadBasis::Bodyweight
    );
    if named && line.load.is_none() {
        let message = format!("load is needed with {}", line.load_basis);
        found.add(&field(path, "load"), ProblemCode::Invalid, message);
    }
    if line.load_basis == LoadBasis::Rpe {
        if line.target_rpe.is_none() {
            found.add(
                &field(path, "targetRpe"),
                ProblemCode::Invalid,
                "targetRpe is needed with RPE",
            );
        }
        if line.reps_max.or(line.reps_min).is_none() && block.rep_scheme.is_none() {
            found.add(&field(path, "repsMax"), ProblemCode::Invalid, "repsMax is needed with RPE");
        }
    }
}
