//! The members of the demo gym: who they are, and how their season went.

use chrono::{Days, NaiveDate};
use domain::calendar::WeekdaySet;
use domain::ids::{CoachId, Goal, Member, MemberId, Restriction, TemplateId};
use domain::vocab::{
    BodyRegion, Experience, GoalKind, GoalStatus, MovementPattern, RestrictionRule,
};
use entity::instant::micros;
use entity::{goal, member, restriction};
use rand::Rng;
use rand_chacha::ChaCha12Rng;

use super::gym::MEMBER_SUBJECT;
use crate::env::Env;

const FIRST: [&str; 20] = [
    "Alex", "Priya", "Jonas", "Mei", "Carla", "Sam", "Noor", "Lukas", "Hana", "Diego", "Ines",
    "Viktor", "Aisha", "Ben", "Chloe", "Emre", "Freya", "Gabriel", "Jade", "Kofi",
];
const LAST: [&str; 15] = [
    "Okafor", "Novak", "Silva", "Tanaka", "Meyer", "Rossi", "Khan", "Larsen", "Dubois", "Moreno",
    "Byrne", "Petrov", "Haddad", "Wilson", "Costa",
];
const PATTERNS_OF_KNEE: &str = "[\"SQUAT\",\"LUNGE\"]";

/// How a season went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    /// As planned.
    Steady,
    /// Fewer and fewer sessions, and none for two weeks.
    Fading,
    /// Far more than usual in the last weeks.
    Overreaching,
    /// Three weeks away, back for a few days.
    Returning,
    /// A knee that a coach restricts.
    Injured,
    /// A few days in the gym.
    New,
}

impl Season {
    const ALL: [Self; 8] = [
        Self::Steady,
        Self::Steady,
        Self::Fading,
        Self::Overreaching,
        Self::Steady,
        Self::Returning,
        Self::Injured,
        Self::New,
    ];
}

impl Season {
    /// Work of a session so many days ago over the usual.
    pub(super) fn volume(self, days_ago: i64) -> f64 {
        if self == Self::Overreaching && days_ago <= 9 { 1.7 } else { 1.0 }
    }
}

/// One invented member.
pub(super) struct Person {
    pub(super) row: member::Model,
    pub(super) season: Season,
    pub(super) goals: Vec<goal::Model>,
    pub(super) restrictions: Vec<restriction::Model>,
}

/// The member of a number, from 0; the first trains steadily and has a login.
pub(super) fn person(
    env: &Env,
    number: u32,
    gym: uuid::Uuid,
    coach: CoachId,
    template: TemplateId,
    today: NaiveDate,
    dice: &mut ChaCha12Rng,
) -> Person {
    let season = Season::ALL[number as usize % Season::ALL.len()];
    let id = env.id::<Member>();
    let sessions = if number == 0 { 4 } else { dice.random_range(3..=5) };
    let days: u8 = if number == 0 { 0b101_1011 } else { days(sessions, dice) };
    let experience = match season {
        Season::New => Experience::Novice,
        _ if number % 5 == 3 => Experience::Advanced,
        _ => Experience::Intermediate,
    };
    let joined = if season == Season::New { 6 } else { 200 + u64::from(number % 300) };
    let monday = domain::calendar::Week::containing(today).plus(-12).monday();
    let row = member::Model {
        id: id.uuid(),
        gym_id: gym,
        external_id: Some(external_id(number)),
        subject: (number == 0).then(|| MEMBER_SUBJECT.to_owned()),
        display_name: name(number),
        joined_on: today - Days::new(joined),
        active: true,
        bodyweight_kg: Some(f64::from(dice.random_range(110..200_u32)) / 2.0),
        coach_id: Some(coach.uuid()),
        experience: experience.to_string(),
        sessions_per_week: sessions,
        available_days: i32::from(WeekdaySet::from_bits(days).bits()),
        template_id: Some(template.uuid()),
        template_starts_on: Some(monday),
        created_at: micros(env.now()),
        erased_at: None,
    };
    let goals = goals(env, gym, id, number, dice);
    let restrictions = match season {
        Season::Injured => vec![knee(env, gym, id, coach, today)],
        _ => Vec::new(),
    };
    Person { row, season, goals, restrictions }
}

/// What the gym's own system calls the member of a number.
pub(super) fn external_id(number: u32) -> String {
    format!("M-{:05}", number + 1)
}

fn name(number: u32) -> String {
    let (first, last) =
        (number as usize % FIRST.len(), (number as usize / 7 + number as usize) % LAST.len());
    let round = number as usize / (FIRST.len() * LAST.len());
    let ordinal = if round == 0 { String::new() } else { format!(" {}", round + 1) };
    format!("{} {}{ordinal}", FIRST[first], LAST[last])
}

/// One day more than wanted, so that spacing has a choice.
fn days(sessions: i32, dice: &mut ChaCha12Rng) -> u8 {
    let mut bits = 0_u8;
    while i32::try_from(bits.count_ones()).unwrap_or(7) <= sessions {
        bits |= 1 << dice.random_range(0..7_u8);
    }
    bits
}

fn goals(
    env: &Env,
    gym: uuid::Uuid,
    member: MemberId,
    number: u32,
    dice: &mut ChaCha12Rng,
) -> Vec<goal::Model> {
    let kinds = match number {
        0 => vec![(GoalKind::BuildStrength, 0.7), (GoalKind::ImproveConditioning, 0.3)],
        _ if number % 6 == 5 => Vec::new(),
        _ => vec![(GoalKind::ALL[dice.random_range(0..8_usize)], 1.0)],
    };
    let row = |(kind, weight): (GoalKind, f64)| goal::Model {
        id: env.id::<Goal>().uuid(),
        gym_id: gym,
        member_id: member.uuid(),
        kind: kind.to_string(),
        weight,
        status: GoalStatus::Active.to_string(),
        target_date: None,
        note: None,
        created_at: micros(env.now()),
        ended_at: None,
    };
    kinds.into_iter().map(row).collect()
}

fn knee(
    env: &Env,
    gym: uuid::Uuid,
    member: MemberId,
    coach: CoachId,
    today: NaiveDate,
) -> restriction::Model {
    debug_assert!(PATTERNS_OF_KNEE.contains(MovementPattern::Squat.as_str()));
    restriction::Model {
        id: env.id::<Restriction>().uuid(),
        gym_id: gym,
        member_id: member.uuid(),
        body_region: BodyRegion::Knee.to_string(),
        patterns: PATTERNS_OF_KNEE.to_owned(),
        movement_keys: "[]".to_owned(),
        rule: RestrictionRule::Forbid.to_string(),
        load_cap: None,
        since: today - Days::new(12),
        cleared_on: None,
        coach_id: Some(coach.uuid()),
        created_at: micros(env.now()),
    }
}
