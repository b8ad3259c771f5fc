//! The seven promises of the engine, over random members. `MICROCYCLE_CASES` sets how many of each.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeMap;

use chrono::Days;
use common::gyms::{GYMS, gyms};
use common::property::{config, hurt_knee};
use common::random::{Case, World, cases};
use common::readiness;
use domain::diff;
use domain::e1rm;
use domain::explain::Reader;
use domain::narrative;
use domain::personalise::{compute, personalise};
use domain::plan::{Line, PlanDocument, PlannedBlock, Step};
use domain::reason::Reason;
use domain::signals::{BaseSignal, Signals};
use domain::snapshot::Base;
use domain::trace::replay;
use domain::vocab::{Axis, FactorKind, MovementPattern, VolumeLevel, WeightUnit, WorkoutFormat};
use proptest::prelude::*;

// A third of the time goes into small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn lines(document: &PlanDocument) -> impl Iterator<Item = (&PlannedBlock, &Line)> {
    let blocks = document.sessions.iter().flat_map(|session| &session.blocks);
    blocks.flat_map(|block| block.lines.iter().map(move |line| (block, line)))
}

fn bytes(document: &PlanDocument) -> String {
    serde_json::to_string(document).unwrap()
}

/// The week of a world from changed signals.
fn week(world: &World, signals: &Signals) -> PlanDocument {
    personalise(signals, &world.facts, &world.template, None)
}

/// Every amount that may only fall, by where it stands.
fn amounts(document: &PlanDocument) -> BTreeMap<String, f64> {
    let mut out = BTreeMap::new();
    for (block, line) in lines(document) {
        out.insert(format!("{} load", line.key), line.load_kg.unwrap_or(0.0));
        out.insert(format!("{} sets", line.key), f64::from(line.sets));
        out.insert(format!("{} metres", line.key), line.distance_metres.unwrap_or(0.0));
        let count = |counted: Option<u32>| f64::from(counted.unwrap_or(0));
        out.insert(format!("{} seconds", line.key), count(line.duration_seconds));
        out.insert(format!("{} calories", line.key), count(line.calories));
        out.extend(line.target_rpe.map(|rpe| (format!("{} rpe", line.key), rpe)));
        out.insert(format!("{} rounds", block.key), f64::from(block.rounds.unwrap_or(0)));
        out.insert(
            format!("{} minutes", block.key),
            f64::from(block.time_cap_minutes.unwrap_or(0)),
        );
    }
    out
}

/// Nothing of `worse` is above what `better` has in the same place.
fn never_raises(better: &PlanDocument, worse: &PlanDocument) -> Result<(), TestCaseError> {
    let better = amounts(better);
    for (key, value) in amounts(worse) {
        let before = better.get(&key);
        prop_assert!(before.is_some(), "{key} is new");
        prop_assert!(before.is_none_or(|before| value <= *before), "{key} rose to {value}");
    }
    Ok(())
}

fn deterministic(case: &Case) -> Result<(), TestCaseError> {
    let (one, other) = (World::of(case), World::of(case));
    let (one, other) = (compute(&one.snapshot(None)), compute(&other.snapshot(None)));
    prop_assert_eq!(bytes(&one.document), bytes(&other.document));
    // What is stored is what was computed, and leads to the same week again.
    let stored: Signals =
        serde_json::from_slice(&serde_json::to_vec(&one.signals).unwrap()).unwrap();
    let world = World::of(case);
    prop_assert_eq!(bytes(&week(&world, &stored)), bytes(&one.document));
    let read: PlanDocument = serde_json::from_str(&bytes(&one.document)).unwrap();
    prop_assert_eq!(read, one.document);
    Ok(())
}

/// A week that is computed again from the same inputs, days before it begins, is the same week.
fn stable(case: &Case) -> Result<(), TestCaseError> {
    let mut world = World::of(case);
    world.as_of = common::noon(world.week.monday() - Days::new(3));
    let before = compute(&world.snapshot(None)).document;
    let base = Base {
        revision: 1,
        document: before.clone().into(),
        untouchable: Vec::new(),
        excused: Vec::new(),
        reduce_only: false,
        redraw: false,
    };
    let after = compute(&world.snapshot(Some(base))).document;
    prop_assert_eq!(diff::changes(&before, &after), Vec::new());
    prop_assert_eq!(bytes(&before), bytes(&after));
    Ok(())
}

