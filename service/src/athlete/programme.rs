//! The programmes that the simulation trains: a wave, a flat one, a block, each three strength sessions and a
//! conditioning one a week.

use domain::snapshot::TemplateFacts;
use domain::template::{
    Template, TemplateBlock, TemplatePrescription, TemplateSession, TemplateTrack,
};
use domain::vocab::{BlockType, LoadBasis, WorkoutFormat};

/// Sets, repetitions and share of the maximum of one week.
pub type Wave = (u32, u32, f64);

/// Lifts of the sessions A, B and C.
const SESSIONS: [[&str; 2]; 3] =
    [["back-squat", "bench-press"], ["deadlift", "strict-press"], ["back-squat", "bench-press"]];

/// A four-week wave with a light week.
pub fn wave() -> TemplateFacts {
    of_weeks("wave", &[(5, 5, 0.725), (5, 4, 0.775), (5, 3, 0.825), (3, 5, 0.625)])
}

/// The same every week.
pub fn flat() -> TemplateFacts {
    of_weeks("flat", &[(5, 5, 0.75)])
}

/// Six weeks from 60 to 85 %.
pub fn block() -> TemplateFacts {
    let weeks =
        [(4, 8, 0.60), (4, 7, 0.65), (4, 6, 0.70), (5, 5, 0.75), (5, 4, 0.80), (4, 3, 0.85)];
    of_weeks("block", &weeks)
}

/// Four even weeks, then two whose sessions are half as long again, with seven sets for five: more than the
/// weekly guard lets through.
pub fn peak() -> TemplateFacts {
    let even = (5, 5, 0.725);
    let mut out = of_weeks("peak", &[even, even, even, even, (7, 5, 0.75), (7, 4, 0.775)]);
    let long = |session: &&mut TemplateSession| session.week > 4 && session.track == "strength";
    out.template.sessions.iter_mut().filter(long).for_each(|session| session.minutes = 90);
    out
}

/// A programme with these weeks of strength work.
pub fn of_weeks(name: &str, weeks: &[Wave]) -> TemplateFacts {
    let mut sessions = Vec::new();
    for (at, (sets, reps, share)) in weeks.iter().enumerate() {
        for (order, lifts) in SESSIONS.iter().enumerate() {
            let lines =
                lifts.iter().map(|lift| percent(lift, *sets, *reps, *share)).collect::<Vec<_>>();
            sessions.push(session("strength", at as u32 + 1, order as u32 + 1, order != 1, lines));
        }
        sessions.push(conditioning(at as u32 + 1));
    }
    template(name, weeks.len() as u32, sessions)
}

/// A programme of these sessions over a strength and a conditioning track.
pub fn template(name: &str, weeks: u32, sessions: Vec<TemplateSession>) -> TemplateFacts {
    let track = |key: &str, share: f64| TemplateTrack {
        track: key.to_owned(),
        target_share: share,
        min_share: share,
        max_share: share,
        min_sessions: 0,
        max_sessions: None,
    };
    TemplateFacts {
        id: format!("template_{name}"),
        version: 1,
        template: Template {
            name: name.to_owned(),
            weeks,
            goal_influence: 0.0,
            goal_affinity: Vec::new(),
            tracks: vec![track("strength", 0.75), track("conditioning", 0.25)],
            sessions,
        },
    }
}

/// One session of strength work.
pub fn session(
    track: &str,
    week: u32,
    order: u32,
    hard: bool,
    lines: Vec<TemplatePrescription>,
) -> TemplateSession {
    TemplateSession {
        track: track.to_owned(),
        week,
        order,
        title: format!("{track} {order}"),
        minutes: 60,
        hard,
        blocks: vec![TemplateBlock {
            kind: BlockType::Strength,
            format: WorkoutFormat::StrengthSets,
            ..blank("Strength", lines)
        }],
    }
}

/// The conditioning session of a week.
pub fn conditioning(week: u32) -> TemplateSession {
    let line = TemplatePrescription {
        load_basis: LoadBasis::None,
        load: None,
        distance_metres: Some(500.0),
        ..percent("row-erg", 1, 1, 0.0)
    };
    TemplateSession {
        track: "conditioning".to_owned(),
        week,
        order: 1,
        title: "Intervals".to_owned(),
        minutes: 45,
        hard: false,
        blocks: vec![TemplateBlock {
            kind: BlockType::Conditioning,
            format: WorkoutFormat::Intervals,
            rounds: Some(6),
            ..blank("Intervals", vec![line])
        }],
    }
}

fn blank(title: &str, lines: Vec<TemplatePrescription>) -> TemplateBlock {
    TemplateBlock {
        kind: BlockType::Strength,
        format: WorkoutFormat::StrengthSets,
        title: title.to_owned(),
        notes: None,
        rounds: None,
        rep_scheme: None,
        time_cap_minutes: None,
        interval_seconds: None,
        score_type: None,
        prescriptions: lines,
    }
}

/// A line at a share of the lift's maximum, without a target rating.
pub fn percent(movement: &str, sets: u32, reps: u32, share: f64) -> TemplatePrescription {
    TemplatePrescription {
        movement: movement.to_owned(),
        sets,
        reps_min: Some(reps),
        reps_max: Some(reps),
        load_basis: LoadBasis::OneRm,
        load: Some(share),
        target_rpe: None,
        rest_seconds: Some(180),
        distance_metres: None,
        duration_seconds: None,
        calories: None,
    }
}
