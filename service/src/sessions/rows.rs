//! A logged session as rows, with the digest the engine reads.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::digest::{LoggedSet, Prescribed, digest};
use domain::ids::{GymId, MemberId, SessionLog, SessionLogId};
use domain::plan::PlannedSession;
use domain::snapshot::GymFacts;
use domain::vocab::{SetKind, WeightUnit};
use entity::instant::micros;
use entity::{pack, session_log, set_log, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::digests::Rule;
use super::rebuild;
use crate::env::Env;
use crate::error::Result;

/// A session to store.
#[derive(Debug, Clone)]
pub struct NewLog {
    /// Whose.
    pub member: MemberId,
    /// Who logs it.
    pub source: String,
    /// The source's own id.
    pub external_id: Option<String>,
    /// Local date.
    pub date: NaiveDate,
    /// When it began, where known.
    pub started_at: Option<DateTime<Utc>>,
    /// What the member called it.
    pub title: Option<String>,
    /// Its track.
    pub track: Uuid,
    /// The planned session it carried out.
    pub answers: Option<Answered>,
    /// Minutes.
    pub minutes: u32,
    /// CR-10.
    pub session_rpe: Option<f64>,
    /// Share of the planned work done, 0 to 1.
    pub completion: Option<f64>,
    /// JSON list of scores.
    pub scores: String,
    /// In the member's words.
    pub notes: Option<String>,
    /// Its sets, in order.
    pub sets: Vec<NewSet>,
}

/// A session of a plan, as in the revision it was logged against.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The plan.
    pub plan: Uuid,
    /// The revision's number.
    pub number: i32,
    /// The session's key.
    pub key: String,
    /// What each line asked for, by its key.
    pub lines: HashMap<String, Prescribed>,
    /// Keys of its blocks.
    pub blocks: HashSet<String>,
}

impl Answered {
    /// A session of a plan's revision.
    pub fn of(plan: Uuid, number: i32, session: &PlannedSession) -> Self {
        let lines = session.blocks.iter().flat_map(|block| {
            block.lines.iter().map(|line| (line.key.clone(), Prescribed::of(block, line)))
        });
        Self {
            plan,
            number,
            key: session.key.clone(),
            lines: lines.collect(),
            blocks: session.blocks.iter().map(|block| block.key.clone()).collect(),
        }
    }

    /// What the line of that key asked for.
    pub fn line(&self, key: Option<&String>) -> Option<&Prescribed> {
        self.lines.get(key?)
    }
}

/// A set to store.
#[derive(Debug, Clone)]
pub struct NewSet {
    /// Its movement: id and key.
    pub movement: (Uuid, String),
    /// The name its source used, where it is no key of ours.
    pub source_name: Option<String>,
    /// Key of the line it carried out.
    pub prescription: Option<String>,
    /// What kind of set.
    pub kind: SetKind,
    /// Repetitions.
    pub reps: Option<u32>,
    /// Kilograms.
    pub load_kg: Option<f64>,
    /// As typed, with its unit, where that is not kilograms as they stand.
    pub entered: Option<(f64, WeightUnit)>,
    /// Whether the load helped.
    pub assisted: bool,
    /// CR-10.
    pub rpe: Option<f64>,
    /// Metres.
    pub distance_metres: Option<f64>,
    /// As typed, where nobody says its unit.
    pub entered_distance: Option<f64>,
    /// Seconds.
    pub duration_seconds: Option<u32>,
    /// Calories.
    pub calories: Option<u32>,
    /// In the member's words.
    pub note: Option<String>,
}

/// The rows of a new session.
pub fn rows(
    env: &Env,
    gym: Uuid,
    facts: &GymFacts,
    bodyweight_kg: Option<f64>,
    log: NewLog,
) -> Result<(session_log::Model, Vec<set_log::Model>)> {
    let id = env.id::<SessionLog>();
    let sets = set_rows(gym, id, &log.sets);
    let (digest, rule) = (packed_digest(facts, bodyweight_kg, &log)?, Rule::of(facts));
    let content = serde_json::to_vec(&content(&log)).map_err(anyhow::Error::from)?;
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let row = session_log::Model {
        id: id.uuid(),
        gym_id: gym,
        member_id: log.member.uuid(),
        source: log.source,
        external_id: log.external_id,
        date: log.date,
        started_at: log.started_at.map(micros),
        title: log.title,
        track_id: log.track,
        plan_id: log.answers.as_ref().map(|answered| answered.plan),
        plan_number: log.answers.as_ref().map(|answered| answered.number),
        session_key: log.answers.map(|answered| answered.key),
        duration_minutes: number(log.minutes),
        session_rpe: log.session_rpe,
        completion: log.completion,
        scores: log.scores,
        notes: log.notes,
        content_digest: pack::digest(&content).to_vec(),
        digest,
        digest_version: rule.version,
        digest_config: rule.config,
        recorded_at: micros(env.now()),
    };
    Ok((row, sets))
}

