//! Worked examples of `engine.md`, section E, that need a whole prescription.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use chrono::Days;
use common::{block, gym, lift, monday, percent, quiet, readiness};
use domain::chain::{self, Context};
use domain::plan::{Line, Step};
use domain::reason::Reason;
use domain::signals::{ConservativeCause, LayoffSignal, Ramp, Signals};
use domain::snapshot::RestrictionFacts;
use domain::template::TemplatePrescription;
use domain::trace::replay;
use domain::vocab::{
    Axis, BlockType, BodyRegion, FactorKind, MovementPattern, RestrictionRule, TrendClass,
    WorkoutFormat,
};

/// 120 kg × 5 at RPE 8 (E1).
const BASIS_KG: f64 = 120.0 / 0.811;

/// 5 × 5 at 75 % of the back squat, in the quiet member's week changed by `with`.
fn squats(basis_kg: f64, with: impl FnOnce(&mut Signals)) -> Line {
    rated_squats(basis_kg, None, with)
}

/// The same, aimed at a rating.
fn rated_squats(basis_kg: f64, rpe: Option<f64>, with: impl FnOnce(&mut Signals)) -> Line {
    let facts = gym();
    let mut signals = quiet();
    signals.lifts.insert("back-squat".into(), lift(basis_kg));
    with(&mut signals);
    let programmed = block(
        BlockType::Strength,
        WorkoutFormat::StrengthSets,
        vec![TemplatePrescription { target_rpe: rpe, ..percent("back-squat", 5, 5, 0.75) }],
    );
    let context = Context::new(&facts, &signals, monday().monday(), None, None);
    let (made, _) = chain::prescribe(&programmed, "s.1", &mut vec!["back-squat".into()], &context);
    let line = made.unwrap().lines.remove(0);
    assert_eq!(replay(&line.trace, Axis::Load), line.load_kg);
    assert_eq!(replay(&line.trace, Axis::Sets), Some(f64::from(line.sets)));
    assert_eq!(replay(&line.trace, Axis::Effort), line.target_rpe);
    line
}

fn near(actual: Option<f64>, expected: f64) {
    let actual = actual.unwrap();
    assert!((actual - expected).abs() <= 1e-6 * expected, "{actual} is not {expected}");
}

/// What the steps of the effort tried, where they tried a rating.
fn efforts(line: &Line) -> Vec<(FactorKind, f64)> {
    let of_effort = line.trace.iter().filter(|step| step.axis == Axis::Effort);
    of_effort.filter_map(|step| Some((step.factor, step.by?))).collect()
}

/// The ceiling that the safety bound was, in kilograms.
fn safety_bound(line: &Line) -> Option<f64> {
    let bounds = |step: &&Step| step.axis == Axis::Load && step.factor == FactorKind::SafetyBound;
    line.trace.iter().find(bounds).and_then(|step| step.by)
}

/// What the load was after each step, and whether it was changed there.
fn loads(line: &Line) -> Vec<(FactorKind, Option<f64>)> {
    let of_load = line.trace.iter().filter(|step| step.axis == Axis::Load);
    of_load.map(|step| (step.factor, step.to)).collect()
}

fn gap(signals: &mut Signals, days: u64, weeks_trained: Option<u32>) {
    let monday = signals.week.monday();
    let squat = signals.lifts.get_mut("back-squat").unwrap();
    squat.layoff = match weeks_trained {
        None => LayoffSignal { last_on: Some(monday - Days::new(days)), ramps: Vec::new() },
        Some(weeks_trained) => LayoffSignal {
            last_on: Some(monday - Days::new(2)),
            ramps: vec![Ramp { gap_days: days as u32, weeks_trained }],
        },
    };
}

fn knee(signals: &mut Signals, rule: RestrictionRule, cap: Option<f64>) {
    signals.member.restrictions.push(RestrictionFacts {
        id: "restriction_01".into(),
        region: BodyRegion::Knee,
        patterns: vec![MovementPattern::Squat],
        movements: Vec::new(),
        rule,
        load_cap: cap,
        since: monday().monday() - Days::new(30),
        cleared_on: None,
    });
}

