//! Logging a session: checked, tied to the planned one it carried out, stored once per external id.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::adherence;
use domain::calendar::local_date;
use domain::digest::Work;
use domain::ids::{GymId, MemberId};
use domain::plan::PlanDocument;
use domain::plan_ids::{LineId, SessionId};
use domain::snapshot::GymFacts;
use domain::vocab::{SetKind, Trigger, WriteOutcome};
use entity::{gym, member, pack, personal_record, session_log, set_log, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::rows::{Answered, NewLog, NewSet, replace, rows};
use crate::env::Env;
use crate::error::{Error, FieldError, Result, UserErrorCode};
use crate::events::Wakes;
use crate::faults::Faults;
use crate::inputs::gym_facts;
use crate::material::{Decision, ask_if_material};
use crate::members::{MemberRef, locked, resolve};
use crate::read::logs::{KeptScore, keep_scores};
use crate::read::visible::sees_unpublished;
use crate::records::{self, Lifted};

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
    /// Results of scored workouts.
    pub scores: Vec<KeptScore>,
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
    /// Whether it set off a recomputation, and why.
    pub decision: Decision,
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
    let member = locked(&txn, actor.gym, id, "member").await?;
    let answered = answered(&txn, actor, &member, input.planned_session.as_deref()).await?;
    let new = new_log(&txn, &row, &member, &input, date, answered).await?;
    let asked = works(new.answers.as_ref());
    let built = rows(env, row.id, &facts, member.bodyweight_kg, new)?;
    let (outcome, (log, sets)) = put(&txn, actor.gym, &facts, id, built).await?;
    let mut found = records::Found::default();
    if outcome != WriteOutcome::Unchanged {
        let lifted = |set| Some(Lifted::from_set(&log, set)?.asked(work_of(set, &asked)));
        let lifted = sets.iter().filter_map(lifted).collect();
        found = records::find(&txn, env, actor.gym, id, &log.source, lifted, &facts).await?;
    }
    let mut decision = Decision::immaterial("nothing new was logged");
    if outcome != WriteOutcome::Unchanged {
        bump(&txn, actor.gym, &log).await?;
        decision = ask_if_material(&txn, env, &row, id, Trigger::Volume).await?;
    }
    txn.commit().await?;
    let wakes = decision.wakes();
    Ok(Logged { outcome, log, member, records: found.rows, decision, wakes })
}

/// What sort of work each line of the planned session asked for, by its key.
fn works(answered: Option<&Answered>) -> HashMap<String, Work> {
    let lines = answered.into_iter().flat_map(|answered| &answered.lines);
    lines.map(|(key, asked)| (key.clone(), asked.work)).collect()
}

/// A set outside any plan is strength work (`engine.md` B0).
fn work_of(set: &set_log::Model, asked: &HashMap<String, Work>) -> Work {
    let line = set.prescription_key.as_ref();
    line.and_then(|key| asked.get(key)).copied().unwrap_or(Work::Strength)
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
    facts: &GymFacts,
    member: MemberId,
    (log, sets): (session_log::Model, Vec<set_log::Model>),
) -> Result<(WriteOutcome, (session_log::Model, Vec<set_log::Model>))> {
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
        store::session_logs::insert(txn, gym, vec![log.clone()], sets.clone()).await?;
        return Ok((WriteOutcome::Created, (log, sets)));
    };
    if before.content_digest == log.content_digest {
        return Ok((WriteOutcome::Unchanged, (before, sets)));
    }
    Ok((WriteOutcome::Replaced, replace(txn, gym, facts, before.id, (log, sets)).await?))
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
            .filter(|row| row.published_at.is_some() || sees_unpublished(actor, member.id))
            .ok_or_else(missing)?;
    let document: PlanDocument = pack::unpack(&row.document).map_err(anyhow::Error::from)?;
    let session =
        document.sessions.iter().find(|session| session.key == key).ok_or_else(missing)?;
    Ok(Some((Answered::of(plan.uuid(), row.number, session), session.track.clone())))
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
    check_blocks(&input.scores, answers.as_ref())?;
    let sets = sets(txn, id, input, answers.as_ref()).await?;
    Ok(NewLog {
        member: MemberId::from_uuid(member.id),
        source: super::SOURCE.to_owned(),
        external_id: input.external_id.clone(),
        date,
        started_at: None,
        title: None,
        track: track.id,
        // Outside the plan there is nothing to complete: such a session is whole.
        completion: answers
            .as_ref()
            .map(|answered| input.completion.unwrap_or_else(|| completion(answered, &input.sets))),
        answers,
        minutes: u32::try_from(input.duration_minutes).unwrap_or(0),
        session_rpe: input.session_rpe,
        scores: keep_scores(&input.scores)?,
        notes: input.notes.clone(),
        sets,
    })
}

/// What the sets say of what was planned.
fn completion(answered: &Answered, sets: &[LogSet]) -> f64 {
    let planned = answered.lines.values().map(|line| line.sets).sum();
    adherence::completion(planned, sets.iter().map(|set| set.kind))
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
    let answered = answered.filter(|answered| answered.plan == part.plan.uuid())?;
    answered.lines.contains_key(&part.key).then_some(part.key)
}

/// Refuses scores of blocks that the planned session does not have.
fn check_blocks(scores: &[KeptScore], answered: Option<&Answered>) -> Result<()> {
    let mut faults = Faults::default();
    for (index, score) in scores.iter().enumerate() {
        let Some(block) = &score.block else { continue };
        if !answered.is_some_and(|answered| answered.blocks.contains(block)) {
            let message = "there is no such block in the planned session";
            let path = ["scores", &index.to_string(), "blockId"];
            faults.add(&path, UserErrorCode::NotFound, message);
        }
    }
    faults.end()
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
