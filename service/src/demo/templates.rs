//! The demo gym's programmes: cycles of four weeks over its four tracks.

use domain::template::{
    Template, TemplateBlock, TemplatePrescription, TemplateSession, TemplateTrack,
};
use domain::vocab::{BlockType, LoadBasis, ScoreType, WorkoutFormat};

/// Weeks of the cycle.
const WEEKS: u32 = 4;
/// Sets, repetitions and share of the maximum of each week: a wave and a light week.
const WAVE: [(u32, u32, f64); 4] = [(5, 5, 0.725), (5, 4, 0.775), (5, 3, 0.825), (3, 5, 0.625)];
/// The same for the Olympic lifts.
const LIFTING: [(u32, u32, f64); 4] = [(5, 3, 0.70), (6, 2, 0.76), (6, 1, 0.84), (4, 2, 0.65)];

/// Both programmes, the general one first.
pub fn all() -> Vec<Template> {
    let general =
        [("strength", 0.40), ("weightlifting", 0.15), ("gymnastics", 0.15), ("conditioning", 0.30)];
    let lifting =
        [("strength", 0.35), ("weightlifting", 0.40), ("gymnastics", 0.10), ("conditioning", 0.15)];
    vec![programme("Base", &general), programme("Barbell club", &lifting)]
}

fn programme(name: &str, shares: &[(&str, f64)]) -> Template {
    let tracks = shares
        .iter()
        .map(|(track, share)| TemplateTrack {
            track: (*track).to_owned(),
            target_share: *share,
            min_share: share / 2.0,
            max_share: (share * 1.8).min(0.7),
            min_sessions: 0,
            max_sessions: None,
        })
        .collect();
    let sessions = (1..=WEEKS).flat_map(week).collect();
    Template {
        name: name.to_owned(),
        weeks: WEEKS,
        goal_influence: 0.5,
        goal_affinity: Vec::new(),
        tracks,
        sessions,
    }
}

fn week(week: u32) -> Vec<TemplateSession> {
    let at = week as usize - 1;
    let hard = week != WEEKS;
    let session = |track: &str, order, title: &str, minutes, hard, blocks| TemplateSession {
        track: track.to_owned(),
        week,
        order,
        title: title.to_owned(),
        minutes,
        hard,
        blocks,
    };
    vec![
        session("strength", 1, "Squat and press", 70, hard, squat_and_press(at)),
        session("strength", 2, "Pull", 65, hard, pull(at)),
        session("strength", 3, "Bench and legs", 65, false, bench_and_legs(at)),
        session("weightlifting", 1, "Snatch", 70, hard, snatch(at)),
        session("weightlifting", 2, "Clean and jerk", 70, hard, clean_and_jerk(at)),
        session("gymnastics", 1, "Pulling skills", 55, false, pulling_skills()),
        session("gymnastics", 2, "Upside down", 55, false, upside_down()),
        session("conditioning", 1, "Engine intervals", 50, hard, intervals()),
        session("conditioning", 2, "Mixed work", 55, hard, mixed()),
        session("conditioning", 3, "Long and steady", 50, false, steady()),
    ]
}

fn squat_and_press(at: usize) -> Vec<TemplateBlock> {
    let (sets, reps, share) = WAVE[at];
    vec![
        warm_up(),
        strength("Back squat", vec![percent("back-squat", sets, reps, share)]),
        strength("Press", vec![percent("strict-press", sets, reps, share)]),
        accessory(vec![rated("romanian-deadlift", 3, 8, 7.0), free("sit-up", 3, Some(15))]),
    ]
}

fn pull(at: usize) -> Vec<TemplateBlock> {
    let (sets, reps, share) = WAVE[at];
    vec![
        warm_up(),
        strength("Deadlift", vec![percent("deadlift", sets.min(4), reps, share)]),
        strength("Row", vec![rated("barbell-row", 4, 8, 8.0)]),
        accessory(vec![free("pull-up", 4, Some(6)), free("farmer-carry", 3, None).metres(40.0)]),
    ]
}

fn bench_and_legs(at: usize) -> Vec<TemplateBlock> {
    let (sets, reps, share) = WAVE[at];
    vec![
        warm_up(),
        strength("Bench press", vec![percent("bench-press", sets, reps, share)]),
        strength("Front squat", vec![percent("front-squat", 4, reps.min(4), share - 0.05)]),
        accessory(vec![free("push-up", 3, Some(12)), free("box-jump", 3, Some(8))]),
    ]
}

fn snatch(at: usize) -> Vec<TemplateBlock> {
    let (sets, reps, share) = LIFTING[at];
    vec![
        warm_up(),
        strength("Snatch", vec![percent("snatch", sets, reps, share)]),
        strength("Overhead squat", vec![rated("overhead-squat", 4, 3, 7.5)]),
    ]
}

fn clean_and_jerk(at: usize) -> Vec<TemplateBlock> {
    let (sets, reps, share) = LIFTING[at];
    vec![
        warm_up(),
        strength("Clean and jerk", vec![percent("clean-and-jerk", sets, reps, share)]),
        strength("Front squat", vec![percent("front-squat", 4, 3, 0.78)]),
    ]
}

fn pulling_skills() -> Vec<TemplateBlock> {
    vec![
        warm_up(),
        block(
            BlockType::Skill,
            WorkoutFormat::Quality,
            "Strict pulling",
            vec![free("pull-up", 5, Some(5)), free("toes-to-bar", 4, Some(6))],
        ),
        TemplateBlock {
            time_cap_minutes: Some(10),
            score_type: Some(ScoreType::RoundsReps),
            ..block(
                BlockType::Metcon,
                WorkoutFormat::Amrap,
                "Ten minutes",
                vec![
                    free("pull-up", 1, Some(5)),
                    free("push-up", 1, Some(10)),
                    free("air-squat", 1, Some(15)),
                ],
            )
        },
    ]
}

