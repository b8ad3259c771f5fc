//! Members of one coached gym, each with a week worth telling: what narratives are tried on.

use chrono::{Days, NaiveDate};
use domain::catalogue::{Catalogue, starter};
use domain::equipment::{Equipment, KILOGRAMS_PER_POUND};
use domain::explain::Reader;
use domain::narrative::NarrativeFacts;
use domain::narrative::facts::{Said, SaidGoal, SaidNote};
use domain::personalise::{Computed, compute};
use domain::snapshot::{
    GymFacts, PastPlan, ReadinessFacts, RestrictionFacts, Snapshot, TemplateFacts, TrackFacts,
};
use domain::template::{TemplateBlock, TemplatePrescription, TemplateSession};
use domain::vocab::{
    BlockType, BodyRegion, GoalKind, LoadBasis, MovementPattern, RestrictionRule, TrackKind,
    WeightUnit, WorkoutFormat,
};

use super::season::Season;
use super::{block, monday, noon, percent, template, track};

/// A member: what a person would call them, their gym and history, and what was written of them.
pub struct Person {
    pub name: &'static str,
    pub season: Season,
    pub said: Said,
}

impl Person {
    /// Their week.
    pub fn week(&self) -> Computed {
        compute(&self.season.snapshot(None))
    }

    /// What a model is told of it.
    pub fn facts(&self) -> NarrativeFacts {
        let computed = self.week();
        let reader = Reader::new(&self.season.facts, &computed.signals);
        NarrativeFacts::new(&reader, &computed.document, &self.said)
    }
}

/// Everyone that narratives are tried on.
pub fn everyone() -> Vec<Person> {
    vec![fresh(), tired(), overloaded(), in_pounds(), restricted(), newcomer(), back_from_holiday()]
}

/// Trains four times a week, sleeps well, lifts rise.
pub fn fresh() -> Person {
    let mut season = season(20, WeightUnit::Kilogram);
    mornings(&mut season, 14, |entry| {
        entry.soreness = Some(1);
        entry.stress = Some(2);
        entry.energy = Some(5);
        entry.mood = Some(5);
    });
    finish(&mut season);
    let said = Said {
        goals: vec![SaidGoal {
            kind: GoalKind::BuildStrength,
            target_date: Some(day("2026-06-20")),
            note: Some("I want to squat 150 kg at the summer meet.".to_owned()),
        }],
        notes: vec![SaidNote {
            on: day("2026-02-24"),
            text: "Dana moves well. Her knees cave on the last reps, remind her to push the floor apart."
                .to_owned(),
        }],
        names: vec!["Dana Lindqvist".to_owned(), "Coach Marek".to_owned()],
    };
    Person { name: "fresh", season, said }
}

/// A bad week of sleep and soreness.
pub fn tired() -> Person {
    let mut season = season(20, WeightUnit::Kilogram);
    mornings(&mut season, 6, |entry| {
        entry.soreness = Some(4);
        entry.stress = Some(4);
        entry.energy = Some(2);
        entry.mood = Some(2);
        entry.hrv_ms = Some(48.0);
        entry.asleep_minutes = Some(340);
        entry.resting_heart_rate_bpm = Some(60.0);
    });
    finish(&mut season);
    Person { name: "tired", season, said: Said::default() }
}

/// Trained half as much again last week.
pub fn overloaded() -> Person {
    let mut season = season(20, WeightUnit::Kilogram);
    let from = monday().plus(-1).monday();
    for session in season.sessions.iter_mut().filter(|session| session.date >= from) {
        session.minutes *= 2;
        session.session_rpe = Some(9.0);
        session.digest = domain::digest::digest(
            &super::season::sets(0, 19),
            session.minutes,
            session.session_rpe,
            Some(80.0),
            &season.facts.catalogue,
            &season.facts.config.strength,
        );
    }
    finish(&mut season);
    Person { name: "overloaded", season, said: Said::default() }
}

/// The fresh member's history in a gym that loads in pounds.
pub fn in_pounds() -> Person {
    let mut season = season(24, WeightUnit::Pound);
    season.member.sessions_per_week = 5;
    finish(&mut season);
    Person { name: "in pounds", season, said: Said::default() }
}

