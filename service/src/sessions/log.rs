//! Logging a session: checked, tied to the planned one it carried out, stored once per external id.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::local_date;
use domain::ids::{GymId, MemberId};
use domain::plan::PlanDocument;
use domain::plan_ids::{LineId, SessionId};
use domain::vocab::{SetKind, WriteOutcome};
use entity::{gym, member, pack, personal_record, session_log, set_log, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::digests::lines;
use super::rows::{Answered, NewLog, NewSet, replace, rows};
use crate::env::Env;
use crate::error::{Error, FieldError, Result, UserErrorCode};
use crate::events::Wakes;
use crate::inputs::gym_facts;
use crate::members::{MemberRef, resolve};
use crate::records::{self, Lifted};

/// Sets of one session at most (the contract).
const MOST_SETS: usize = 500;
/// Longest session in minutes: a day.
const MOST_MINUTES: u32 = 24 * 60;
/// Heaviest load in kilograms that is believed; the strongest lifts on record are about half of it.
const MOST_KG: f64 = 1_000.0;
/// Most repetitions of one set that are believed.
const MOST_REPS: i32 = 2_000;
/// Longest note in characters.
const NOTE_LENGTH: usize = 2_000;

/// A session as the API receives it.
#[derive(Debug, Clone)]
pub struct LogSession {
    /// Whose; a member leaves it out.
    pub member: Option<MemberRef>,
    /// Default: today.
    pub date: Option<NaiveDate>,
    /// The planned session it carried out.
    pub planned_session: Option<String>,
    /// Needed without a planned session.
    pub track_key: Option<String>,
    /// The client's own id: the same one again replaces the log.
    pub external_id: Option<String>,
    /// Minutes.
    pub duration_minutes: i32,
    /// CR-10.
    pub session_rpe: Option<f64>,
    /// Share done, 0 to 1; default: what the sets say.
    pub completion: Option<f64>,
    /// In order.
    pub sets: Vec<LogSet>,
    /// JSON list of scores.
    pub scores: String,
    /// In the member's words.
    pub notes: Option<String>,
}

/// One set as the API receives it.
#[derive(Debug, Clone)]
pub struct LogSet {
    /// Key of the movement.
    pub movement_key: String,
    /// Id of the line it carried out.
    pub prescription: Option<String>,
    /// What kind of set.
    pub kind: SetKind,
    /// Repetitions.
    pub reps: Option<i32>,
    /// Kilograms.
    pub load_kg: Option<f64>,
    /// CR-10.
    pub rpe: Option<f64>,
    /// Metres.
    pub distance_metres: Option<f64>,
    /// Seconds.
    pub duration_seconds: Option<i32>,
    /// Calories.
    pub calories: Option<i32>,
}

/// What a log did.
#[derive(Debug, Clone)]
pub struct Logged {
    /// Created, replaced, or the same.
    pub outcome: WriteOutcome,
    /// The log that stands now.
    pub log: session_log::Model,
    /// Whose.
    pub member: member::Model,
    /// Records it set.
    pub records: Vec<personal_record::Model>,
    /// Whom to wake.
    pub wakes: Wakes,
}

/// Stores a session. The same content under the same external id changes nothing.
pub async fn log(env: &Env, actor: &Actor, input: LogSession) -> Result<Logged> {
    let row = store::gyms::find(env.db.read(), actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let facts = gym_facts(env.db.read(), &row).await?;
    let today = local_date(env.now(), facts.time_zone);
    let date = input.date.unwrap_or(today);
    input.check(actor, date, today)?;
    let txn = env.db.write().await?;
    let member = resolve(&txn, actor, input.member.as_ref()).await?;
    let id = MemberId::from_uuid(member.id);
    authorize(actor, Action::LogSession, &Subject::member(actor.gym, id))?;
    store::members::lock(&txn, actor.gym, &[id]).await?;
    let answered = answered(&txn, actor, &member, input.planned_session.as_deref()).await?;
    let new = new_log(&txn, &row, &member, &input, date, answered).await?;
    let built = rows(env, row.id, &facts.catalogue, member.bodyweight_kg, new)?;
    let lifted: Vec<Lifted> =
        built.1.iter().filter_map(|set| Lifted::from_set(&built.0, set)).collect();
    let (outcome, log) = put(&txn, actor.gym, id, built).await?;
    let mut found = records::Found::default();
    if outcome != WriteOutcome::Unchanged {
        let lifted = lifted.into_iter().map(|set| set.of_session(log.id)).collect();
        found = records::find(&txn, env, actor.gym, id, &log.source, lifted, &facts).await?;
    }
    bump(&txn, actor.gym, &log).await?;
    txn.commit().await?;
    Ok(Logged { outcome, log, member, records: found.rows, wakes: Wakes::default() })
}

/// A logged session stands from now on: a computation under way must not move it.
async fn bump(txn: &DatabaseTransaction, gym: GymId, log: &session_log::Model) -> Result<()> {
    if let Some(plan) = log.plan_id {
        store::plans::bump(txn, gym, &[domain::ids::PlanId::from_uuid(plan)]).await?;
    }
    Ok(())
}

async fn put(
    txn: &DatabaseTransaction,
    gym: GymId,
    member: MemberId,
    (log, sets): (session_log::Model, Vec<set_log::Model>),
) -> Result<(WriteOutcome, session_log::Model)> {
    let before = match &log.external_id {
        Some(external) => {
            store::session_logs::by_external_ids(
                txn,
                gym,
                &[member],
                &log.source,
                std::slice::from_ref(external),
            )
            .await?
        }
        None => Vec::new(),
    };
    let Some(before) = before.into_iter().next() else {
        store::session_logs::insert(txn, gym, vec![log.clone()], sets).await?;
        return Ok((WriteOutcome::Created, log));
    };
    if before.content_digest == log.content_digest {
        return Ok((WriteOutcome::Unchanged, before));
    }
    Ok((WriteOutcome::Replaced, replace(txn, gym, before.id, (log, sets)).await?))
}

/// The planned session that an id names, with what each of its lines asked for.
async fn answered(
    txn: &DatabaseTransaction,
    actor: &Actor,
    member: &member::Model,
    id: Option<&str>,
) -> Result<Option<(Answered, String)>> {
    let Some(id) = id else { return Ok(None) };
    let missing = || {
        Error::field(
            &["plannedSessionId"],
            UserErrorCode::NotFound,
            "there is no such planned session",
        )
    };
    let SessionId { plan, revision, key } = id.parse().map_err(|_| missing())?;
    let row =
        store::plan_revisions::find(txn, actor.gym, plan, i32::try_from(revision).unwrap_or(0))
            .await?
            .filter(|row| row.member_id == member.id)
            .filter(|row| row.published_at.is_some() || actor.is_staff())
            .ok_or_else(missing)?;
    let document: PlanDocument = pack::unpack(&row.document).map_err(anyhow::Error::from)?;
    let session =
        document.sessions.iter().find(|session| session.key == key).ok_or_else(missing)?;
    Ok(Some((
        Answered { plan: plan.uuid(), number: row.number, key, lines: lines(session) },
        session.track.clone(),
    )))
}

async fn new_log(
    txn: &DatabaseTransaction,
    gym: &gym::Model,
    member: &member::Model,
    input: &LogSession,
    date: NaiveDate,
    answered: Option<(Answered, String)>,
) -> Result<NewLog> {
    let id = GymId::from_uuid(gym.id);
    let key = answered.as_ref().map(|(_, track)| track).or(input.track_key.as_ref());
    let Some(key) = key else {
        let message = "trackKey must be given where plannedSessionId is not";
        return Err(Error::field(&["trackKey"], UserErrorCode::Invalid, message));
    };
    let track = store::tracks::by_key(txn, id, key).await?.ok_or_else(|| {
        Error::field(&["trackKey"], UserErrorCode::NotFound, format!("there is no track {key}"))
    })?;
    let answers = answered.map(|(answered, _)| answered);
    let sets = sets(txn, id, input, answers.as_ref()).await?;
    Ok(NewLog {
        member: MemberId::from_uuid(member.id),
        source: "api".to_owned(),
        external_id: input.external_id.clone(),
        date,
        started_at: None,
        title: None,
        track: track.id,
        completion: input
            .completion
            .or_else(|| answers.as_ref().map(|answered| completion(answered, &input.sets))),
        answers,
        minutes: u32::try_from(input.duration_minutes).unwrap_or(0),
        session_rpe: input.session_rpe,
        scores: input.scores.clone(),
        notes: input.notes.clone(),
        sets,
    })
}

/// What the sets say: sets done over sets planned; all of it where none were logged.
fn completion(answered: &Answered, sets: &[LogSet]) -> f64 {
    let planned: u32 = answered.lines.values().map(|line| line.sets).sum();
    let done = sets.iter().filter(|set| set.kind != SetKind::WarmUp).count();
    if planned == 0 || done == 0 { 1.0 } else { (done as f64 / f64::from(planned)).min(1.0) }
}

async fn sets(
    txn: &DatabaseTransaction,
    gym: GymId,
    input: &LogSession,
    answered: Option<&Answered>,
) -> Result<Vec<NewSet>> {
    let keys: Vec<String> = input.sets.iter().map(|set| set.movement_key.clone()).collect();
    let movements: HashMap<String, Uuid> = store::movements::by_keys(txn, gym, &keys)
        .await?
        .into_iter()
        .map(|row| (row.key, row.id))
        .collect();
    let mut errors = Vec::new();
    let mut sets = Vec::with_capacity(input.sets.len());
    for (index, set) in input.sets.iter().enumerate() {
        let at = index.to_string();
        let Some(movement) = movements.get(&set.movement_key) else {
            let message = format!("there is no movement {}", set.movement_key);
            errors.push(FieldError::new(
                &["sets", &at, "movementKey"],
                UserErrorCode::NotFound,
                message,
            ));
            continue;
        };
        let line = set.prescription.as_deref().map(|id| line_key(id, answered));
        if matches!(line, Some(None)) {
            let message = "there is no such line in the planned session";
            errors.push(FieldError::new(
                &["sets", &at, "prescriptionId"],
                UserErrorCode::NotFound,
                message,
            ));
            continue;
        }
        sets.push(new_set(set, (*movement, set.movement_key.clone()), line.flatten()));
    }
    if errors.is_empty() { Ok(sets) } else { Err(Error::Invalid(errors)) }
}

/// Key of the line that an id names, where the planned session has it.
fn line_key(id: &str, answered: Option<&Answered>) -> Option<String> {
    let part: LineId = id.parse().ok()?;
    answered?.lines.contains_key(&part.key).then_some(part.key)
}

fn new_set(set: &LogSet, movement: (Uuid, String), prescription: Option<String>) -> NewSet {
    let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    NewSet {
        movement,
        source_name: None,
        prescription,
        kind: set.kind,
        reps: count(set.reps),
        load_kg: set.load_kg,
        entered: None,
        assisted: false,
        rpe: set.rpe,
        distance_metres: set.distance_metres,
        entered_distance: None,
        duration_seconds: count(set.duration_seconds),
        calories: count(set.calories),
        note: None,
    }
}

impl LogSession {
    /// Names every fault at once.
    fn check(&self, actor: &Actor, date: NaiveDate, today: NaiveDate) -> Result<()> {
        let mut faults = Faults::default();
        if actor.integration.is_some() && self.date.is_none() {
            faults.add(
                &["date"],
                UserErrorCode::Invalid,
                "date must be named by an integration".into(),
            );
        }
        let newest = today + chrono::Days::new(1);
        if date > newest {
            faults.add(
                &["date"],
                UserErrorCode::OutOfRange,
                format!("date must be {newest} at the latest, got {date}"),
            );
        }
        faults.range(
            &["durationMinutes"],
            Some(f64::from(self.duration_minutes)),
            0.0,
            f64::from(MOST_MINUTES),
        );
        faults.range(&["sessionRpe"], self.session_rpe, 0.0, 10.0);
        faults.range(&["completion"], self.completion, 0.0, 1.0);
        if self.sets.len() > MOST_SETS {
            let message = format!("sets must be at most {MOST_SETS}, got {}", self.sets.len());
            faults.add(&["sets"], UserErrorCode::LimitExceeded, message);
        }
        if self.notes.as_ref().is_some_and(|notes| notes.chars().count() > NOTE_LENGTH) {
            faults.add(
                &["notes"],
                UserErrorCode::Invalid,
                format!("notes must have at most {NOTE_LENGTH} characters"),
            );
        }
        for (index, set) in self.sets.iter().enumerate() {
            let at = index.to_string();
            faults.range(
                &["sets", &at, "reps"],
                set.reps.map(f64::from),
                0.0,
                f64::from(MOST_REPS),
            );
            faults.range(&["sets", &at, "loadKg"], set.load_kg, -MOST_KG, MOST_KG);
            faults.range(&["sets", &at, "rpe"], set.rpe, 0.0, 10.0);
            faults.range(&["sets", &at, "distanceMetres"], set.distance_metres, 0.0, 500_000.0);
            faults.range(
                &["sets", &at, "durationSeconds"],
                set.duration_seconds.map(f64::from),
                0.0,
                86_400.0,
            );
            faults.range(&["sets", &at, "calories"], set.calories.map(f64::from), 0.0, 20_000.0);
        }
        faults.end()
    }
}

/// Faults of one input.
#[derive(Default)]
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, path: &[&str], code: UserErrorCode, message: String) {
        self.0.push(FieldError::new(path, code, message));
    }

    fn range(&mut self, path: &[&str], value: Option<f64>, low: f64, high: f64) {
        if let Some(value) = value
            && !(low..=high).contains(&value)
        {
            let field = path.last().copied().unwrap_or_default();
            self.add(
                path,
                UserErrorCode::OutOfRange,
                format!("{field} must be {low} to {high}, got {value}"),
            );
        }
    }

    fn end(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
