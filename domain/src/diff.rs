//! What one revision changed against another.

use chrono::NaiveDate;

use crate::plan::{Line, PlanDocument, PlannedBlock, PlannedSession};
use crate::reason::Finding;
use crate::vocab::ChangeKind;

/// One difference: keys say where, `path` which value.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Day of the session, as it is now.
    pub session_date: Option<NaiveDate>,
    /// The session.
    pub session_key: Option<String>,
    /// The block.
    pub block_key: Option<String>,
    /// The line.
    pub line_key: Option<String>,
    /// The value, e.g. `load`, `sets`, `date`.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// Every difference of what is prescribed, in the order of the sessions; traces and reasons apart.
pub fn changes(before: &PlanDocument, after: &PlanDocument) -> Vec<Change> {
    let mut out = Vec::new();
    for session in &after.sessions {
        let place = Place { session: Some(session), ..Place::default() };
        match before.sessions.iter().find(|old| old.key == session.key) {
            Some(old) => of_session(old, session, &place, &mut out),
            None => out.push(place.change(
                ChangeKind::Added,
                "session",
                None,
                Some(session.title.clone()),
            )),
        }
    }
    for old in
        before.sessions.iter().filter(|old| !after.sessions.iter().any(|now| now.key == old.key))
    {
        let place = Place { session: Some(old), ..Place::default() };
        out.push(place.change(ChangeKind::Removed, "session", Some(old.title.clone()), None));
    }
    out.extend(dropped_edits(before, after));
    out
}

/// A coach's edits that the later week could not keep: they are announced, never dropped silently.
fn dropped_edits(before: &PlanDocument, after: &PlanDocument) -> Vec<Change> {
    let new = after.findings.iter().filter(|finding| !before.findings.contains(finding));
    let movements = new.filter_map(|finding| match finding {
        Finding::EditDropped(movement) => Some(movement.clone()),
        _ => None,
    });
    let change =
        |movement| Place::default().change(ChangeKind::Removed, COACH_EDIT, Some(movement), None);
    movements.map(change).collect()
}

/// The path of a difference that is no value: an edit that was dropped.
pub const COACH_EDIT: &str = "coachEdit";

/// Where a difference lies.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    session: Option<&'a PlannedSession>,
    block: Option<&'a PlannedBlock>,
    line: Option<&'a Line>,
}

impl Place<'_> {
    fn change(
        &self,
        kind: ChangeKind,
        path: &str,
        before: Option<String>,
        after: Option<String>,
    ) -> Change {
        Change {
            kind,
            session_date: self.session.map(|session| session.date),
            session_key: self.session.map(|session| session.key.clone()),
            block_key: self.block.map(|block| block.key.clone()),
            line_key: self.line.map(|line| line.key.clone()),
            path: path.to_owned(),
            before,
            after,
        }
    }

    fn values<T: PartialEq + Copy + ToString>(
        &self,
        path: &str,
        before: Option<T>,
        after: Option<T>,
        out: &mut Vec<Change>,
    ) {
        if before != after {
            let text = |value: Option<T>| value.map(|value| value.to_string());
            out.push(self.change(ChangeKind::Changed, path, text(before), text(after)));
        }
    }
}

fn of_session(
    old: &PlannedSession,
    now: &PlannedSession,
    place: &Place<'_>,
    out: &mut Vec<Change>,
) {
    if old.date != now.date {
        let dates = (Some(old.date.to_string()), Some(now.date.to_string()));
        out.push(place.change(ChangeKind::Moved, "date", dates.0, dates.1));
    }
    place.values("minutes", Some(old.minutes), Some(now.minutes), out);
    for block in &now.blocks {
        let place = Place { block: Some(block), ..*place };
        match old.blocks.iter().find(|before| before.key == block.key) {
            Some(before) => of_block(before, block, &place, out),
            None => {
                out.push(place.change(ChangeKind::Added, "block", None, Some(block.title.clone())));
            }
        }
    }
    for block in
        old.blocks.iter().filter(|before| !now.blocks.iter().any(|block| block.key == before.key))
    {
        let place = Place { block: Some(block), ..*place };
        out.push(place.change(ChangeKind::Removed, "block", Some(block.title.clone()), None));
    }
}

fn of_block(old: &PlannedBlock, now: &PlannedBlock, place: &Place<'_>, out: &mut Vec<Change>) {
    place.values("format", Some(old.format), Some(now.format), out);
    place.values("rounds", old.rounds, now.rounds, out);
    place.values("timeCapMinutes", old.time_cap_minutes, now.time_cap_minutes, out);
    place.values("scoreType", old.score_type, now.score_type, out);
    if old.notes != now.notes {
        out.push(place.change(ChangeKind::Changed, "notes", old.notes.clone(), now.notes.clone()));
    }
    for line in &now.lines {
        let place = Place { line: Some(line), ..*place };
        match old.lines.iter().find(|before| before.key == line.key) {
            Some(before) => of_line(before, line, &place, out),
            None => out.push(place.change(
                ChangeKind::Added,
                "prescription",
                None,
                Some(line.movement.clone()),
            )),
        }
    }
    for line in
        old.lines.iter().filter(|before| !now.lines.iter().any(|line| line.key == before.key))
    {
        let place = Place { line: Some(line), ..*place };
        out.push(place.change(
            ChangeKind::Removed,
            "prescription",
            Some(line.movement.clone()),
            None,
        ));
    }
}

fn of_line(old: &Line, now: &Line, place: &Place<'_>, out: &mut Vec<Change>) {
    place.values("load", old.load_kg, now.load_kg, out);
    place.values("sets", Some(old.sets), Some(now.sets), out);
    place.values("repsMin", old.reps_min, now.reps_min, out);
    place.values("repsMax", old.reps_max, now.reps_max, out);
    place.values("targetRpe", old.target_rpe, now.target_rpe, out);
    place.values("restSeconds", old.rest_seconds, now.rest_seconds, out);
    place.values("distanceMetres", old.distance_metres, now.distance_metres, out);
    place.values("durationSeconds", old.duration_seconds, now.duration_seconds, out);
    place.values("calories", old.calories, now.calories, out);
    place.values("notice", old.notice, now.notice, out);
}
