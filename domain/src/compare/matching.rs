//! Which parts of two weeks stand for each other.

use crate::plan::{Line, PlanDocument, PlannedBlock, PlannedSession};

/// Marks what the other week does not have; no key begins so.
const GONE: &str = "before:";

/// `before` with every part under the key of the part of `after` that stands for it: the nth session of
/// a track for the nth, a block for the block in its place, a line for the next of its movement.
pub(super) fn under_keys_of(before: &PlanDocument, after: &PlanDocument) -> PlanDocument {
    let mut out = before.clone();
    out.sessions.sort_by_key(|session| (session.date, session.order));
    let mut standing: Vec<&PlannedSession> = after.sessions.iter().collect();
    standing.sort_by_key(|session| (session.date, session.order));
    for session in &mut out.sessions {
        let place = standing.iter().position(|other| other.track == session.track);
        let other = place.map(|place| standing.remove(place));
        session.key = key(&session.key, other.map(|other| other.key.as_str()));
        let blocks = other.map_or(&[][..], |other| &other.blocks);
        for (index, block) in session.blocks.iter_mut().enumerate() {
            match_block(block, blocks.get(index));
        }
    }
    out
}

fn match_block(block: &mut PlannedBlock, other: Option<&PlannedBlock>) {
    block.key = key(&block.key, other.map(|other| other.key.as_str()));
    let mut standing: Vec<&Line> =
        other.map_or_else(Vec::new, |other| other.lines.iter().collect());
    for line in &mut block.lines {
        let place = standing.iter().position(|other| other.movement == line.movement);
        let other = place.map(|place| standing.remove(place));
        line.key = key(&line.key, other.map(|other| other.key.as_str()));
    }
}

fn key(own: &str, other: Option<&str>) -> String {
    other.map_or_else(|| format!("{GONE}{own}"), str::to_owned)
}
