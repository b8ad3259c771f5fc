//! Members, templates and histories at random, from a few numbers that shrink.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Days;
use domain::calendar::{Week, WeekdaySet};
use domain::digest::{LoggedSet, Prescribed, Work, digest};
use domain::signals::Signals;
use domain::snapshot::{
    GoalFacts, GymFacts, MemberFacts, PastPlan, ReadinessFacts, RecordFacts, Request,
    RestrictionFacts, SessionFacts, Snapshot, TemplateFacts,
};
use domain::template::TemplatePrescription;
use domain::vocab::{
    BlockType, BodyRegion, E1rmBasis, EntryQuality, Experience, GoalKind, HrvMetric, HrvWindow,
    LoadBasis, MovementPattern, RestrictionRule, SetKind, Trigger, WorkoutFormat,
};
use proptest::prelude::*;

use super::gyms::{GYMS, gyms};
use super::{block, monday, noon, percent, session, template, track};

/// What a random case is made of. Everything else follows from `seed`.
#[derive(Debug, Clone)]
pub struct Case {
    pub seed: u64,
    pub sessions_per_week: u32,
    pub days: u8,
    pub weeks_of_history: u32,
    pub readiness_days: u32,
    pub goals: u32,
    pub restrictions: u32,
    pub experience: u8,
    pub as_of_offset: i64,
    pub gym: usize,
}

pub fn cases() -> impl Strategy<Value = Case> {
    (
        any::<u64>(),
        0..=7_u32,
        0..=127_u8,
        0..=14_u32,
        0..=30_u32,
        0..=3_u32,
        0..=2_u32,
        0..=2_u8,
        -6..=6_i64,
        0..GYMS,
    )
        .prop_map(
            |(
                seed,
                sessions_per_week,
                days,
                weeks_of_history,
                readiness_days,
                goals,
                restrictions,
                experience,
                as_of_offset,
                gym,
            )| Case {
                seed,
                sessions_per_week,
                days,
                weeks_of_history,
                readiness_days,
                goals,
                restrictions,
                experience,
                as_of_offset,
                gym,
            },
        )
}

/// A small generator of its own, so that a case is the same everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// `SplitMix64`.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }

    /// 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }

    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }
}

const LIFTS: [&str; 12] = [
    "back-squat",
    "deadlift",
    "bench-press",
    "strict-press",
    "front-squat",
    "power-clean",
    "barbell-row",
    "romanian-deadlift",
    "dumbbell-row",
    "kettlebell-press",
    "lat-pulldown",
    "leg-press",
];
const FREE: [&str; 6] = ["pull-up", "burpee", "box-jump", "run", "kettlebell-swing", "wall-ball"];

/// The case with what belongs to it, ready for a snapshot.
pub struct World {
    pub facts: Arc<GymFacts>,
    pub template: TemplateFacts,
    pub week: Week,
    pub member: MemberFacts,
    pub sessions: Vec<SessionFacts>,
    pub records: Vec<RecordFacts>,
    pub readiness: Vec<ReadinessFacts>,
    pub plans: Vec<PastPlan>,
    pub as_of: chrono::DateTime<chrono::Utc>,
}

impl World {
    pub fn of(case: &Case) -> Self {
        let mut dice = Dice::new(case.seed);
        let facts = gyms()[case.gym].clone();
        let template = random_template(&mut dice);
        let week = monday();
        let today = week.monday() + chrono::Duration::days(case.as_of_offset);
        let member = member(case, &mut dice);
        let sessions = history(case, &facts, &mut dice);
        let records = records(&mut dice);
        let readiness = (0..case.readiness_days)
            .map(|back| {
                entry(today - Days::new(u64::from(case.readiness_days - 1 - back)), &mut dice)
            })
            .collect();
        let mut world = Self {
            facts,
            template,
            week,
            member,
            sessions,
            records,
            readiness,
            plans: Vec::new(),
            as_of: noon(today),
        };
        let weeks = dice.below(4) as i64;
        for back in (1..=weeks).rev() {
            world.add_plan(week.plus(-back));
        }
        world.answer(&mut dice);
        world
    }

