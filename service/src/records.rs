//! Personal records found in logged sets. One far beyond the rest waits for a coach (the typo guard of B1b).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use domain::e1rm;
use domain::ids::{GymId, MemberId, Record};
use domain::snapshot::GymFacts;
use domain::vocab::{E1rmBasis, SetKind};
use entity::instant::{FIRST_DAY, micros};
use entity::{personal_record, session_log, set_log, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::env::Env;
use crate::error::Result;

/// A set that could be a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Lifted {
    date: NaiveDate,
    session: Uuid,
    movement: Uuid,
    reps: u32,
    load_kg: f64,
    rpe: Option<f64>,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// New records.
    pub records: usize,
    /// Of them, those that wait for a coach.
    pub outliers: usize,
    /// The rows that were written.
    pub rows: Vec<personal_record::Model>,
}

impl Lifted {
    /// A set that was completed under load; warm-ups and misses are none.
    pub fn from_set(log: &session_log::Model, set: &set_log::Model) -> Option<Self> {
        let counts = [SetKind::Working, SetKind::Drop].iter().any(|kind| kind.as_str() == set.kind);
        let reps = u32::try_from(set.reps?).ok()?;
        let load_kg = set.load_kg?;
        (counts && reps > 0 && load_kg > 0.0).then_some(Self {
            date: log.date,
            session: log.id,
            movement: set.movement_id,
            reps,
            load_kg,
            rpe: set.rpe,
        })
    }

    /// The same set of the log called `session`.
    #[must_use]
    pub fn of_session(self, session: Uuid) -> Self {
        Self { session, ..self }
    }

    /// Estimated one-repetition maximum in kilograms and what it rests on; none beyond the formula's range.
    fn estimate(&self, facts: &GymFacts) -> Option<(f64, E1rmBasis)> {
        if self.reps == 1 && self.rpe.is_none() {
            return Some((self.load_kg, E1rmBasis::Tested));
        }
        let strength = &facts.config.strength;
        let rated = self.rpe.and_then(|rpe| e1rm::rated(self.load_kg, self.reps, rpe, strength));
        let at_least =
            || Some((e1rm::at_least(self.load_kg, self.reps, strength)?, E1rmBasis::RepsOnly));
        rated.map(|value| (value, E1rmBasis::RpeChart)).or_else(at_least)
    }
}

/// Best confirmed values of a movement, by date.
type History = BTreeMap<NaiveDate, f64>;

/// Writes the records among newly logged sets: at most one a session and movement, in order of date.
pub async fn find(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    member: MemberId,
    source: &str,
    mut lifted: Vec<Lifted>,
    facts: &GymFacts,
) -> Result<Found> {
    if lifted.is_empty() {
        return Ok(Found::default());
    }
    lifted.sort_by_key(|set| set.date); // stable: sets of a day stay in their order
    let mut known: BTreeMap<Uuid, History> = BTreeMap::new();
    for row in store::records::since(txn, gym, &[member], FIRST_DAY).await? {
        if let Some(value) = row.e1rm_kg.filter(|_| row.confirmed) {
            keep(known.entry(row.movement_id).or_default(), row.achieved_on, value);
        }
    }
    let mut found = Found::default();
    for (set, value, basis) in best_of_sessions(&lifted, facts) {
        let history = known.entry(set.movement).or_default();
        if history.values().any(|before| *before >= value) {
            continue;
        }
        let outlier = is_outlier(history, set.date, value, facts);
        if !outlier {
            keep(history, set.date, value);
        }
        found.outliers += usize::from(outlier);
        found.rows.push(row(env, gym, member, source, set, value, basis, !outlier));
    }
    found.records = found.rows.len();
    store::records::insert(txn, gym, found.rows.clone()).await?;
    Ok(found)
}

fn keep(history: &mut History, date: NaiveDate, value: f64) {
    let best = history.entry(date).or_insert(value);
    *best = best.max(value);
}

/// The best set of each session and movement, in order.
fn best_of_sessions<'a>(
    lifted: &'a [Lifted],
    facts: &GymFacts,
) -> Vec<(&'a Lifted, f64, E1rmBasis)> {
    let mut order = Vec::new();
    let mut best: BTreeMap<(Uuid, Uuid), (&Lifted, f64, E1rmBasis)> = BTreeMap::new();
    for set in lifted {
        let Some((value, basis)) = set.estimate(facts) else {
            continue;
        };
        let key = (set.session, set.movement);
        match best.get_mut(&key) {
            None => {
                order.push(key);
                best.insert(key, (set, value, basis));
            }
            Some(so_far) if value > so_far.1 => *so_far = (set, value, basis),
            Some(_) => {}
        }
    }
    order.iter().filter_map(|key| best.remove(key)).collect()
}

/// With nothing to compare, a value counts.
fn is_outlier(history: &History, date: NaiveDate, value: f64, facts: &GymFacts) -> bool {
    let guard = &facts.config.strength;
    let since = date - Days::new(u64::from(guard.typo_days));
    let best = history.range(since..=date).map(|(_, value)| *value).max_by(f64::total_cmp);
    best.is_some_and(|best| value > guard.typo_ratio * best)
}

#[expect(clippy::too_many_arguments, reason = "one row's columns, each from another place")]
fn row(
    env: &Env,
    gym: GymId,
    member: MemberId,
    source: &str,
    set: &Lifted,
    value: f64,
    basis: E1rmBasis,
    confirmed: bool,
) -> personal_record::Model {
    personal_record::Model {
        id: env.id::<Record>().uuid(),
        gym_id: gym.uuid(),
        member_id: member.uuid(),
        movement_id: set.movement,
        source: source.to_owned(),
        external_id: None,
        session_log_id: Some(set.session),
        achieved_on: set.date,
        reps: i32::try_from(set.reps).ok(),
        load_kg: Some(set.load_kg),
        rpe: set.rpe,
        e1rm_kg: Some(value),
        distance_metres: None,
        time_seconds: None,
        basis: Some(basis.to_string()),
        confirmed,
        dismissed_at: None,
        recorded_at: micros(env.now()),
    }
}
