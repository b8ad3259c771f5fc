//! Puts a parsed log into a member's history: all of it or nothing, and a second time changes nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::ids::{GymId, MemberId};
use domain::snapshot::GymFacts;
use domain::vocab::{TrackKind, Trigger};
use entity::{member, session_log, set_log, store, track};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{ParsedLog, ParsedSession, ParsedSet, Summary};
use crate::env::Env;
use crate::error::{Error, Result};
use crate::inputs::gym_facts;
use crate::material::ask_if_material;
use crate::members::locked;
use crate::movements::Names;
use crate::records::{self, Lifted};
use crate::sessions::{NewLog, NewSet, replace, rows};

/// Sessions of one statement's worth of rows.
const SESSIONS_A_BATCH: usize = 50;
/// Minutes of a session whose log says nothing: a set in three minutes, house choice.
const MINUTES_A_SET: usize = 3;

/// Imports a parsed log. `progress` is told how many sessions are done.
pub async fn import(
    env: &Env,
    member: &member::Model,
    log: ParsedLog,
    time_zone: Option<chrono_tz::Tz>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Summary> {
    let gym = GymId::from_uuid(member.gym_id);
    let id = MemberId::from_uuid(member.id);
    let row = store::gyms::find(env.db.read(), gym).await?.ok_or(Error::NotFound("gym"))?;
    let facts = gym_facts(env.db.read(), &row).await?;
    let source = log.format.source();
    let txn = env.db.write().await?;
    let member = &locked(&txn, gym, id, "member").await?;
    let mut names = Names::load(&txn, gym).await?;
    let known = known_sessions(&txn, gym, id, source, &log.sessions).await?;
    let work = Work {
        env,
        gym,
        member,
        source,
        zone: time_zone.unwrap_or(facts.time_zone),
        track: strength_track(&txn, gym).await?,
        facts: &facts,
    };
    let mut summary = Summary::of(&log);
    let mut unknown = BTreeMap::new();
    let mut movements = BTreeSet::new();
    let mut lifted = Vec::new();
    for (batch, sessions) in log.sessions.chunks(SESSIONS_A_BATCH).enumerate() {
        let mut new = Vec::new();
        for session in sessions {
            let built = work.rows(session, &mut names, &mut movements, &mut unknown)?;
            match known.get(&session.external_id) {
                Some(before) if before.content_digest == built.0.content_digest => {}
                Some(before) => {
                    summary.changed_sessions += 1;
                    names.save(&txn).await?;
                    let stored = replace(&txn, gym, &facts, before.id, built).await?;
                    lifted.extend(lifts(&stored));
                }
                None => {
                    summary.new_sessions += 1;
                    lifted.extend(lifts(&built));
                    new.push(built);
                }
            }
        }
        names.save(&txn).await?;
        let (logs, sets): (Vec<_>, Vec<_>) = new.into_iter().unzip();
        store::session_logs::insert(&txn, gym, logs, sets.into_iter().flatten().collect()).await?;
        progress(((batch * SESSIONS_A_BATCH) + sessions.len()) as u64);
    }
    let found = records::find(&txn, env, gym, id, source, lifted, &facts).await?;
    if summary.new_sessions + summary.changed_sessions > 0 {
        summary.recompute = ask_if_material(&txn, env, &row, id, Trigger::Volume).await?;
    }
    txn.commit().await?;
    summary.movements = movements.len();
    summary.unknown = unknown;
    summary.records = found.records;
    summary.outliers = found.outliers;
    Ok(summary)
}

/// Sessions of the file that are in the database, by the source's id.
async fn known_sessions(
    txn: &DatabaseTransaction,
    gym: GymId,
    member: MemberId,
    source: &str,
    sessions: &[ParsedSession],
) -> Result<HashMap<String, session_log::Model>> {
    let ids: Vec<String> = sessions.iter().map(|session| session.external_id.clone()).collect();
    let mut known = HashMap::new();
    for ids in ids.chunks(store::BIND_LIMIT / 2) {
        for row in store::session_logs::by_external_ids(txn, gym, &[member], source, ids).await? {
            known.insert(row.external_id.clone().unwrap_or_default(), row);
        }
    }
    Ok(known)
}

/// The track that imported strength sessions belong to: the gym's first of that kind, else its first.
async fn strength_track(txn: &DatabaseTransaction, gym: GymId) -> Result<Uuid> {
    let tracks = store::tracks::all(txn, gym).await?;
    let of_kind = |kind: TrackKind| {
        tracks.iter().find(move |track: &&track::Model| track.kind == kind.as_str())
    };
    let track = of_kind(TrackKind::Strength).or_else(|| tracks.first());
    Ok(track
        .map(|track| track.id)
        .ok_or_else(|| anyhow::anyhow!("the gym has no track to log sessions under"))?)
}

fn lifts(built: &(session_log::Model, Vec<set_log::Model>)) -> impl Iterator<Item = Lifted> {
    let (log, sets) = built;
    sets.iter().filter_map(|set| Lifted::from_set(log, set))
}

/// What every session of one import shares.
struct Work<'a> {
    env: &'a Env,
    gym: GymId,
    member: &'a member::Model,
    source: &'a str,
    zone: chrono_tz::Tz,
    track: Uuid,
    facts: &'a GymFacts,
}

impl Work<'_> {
    fn rows(
        &self,
        session: &ParsedSession,
        names: &mut Names,
        movements: &mut BTreeSet<String>,
        unknown: &mut BTreeMap<String, usize>,
    ) -> Result<(session_log::Model, Vec<set_log::Model>)> {
        let mut sets = Vec::with_capacity(session.sets.len());
        for set in &session.sets {
            let (id, recognised) = names.resolve(self.env, &set.movement_name);
            movements.insert(set.movement_name.clone());
            if !recognised {
                *unknown.entry(set.movement_name.clone()).or_default() += 1;
            }
            sets.push(new_set(set, (id, names.key(id).to_owned())));
        }
        let minutes =
            session.duration_minutes.map_or(sets.len() * MINUTES_A_SET, |minutes| minutes as usize);
        let log = NewLog {
            member: MemberId::from_uuid(self.member.id),
            source: self.source.to_owned(),
            external_id: Some(session.external_id.clone()),
            date: session.date(self.zone),
            started_at: (!session.date_only).then(|| session.instant(self.zone)),
            title: session.title.clone(),
            track: self.track,
            answers: None,
            minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
            session_rpe: None,
            completion: None,
            scores: "[]".to_owned(),
            notes: session.notes.clone(),
            sets,
        };
        rows(self.env, self.gym.uuid(), self.facts, self.member.bodyweight_kg, log)
    }
}

fn new_set(set: &ParsedSet, movement: (Uuid, String)) -> NewSet {
    NewSet {
        movement,
        source_name: Some(set.movement_name.clone()),
        prescription: None,
        kind: set.kind,
        reps: set.reps,
        load_kg: set.load_kg,
        entered: set.entered_load.zip(set.entered_unit),
        assisted: set.assisted,
        rpe: set.rpe,
        distance_metres: set.distance_metres,
        entered_distance: set.entered_distance.filter(|_| set.distance_metres.is_none()),
        duration_seconds: set.duration_seconds,
        calories: None,
        note: set.note.clone(),
    }
}
