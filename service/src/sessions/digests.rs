//! The digests of logged sessions: made when a session arrives, and made again when their rule changes.

use std::collections::{BTreeSet, HashMap};

use domain::catalogue::Catalogue;
use domain::digest::{DIGEST_VERSION, LoggedSet, Prescribed, digest};
use domain::ids::{GymId, MemberId, PlanId, SessionLogId};
use domain::plan::{PlanDocument, PlannedSession};
use domain::snapshot::GymFacts;
use entity::{pack, session_log, set_log, store};
use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use super::rows::NewLog;
use crate::env::Env;
use crate::error::Result;
use crate::inputs::gym_facts;

/// Sessions of one transaction.
const BATCH: u64 = 200;

/// What each line asked for, by its key.
type Lines = HashMap<String, Prescribed>;

/// The rule that digests are made by, as the column keeps it.
pub(super) fn version() -> i32 {
    i32::try_from(DIGEST_VERSION).unwrap_or(i32::MAX)
}

/// What the lines of a planned session ask for, by their keys.
pub(super) fn lines(session: &PlannedSession) -> Lines {
    let blocks = session.blocks.iter();
    blocks
        .flat_map(|block| {
            block.lines.iter().map(|line| (line.key.clone(), Prescribed::of(block, line)))
        })
        .collect()
}

/// The packed facts of a new session, as the engine reads them.
pub fn packed_digest(
    catalogue: &Catalogue,
    bodyweight_kg: Option<f64>,
    log: &NewLog,
) -> Result<Vec<u8>> {
    let prescribed = |line: &Option<String>| {
        log.answers.as_ref().zip(line.as_ref()).and_then(|(of, line)| of.lines.get(line).cloned())
    };
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
            prescribed: prescribed(&set.prescription),
        })
        .collect();
    packed(&sets, log.minutes, log.session_rpe, bodyweight_kg, catalogue)
}

fn packed(
    sets: &[LoggedSet],
    minutes: u32,
    session_rpe: Option<f64>,
    bodyweight_kg: Option<f64>,
    catalogue: &Catalogue,
) -> Result<Vec<u8>> {
    let facts = digest(sets, minutes, session_rpe, bodyweight_kg, catalogue);
    Ok(postcard::to_stdvec(&facts).map_err(anyhow::Error::from)?)
}

/// Makes every digest anew that an older rule made; answers how many. Any number of nodes may do so at
/// once, and what was done stays done where one of them dies.
pub async fn rebuild_outdated(env: &Env) -> Result<u64> {
    let mut rebuilt = 0;
    for row in store::gyms::all(env.db.read()).await? {
        let gym = GymId::from_uuid(row.id);
        let mut facts = None;
        loop {
            let old = store::session_logs::outdated_digests(env.db.read(), gym, version(), BATCH);
            let old = old.await?;
            if old.is_empty() {
                break;
            }
            if facts.is_none() {
                facts = Some(gym_facts(env.db.read(), &row).await?);
            }
            if let Some(facts) = &facts {
                rebuilt += rebuild(env, gym, facts, &old).await?;
            }
        }
    }
    Ok(rebuilt)
}

/// One transaction. Under the members' locks, lest a session that is logged again at this moment get
/// the digest of its old sets.
async fn rebuild(
    env: &Env,
    gym: GymId,
    facts: &GymFacts,
    old: &[session_log::Model],
) -> Result<u64> {
    let members: BTreeSet<Uuid> = old.iter().map(|log| log.member_id).collect();
    let members: Vec<MemberId> = members.into_iter().map(MemberId::from_uuid).collect();
    let ids: Vec<SessionLogId> = old.iter().map(|log| SessionLogId::from_uuid(log.id)).collect();
    let txn = env.db.write().await?;
    store::members::lock(&txn, gym, &members).await?;
    let mut logs = store::session_logs::by_ids(&txn, gym, &ids).await?;
    logs.retain(|log| log.digest_version < version());
    digest_again(&txn, gym, facts, &logs).await?;
    txn.commit().await?;
    Ok(logs.len() as u64)
}