fn set_rows(gym: Uuid, id: SessionLogId, sets: &[NewSet]) -> Vec<set_log::Model> {
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    sets.iter()
        .zip(1..)
        .map(|(set, position)| set_log::Model {
            session_log_id: id.uuid(),
            position,
            gym_id: gym,
            movement_id: set.movement.0,
            source_name: set.source_name.clone(),
            prescription_key: set.prescription.clone(),
            kind: set.kind.to_string(),
            reps: set.reps.map(number),
            load_kg: set.load_kg,
            entered_load: set.entered.map(|(load, _)| load),
            entered_unit: set.entered.map(|(_, unit)| unit.to_string()),
            assisted: set.assisted,
            rpe: set.rpe,
            distance_metres: set.distance_metres,
            entered_distance: set.entered_distance,
            duration_seconds: set.duration_seconds.map(number),
            calories: set.calories.map(number),
            disbelieved: false,
            note: set.note.clone(),
        })
        .collect()
}

/// The packed facts of a session, as the engine reads them.
pub fn packed_digest(
    facts: &GymFacts,
    bodyweight_kg: Option<f64>,
    log: &NewLog,
) -> Result<Vec<u8>> {
    let sets: Vec<LoggedSet> = log
        .sets
        .iter()
        .map(|set| LoggedSet {
            movement: set.movement.1.clone(),
            kind: set.kind,
            reps: set.reps,
            load_kg: set.load_kg,
            rpe: set.rpe,
            distance_metres: set.distance_metres,
            prescribed: log
                .answers
                .as_ref()
                .and_then(|answered| answered.line(set.prescription.as_ref()))
                .cloned(),
        })
        .collect();
    pack_digest(&sets, log.minutes, log.session_rpe, bodyweight_kg, facts)
}

/// The facts of these sets, packed.
pub(super) fn pack_digest(
    sets: &[LoggedSet],
    minutes: u32,
    session_rpe: Option<f64>,
    bodyweight_kg: Option<f64>,
    facts: &GymFacts,
) -> Result<Vec<u8>> {
    let (catalogue, config) = (&facts.catalogue, &facts.config.strength);
    let read = digest(sets, minutes, session_rpe, bodyweight_kg, catalogue, config);
    Ok(postcard::to_stdvec(&read).map_err(anyhow::Error::from)?)
}

/// Puts new rows in the place of a session that is there: its id stays, the records that were read out of
/// it go, to be found anew, and a set that a coach did not believe is not believed now either.
pub async fn replace(
    txn: &DatabaseTransaction,
    gym: GymId,
    facts: &GymFacts,
    before: Uuid,
    (mut log, mut sets): (session_log::Model, Vec<set_log::Model>),
) -> Result<(session_log::Model, Vec<set_log::Model>)> {
    let id = [SessionLogId::from_uuid(before)];
    let doubted = store::session_logs::sets(txn, gym, &id).await?;
    let same = |set: &set_log::Model, old: &set_log::Model| {
        (set.movement_id, set.reps, set.load_kg) == (old.movement_id, old.reps, old.load_kg)
    };
    log.id = before;
    for set in &mut sets {
        set.session_log_id = before;
        set.disbelieved = doubted.iter().any(|old| old.disbelieved && same(set, old));
    }
    store::records::delete_of_sessions(txn, gym, &id).await?;
    store::session_logs::replace(txn, gym, log.clone(), sets.clone()).await?;
    if sets.iter().any(|set| set.disbelieved) {
        rebuild(txn, gym, facts, &id).await?;
    }
    Ok((log, sets))
}

/// What tells a repetition from a correction: all that was sent, and nothing of when.
fn content(log: &NewLog) -> serde_json::Value {
    let sets: Vec<serde_json::Value> = log
        .sets
        .iter()
        .map(|set| {
            serde_json::json!([
                set.source_name.as_ref().unwrap_or(&set.movement.1),
                set.prescription,
                set.kind,
                set.reps,
                set.load_kg,
                set.entered,
                set.assisted,
                set.rpe,
                set.distance_metres,
                set.entered_distance,
                set.duration_seconds,
                set.calories,
                set.note,
            ])
        })
        .collect();
    serde_json::json!([
        log.date,
        log.started_at,
        log.title,
        log.track,
        log.answers.as_ref().map(|a| (a.plan, &a.key)),
        log.minutes,
        log.session_rpe,
        log.completion,
        log.scores,
        log.notes,
        sets,
    ])
}