#[test]
fn e10_a_reduction_is_a_target_and_rounds_down() {
    let moderate = squats(BASIS_KG, |signals| signals.readiness = readiness(Some(46.6)));

    near(moderate.programmed_kg, 110.974_1);
    near(moderate.exact_kg, 105.425_4);
    assert_eq!((moderate.load_kg, moderate.sets), (Some(105.0), 4));

    let both = squats(BASIS_KG, |signals| {
        signals.readiness = readiness(Some(46.6));
        signals.conservative = Some(ConservativeCause::HighVolume);
    });
    near(both.exact_kg, 99.876_7);
    assert_eq!((both.load_kg, both.sets), (Some(97.5), 3));
}

#[test]
fn e10_effort_is_eased_by_the_largest_rise_in_reserve() {
    let moderate =
        rated_squats(BASIS_KG, Some(8.0), |signals| signals.readiness = readiness(Some(46.6)));

    assert_eq!((moderate.programmed_rpe, moderate.target_rpe), (Some(8.0), Some(7.0)));
    assert_eq!(efforts(&moderate), [(FactorKind::Readiness, 7.0)]);
    // The bound is read at the eased rating: five at RPE 7.
    near(safety_bound(&moderate), 0.786 * BASIS_KG);
    assert_eq!((moderate.load_kg, moderate.sets), (Some(105.0), 4));

    let both = rated_squats(BASIS_KG, Some(8.0), |signals| {
        signals.readiness = readiness(Some(46.6));
        signals.conservative = Some(ConservativeCause::HighVolume);
    });
    // RIR +1 and +2 do not add up.
    assert_eq!(efforts(&both), [(FactorKind::Readiness, 7.0), (FactorKind::Volume, 6.0)]);
    assert_eq!((both.target_rpe, both.load_kg, both.sets), (Some(6.0), Some(97.5), 3));
}

#[test]
fn e12_a_rating_bounds_the_load_and_is_kept_where_nothing_reduces() {
    let flat = rated_squats(140.76, Some(8.0), |_| {});

    near(safety_bound(&flat), 0.811 * 140.76);
    assert!((safety_bound(&flat).unwrap() - 114.16).abs() < 0.005);
    assert_eq!((flat.load_kg, flat.sets, flat.target_rpe), (Some(105.0), 5, Some(8.0)));
    assert_eq!(efforts(&flat), []);
    let fresh = rated_squats(150.0, Some(8.0), |_| {});
    assert_eq!((fresh.load_kg, fresh.target_rpe), (Some(112.5), Some(8.0)));
}

#[test]
fn e12_a_load_is_a_share_of_the_basis_to_the_nearest_plates() {
    let flat = squats(140.76, |_| {});

    near(flat.exact_kg, 105.57);
    assert_eq!((flat.load_kg, flat.sets), (Some(105.0), 5));
    assert_eq!(squats(150.0, |_| {}).load_kg, Some(112.5));
}

#[test]
fn e13_the_way_back_from_a_holiday_is_climbed_by_training() {
    let week = |days, trained| {
        let line = squats(140.0, |signals| gap(signals, days, trained));
        (line.load_kg.unwrap(), line.sets)
    };

    assert_eq!(week(21, None), (97.5, 4));
    assert_eq!(week(21, Some(1)), (105.0, 4));
    assert_eq!(week(21, Some(2)), (105.0, 5));
    let sets: Vec<u32> =
        [None, Some(1), Some(2), Some(3), Some(4)].map(|weeks| week(50, weeks).1).into();
    assert_eq!(sets, [2, 3, 4, 4, 5]);
    let loads: Vec<f64> = [None, Some(1), Some(2), Some(3)].map(|weeks| week(50, weeks).0).into();
    assert_eq!(loads, [87.5, 92.5, 97.5, 105.0]);
}

