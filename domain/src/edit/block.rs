//! A block's own values.

use super::check::Problems;
use super::value::step;
use super::{BlockEdit, EditCode};
use crate::plan::{PlanDocument, PlannedBlock};
use crate::vocab::Axis;

pub(super) fn edit_block(
    document: &mut PlanDocument,
    change: &BlockEdit,
    index: usize,
    problems: &mut Problems,
) {
    let blocks = document.sessions.iter_mut().flat_map(|session| &mut session.blocks);
    let Some(block) = blocks.into_iter().find(|block| block.key == change.block) else {
        return; // checked before
    };
    block.coach_edited = true;
    if !change.rounds.is_kept() {
        set_rounds(block, change.rounds.set());
    }
    if !change.time_cap_minutes.is_kept() {
        set_minutes(block, change.time_cap_minutes.set());
    }
    block.notes = change.notes.or(block.notes.take()).filter(|notes| !notes.trim().is_empty());
    if block.rounds.is_none() && block.time_cap_minutes.is_none() && is_timed(block) {
        let path = ["blocks", &index.to_string(), "timeCapMinutes"];
        let message = format!("{} needs timeCapMinutes or rounds", block.format);
        problems.add(&path, EditCode::Invalid, message);
    }
}

fn is_timed(block: &PlannedBlock) -> bool {
    use crate::vocab::WorkoutFormat as F;
    matches!(block.format, F::Amrap | F::Emom | F::Steady)
}

/// Rounds as a coach wants them; a scheme that names each round's repetitions follows.
pub(super) fn set_rounds(block: &mut PlannedBlock, rounds: Option<i32>) {
    block.rounds = rounds.and_then(|rounds| u32::try_from(rounds).ok());
    if let (Some(rounds), Some(scheme)) = (block.rounds, &mut block.rep_scheme) {
        scheme.truncate(rounds as usize);
    }
    step(&mut block.trace, Axis::Rounds, block.rounds.map_or(0.0, f64::from));
}

/// Minutes as a coach wants them.
pub(super) fn set_minutes(block: &mut PlannedBlock, minutes: Option<i32>) {
    block.time_cap_minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
    step(&mut block.trace, Axis::Minutes, block.time_cap_minutes.map_or(0.0, f64::from));
}
