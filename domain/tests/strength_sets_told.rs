//! Sets a week that strength as a goal asks for are told to the coach (B10, decision 0020).
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{block, gym, lift, percent, quiet, readiness, session, template, track};
use domain::landmarks::StrengthLift;
use domain::personalise::personalise;
use domain::reason::Finding;
use domain::signals::Signals;
use domain::snapshot::{GoalFacts, GymFacts};
use domain::template::TemplatePrescription;
use domain::vocab::{BlockType, GoalKind, WorkoutFormat};

fn member(goal: GoalKind) -> Signals {
    let mut signals = quiet();
    signals.member.goals = vec![GoalFacts { kind: goal, weight: 1.0 }];
    for key in ["back-squat", "bench-press", "deadlift"] {
        signals.lifts.insert(key.into(), lift(140.0));
    }
    signals
}

/// What is told of a week with one session of these lines.
fn told(
    signals: &Signals,
    facts: &GymFacts,
    lines: Vec<TemplatePrescription>,
) -> Vec<(StrengthLift, u32, u32, u32)> {
    let work = vec![block(BlockType::Strength, WorkoutFormat::StrengthSets, lines)];
    let only = vec![track("strength", 1.0, 0.0, 1.0)];
    let mut signals = signals.clone();
    signals.member.sessions_per_week = 1;
    let template = template(only, vec![session("strength", 1, 1, work)], 1);
    let found = personalise(&signals, facts, &template, None).findings;
    let sets = found.into_iter().filter_map(|finding| match finding {
        Finding::SetsForStrength { lift, sets, least, most } => Some((lift, sets, least, most)),
        _ => None,
    });
    sets.collect()
}

/// So many sets of five at three quarters.
fn sets(movement: &str, sets: u32) -> TemplatePrescription {
    percent(movement, sets, 5, 0.75)
}

#[test]
fn too_few_and_too_many_sets_are_told_with_what_the_goal_asks_for() {
    let strong = member(GoalKind::BuildStrength);

    let found = told(
        &strong,
        &gym(),
        vec![sets("back-squat", 5), sets("bench-press", 16), sets("deadlift", 9)],
    );

    assert_eq!(
        found,
        [
            (StrengthLift::Squat, 5, 6, 12),
            (StrengthLift::Bench, 16, 8, 15),
            (StrengthLift::Deadlift, 9, 4, 8)
        ]
    );
    let usual = vec![sets("back-squat", 6), sets("bench-press", 15), sets("deadlift", 4)];
    assert_eq!(told(&strong, &gym(), usual), []);
}

#[test]
fn variants_count_together_and_a_lift_that_is_not_trained_is_not_told() {
    let strong = member(GoalKind::BuildStrength);

    assert_eq!(
        told(&strong, &gym(), vec![sets("back-squat", 3), sets("front-squat", 3)]),
        [],
        "six sets of squats, and no bench press"
    );
}

#[test]
fn who_has_another_goal_is_told_nothing() {
    for goal in [GoalKind::GeneralFitness, GoalKind::BuildMuscle, GoalKind::ImproveWeightlifting] {
        assert_eq!(told(&member(goal), &gym(), vec![sets("back-squat", 1)]), []);
    }
    assert_eq!(told(&quiet(), &gym(), vec![sets("back-squat", 1)]), []);
}

#[test]
fn what_a_tired_week_cuts_is_not_told_as_too_few() {
    let mut tired = member(GoalKind::BuildStrength);
    tired.readiness = readiness(Some(45.0));

    assert_eq!(told(&tired, &gym(), vec![sets("back-squat", 6)]), []);
    let found = told(&tired, &gym(), vec![sets("back-squat", 5)]);
    assert_eq!(found, [(StrengthLift::Squat, 5, 6, 12)], "as programmed, not as cut");
}

#[test]
fn easy_sets_do_not_count() {
    let strong = member(GoalKind::BuildStrength);
    let mut easy = sets("back-squat", 5);
    easy.target_rpe = Some(6.0);

    assert_eq!(told(&strong, &gym(), vec![easy]), []);
}

#[test]
fn a_gym_may_ask_for_other_numbers() {
    let mut facts = gym();
    facts.config.landmarks.strength_sets.squat.least = 3;
    facts.config.validate().unwrap();

    assert_eq!(told(&member(GoalKind::BuildStrength), &facts, vec![sets("back-squat", 3)]), []);
}