fn upside_down() -> Vec<TemplateBlock> {
    vec![
        warm_up(),
        block(
            BlockType::Skill,
            WorkoutFormat::Quality,
            "Handstands",
            vec![free("handstand-push-up", 5, Some(4))],
        ),
        TemplateBlock {
            time_cap_minutes: Some(12),
            interval_seconds: Some(60),
            ..block(
                BlockType::Conditioning,
                WorkoutFormat::Emom,
                "Every minute",
                vec![free("burpee", 1, Some(8)), free("double-under", 1, Some(30))],
            )
        },
    ]
}

fn intervals() -> Vec<TemplateBlock> {
    vec![
        warm_up(),
        TemplateBlock {
            rounds: Some(6),
            interval_seconds: Some(240),
            ..block(
                BlockType::Conditioning,
                WorkoutFormat::Intervals,
                "Six times 500",
                vec![free("row-erg", 1, None).metres(500.0)],
            )
        },
    ]
}

fn mixed() -> Vec<TemplateBlock> {
    vec![
        warm_up(),
        TemplateBlock {
            rounds: Some(3),
            rep_scheme: Some(vec![21, 15, 9]),
            time_cap_minutes: Some(14),
            score_type: Some(ScoreType::Time),
            ..block(
                BlockType::Metcon,
                WorkoutFormat::ForTime,
                "21-15-9",
                vec![fixed("thruster", 42.5), free("burpee", 1, None)],
            )
        },
        TemplateBlock {
            time_cap_minutes: Some(12),
            ..block(
                BlockType::Conditioning,
                WorkoutFormat::Amrap,
                "Carry and swing",
                vec![fixed("kettlebell-swing", 24.0).reps(15), free("run", 1, None).metres(200.0)],
            )
        },
    ]
}

fn steady() -> Vec<TemplateBlock> {
    vec![TemplateBlock {
        time_cap_minutes: Some(40),
        ..block(
            BlockType::Conditioning,
            WorkoutFormat::Steady,
            "Easy run",
            vec![TemplatePrescription { target_rpe: Some(5.0), ..free("run", 1, None) }],
        )
    }]
}

fn warm_up() -> TemplateBlock {
    block(
        BlockType::WarmUp,
        WorkoutFormat::Quality,
        "Warm-up",
        vec![free("row-erg", 1, None).metres(500.0), free("air-squat", 2, Some(10))],
    )
}

fn strength(title: &str, lines: Vec<TemplatePrescription>) -> TemplateBlock {
    block(BlockType::Strength, WorkoutFormat::StrengthSets, title, lines)
}

fn accessory(lines: Vec<TemplatePrescription>) -> TemplateBlock {
    block(BlockType::Accessory, WorkoutFormat::StrengthSets, "Accessory", lines)
}

fn block(
    kind: BlockType,
    format: WorkoutFormat,
    title: &str,
    lines: Vec<TemplatePrescription>,
) -> TemplateBlock {
    TemplateBlock {
        kind,
        format,
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

fn line(
    movement: &str,
    sets: u32,
    reps: Option<u32>,
    load_basis: LoadBasis,
) -> TemplatePrescription {
    TemplatePrescription {
        movement: movement.to_owned(),
        sets,
        reps_min: reps,
        reps_max: reps,
        load_basis,
        load: None,
        target_rpe: None,
        rest_seconds: None,
        distance_metres: None,
        duration_seconds: None,
        calories: None,
    }
}

/// A share of the lift's maximum.
fn percent(movement: &str, sets: u32, reps: u32, share: f64) -> TemplatePrescription {
    TemplatePrescription {
        load: Some(share),
        target_rpe: Some(8.0),
        rest_seconds: Some(150),
        ..line(movement, sets, Some(reps), LoadBasis::OneRm)
    }
}

/// As heavy as the rating says.
fn rated(movement: &str, sets: u32, reps: u32, rpe: f64) -> TemplatePrescription {
    TemplatePrescription {
        target_rpe: Some(rpe),
        rest_seconds: Some(120),
        ..line(movement, sets, Some(reps), LoadBasis::Rpe)
    }
}

/// Kilograms as written.
fn fixed(movement: &str, kg: f64) -> TemplatePrescription {
    TemplatePrescription { load: Some(kg), ..line(movement, 1, None, LoadBasis::Absolute) }
}

/// No load.
fn free(movement: &str, sets: u32, reps: Option<u32>) -> TemplatePrescription {
    line(movement, sets, reps, LoadBasis::None)
}

/// Small changes to a line.
trait With {
    fn metres(self, metres: f64) -> Self;
    fn reps(self, reps: u32) -> Self;
}

impl With for TemplatePrescription {
    fn metres(self, metres: f64) -> Self {
        Self { distance_metres: Some(metres), ..self }
    }

    fn reps(self, reps: u32) -> Self {
        Self { reps_min: Some(reps), reps_max: Some(reps), ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::catalogue::{Catalogue, starter};
    use domain::snapshot::TrackFacts;
    use domain::vocab::TrackKind;

    use super::*;

    #[test]
    fn every_programme_can_be_put_in_force() {
        let catalogue = Catalogue::new(starter().into_iter().map(|entry| entry.movement));
        let facts = TrackFacts { name: "track".to_owned(), kind: TrackKind::General };
        let keys = ["strength", "weightlifting", "gymnastics", "conditioning"];
        let tracks: BTreeMap<String, TrackFacts> =
            keys.map(|key| (key.to_owned(), facts.clone())).into();

        for template in all() {
            let problems = domain::template_check::check(&template, &tracks, &catalogue);
            assert_eq!(problems, [], "{}", template.name);
        }
    }
}