    /// Half of what was logged in a week with a plan answers a session of it, seldom one of another week.
    fn answer(&mut self, dice: &mut Dice) {
        if self.plans.is_empty() {
            return;
        }
        for session in &mut self.sessions {
            let same = self.plans.iter().find(|plan| plan.week.contains(session.date));
            let plan = if dice.chance(0.05) { Some(dice.one(&self.plans)) } else { same };
            let Some(plan) = plan.filter(|_| dice.chance(0.5)) else { continue };
            let planned = &plan.document.sessions;
            if !planned.is_empty() {
                session.answers = Some((plan.week, dice.one(planned).key.clone()));
            }
        }
    }

    /// A plan of an earlier week, as the engine made it then.
    fn add_plan(&mut self, week: Week) {
        let now = self.as_of;
        let then = Self { as_of: noon(week.monday() - Days::new(1)), ..self.shallow() };
        let mut snapshot = then.snapshot(None);
        snapshot.week = week;
        let document = domain::personalise::compute(&snapshot).document;
        self.plans.push(PastPlan { week, document: document.into(), excused: Vec::new() });
        self.as_of = now;
    }

    fn shallow(&self) -> Self {
        Self {
            facts: self.facts.clone(),
            template: self.template.clone(),
            week: self.week,
            member: self.member.clone(),
            sessions: self.sessions.clone(),
            records: self.records.clone(),
            readiness: self.readiness.clone(),
            plans: self.plans.clone(),
            as_of: self.as_of,
        }
    }

    pub fn snapshot(&self, base: Option<domain::snapshot::Base>) -> Snapshot<'_> {
        Snapshot {
            as_of: self.as_of,
            week: self.week,
            gym: &self.facts,
            template: &self.template,
            starts_on: self.week.plus(-8),
            member: self.member.clone(),
            sessions: &self.sessions,
            records: &self.records,
            readiness: &self.readiness,
            plans: &self.plans,
            request: Request { trigger: Trigger::Weekly, base },
        }
    }

    pub fn signals(&self) -> Signals {
        domain::observe::observe(&self.snapshot(None))
    }
}

fn random_template(dice: &mut Dice) -> TemplateFacts {
    let keys = ["strength", "conditioning", "gymnastics", "mobility"];
    let count = 1 + dice.below(4) as usize;
    let raw: Vec<f64> = (0..count).map(|_| dice.between(0.1, 1.0)).collect();
    let total: f64 = raw.iter().sum();
    let tracks = (0..count)
        .map(|index| {
            let share = raw[index] / total;
            let mut out =
                track(keys[index], share, share * dice.share(), (share + dice.share()).min(1.0));
            out.min_sessions = u32::from(dice.chance(0.15));
            out
        })
        .collect();
    let weeks = 1 + dice.below(4) as u32;
    let mut sessions = Vec::new();
    for key in &keys[..count] {
        for week in 1..=weeks {
            for order in 1..=(1 + dice.below(3) as u32) {
                sessions.push(session(key, week, order, blocks(dice)));
            }
        }
    }
    template(tracks, sessions, weeks)
}

fn blocks(dice: &mut Dice) -> Vec<domain::template::TemplateBlock> {
    let mut out = vec![block(
        BlockType::Strength,
        WorkoutFormat::StrengthSets,
        vec![lift_line(dice), lift_line(dice)],
    )];
    if dice.chance(0.3) {
        out.push(block(
            BlockType::Strength,
            WorkoutFormat::MaxLoad,
            vec![percent(dice.one::<&str>(&LIFTS), 1, 1, 1.0)],
        ));
    }
    let formats = [
        WorkoutFormat::Amrap,
        WorkoutFormat::ForTime,
        WorkoutFormat::Emom,
        WorkoutFormat::Intervals,
    ];
    let mut metcon =
        block(BlockType::Metcon, *dice.one(&formats), vec![free_line(dice), free_line(dice)]);
    metcon.rounds = dice.chance(0.5).then(|| 1 + dice.below(8) as u32);
    metcon.time_cap_minutes = dice.chance(0.7).then(|| 1 + dice.below(30) as u32);
    out.push(metcon);
    if dice.chance(0.4) {
        out.push(block(BlockType::Skill, WorkoutFormat::Quality, vec![free_line(dice)]));
    }
    out
}

