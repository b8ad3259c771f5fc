//! Lines changed, replaced, added and taken out.

use super::check::find_line;
use super::keep::slot;
use super::value::{Counted, set};
use super::{Addition, LineEdit, Scope};
use crate::chain::{self, Context};
use crate::guard;
use crate::plan::{EditedValue, Line, PlanDocument, PlannedSession, Step};
use crate::reason::Reason;
use crate::template::TemplateBlock;
use crate::vocab::{Axis, FactorKind, Provenance};

pub(super) fn edit_line(document: &mut PlanDocument, change: &LineEdit, scope: &Scope<'_>) {
    let fresh = replacement(document, change, scope);
    let Some((session, block, at)) = place_of(document, &change.line) else {
        return; // checked before
    };
    if change.remove {
        let line = session.blocks[block].lines.remove(at);
        if !is_added(&line.key) {
            session.removed.push(slot(&line.key).to_owned());
        }
        return;
    }
    let block = &mut session.blocks[block];
    if let Some(fresh) = fresh {
        block.lines[at] = fresh;
    }
    let counted = Counted::of(block, &block.lines[at]);
    set(&mut block.lines[at], &change.values, counted);
}

fn place_of<'d>(
    document: &'d mut PlanDocument,
    key: &str,
) -> Option<(&'d mut PlannedSession, usize, usize)> {
    document.sessions.iter_mut().find_map(|session| {
        let (block, at) = session.blocks.iter().enumerate().find_map(|(block, of)| {
            Some((block, of.lines.iter().position(|line| line.key == key)?))
        })?;
        Some((session, block, at))
    })
}

/// The line of another movement in the place of the one that is edited, where another is chosen: as the
/// engine prescribes it, where the programme has a line to read it from.
fn replacement(document: &PlanDocument, change: &LineEdit, scope: &Scope<'_>) -> Option<Line> {
    let (session, before) = find_line(document, &change.line)?;
    let movement = change.movement.as_ref().filter(|key| **key != before.movement)?;
    let slot = slot(&before.key);
    let prescribed = programmed(scope, session, slot)
        .and_then(|(block, key)| prescribed(document, session, block, &key, slot, movement, scope));
    Some(prescribed.unwrap_or_else(|| bare(before, format!("{slot}-{movement}"), movement)))
}

/// The block of the template that a slot was prescribed from, with its key in the plan.
fn programmed<'t>(
    scope: &Scope<'t>,
    session: &PlannedSession,
    slot: &str,
) -> Option<(&'t TemplateBlock, String)> {
    let programmed = crate::recompute::programmed(scope.template?, session)?;
    let (key, _) = slot.rsplit_once('.')?;
    let index: usize = key.strip_prefix(&session.key)?.strip_prefix('.')?.parse().ok()?;
    Some((programmed.blocks.get(index.checked_sub(1)?)?, key.to_owned()))
}

fn prescribed(
    document: &PlanDocument,
    session: &PlannedSession,
    block: &TemplateBlock,
    key: &str,
    slot: &str,
    movement: &str,
    scope: &Scope<'_>,
) -> Option<Line> {
    let mut signals = scope.signals.clone();
    signals.member.restrictions = scope.restrictions.to_vec();
    let au = document.sessions.iter().map(|session| (session.minutes, session.hard));
    let config = &scope.facts.config;
    let guard = guard::set_factor(guard::programmed_au(au, config), &signals, config);
    let context = Context::new(scope.facts, &signals, session.date, guard, None)
        .with_chosen(vec![(slot, movement)]);
    let (block, _) = chain::prescribe(block, key, &mut Vec::new(), &context);
    let wanted = format!("{slot}-{movement}");
    block?.lines.into_iter().find(|line| line.key == wanted)
}

/// A line of which the programme says nothing: its amounts as they were, and no load.
fn bare(before: &Line, key: String, movement: &str) -> Line {
    let steps =
        |axis, to| Step { factor: FactorKind::Base, axis, to, by: None, reason: Reason::NoLoad };
    let mut trace = vec![steps(Axis::Load, None)];
    trace.extend(before.trace.iter().filter(|step| step.axis != Axis::Load).cloned());
    Line {
        key,
        movement: movement.to_owned(),
        substituted_for: None,
        load_kg: None,
        exact_kg: None,
        basis_kg: None,
        programmed_kg: None,
        min_rir: None,
        notice: None,
        provenance: Provenance::CoachEdited,
        edited: vec![EditedValue::Movement],
        trace,
        ..before.clone()
    }
}

/// Whether a line is a coach's own: its slot is none of the programme's.
pub(super) fn is_added(key: &str) -> bool {
    slot(key).rsplit_once('.').is_some_and(|(_, number)| number.starts_with('c'))
}

pub(super) fn add_line(document: &mut PlanDocument, addition: &Addition) {
    let blocks = document.sessions.iter_mut().flat_map(|session| &mut session.blocks);
    let Some(block) = blocks.into_iter().find(|block| block.key == addition.block) else {
        return; // checked before
    };
    let number = |line: &Line| {
        let number = slot(&line.key).rsplit_once(".c")?.1;
        number.parse::<u32>().ok()
    };
    let next = block.lines.iter().filter_map(number).max().unwrap_or(0) + 1;
    let key = format!("{}.c{next}-{}", block.key, addition.movement);
    let base =
        |axis| Step { factor: FactorKind::Base, axis, to: None, by: None, reason: Reason::NoLoad };
    let mut line = Line {
        key,
        movement: addition.movement.clone(),
        substituted_for: None,
        sets: 0,
        reps_min: None,
        reps_max: None,
        load_kg: None,
        exact_kg: None,
        basis_kg: None,
        programmed_kg: None,
        programmed_sets: 0,
        target_rpe: None,
        programmed_rpe: None,
        min_rir: None,
        rest_seconds: None,
        distance_metres: None,
        duration_seconds: None,
        calories: None,
        notice: None,
        reduced: false,
        provenance: Provenance::CoachEdited,
        edited: vec![EditedValue::Movement],
        trace: [Axis::Load, Axis::Sets, Axis::Effort].map(base).into(),
    };
    set(&mut line, &addition.values, Counted::Sets);
    block.lines.push(line);
}