/// The sessions of the newest window, as heavy as `times` says.
fn with_newest_times(case: &Case, times: f64) -> World {
    let mut world = World::of(case);
    let today = world.signals().today;
    for session in &mut world.sessions {
        if session.date < today && session.date + Days::new(7) >= today {
            session.digest.training_load = session.digest.training_load.map(|au| au * times);
            session.digest.tonnage_kg *= times;
        }
    }
    world
}

/// More volume in the newest window, as the detector itself reads it.
fn monotone_in_volume(case: &Case, times: f64) -> Result<(), TestCaseError> {
    let (usual, more) = (World::of(case), with_newest_times(case, times));
    never_raises(&week(&usual, &usual.signals()), &week(&more, &more.signals()))
}

fn monotone(case: &Case, drop: f64, days: u64) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let signals = world.signals();
    let usual = week(&world, &signals);

    let mut tired = signals.clone();
    if let Some(score) = signals.readiness.score {
        let lower = readiness(Some((score - drop).max(0.0)));
        (tired.readiness.score, tired.readiness.band) = (lower.score, lower.band);
        never_raises(&usual, &week(&world, &tired))?;
    }
    tired.readiness.ill_on = Some(signals.today);
    never_raises(&usual, &week(&world, &tired))?;

    let mut loaded = signals.clone();
    loaded.volume.level = match signals.volume.level {
        VolumeLevel::Elevated | VolumeLevel::High => VolumeLevel::High,
        _ => VolumeLevel::Elevated,
    };
    never_raises(&usual, &week(&world, &loaded))?;
    loaded.conservative = Some(domain::signals::ConservativeCause::HighVolume);
    never_raises(&usual, &week(&world, &loaded))?;

    let mut away = signals.clone();
    for layoff in away.layoffs.values_mut() {
        layoff.last_on = layoff.last_on.map(|on| on - Days::new(days));
    }
    for lift in away.lifts.values_mut() {
        lift.layoff.last_on = lift.layoff.last_on.map(|on| on - Days::new(days));
    }
    never_raises(&usual, &week(&world, &away))
}

fn bounded(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let document = compute(&world.snapshot(None)).document;
    // What is no number is written as null, and comes back as something else.
    let read: PlanDocument = serde_json::from_str(&bytes(&document)).unwrap();
    prop_assert_eq!(&read, &document, "a value is no number");
    for (share, track) in document.blend.iter().zip(&world.template.template.tracks) {
        let near = 1e-9;
        prop_assert!(
            share.share >= track.min_share - near && share.share <= track.max_share + near
        );
        prop_assert!((0.0..=1.0 + near).contains(&share.share));
    }
    let total: f64 = document.blend.iter().map(|share| share.share).sum();
    prop_assert!((total - 1.0).abs() < 1e-9, "shares sum to {total}");
    let mut days: Vec<_> = document.sessions.iter().map(|session| session.date).collect();
    days.sort_unstable();
    days.dedup();
    prop_assert_eq!(days.len(), document.sessions.len());
    prop_assert!(days.len() <= 6 && days.iter().all(|day| document.week.contains(*day)));
    for (block, line) in lines(&document) {
        // Kilograms of which nothing is known are never more than the programme has.
        let base = line.trace.iter().find(|step| step.axis == Axis::Load);
        let absolute =
            base.is_some_and(|base| base.reason == Reason::Programmed && base.by.is_none());
        if let (Some(load), None, true) = (line.load_kg, line.basis_kg, absolute) {
            prop_assert!(line.programmed_kg.is_some_and(|programmed| load <= programmed));
        }
        let (Some(load), Some(basis)) = (line.load_kg, line.basis_kg) else {
            continue;
        };
        let reps = line.reps_max.unwrap_or(1);
        let single = block.format == WorkoutFormat::MaxLoad || reps == 1;
        let chain = &world.facts.config.chain;
        let chart = e1rm::chart_for(reps, line.target_rpe.unwrap_or(10.0)).unwrap_or(1.0);
        let most = basis * if single { chain.bound_single } else { chart.min(chain.bound_reps) };
        prop_assert!(load <= most + 1e-6, "{} is {load}, more than {most}", line.key);
        prop_assert!(line.sets >= 1 && line.sets <= line.programmed_sets);
    }
    Ok(())
}

