//! What sets say when they arrive (B0 block kinds, B1b).
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::catalogue::starter;

fn catalogue() -> Catalogue {
    Catalogue::new(starter().into_iter().map(|entry| entry.movement))
}

/// 5 × 5 at 100 kg of a basis of 140.
fn asked(work: Work) -> Prescribed {
    Prescribed {
        line: "s.1.1-back-squat".into(),
        movement: "back-squat".into(),
        work,
        sets: 5,
        reps_min: Some(5),
        reps_max: Some(5),
        rounded_kg: Some(100.0),
        exact_kg: Some(101.0),
        basis_kg: Some(140.0),
        target_rpe: Some(8.0),
        reduced: false,
    }
}

fn set(reps: u32, load_kg: f64) -> LoggedSet {
    LoggedSet {
        movement: "back-squat".into(),
        kind: SetKind::Working,
        reps: Some(reps),
        load_kg: Some(load_kg),
        rpe: None,
        distance_metres: None,
        prescribed: Some(asked(Work::Strength)),
    }
}

fn free(movement: &str, reps: u32, load_kg: f64, rpe: Option<f64>) -> LoggedSet {
    LoggedSet { movement: movement.into(), prescribed: None, rpe, ..set(reps, load_kg) }
}

fn read(sets: &[LoggedSet]) -> SessionDigest {
    digest(sets, 60, Some(7.0), Some(80.0), &catalogue(), &StrengthConfig::default())
}

fn squat(sets: &[LoggedSet]) -> LiftDigest {
    let found = read(sets).lifts.into_iter().find(|lift| lift.lift == "back-squat");
    found.unwrap()
}

#[test]
fn who_goes_all_out_and_proves_less_than_the_basis_earns_no_step() {
    let held = |last: u32| {
        let mut sets = vec![set(5, 100.0); 4];
        sets.push(set(last, 100.0));
        squat(&sets).held.unwrap()
    };

    // 12 repetitions of 100 kg prove 140 kg, the basis; 11 prove 136.7.
    assert!(held(12).earns_step);
    assert!(!held(11).earns_step);
    assert_eq!(held(11).basis_kg, 140.0);
    assert!(!held(7).earns_step);
    // One more than asked shows nothing of how many there were.
    assert!(held(6).earns_step);
    assert!(held(5).earns_step);
}

#[test]
fn planned_sets_completed_at_the_load_hold_the_basis_and_earn_a_step() {
    let lift = squat(&vec![set(5, 100.0); 5]);
    let held = lift.held.unwrap();

    assert_eq!((held.basis_kg, held.earns_step), (140.0, true));
    assert!((held.at_least_kg - 100.0 * (1.0 + 5.0 / 30.0)).abs() < 1e-9);
    assert_eq!((lift.missed, lift.lighter), (None, Some(false)));
}

#[test]
fn a_reduced_line_and_one_under_70_percent_earn_no_step() {
    let with = |change: fn(&mut Prescribed)| {
        let mut one = set(5, 97.0);
        change(one.prescribed.as_mut().unwrap());
        one.load_kg = one.prescribed.as_ref().unwrap().rounded_kg;
        squat(&vec![one; 5]).held.unwrap().earns_step
    };

    assert!(!with(|asked| asked.reduced = true));
    assert!(!with(|asked| (asked.rounded_kg, asked.exact_kg) = (Some(97.5), Some(97.9))));
    assert!(with(|asked| (asked.rounded_kg, asked.exact_kg) = (Some(97.5), Some(98.0))));
}

#[test]
fn missed_repetitions_are_read_as_what_was_done_also_where_that_is_nothing() {
    let mut short = vec![set(5, 100.0); 4];
    short.push(set(3, 100.0));
    let missed = squat(&short).missed.unwrap();
    assert!((missed.value_kg - 100.0 * (1.0 + 5.0 / 30.0)).abs() < 1e-9);

    let nothing = squat(&[set(0, 100.0)]);
    assert_eq!(nothing.missed.map(|said| (said.value_kg, said.reps)), Some((0.0, 0)));
}

#[test]
fn too_few_sets_or_a_lighter_load_say_at_least_and_no_more() {
    let few = squat(&vec![set(5, 100.0); 4]);
    let light = squat(&vec![set(5, 95.0); 5]);

    assert_eq!((few.held, few.missed), (None, None));
    assert!(few.lower.is_some());
    assert_eq!((light.held, light.lighter), (None, Some(true)));
    // Half a percent is the plates.
    assert!(squat(&vec![set(5, 99.6); 5]).held.is_some());
}

