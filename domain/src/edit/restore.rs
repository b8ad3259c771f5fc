//! An earlier revision put back into force.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::plan::{PlanDocument, PlannedSession};

/// The week of `before` again; sessions of `current` that are past, started or completed stay as they are:
/// they were done as `current` had them.
pub fn restore(
    before: &PlanDocument,
    current: &PlanDocument,
    today: NaiveDate,
    begun: &BTreeSet<String>,
) -> PlanDocument {
    let stands = |session: &PlannedSession| session.date < today || begun.contains(&session.key);
    let mut sessions: Vec<PlannedSession> =
        current.sessions.iter().filter(|session| stands(session)).cloned().collect();
    let open = |session: &&PlannedSession| {
        !stands(session) && !sessions.iter().any(|standing| standing.key == session.key)
    };
    let restored: Vec<PlannedSession> = before.sessions.iter().filter(open).cloned().collect();
    sessions.extend(restored);
    sessions.sort_by_key(|session| (session.date, session.order));
    PlanDocument { sessions, ..before.clone() }
}