/// Before ceilings and rounding, what is left is what the largest reduction leaves, and no less.
fn largest_wins(steps: &[Step], axis: Axis) -> Result<(), TestCaseError> {
    let steps: Vec<&Step> = steps
        .iter()
        .filter(|step| step.axis == axis)
        .take_while(|step| step.factor != FactorKind::CoachBound)
        .collect();
    let Some(programmed) = steps.first().and_then(|step| step.to) else {
        return Ok(());
    };
    let left = steps.iter().filter_map(|step| step.to).next_back();
    let tried = steps.iter().skip(1).filter_map(|step| step.by);
    let target = |by: f64| if axis == Axis::Effort { by } else { programmed * by };
    prop_assert_eq!(left, Some(tried.map(target).fold(programmed, f64::min)), "{:?}", axis);
    Ok(())
}

fn reductions_do_not_stack(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let document = compute(&world.snapshot(None)).document;
    for (block, line) in lines(&document) {
        for axis in [Axis::Sets, Axis::Rounds, Axis::Minutes, Axis::Effort] {
            let steps = if matches!(axis, Axis::Rounds | Axis::Minutes) {
                &block.trace
            } else {
                &line.trace
            };
            largest_wins(steps, axis)?;
        }
        let Some((programmed, exact)) = line.programmed_kg.zip(line.exact_kg) else {
            continue;
        };
        let factor = |step: &&domain::plan::Step| {
            let reduces = matches!(
                step.factor,
                FactorKind::PrTrend
                    | FactorKind::Readiness
                    | FactorKind::Volume
                    | FactorKind::Layoff
            );
            step.axis == Axis::Load && reduces
        };
        let factors = line.trace.iter().filter(factor).filter_map(|step| step.by);
        let smallest = factors.clone().fold(1.0, f64::min);
        let ceilings = line.trace.iter().filter(|step| {
            step.axis == Axis::Load
                && matches!(step.factor, FactorKind::Restriction | FactorKind::SafetyBound)
                && step.to.is_some()
        });
        let capped = ceilings.count() > 0;
        let chain = &world.facts.config.chain;
        prop_assert!(smallest >= chain.load_min);
        if smallest < 1.0 {
            prop_assert!(exact <= programmed * smallest + 1e-9);
            prop_assert!(capped || (exact - programmed * smallest).abs() < 1e-9);
        } else {
            prop_assert!(exact <= programmed * chain.increase_max + 1e-9);
        }
        if exact > programmed {
            prop_assert!(!line.reduced, "{} was raised and reduced", line.key);
        }
    }
    Ok(())
}

/// The steps of B6, in its order.
const ORDER: [FactorKind; 10] = [
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
];

/// All ten steps in order, and every reduction a target: the least of what was and its share of the programmed.
fn steps_are_whole(steps: &[Step], axis: Axis) -> Result<(), TestCaseError> {
    let steps: Vec<&Step> = steps.iter().filter(|step| step.axis == axis).collect();
    let Some(programmed) = steps.first().and_then(|step| step.to) else {
        return Ok(()); // nothing is prescribed
    };
    let factors: Vec<FactorKind> = steps.iter().map(|step| step.factor).collect();
    prop_assert_eq!(&factors[..], &ORDER[..], "{:?}", axis);
    let mut value = programmed;
    for step in steps {
        let reduces = matches!(
            step.factor,
            FactorKind::PrTrend | FactorKind::Readiness | FactorKind::Volume | FactorKind::Layoff
        );
        if let Some(by) = step.by.filter(|by| reduces && (axis == Axis::Effort || *by < 1.0)) {
            let target = if axis == Axis::Effort { by } else { programmed * by };
            let expected = (target < value).then_some(target);
            prop_assert_eq!(step.to, expected, "{:?} {:?}", axis, step.factor);
        }
        let was = value;
        value = step.to.unwrap_or(value);
        let up = step.factor == FactorKind::PrTrend || step.factor == FactorKind::Rounding;
        let kept = value <= was || up || step.factor == FactorKind::Base;
        prop_assert!(kept, "{:?} {:?} rises from {} to {}", axis, step.factor, was, value);
        if step.factor == FactorKind::Rounding && axis != Axis::Load {
            prop_assert!(value <= programmed, "{:?} is above what is programmed", axis);
        }
    }
    Ok(())
}