/// No squatting for a knee, and half loads overhead.
pub fn restricted() -> Person {
    let mut season = season(16, WeightUnit::Kilogram);
    let restriction = |region, patterns: Vec<MovementPattern>, rule, cap| RestrictionFacts {
        id: "restriction_01".to_owned(),
        region,
        patterns,
        movements: Vec::new(),
        rule,
        load_cap: cap,
        since: day("2026-02-10"),
        cleared_on: None,
    };
    let forbid = RestrictionRule::Forbid;
    season.member.restrictions = vec![
        restriction(BodyRegion::Knee, vec![MovementPattern::Squat], forbid, None),
        restriction(
            BodyRegion::Shoulder,
            vec![MovementPattern::VerticalPush],
            RestrictionRule::CapLoad,
            Some(0.6),
        ),
    ];
    finish(&mut season);
    let said = Said {
        notes: vec![SaidNote {
            on: day("2026-02-12"),
            text: "Knee settles down slowly. Likes the rower. Keep confidence high.".to_owned(),
        }],
        ..Said::default()
    };
    Person { name: "restricted", season, said }
}

/// Nothing is known yet.
pub fn newcomer() -> Person {
    let mut season = season(0, WeightUnit::Kilogram);
    season.member.experience = domain::vocab::Experience::Novice;
    season.member.sessions_per_week = 3;
    finish(&mut season);
    Person { name: "newcomer", season, said: Said::default() }
}

/// Three weeks away.
pub fn back_from_holiday() -> Person {
    let mut season = season(20, WeightUnit::Kilogram);
    let until = monday().monday() - Days::new(22);
    season.sessions.retain(|session| session.date <= until);
    season
        .readiness
        .retain(|entry| entry.date <= until || entry.date + Days::new(3) >= monday().monday());
    finish(&mut season);
    Person { name: "back from holiday", season, said: Said::default() }
}

fn day(text: &str) -> NaiveDate {
    super::day(text)
}

fn season(weeks: u32, unit: WeightUnit) -> Season {
    let mut out = Season::without_plans(weeks);
    out.facts = facts(unit);
    out.template = programme(unit);
    out
}

/// Changes the last mornings.
fn mornings(season: &mut Season, days: u64, change: impl Fn(&mut ReadinessFacts)) {
    let from = season.today - Days::new(days - 1);
    season.readiness.iter_mut().filter(|entry| entry.date >= from).for_each(change);
}

/// The plans of the last twelve weeks, as the engine made them then.
fn finish(season: &mut Season) {
    let weeks = if season.sessions.is_empty() { 0 } else { 12 };
    for back in (1..=weeks).rev() {
        let week = monday().plus(-back);
        let as_of = noon(week.monday() - Days::new(1));
        let document = compute(&Snapshot { as_of, week, ..season.snapshot(None) }).document;
        season.plans.push(PastPlan { week, document: document.into(), excused: Vec::new() });
    }
}

fn facts(unit: WeightUnit) -> GymFacts {
    let named =
        |key: &str, name: &str, kind| (key.to_owned(), TrackFacts { name: name.to_owned(), kind });
    GymFacts {
        unit,
        equipment: Equipment::standard(unit),
        catalogue: Catalogue::new(starter().into_iter().map(|entry| entry.movement)),
        tracks: [
            named("strength", "Strength", TrackKind::Strength),
            named("weightlifting", "Weightlifting", TrackKind::Weightlifting),
            named("conditioning", "Conditioning", TrackKind::Conditioning),
            named("gymnastics", "Gymnastics", TrackKind::Gymnastics),
        ]
        .into(),
        ..super::gym()
    }
}

/// Four weeks of a mixed programme.
fn programme(unit: WeightUnit) -> TemplateFacts {
    let mut sessions = Vec::new();
    for week in 1..=4_u32 {
        let share = 0.70 + 0.025 * f64::from(week - 1);
        sessions.extend(strength(week, share, unit));
        sessions.push(session(
            "weightlifting",
            week,
            1,
            "Barbell Club",
            60,
            true,
            vec![
                strength_block("Power Clean", vec![percent("power-clean", 6, 2, share + 0.05)]),
                strength_block("Pulls", vec![percent("romanian-deadlift", 3, 8, share - 0.10)]),
            ],
        ));
        sessions.extend(engine(week));
        sessions.push(session("gymnastics", week, 1, "Skill Hour", 45, false, vec![skill()]));
    }
    let tracks = vec![
        track("strength", 0.45, 0.25, 0.65),
        track("weightlifting", 0.15, 0.0, 0.35),
        track("conditioning", 0.25, 0.10, 0.45),
        track("gymnastics", 0.15, 0.0, 0.30),
    ];
    let mut out = template(tracks, sessions, 4);
    "Year-Round Strength".clone_into(&mut out.template.name);
    out
}