/// Makes the digests of these sessions anew from their sets, whatever made them before. The caller holds
/// the members' locks.
pub async fn digest_again(
    txn: &DatabaseTransaction,
    gym: GymId,
    facts: &GymFacts,
    logs: &[session_log::Model],
) -> Result<()> {
    let history = History::load(txn, gym, logs).await?;
    for log in logs {
        let changes = session_log::ActiveModel {
            digest: Set(history.digest(log, &facts.catalogue)?),
            digest_version: Set(version()),
            ..Default::default()
        };
        let id = SessionLogId::from_uuid(log.id);
        store::session_logs::update(txn, gym, id, changes).await?;
    }
    Ok(())
}

/// What the digests of stored sessions are made from.
struct History {
    sets: HashMap<Uuid, Vec<set_log::Model>>,
    movements: HashMap<Uuid, String>,
    bodyweights: HashMap<Uuid, Option<f64>>,
    documents: HashMap<(Uuid, i32), PlanDocument>,
}

impl History {
    async fn load(
        txn: &DatabaseTransaction,
        gym: GymId,
        logs: &[session_log::Model],
    ) -> Result<Self> {
        let ids: Vec<_> = logs.iter().map(|log| SessionLogId::from_uuid(log.id)).collect();
        let members: Vec<_> = logs.iter().map(|log| MemberId::from_uuid(log.member_id)).collect();
        let mut sets: HashMap<Uuid, Vec<set_log::Model>> = HashMap::new();
        for set in store::session_logs::sets(txn, gym, &ids).await? {
            sets.entry(set.session_log_id).or_default().push(set);
        }
        let movements = store::movements::all(txn, gym).await?;
        let members = store::members::by_ids(txn, gym, &members).await?;
        Ok(Self {
            sets,
            movements: movements.into_iter().map(|row| (row.id, row.key)).collect(),
            bodyweights: members.into_iter().map(|row| (row.id, row.bodyweight_kg)).collect(),
            documents: documents(txn, gym, logs).await?,
        })
    }

    fn digest(&self, log: &session_log::Model, catalogue: &Catalogue) -> Result<Vec<u8>> {
        let answered = self.answered(log);
        let sets = self.sets.get(&log.id).map(Vec::as_slice).unwrap_or_default();
        let sets: anyhow::Result<Vec<LoggedSet>> = sets
            .iter()
            .map(|set| {
                let line = set.prescription_key.as_ref();
                Ok(LoggedSet {
                    movement: self.movements.get(&set.movement_id).cloned().unwrap_or_default(),
                    kind: set.kind.parse()?,
                    reps: set.reps.and_then(|reps| u32::try_from(reps).ok()),
                    load_kg: set.load_kg,
                    rpe: set.rpe,
                    distance_metres: set.distance_metres,
                    prescribed: line.and_then(|line| answered.get(line).cloned()),
                })
            })
            .collect();
        let minutes = u32::try_from(log.duration_minutes).unwrap_or(0);
        let bodyweight = self.bodyweights.get(&log.member_id).copied().flatten();
        packed(&sets?, minutes, log.session_rpe, bodyweight, catalogue)
    }

    /// What the planned session that the log answers asked for; nothing where its revision was erased.
    fn answered(&self, log: &session_log::Model) -> Lines {
        let key = log.plan_id.zip(log.plan_number);
        let document = key.and_then(|key| self.documents.get(&key));
        let session = document.zip(log.session_key.as_ref()).and_then(|(document, key)| {
            document.sessions.iter().find(|session| session.key == *key)
        });
        session.map(lines).unwrap_or_default()
    }
}

/// The documents that the sessions answer; one that was erased, or can't be read, is left out.
async fn documents(
    txn: &DatabaseTransaction,
    gym: GymId,
    logs: &[session_log::Model],
) -> Result<HashMap<(Uuid, i32), PlanDocument>> {
    let keys: BTreeSet<(Uuid, i32)> =
        logs.iter().filter_map(|log| log.plan_id.zip(log.plan_number)).collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<(PlanId, i32)> =
        keys.into_iter().map(|(plan, number)| (PlanId::from_uuid(plan), number)).collect();
    let mut documents = HashMap::new();
    for row in store::plan_revisions::by_keys(txn, gym, &keys).await? {
        match pack::unpack(&row.document) {
            Ok(document) => {
                documents.insert((row.plan_id, row.number), document);
            }
            Err(pack::UnpackError::Empty) => {}
            Err(error) => tracing::warn!(
                plan.id = %PlanId::from_uuid(row.plan_id), revision = row.number, %error,
                "a revision can't be read: sessions that answer it are digested without it"
            ),
        }
    }
    Ok(documents)
}