fn lift_line(dice: &mut Dice) -> TemplatePrescription {
    let reps = 1 + dice.below(14) as u32;
    let share = dice.between(0.4, 1.0);
    let mut line = percent(dice.one::<&str>(&LIFTS), 1 + dice.below(8) as u32, reps, share);
    line.target_rpe = dice.chance(0.5).then(|| 5.0 + dice.below(11) as f64 / 2.0);
    line.load_basis = *dice.one(&[
        LoadBasis::OneRm,
        LoadBasis::TrainingMax,
        LoadBasis::Rpe,
        LoadBasis::Absolute,
        LoadBasis::Bodyweight,
    ]);
    match line.load_basis {
        LoadBasis::Rpe => line.target_rpe = Some(line.target_rpe.unwrap_or(8.0)),
        LoadBasis::Absolute => line.load = Some(dice.between(5.0, 120.0)),
        _ => {}
    }
    line
}

fn free_line(dice: &mut Dice) -> TemplatePrescription {
    let mut line = percent(dice.one::<&str>(&FREE), 1 + dice.below(4) as u32, 10, 0.5);
    line.load_basis = LoadBasis::None;
    line.load = None;
    match dice.below(4) {
        0 => line.distance_metres = Some(dice.between(5.0, 2000.0).round()),
        1 => line.duration_seconds = Some(1 + dice.below(600) as u32),
        2 => line.calories = Some(1 + dice.below(60) as u32),
        _ => {}
    }
    line
}

fn member(case: &Case, dice: &mut Dice) -> MemberFacts {
    let goals = (0..case.goals)
        .map(|_| GoalFacts { kind: *dice.one(GoalKind::ALL), weight: dice.between(0.1, 5.0) })
        .collect();
    let restrictions = (0..case.restrictions)
        .map(|nth| {
            let rule = *dice.one(RestrictionRule::ALL);
            RestrictionFacts {
                id: format!("restriction_{nth}"),
                region: *dice.one(BodyRegion::ALL),
                patterns: if dice.chance(0.5) {
                    vec![*dice.one(MovementPattern::ALL)]
                } else {
                    Vec::new()
                },
                movements: Vec::new(),
                rule,
                load_cap: (rule == RestrictionRule::CapLoad).then(|| dice.share()),
                since: monday().monday() - Days::new(dice.below(40)),
                cleared_on: None,
            }
        })
        .collect();
    MemberFacts {
        experience: Experience::ALL[case.experience as usize],
        sessions_per_week: case.sessions_per_week,
        available_days: WeekdaySet::from_bits(case.days),
        bodyweight_kg: dice.chance(0.8).then(|| dice.between(45.0, 130.0)),
        goals,
        restrictions,
        first_set_on: Some(monday().monday() - Days::new(dice.below(400))),
    }
}