fn explained(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let computed = compute(&world.snapshot(None));
    let reader = Reader::new(&world.facts, &computed.signals);
    for (block, line) in lines(&computed.document) {
        for axis in [Axis::Load, Axis::Sets, Axis::Effort] {
            steps_are_whole(&line.trace, axis)?;
        }
        for axis in [Axis::Rounds, Axis::Minutes] {
            steps_are_whole(&block.trace, axis)?;
        }
        let load = replay(&line.trace, Axis::Load).filter(|kg| *kg > 0.0);
        prop_assert_eq!(load, line.load_kg);
        prop_assert_eq!(replay(&line.trace, Axis::Effort), line.target_rpe);
        let counted = replay(&line.trace, Axis::Sets);
        let amounts = [
            Some(f64::from(line.sets)),
            line.duration_seconds.map(f64::from),
            line.distance_metres,
            line.calories.map(f64::from),
        ];
        prop_assert!(amounts.contains(&counted), "{}: {counted:?}", line.key);
        if let Some(rounds) = block.rounds {
            prop_assert_eq!(replay(&block.trace, Axis::Rounds), Some(f64::from(rounds)));
        }
        if let Some(minutes) = block.time_cap_minutes {
            prop_assert_eq!(replay(&block.trace, Axis::Minutes), Some(f64::from(minutes)));
        }
        for step in reader.line_trace(line).into_iter().chain(reader.block_trace(block)) {
            prop_assert!(step.reason.ends_with('.') && step.reason.len() > 5, "{:?}", step.reason);
        }
    }
    Ok(())
}

fn complete(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let computed = compute(&world.snapshot(None));
    let reader = Reader::new(&world.facts, &computed.signals);
    let text = narrative::rules(&reader, &computed.document);
    prop_assert!(!text.focus.is_empty() && !text.reasoning.is_empty() && !text.cues.is_empty());
    prop_assert!(
        !domain::text::week(&computed.document, &computed.signals, &world.facts, true).is_empty()
    );
    Ok(())
}

/// A new restriction, or a redraw for a changed goal: what is begun or past stands, to the byte.
fn history_stands_in_any_recomputation(
    case: &Case,
    redraw: bool,
    picked: usize,
) -> Result<(), TestCaseError> {
    let mut world = World::of(case);
    let before = compute(&world.snapshot(None)).document;
    world.as_of = common::noon(world.week.monday() + Days::new(2));
    let today = world.signals().today;
    world.member.restrictions.push(hurt_knee(today));
    let keys = before.sessions.iter().skip(picked % 4).take(1);
    let untouchable: Vec<String> = keys.map(|session| session.key.clone()).collect();
    let base = Base {
        revision: 1,
        document: before.clone().into(),
        untouchable: untouchable.clone(),
        excused: Vec::new(),
        reduce_only: !redraw,
        redraw,
    };
    let after = compute(&world.snapshot(Some(base))).document;
    for session in &before.sessions {
        if untouchable.contains(&session.key) || session.date < today {
            let now = after.sessions.iter().find(|now| now.key == session.key);
            prop_assert_eq!(now, Some(session));
        }
    }
    if !redraw {
        let known = amounts(&before);
        for (key, value) in amounts(&after) {
            let before = known.get(&key);
            prop_assert!(before.is_none_or(|before| value <= *before), "{key} rose to {value}");
        }
    }
    for session in after.sessions.iter().filter(|session| session.date >= today) {
        let moved = !untouchable.contains(&session.key);
        for line in session.blocks.iter().flat_map(|block| &block.lines).filter(|_| moved) {
            let pattern =
                world.facts.catalogue.get(&line.movement).map(|movement| movement.pattern);
            prop_assert!(
                !matches!(pattern, Some(MovementPattern::Squat | MovementPattern::Lunge)),
                "{} is ruled out",
                line.key
            );
        }
    }
    Ok(())
}

