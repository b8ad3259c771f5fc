//! Sessions of the weeks around, as far as spacing looks (`engine.md` B9).

use chrono::Days;

use super::plans::is_strength;
use crate::catalogue::Catalogue;
use crate::config::ScheduleConfig;
use crate::digest::{Work, is_running};
use crate::plan::{Line, PlannedSession};
use crate::signals::NeighbourSession;
use crate::snapshot::{GymFacts, Snapshot};
use crate::vocab::MovementPattern;

/// Days before Monday and after Sunday that spacing looks at: more than the 48 hours between heavy
/// exposures and the two hard days in a row.
const REACH_DAYS: u64 = 3;

/// Sessions of other plans within three days of the week, by date.
pub fn around(snapshot: &Snapshot<'_>) -> Vec<NeighbourSession> {
    let week = snapshot.week;
    let (from, to) = (week.monday() - Days::new(REACH_DAYS), week.sunday() + Days::new(REACH_DAYS));
    let plans = snapshot.plans.iter().filter(|plan| plan.week != week);
    let sessions = plans.flat_map(|plan| &plan.document.sessions);
    let near = sessions.filter(|session| (from..=to).contains(&session.date));
    let mut out: Vec<NeighbourSession> =
        near.map(|session| neighbour(session, snapshot.gym)).collect();
    out.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.title.cmp(&b.title)));
    out
}

fn neighbour(session: &PlannedSession, gym: &GymFacts) -> NeighbourSession {
    NeighbourSession {
        date: session.date,
        hard: session.hard,
        heavy: heavy_patterns(session, gym),
        hard_running: session.hard && has_running(session, &gym.catalogue),
        track: session.track.clone(),
        title: session.title.clone(),
    }
}

/// Patterns of `session` with a heavy exposure: squat, hinge, lunge, Olympic lifts and presses.
pub fn heavy_patterns(session: &PlannedSession, gym: &GymFacts) -> Vec<MovementPattern> {
    let mut out = Vec::new();
    let strength = session.blocks.iter().filter(|block| is_strength(Work::of(block.format)));
    for line in
        strength.flat_map(|block| &block.lines).filter(|line| is_heavy(line, &gym.config.schedule))
    {
        let pattern = gym.catalogue.get(&line.movement).map(|movement| movement.pattern);
        if let Some(pattern) = pattern.filter(|pattern| can_be_heavy(*pattern)) {
            out.push(pattern);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn is_heavy(line: &Line, config: &ScheduleConfig) -> bool {
    let share = line.exact_kg.or(line.load_kg).zip(line.basis_kg);
    share.is_some_and(|(load, basis)| load >= config.heavy_share * basis)
        || line.target_rpe.is_some_and(|rpe| rpe >= config.heavy_rpe)
}

/// Whether spacing cares about heavy work of a pattern (B9).
pub const fn can_be_heavy(pattern: MovementPattern) -> bool {
    matches!(
        pattern,
        MovementPattern::Squat
            | MovementPattern::Hinge
            | MovementPattern::Lunge
            | MovementPattern::Olympic
            | MovementPattern::HorizontalPush
            | MovementPattern::VerticalPush
    )
}

/// Whether any line of `session` is running.
pub fn has_running(session: &PlannedSession, catalogue: &Catalogue) -> bool {
    let lines = session.blocks.iter().flat_map(|block| &block.lines);
    lines.filter_map(|line| catalogue.get(&line.movement)).any(is_running)
}