fn history(case: &Case, facts: &GymFacts, dice: &mut Dice) -> Vec<SessionFacts> {
    let strength: BTreeMap<&str, f64> =
        LIFTS.iter().map(|lift| (*lift, dice.between(40.0, 220.0))).collect();
    let mut out = Vec::new();
    for back in (1..=case.weeks_of_history).rev() {
        if dice.chance(0.1) {
            continue;
        }
        let start = monday().plus(-i64::from(back)).monday();
        for day in [0, 2, 4] {
            if dice.chance(0.15) {
                continue;
            }
            let date = start + Days::new(day);
            let mut sets = Vec::new();
            for _ in 0..2 {
                let lift: &str = dice.one::<&str>(&LIFTS);
                let reps = 1 + dice.below(10) as u32;
                let load = strength[lift] * dice.between(0.5, 0.95);
                let asked = dice.chance(0.5).then(|| asked(lift, reps, load, dice));
                for _ in 0..3 {
                    sets.push(LoggedSet {
                        movement: lift.to_owned(),
                        kind: if dice.chance(0.1) { SetKind::WarmUp } else { SetKind::Working },
                        reps: Some(if dice.chance(0.1) { reps - 1 } else { reps }),
                        load_kg: Some((load * 2.0).round() / 2.0),
                        rpe: dice.chance(0.5).then(|| 6.0 + dice.below(9) as f64 / 2.0),
                        distance_metres: None,
                        prescribed: asked.clone(),
                    });
                }
            }
            let minutes = 30 + dice.below(60) as u32;
            let rpe = dice.chance(0.7).then(|| dice.between(3.0, 10.0).round());
            out.push(SessionFacts {
                date,
                recorded_at: noon(date),
                track: "strength".to_owned(),
                answers: None,
                minutes,
                session_rpe: rpe,
                completion: dice.chance(0.3).then(|| dice.share()),
                digest: digest(
                    &sets,
                    minutes,
                    rpe,
                    Some(80.0),
                    &facts.catalogue,
                    &facts.config.strength,
                ),
            });
        }
    }
    out
}

/// What a plan may have asked of three sets that were then done about so.
fn asked(lift: &str, reps: u32, load: f64, dice: &mut Dice) -> Prescribed {
    let exact = load * dice.between(0.9, 1.1);
    Prescribed {
        line: format!("1.1-{lift}"),
        movement: lift.to_owned(),
        work: *dice.one(&[Work::Strength, Work::Strength, Work::MaxLoad, Work::Conditioning]),
        sets: 2 + dice.below(3) as u32,
        reps_min: Some(reps),
        reps_max: Some(reps),
        rounded_kg: Some((exact * 2.0).round() / 2.0),
        exact_kg: Some(exact),
        basis_kg: Some(exact / dice.between(0.5, 0.9)),
        target_rpe: dice.chance(0.5).then_some(8.0),
        reduced: dice.chance(0.3),
    }
}

fn records(dice: &mut Dice) -> Vec<RecordFacts> {
    (0..dice.below(3))
        .map(|_| {
            let date = monday().monday() - Days::new(3 + dice.below(80));
            RecordFacts {
                date,
                recorded_at: noon(date),
                movement: (*dice.one(&LIFTS)).to_owned(),
                reps: 1,
                load_kg: dice.between(40.0, 250.0).round(),
                rpe: None,
                basis: *dice.one(&[E1rmBasis::Tested, E1rmBasis::CoachSet]),
                confirmed: dice.chance(0.8),
                decided: dice.chance(0.5),
            }
        })
        .collect()
}

pub fn entry(date: chrono::NaiveDate, dice: &mut Dice) -> ReadinessFacts {
    let mut item = || dice.chance(0.8).then(|| 1 + dice.below(5) as u8);
    let (soreness, stress, energy, mood) = (item(), item(), item(), item());
    ReadinessFacts {
        date,
        recorded_at: noon(date) - chrono::Duration::hours(4),
        source: "check-in".to_owned(),
        quality: EntryQuality::Final,
        hrv_ms: dice.chance(0.6).then(|| dice.between(20.0, 120.0)),
        hrv_metric: Some(HrvMetric::Rmssd),
        hrv_window: HrvWindow::Overnight,
        resting_heart_rate_bpm: dice.chance(0.6).then(|| dice.between(40.0, 80.0)),
        asleep_minutes: dice.chance(0.7).then(|| 200 + dice.below(350) as u32),
        soreness,
        stress,
        energy,
        mood,
        sleep_quality: None,
        vendor_score: None,
        illness: dice.chance(0.03),
        pain: dice.chance(0.03),
    }
}