fn history_stands(case: &Case, drop: f64, picked: usize) -> Result<(), TestCaseError> {
    let mut world = World::of(case);
    let before = compute(&world.snapshot(None)).document;
    world.as_of = common::noon(world.week.monday() + Days::new(2));
    let untouchable: Vec<String> = before
        .sessions
        .iter()
        .skip(picked % 4)
        .take(1)
        .map(|session| session.key.clone())
        .collect();
    let base = Base {
        revision: 1,
        document: before.clone().into(),
        untouchable: untouchable.clone(),
        excused: Vec::new(),
        reduce_only: true,
        redraw: false,
    };
    let mut signals = domain::observe::observe(&world.snapshot(Some(base)));
    if let Some(score) = signals.readiness.score {
        let lower = readiness(Some((score - drop).max(0.0)));
        (signals.readiness.score, signals.readiness.band) = (lower.score, lower.band);
    }
    let asked = BaseSignal {
        revision: 1,
        untouchable: untouchable.clone(),
        reduce_only: true,
        redraw: false,
    };
    signals.base = Some(asked);
    let after = personalise(&signals, &world.facts, &world.template, Some(&before));
    for session in &before.sessions {
        let now = after.sessions.iter().find(|now| now.key == session.key);
        let now = now.ok_or_else(|| TestCaseError::fail("a session is gone"))?;
        prop_assert_eq!(now.date, session.date);
        if untouchable.contains(&session.key) || session.date < signals.today {
            prop_assert_eq!(now, session);
        }
    }
    never_raises(&before, &after)?;
    if diff::changes(&before, &after).is_empty() {
        prop_assert_eq!(bytes(&before), bytes(&after));
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn one_the_same_snapshot_gives_the_same_plan_to_the_byte(case in cases()) {
        deterministic(&case)?;
    }

    #[test]
    fn one_a_week_computed_again_from_the_same_inputs_is_the_same(case in cases()) {
        stable(&case)?;
    }

    #[test]
    fn two_a_worse_state_never_raises_anything(case in cases(), drop in 0.0..60.0_f64, days in 0..200_u64) {
        monotone(&case, drop, days)?;
    }

    #[test]
    fn two_a_heavier_newest_window_never_raises_anything(case in cases(), times in 1.0..4.0_f64) {
        monotone_in_volume(&case, times)?;
    }

    #[test]
    fn three_everything_lies_in_its_bounds(case in cases()) {
        bounded(&case)?;
    }

    #[test]
    fn four_reductions_do_not_stack(case in cases()) {
        reductions_do_not_stack(&case)?;
    }

    #[test]
    fn five_replaying_the_trace_gives_the_prescription(case in cases()) {
        explained(&case)?;
    }

    #[test]
    fn six_the_plan_is_complete_without_a_model(case in cases()) {
        complete(&case)?;
    }

    #[test]
    fn seven_history_stands_in_any_recomputation(
        case in cases(), redraw in any::<bool>(), picked in 0..4_usize,
    ) {
        history_stands_in_any_recomputation(&case, redraw, picked)?;
    }

    #[test]
    fn seven_history_stands(case in cases(), drop in 0.0..60.0_f64, picked in 0..4_usize) {
        history_stands(&case, drop, picked)?;
    }
}

/// Members of a gym that loads in pounds, of whom one in so many once got a load that was a bit heavier for being
/// more tired: 45 lb and n times 5 lb came out differently from above and from below.
fn in_pounds(seed: u64) -> Case {
    let case = Case {
        seed,
        sessions_per_week: 4,
        days: 127,
        weeks_of_history: 10,
        readiness_days: 21,
        goals: 1,
        restrictions: 0,
        experience: 1,
        as_of_offset: -1,
        gym: 128,
    };
    let pounds = (case.gym..GYMS).find(|gym| gyms()[*gym].unit == WeightUnit::Pound);
    Case { gym: pounds.unwrap(), ..case }
}

#[test]
fn two_a_worse_state_never_raises_a_load_in_pounds_by_a_bit() {
    for seed in 0..50 {
        let case = in_pounds(seed);
        monotone(&case, 25.0, 30).unwrap();
        monotone_in_volume(&case, 2.0).unwrap();
        history_stands(&case, 25.0, 1).unwrap();
    }
}
