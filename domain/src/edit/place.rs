//! Sessions taken out or put on other days.

use super::check::Problems;
use super::{EditCode, Move, PlanEdit, Scope};
use crate::plan::{PlanDocument, PlannedSession};

/// Takes sessions out; their tracks have as many less.
pub(super) fn remove_sessions(document: &mut PlanDocument, removals: &[String]) {
    let (gone, left): (Vec<PlannedSession>, Vec<PlannedSession>) =
        document.sessions.drain(..).partition(|session| removals.contains(&session.key));
    document.sessions = left;
    for session in gone {
        let share = document.blend.iter_mut().find(|share| share.track == session.track);
        if let Some(share) = share {
            share.sessions = share.sessions.saturating_sub(1);
        }
        document.removed.push(session.key);
    }
    renumber(&mut document.sessions);
}

/// Puts sessions on their new days, each behind what is there already.
pub(super) fn move_sessions(
    document: &mut PlanDocument,
    moves: &[Move],
    scope: &Scope<'_>,
    problems: &mut Problems,
) {
    for (index, to) in moves.iter().enumerate() {
        let last = document.sessions.iter().filter(|other| other.date == to.date);
        let order = last.map(|other| other.order).max().unwrap_or(0) + 1;
        let session = document.sessions.iter_mut().find(|session| session.key == to.session);
        let Some(session) = session else { continue }; // checked before
        if session.date != to.date {
            (session.date, session.order) = (to.date, order);
        }
        session.coach_edited = true;
        if let Some(barred) = barred(session, scope) {
            let path = ["moves", &index.to_string(), "date"];
            let message = format!("a restriction rules out {barred} on {}", to.date);
            problems.add(&path, EditCode::NotAllowed, message);
        }
    }
    renumber(&mut document.sessions);
}

/// Name of a movement of the session that may not be done on its day.
fn barred(session: &PlannedSession, scope: &Scope<'_>) -> Option<String> {
    let open = scope.open(session.date);
    let lines = session.blocks.iter().flat_map(|block| &block.lines);
    let movements = lines.filter_map(|line| scope.facts.catalogue.get(&line.movement));
    movements.into_iter().find(|movement| open.bars(movement)).map(|movement| movement.name.clone())
}

/// Blocks of which every line was taken out go with them; a session keeps at least one.
pub(super) fn drop_empty_blocks(
    document: &mut PlanDocument,
    edit: &PlanEdit,
    problems: &mut Problems,
) {
    for session in &mut document.sessions {
        let removed = |key: &str| session.removed.iter().any(|slot| slot.starts_with(key));
        let had = session.blocks.len();
        let empty: Vec<bool> = session
            .blocks
            .iter()
            .map(|block| block.lines.is_empty() && removed(&format!("{}.", block.key)))
            .collect();
        let mut empty = empty.into_iter();
        session.blocks.retain(|_| !empty.next().unwrap_or(false));
        if session.blocks.is_empty() && had > 0 {
            let of_session = format!("{}.", session.key);
            let last = edit
                .lines
                .iter()
                .rposition(|change| change.remove && change.line.starts_with(&of_session));
            let at = last.unwrap_or_default().to_string();
            let message = format!(
                "nothing would be left of the session of {}: remove the session instead",
                session.date
            );
            problems.add(&["edits", &at, "remove"], EditCode::Invalid, message);
        }
    }
}

/// By date and order; orders of a day run from 1.
fn renumber(sessions: &mut [PlannedSession]) {
    sessions.sort_by_key(|session| (session.date, session.order));
    let mut last = None;
    for session in sessions {
        let order = match last {
            Some((date, order)) if date == session.date => order + 1,
            _ => 1,
        };
        session.order = order;
        last = Some((session.date, order));
    }
}