#[test]
fn e14_the_smallest_factor_wins_under_a_ceiling_and_every_step_is_kept() {
    let line = squats(BASIS_KG, |signals| {
        signals.readiness = readiness(Some(46.6));
        signals.conservative = Some(ConservativeCause::HighVolume);
        gap(signals, 21, None);
        knee(signals, RestrictionRule::CapLoad, Some(0.85));
        let squat = signals.lifts.get_mut("back-squat").unwrap();
        squat.trend.class = TrendClass::Up;
        squat.trend.percent_per_week = Some(1.018_676);
    });

    let steps = loads(&line);
    near(steps[0].1, 110.974_125);
    near(steps[2].1, 94.328_006);
    let changed: Vec<FactorKind> =
        steps.iter().filter(|step| step.1.is_some()).map(|step| step.0).collect();
    assert_eq!(changed, [FactorKind::Base, FactorKind::Restriction, FactorKind::Rounding]);
    let order: Vec<FactorKind> = steps.iter().map(|step| step.0).collect();
    assert_eq!(
        order,
        [
            FactorKind::Base,
            FactorKind::Substitution,
            FactorKind::Restriction,
            FactorKind::PrTrend,
            FactorKind::Readiness,
            FactorKind::Volume,
            FactorKind::Layoff,
            FactorKind::CoachBound,
            FactorKind::SafetyBound,
            FactorKind::Rounding,
        ]
    );
    assert!(line.trace.iter().any(|step: &Step| matches!(step.reason, Reason::IncreaseRefused(_))));
    assert_eq!((line.load_kg, line.sets), (Some(92.5), 3));
}

#[test]
fn e14_the_rating_falls_by_two_in_reserve_not_by_three() {
    let line = rated_squats(BASIS_KG, Some(8.0), |signals| {
        signals.readiness = readiness(Some(46.6));
        signals.conservative = Some(ConservativeCause::HighVolume);
        gap(signals, 21, None);
        knee(signals, RestrictionRule::CapLoad, Some(0.85));
    });

    assert_eq!(efforts(&line), [(FactorKind::Readiness, 7.0), (FactorKind::Volume, 6.0)]);
    assert_eq!((line.target_rpe, line.load_kg, line.sets), (Some(6.0), Some(92.5), 3));
}

#[test]
fn effort_is_never_eased_under_rpe_5_nor_raised_to_it() {
    let aimed = |rpe| {
        let line = rated_squats(BASIS_KG, Some(rpe), |signals| {
            signals.conservative = Some(ConservativeCause::HighVolume);
        });
        line.target_rpe
    };

    assert_eq!([8.0, 6.5, 5.5, 4.0].map(aimed), [Some(6.0), Some(5.0), Some(5.0), Some(4.0)]);
}

#[test]
fn e14_a_rising_lift_goes_up_where_nothing_reduces() {
    let line = squats(BASIS_KG, |signals| {
        let squat = signals.lifts.get_mut("back-squat").unwrap();
        squat.trend.class = TrendClass::Up;
        squat.trend.percent_per_week = Some(1.018_676);
    });

    near(line.exact_kg, 112.104_591);
    assert_eq!(line.load_kg, Some(112.5));
}

#[test]
fn a_lift_of_which_nothing_is_known_is_calibrated() {
    let line = squats(100.0, |signals| signals.lifts.clear());

    assert_eq!((line.load_kg, line.min_rir), (None, Some(3.0)));
}

#[test]
fn a_forbidden_movement_is_replaced_and_read_on_its_own_lift() {
    let line = squats(100.0, |signals| {
        signals.lifts.insert("deadlift".into(), lift(160.0));
        knee(signals, RestrictionRule::Forbid, None);
    });

    assert_eq!(line.substituted_for.as_deref(), Some("back-squat"));
    assert_ne!(line.movement, "back-squat");
}