#[test]
fn conditioning_says_nothing_of_strength_unless_it_is_rated() {
    let mut one = set(21, 60.0);
    one.prescribed = Some(Prescribed { work: Work::Conditioning, ..asked(Work::Strength) });
    let unrated = squat(std::slice::from_ref(&one));
    let rated = LoggedSet { reps: Some(5), rpe: Some(9.0), ..one };

    assert_eq!((unrated.lower, unrated.held, unrated.rpe), (None, None, None));
    assert!(squat(&[rated]).rpe.is_some());
}

#[test]
fn a_rating_easier_than_is_read_says_at_least_what_the_easiest_would() {
    let lift = squat(&[free("back-squat", 3, 100.0, Some(5.0))]);

    assert_eq!(lift.rpe, None);
    assert!((lift.lower.unwrap().value_kg - 100.0 / 0.811).abs() < 1e-9);
    assert!(lift.rated);
}

#[test]
fn a_variant_says_of_its_lift_no_more_than_at_least() {
    let lift = squat(&[free("pause-back-squat", 3, 100.0, Some(9.0))]);

    assert_eq!((lift.rpe, lift.tested), (None, None));
    assert!((lift.lower.unwrap().value_kg - 100.0 / 0.892).abs() < 1e-9);
}

#[test]
fn one_set_far_over_its_line_is_doubtful_and_a_whole_line_is_not() {
    let mut typed = vec![set(5, 100.0); 4];
    typed.push(set(5, 140.0));
    let one = squat(&typed).held.unwrap();
    let all = squat(&vec![set(5, 140.0); 5]).held.unwrap();
    let plate = squat(&[vec![set(5, 100.0); 4], vec![set(5, 105.0)]].concat()).held.unwrap();

    assert!(one.doubtful && one.next_kg.is_some_and(|kg| kg < 117.0));
    assert!(!all.doubtful && !plate.doubtful);
}

#[test]
fn a_scheme_asks_its_fewest_repetitions_of_every_set() {
    let block = PlannedBlock {
        key: "b".into(),
        kind: crate::vocab::BlockType::Strength,
        format: WorkoutFormat::StrengthSets,
        title: "b".into(),
        notes: None,
        rounds: None,
        rep_scheme: Some(vec![5, 3, 3]),
        time_cap_minutes: None,
        interval_seconds: None,
        score_type: None,
        programmed_format: None,
        programmed_rounds: None,
        programmed_time_cap_minutes: None,
        trace: Vec::new(),
        coach_edited: false,
        lines: Vec::new(),
    };

    assert_eq!(least(&block), Some(3));
}

#[test]
fn warm_ups_are_left_out_and_impossible_values_are_dropped_and_counted() {
    let warm_up = LoggedSet { kind: SetKind::WarmUp, ..free("back-squat", 5, 60.0, None) };
    let bad = [
        free("back-squat", 5, f64::NAN, None),
        free("back-squat", 5, 1_001.0, None),
        free("back-squat", 5, 100.0, Some(11.0)),
        free("back-squat", 2_001, 100.0, None),
    ];
    let good = free("back-squat", 5, 100.0, None);

    let digest = read(&[&[warm_up, good][..], &bad].concat());

    assert_eq!((digest.sets, digest.dropped_sets), (1, 4));
    assert_eq!(digest.tonnage_kg, 500.0);
}

#[test]
fn tonnage_moves_a_share_of_bodyweight_and_assistance_takes_from_it() {
    let free_squats = read(&[free("air-squat", 10, 0.0, None)]);
    let assisted = read(&[free("air-squat", 10, -60.0, None)]);

    assert!((free_squats.tonnage_kg - 10.0 * 0.66 * 80.0).abs() < 1e-9);
    assert_eq!(assisted.tonnage_kg, 0.0);
}

#[test]
fn hard_sets_are_counted_by_their_own_rating_or_the_one_asked_for() {
    let easy = free("back-squat", 5, 100.0, Some(6.5));
    let hard = free("back-squat", 5, 100.0, Some(7.0));
    let failed = LoggedSet { kind: SetKind::Failure, ..free("back-squat", 5, 100.0, None) };

    let digest = read(&[easy, hard, failed, set(5, 100.0)]);

    assert_eq!((digest.patterns[0].sets, digest.patterns[0].hard_sets), (4, 3));
}

#[test]
fn a_maximum_is_tested_and_of_several_repetitions_reads_the_chart() {
    let of = |reps| {
        let mut one = set(reps, 150.0);
        one.prescribed = Some(Prescribed { work: Work::MaxLoad, ..asked(Work::Strength) });
        squat(&[one]).tested.unwrap().value_kg
    };

    assert_eq!(of(1), 150.0);
    assert!((of(3) - 150.0 / 0.922).abs() < 1e-9);
}
