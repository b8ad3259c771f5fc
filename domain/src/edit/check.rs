//! What is wrong with an edit, before any of it is done.

use std::collections::BTreeSet;

use super::{Addition, BlockEdit, Edit, EditCode, EditProblem, LineEdit, PlanEdit, Scope, Values};
use crate::limits::{
    CALORIES, LOAD_KG, METRES, MINUTES, REPS, REST_SECONDS, ROUNDS, RPE, SECONDS, SETS,
};
use crate::plan::{Line, PlanDocument, PlannedBlock, PlannedSession};

/// Longest note of a block, in characters. House choice (decision 0051): a screen of text.
const NOTES_LENGTH: usize = 2000;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<EditProblem>);

impl Problems {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_inner(self) -> Vec<EditProblem> {
        self.0
    }

    pub(super) fn add(&mut self, path: &[&str], code: EditCode, message: impl Into<String>) {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        self.0.push(EditProblem { path, code, message: message.into() });
    }

    fn range(&mut self, at: (&str, &str), name: &str, value: Option<f64>, range: (f64, f64)) {
        if let Some(value) = value
            && !(value.is_finite() && (range.0..=range.1).contains(&value))
        {
            let message = format!("{name} must be {} to {}, got {value}", range.0, range.1);
            self.add(&[at.0, at.1, name], EditCode::OutOfRange, message);
        }
    }
}

pub(super) fn check(
    base: &PlanDocument,
    edit: &PlanEdit,
    scope: &Scope<'_>,
    problems: &mut Problems,
) {
    removals(base, edit, scope, problems);
    let mut seen = BTreeSet::new();
    for (index, change) in edit.lines.iter().enumerate() {
        line(base, change, index, edit, scope, problems);
        if !seen.insert(change.line.as_str()) {
            let at = index.to_string();
            let message = "prescriptionId is named twice";
            problems.add(&["edits", &at, "prescriptionId"], EditCode::Invalid, message);
        }
    }
    for (index, added) in edit.additions.iter().enumerate() {
        addition(base, added, index, edit, scope, problems);
    }
    let mut seen = BTreeSet::new();
    for (index, change) in edit.blocks.iter().enumerate() {
        block(base, change, index, edit, scope, problems);
        if !seen.insert(change.block.as_str()) {
            let at = index.to_string();
            problems.add(&["blocks", &at, "blockId"], EditCode::Invalid, "blockId is named twice");
        }
    }
    moves(base, edit, scope, problems);
}

/// The session, if it can be changed: else what is in the way is said at `path`.
fn changeable(
    session: &PlannedSession,
    path: &[&str],
    edit: &PlanEdit,
    scope: &Scope<'_>,
    problems: &mut Problems,
) {
    if let Some(why) = scope.closed(session) {
        problems.add(path, EditCode::NotAllowed, why);
    } else if edit.removals.contains(&session.key) {
        let message = format!("the session of {} is removed by the same edit", session.date);
        problems.add(path, EditCode::Invalid, message);
    }
}

fn removals(base: &PlanDocument, edit: &PlanEdit, scope: &Scope<'_>, problems: &mut Problems) {
    for (index, key) in edit.removals.iter().enumerate() {
        let at = index.to_string();
        let path = ["removeSessionIds", at.as_str()];
        match base.sessions.iter().find(|session| session.key == *key) {
            None => problems.add(&path, EditCode::NotFound, "there is no such session"),
            Some(session) => {
                if let Some(why) = scope.closed(session) {
                    problems.add(&path, EditCode::NotAllowed, why);
                }
            }
        }
    }
}

fn line(
    base: &PlanDocument,
    change: &LineEdit,
    index: usize,
    edit: &PlanEdit,
    scope: &Scope<'_>,
    problems: &mut Problems,
) {
    let at = index.to_string();
    let path = ["edits", at.as_str(), "prescriptionId"];
    let Some((session, before)) = find_line(base, &change.line) else {
        return problems.add(&path, EditCode::NotFound, "there is no such prescription");
    };
    changeable(session, &path, edit, scope, problems);
    let anything = change.movement.is_some() || !change.values.is_empty();
    if change.remove && anything {
        let message = "remove stands alone: nothing else of the line can be changed with it";
        problems.add(&["edits", &at, "remove"], EditCode::Invalid, message);
    } else if !change.remove && !anything {
        problems.add(&["edits", &at], EditCode::Invalid, "nothing is changed by this edit");
    }
    if let Some(key) = change.movement.as_ref().filter(|key| **key != before.movement) {
        movement(key, session, ("edits", &at), scope, problems);
    }
    values(&change.values, Some(before), ("edits", &at), problems);
}

fn addition(
    base: &PlanDocument,
    added: &Addition,
    index: usize,
    edit: &PlanEdit,
    scope: &Scope<'_>,
    problems: &mut Problems,
) {
    let at = index.to_string();
    let path = ["additions", at.as_str(), "blockId"];
    let Some((session, _)) = find_block(base, &added.block) else {
        return problems.add(&path, EditCode::NotFound, "there is no such block");
    };
    changeable(session, &path, edit, scope, problems);
    movement(&added.movement, session, ("additions", &at), scope, problems);
    values(&added.values, None, ("additions", &at), problems);
}