fn strength(week: u32, share: f64, unit: WeightUnit) -> Vec<TemplateSession> {
    let couplet = metcon(
        "Couplet",
        WorkoutFormat::Amrap,
        10,
        vec![
            absolute(
                "kettlebell-swing",
                12,
                if unit == WeightUnit::Pound { 53.0 * KILOGRAMS_PER_POUND } else { 24.0 },
            ),
            free("burpee", 1, 9),
        ],
    );
    let squat = vec![
        strength_block("Squat", vec![percent("back-squat", 5, 5, share)]),
        strength_block("Press", vec![rated("bench-press", 4, 6, 8, 8.0)]),
        couplet,
    ];
    let pull = vec![
        strength_block("Pull", vec![percent("deadlift", 5, 3, share + 0.05)]),
        strength_block(
            "Press and row",
            vec![percent("strict-press", 4, 5, share), rated("barbell-row", 3, 8, 10, 7.0)],
        ),
    ];
    let front = vec![
        strength_block("Front squat", vec![percent("front-squat", 4, 4, share)]),
        strength_block("Push press", vec![percent("push-press", 4, 3, share)]),
    ];
    vec![
        session("strength", week, 1, "Heavy Fives", 60, true, squat),
        session("strength", week, 2, "Pull Day", 60, true, pull),
        session("strength", week, 3, "Front Rack", 50, false, front),
    ]
}

fn engine(week: u32) -> Vec<TemplateSession> {
    let mut row = free("row-erg", 1, 1);
    row.reps_min = None;
    row.reps_max = None;
    row.distance_metres = Some(500.0);
    let mut intervals = block(BlockType::Conditioning, WorkoutFormat::Intervals, vec![row]);
    "Row intervals".clone_into(&mut intervals.title);
    intervals.rounds = Some(5);
    intervals.interval_seconds = Some(180);
    let steady = {
        let mut bike = free("bike-erg", 1, 1);
        bike.reps_min = None;
        bike.reps_max = None;
        metcon("Steady bike", WorkoutFormat::Steady, 30, vec![bike])
    };
    vec![
        session("conditioning", week, 1, "Engine Builder", 40, true, vec![intervals]),
        session("conditioning", week, 2, "Long Ride", 45, false, vec![steady]),
    ]
}

fn session(
    track: &str,
    week: u32,
    order: u32,
    title: &str,
    minutes: u32,
    hard: bool,
    blocks: Vec<TemplateBlock>,
) -> TemplateSession {
    let mut out = super::session(track, week, order, blocks);
    title.clone_into(&mut out.title);
    out.minutes = minutes;
    out.hard = hard;
    out
}

fn strength_block(title: &str, lines: Vec<TemplatePrescription>) -> TemplateBlock {
    let mut out = block(BlockType::Strength, WorkoutFormat::StrengthSets, lines);
    title.clone_into(&mut out.title);
    out
}

fn metcon(
    title: &str,
    format: WorkoutFormat,
    minutes: u32,
    lines: Vec<TemplatePrescription>,
) -> TemplateBlock {
    let mut out = block(BlockType::Metcon, format, lines);
    title.clone_into(&mut out.title);
    out.time_cap_minutes = Some(minutes);
    out
}

fn skill() -> TemplateBlock {
    let mut out = block(
        BlockType::Skill,
        WorkoutFormat::Quality,
        vec![free("pull-up", 4, 6), free("toes-to-bar", 3, 8)],
    );
    "Bar skills".clone_into(&mut out.title);
    out
}

fn rated(movement: &str, sets: u32, least: u32, most: u32, rpe: f64) -> TemplatePrescription {
    let mut line = percent(movement, sets, most, 0.0);
    line.reps_min = Some(least);
    line.load_basis = LoadBasis::Rpe;
    line.load = None;
    line.target_rpe = Some(rpe);
    line
}

fn absolute(movement: &str, reps: u32, kg: f64) -> TemplatePrescription {
    let mut line = percent(movement, 1, reps, kg);
    line.load_basis = LoadBasis::Absolute;
    line
}

fn free(movement: &str, sets: u32, reps: u32) -> TemplatePrescription {
    let mut line = percent(movement, sets, reps, 0.0);
    line.load_basis = LoadBasis::None;
    line.load = None;
    line
}
