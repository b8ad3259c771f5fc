//! What of a coach's edits a recomputation keeps (`engine.md` C3): values stay, a movement that is ruled
//! out or replaced now takes its edit with it, and that is said.

use super::block::{set_minutes, set_rounds};
use super::line::is_added;
use super::value::{Counted, Values, set};
use crate::catalogue::Catalogue;
use crate::plan::{EditedValue, Line, PlannedBlock, PlannedSession};
use crate::reason::Finding;
use crate::restrict::Open;
use crate::vocab::{Axis, FactorKind};

/// The slot of a line: its key without the movement.
pub(super) fn slot(key: &str) -> &str {
    let start = key.rfind('.').map_or(0, |dot| dot + 1);
    key[start..].find('-').map_or(key, |dash| &key[..start + dash])
}

/// Whether a coach touched a session or anything in it.
pub(crate) fn is_edited(session: &PlannedSession) -> bool {
    session.coach_edited
        || !session.removed.is_empty()
        || session.blocks.iter().any(|block| {
            block.coach_edited || block.lines.iter().any(|line| !line.edited.is_empty())
        })
}

/// Movements that a coach chose in a session, by the slots of the programme.
pub(crate) fn chosen(session: &PlannedSession) -> Vec<(&str, &str)> {
    let lines = session.blocks.iter().flat_map(|block| &block.lines);
    lines
        .filter(|line| line.edited.contains(&EditedValue::Movement) && !is_added(&line.key))
        .map(|line| (slot(&line.key), line.movement.as_str()))
        .collect()
}

/// Puts the edits of `before` into `after`, the session as it is computed now.
pub(crate) fn keep(
    before: &PlannedSession,
    after: &mut PlannedSession,
    open: &Open<'_>,
    catalogue: &Catalogue,
    findings: &mut Vec<Finding>,
) {
    after.coach_edited = before.coach_edited;
    after.removed.clone_from(&before.removed);
    for block in &mut after.blocks {
        block.lines.retain(|line| !before.removed.iter().any(|gone| gone == slot(&line.key)));
    }
    for block in &before.blocks {
        for line in block.lines.iter().filter(|line| !line.edited.is_empty()) {
            if !keep_line(block, line, after, open, catalogue) {
                drop_edit(line, findings);
            }
        }
        if block.coach_edited
            && let Some(now) = after.blocks.iter_mut().find(|now| now.key == block.key)
        {
            keep_block(block, now);
        }
    }
    let removed = |key: String| before.removed.iter().any(|slot| slot.starts_with(&key));
    after.blocks.retain(|block| !block.lines.is_empty() || !removed(format!("{}.", block.key)));
}

fn drop_edit(line: &Line, findings: &mut Vec<Finding>) {
    let dropped = Finding::EditDropped(line.movement.clone());
    if !findings.contains(&dropped) {
        findings.push(dropped);
    }
}

/// False where the edit can't be kept.
fn keep_line(
    block: &PlannedBlock,
    line: &Line,
    after: &mut PlannedSession,
    open: &Open<'_>,
    catalogue: &Catalogue,
) -> bool {
    if catalogue.get(&line.movement).is_some_and(|movement| open.bars(movement)) {
        return false;
    }
    let now = after.blocks.iter().position(|now| now.key == block.key);
    let Some(now) = now else {
        // What else was in the block is ruled out; a coach's own line stands for itself.
        if is_added(&line.key) {
            after.blocks.push(PlannedBlock { lines: vec![line.clone()], ..block.clone() });
        }
        return is_added(&line.key);
    };
    let now = &mut after.blocks[now];
    let Some(at) = now.lines.iter().position(|other| other.key == line.key) else {
        if is_added(&line.key) {
            now.lines.push(line.clone());
        }
        return is_added(&line.key);
    };
    let counted = Counted::of(now, &now.lines[at]);
    set(&mut now.lines[at], &Values::of(line), counted);
    true
}

fn keep_block(before: &PlannedBlock, now: &mut PlannedBlock) {
    now.coach_edited = true;
    let edited = |axis| {
        before.trace.iter().any(|step| (step.factor, step.axis) == (FactorKind::CoachEdit, axis))
    };
    let signed = |value: Option<u32>| value.and_then(|value| i32::try_from(value).ok());
    if edited(Axis::Rounds) {
        set_rounds(now, signed(before.rounds));
    }
    if edited(Axis::Minutes) {
        set_minutes(now, signed(before.time_cap_minutes));
    }
    now.notes.clone_from(&before.notes);
}

/// An edited session that stands while others are drawn again; what is ruled out now leaves it.
pub(crate) fn standing(
    session: &PlannedSession,
    open: &Open<'_>,
    catalogue: &Catalogue,
    findings: &mut Vec<Finding>,
) -> PlannedSession {
    let mut session = session.clone();
    session.blocks.retain_mut(|block| {
        let had = block.lines.len();
        block.lines.retain(|line| {
            let barred = catalogue.get(&line.movement).is_some_and(|movement| open.bars(movement));
            match (barred, line.edited.is_empty()) {
                (false, _) => {}
                (true, true) => {
                    findings.push(Finding::LineDropped { movement: line.movement.clone() });
                }
                (true, false) => drop_edit(line, findings),
            }
            !barred
        });
        had == 0 || !block.lines.is_empty()
    });
    session
}
