//! A drawn session on its day, every line prescribed.

use chrono::NaiveDate;

use crate::chain::{self, Context};
use crate::config::ScheduleConfig;
use crate::digest::{Work, is_running};
use crate::draw::Drawn;
use crate::e1rm;
use crate::observe::neighbours::can_be_heavy;
use crate::plan::PlannedSession;
use crate::reason::Finding;
use crate::schedule::Shape;
use crate::snapshot::GymFacts;
use crate::template::{TemplatePrescription, TemplateSession};
use crate::vocab::LoadBasis;

/// The stable key of a drawn session: where it stands in which version of the template.
pub fn key(drawn: &Drawn<'_>, version: u32) -> String {
    let session = drawn.session;
    let again = "b".repeat(drawn.again as usize);
    format!("{}-v{version}w{}o{}{again}", session.track, session.week, session.order)
}

/// The track in a session's key.
pub fn track_of(key: &str) -> &str {
    key.rsplit_once("-v").map_or(key, |(track, _)| track)
}

/// What spacing needs to know of a programmed session.
pub fn shape(session: &TemplateSession, facts: &GymFacts) -> Shape {
    let config = &facts.config.schedule;
    let mut heavy = Vec::new();
    let strength =
        session.blocks.iter().filter(|block| Work::of(block.format) != Work::Conditioning);
    for line in strength.flat_map(|block| &block.prescriptions) {
        let movement = facts.catalogue.get(&line.movement);
        let pattern =
            movement.map(|movement| movement.pattern).filter(|pattern| can_be_heavy(*pattern));
        if let Some(pattern) = pattern.filter(|_| is_heavy(line, facts, config)) {
            heavy.push(pattern);
        }
    }
    heavy.sort_unstable();
    heavy.dedup();
    let lines = session.blocks.iter().flat_map(|block| &block.prescriptions);
    let runs = lines.filter_map(|line| facts.catalogue.get(&line.movement)).any(is_running);
    Shape {
        hard: session.hard,
        heavy,
        hard_running: session.hard && runs,
        track: session.track.clone(),
        title: session.title.clone(),
    }
}

fn is_heavy(line: &TemplatePrescription, facts: &GymFacts, config: &ScheduleConfig) -> bool {
    let share = match line.load_basis {
        LoadBasis::OneRm => line.load,
        LoadBasis::TrainingMax => {
            line.load.map(|share| share * facts.config.strength.training_max_share)
        }
        LoadBasis::Rpe => line
            .reps_max
            .or(line.reps_min)
            .zip(line.target_rpe)
            .and_then(|(reps, rpe)| e1rm::chart_for(reps, rpe)),
        _ => None,
    };
    share.is_some_and(|share| share >= config.heavy_share)
        || line.target_rpe.is_some_and(|rpe| rpe >= config.heavy_rpe)
}

/// Prescribes a session under `key`; what was replaced or dropped goes to `findings`.
pub fn prescribe(
    session: &TemplateSession,
    key: String,
    date: NaiveDate,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) -> PlannedSession {
    let lines = session.blocks.iter().flat_map(|block| &block.prescriptions);
    let mut taken: Vec<String> = lines.map(|line| line.movement.clone()).collect();
    let mut blocks = Vec::with_capacity(session.blocks.len());
    for (index, block) in session.blocks.iter().enumerate() {
        let (prescribed, found) =
            chain::prescribe(block, &format!("{key}.{}", index + 1), &mut taken, context);
        blocks.extend(prescribed);
        findings.extend(found);
    }
    PlannedSession {
        key,
        date,
        order: 1,
        track: session.track.clone(),
        template_week: session.week,
        template_order: session.order,
        title: session.title.clone(),
        minutes: session.minutes,
        hard: session.hard,
        coach_edited: false,
        removed: Vec::new(),
        blocks,
    }
}