/// The gym must have the movement, and no restriction rule it out on that day.
fn movement(
    key: &str,
    session: &PlannedSession,
    at: (&str, &str),
    scope: &Scope<'_>,
    problems: &mut Problems,
) {
    let path = [at.0, at.1, "movementKey"];
    match scope.facts.catalogue.get(key) {
        None => {
            problems.add(&path, EditCode::NotFound, format!("the gym has no movement {key:?}"));
        }
        Some(movement) if scope.open(session.date).bars(movement) => {
            let message = format!("a restriction rules out {} on {}", movement.name, session.date);
            problems.add(&path, EditCode::NotAllowed, message);
        }
        Some(_) => {}
    }
}

fn values(values: &Values, before: Option<&Line>, at: (&str, &str), problems: &mut Problems) {
    let number = |edit: &Edit<i32>| edit.set().map(f64::from);
    problems.range(at, "sets", values.sets.map(f64::from), SETS);
    problems.range(at, "repsMin", number(&values.reps_min), REPS);
    problems.range(at, "repsMax", number(&values.reps_max), REPS);
    problems.range(at, "loadKg", values.load_kg.set(), LOAD_KG);
    problems.range(at, "targetRpe", values.target_rpe.set(), RPE);
    problems.range(at, "restSeconds", number(&values.rest_seconds), REST_SECONDS);
    problems.range(at, "distanceMetres", values.distance_metres.set(), METRES);
    problems.range(at, "durationSeconds", number(&values.duration_seconds), SECONDS);
    problems.range(at, "calories", number(&values.calories), CALORIES);
    let least = values.reps_min.or(before.and_then(|line| signed(line.reps_min)));
    let most = values.reps_max.or(before.and_then(|line| signed(line.reps_max)));
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        let message = format!("repsMax must be at least repsMin, got {least} to {most}");
        problems.add(&[at.0, at.1, "repsMax"], EditCode::Invalid, message);
    }
}

fn signed(value: Option<u32>) -> Option<i32> {
    value.and_then(|value| i32::try_from(value).ok())
}

fn block(
    base: &PlanDocument,
    change: &BlockEdit,
    index: usize,
    edit: &PlanEdit,
    scope: &Scope<'_>,
    problems: &mut Problems,
) {
    let at = index.to_string();
    let path = ["blocks", at.as_str(), "blockId"];
    let Some((session, before)) = find_block(base, &change.block) else {
        return problems.add(&path, EditCode::NotFound, "there is no such block");
    };
    changeable(session, &path, edit, scope, problems);
    let untouched =
        change.rounds.is_kept() && change.time_cap_minutes.is_kept() && change.notes.is_kept();
    if untouched {
        problems.add(&["blocks", &at], EditCode::Invalid, "nothing is changed by this edit");
    }
    let at = ("blocks", at.as_str());
    problems.range(at, "rounds", change.rounds.set().map(f64::from), ROUNDS);
    problems.range(at, "timeCapMinutes", change.time_cap_minutes.set().map(f64::from), MINUTES);
    let long = |notes: &String| notes.chars().count() > NOTES_LENGTH;
    if change.notes.set().as_ref().is_some_and(long) {
        let message = format!("notes must have at most {NOTES_LENGTH} characters");
        problems.add(&[at.0, at.1, "notes"], EditCode::Invalid, message);
    }
    let named = before.rep_scheme.as_ref().map(Vec::len);
    if let (Some(named), Some(rounds)) = (named, change.rounds.set())
        && usize::try_from(rounds).is_ok_and(|rounds| rounds > named)
    {
        let message = format!(
            "rounds must be 1 to {named}, got {rounds}: the block names the repetitions of each"
        );
        problems.add(&[at.0, at.1, "rounds"], EditCode::OutOfRange, message);
    }
}

fn moves(base: &PlanDocument, edit: &PlanEdit, scope: &Scope<'_>, problems: &mut Problems) {
    let first = scope.today.max(base.week.monday());
    let mut seen = BTreeSet::new();
    for (index, to) in edit.moves.iter().enumerate() {
        let at = index.to_string();
        let path = ["moves", at.as_str(), "plannedSessionId"];
        let Some(session) = base.sessions.iter().find(|session| session.key == to.session) else {
            problems.add(&path, EditCode::NotFound, "there is no such session");
            continue;
        };
        changeable(session, &path, edit, scope, problems);
        if !seen.insert(to.session.as_str()) {
            problems.add(&path, EditCode::Invalid, "plannedSessionId is named twice");
        }
        if to.date < first || to.date > base.week.sunday() {
            let message =
                format!("date must be {first} to {}, got {}", base.week.sunday(), to.date);
            problems.add(&["moves", &at, "date"], EditCode::OutOfRange, message);
        }
    }
}

/// The line of that key with its session.
pub(super) fn find_line<'d>(
    document: &'d PlanDocument,
    key: &str,
) -> Option<(&'d PlannedSession, &'d Line)> {
    document.sessions.iter().find_map(|session| {
        let lines = session.blocks.iter().flat_map(|block| &block.lines);
        lines.into_iter().find(|line| line.key == key).map(|line| (session, line))
    })
}

/// The block of that key with its session.
pub(super) fn find_block<'d>(
    document: &'d PlanDocument,
    key: &str,
) -> Option<(&'d PlannedSession, &'d PlannedBlock)> {
    document.sessions.iter().find_map(|session| {
        session.blocks.iter().find(|block| block.key == key).map(|block| (session, block))
    })
}
