//! Digests made again from the sets: a name was mapped, a set is no longer believed, or the rule has changed.

use std::collections::HashMap;

use domain::digest::LoggedSet;
use domain::ids::{GymId, MovementId, SessionLogId};
use domain::snapshot::GymFacts;
use entity::{session_log, set_log, store};
use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use super::Answered;
use super::answers::answers;
use super::digests::Rule;
use super::rows::pack_digest;
use crate::error::Result;

/// Sessions whose sets are read at once.
const AT_ONCE: usize = 200;

/// Digests these sessions again, with the bodyweight of each member as it is now.
pub async fn rebuild(
    txn: &DatabaseTransaction,
    gym: GymId,
    facts: &GymFacts,
    sessions: &[SessionLogId],
) -> Result<()> {
    let rule = Rule::of(facts);
    for some in sessions.chunks(AT_ONCE) {
        let logs = store::session_logs::by_ids(txn, gym, some).await?;
        let bodyweights = bodyweights(txn, gym, &logs).await?;
        let answers = answers(txn, gym, &logs).await?;
        let sets = sets(txn, gym, some).await?;
        for log in logs {
            let own = sets.get(&log.id).map_or(&[][..], Vec::as_slice);
            let bodyweight = bodyweights.get(&log.member_id).copied().flatten();
            let digest = digest(&log, own, answers.get(&log.id), bodyweight, facts)?;
            write(txn, gym, &log, digest, rule).await?;
        }
    }
    Ok(())
}

/// A set and the key of its movement.
type NamedSet = (set_log::Model, String);

async fn sets(
    txn: &DatabaseTransaction,
    gym: GymId,
    sessions: &[SessionLogId],
) -> Result<HashMap<Uuid, Vec<NamedSet>>> {
    let rows = store::session_logs::sets(txn, gym, sessions).await?;
    let mut ids: Vec<Uuid> = rows.iter().map(|set| set.movement_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<MovementId> = ids.into_iter().map(MovementId::from_uuid).collect();
    let keys: HashMap<Uuid, String> = store::movements::by_ids(txn, gym, &ids)
        .await?
        .into_iter()
        .map(|row| (row.id, row.key))
        .collect();
    let mut of: HashMap<Uuid, Vec<NamedSet>> = HashMap::new();
    for row in rows {
        let key = keys.get(&row.movement_id).cloned().unwrap_or_default();
        of.entry(row.session_log_id).or_default().push((row, key));
    }
    Ok(of)
}

async fn bodyweights(
    txn: &DatabaseTransaction,
    gym: GymId,
    logs: &[session_log::Model],
) -> Result<HashMap<Uuid, Option<f64>>> {
    let mut ids: Vec<Uuid> = logs.iter().map(|log| log.member_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<_> = ids.into_iter().map(domain::ids::MemberId::from_uuid).collect();
    let members = store::members::by_ids(txn, gym, &ids).await?;
    Ok(members.into_iter().map(|member| (member.id, member.bodyweight_kg)).collect())
}

fn digest(
    log: &session_log::Model,
    sets: &[NamedSet],
    answered: Option<&Answered>,
    bodyweight_kg: Option<f64>,
    facts: &GymFacts,
) -> Result<Vec<u8>> {
    let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    let read = sets.iter().map(|(set, key)| {
        Ok(LoggedSet {
            movement: key.clone(),
            kind: set.kind.parse()?,
            reps: count(set.reps),
            load_kg: set.load_kg.filter(|_| !set.disbelieved),
            rpe: set.rpe,
            distance_metres: set.distance_metres,
            prescribed: answered
                .and_then(|answered| answered.line(set.prescription_key.as_ref()))
                .cloned(),
        })
    });
    let sets: Vec<LoggedSet> = read.collect::<anyhow::Result<_>>()?;
    let minutes = u32::try_from(log.duration_minutes).unwrap_or(0);
    pack_digest(&sets, minutes, log.session_rpe, bodyweight_kg, facts)
}

async fn write(
    txn: &DatabaseTransaction,
    gym: GymId,
    log: &session_log::Model,
    digest: Vec<u8>,
    rule: Rule,
) -> Result<()> {
    let changes = session_log::ActiveModel {
        digest: Set(digest),
        digest_version: Set(rule.version),
        digest_config: Set(rule.config),
        ..Default::default()
    };
    store::session_logs::update(txn, gym, SessionLogId::from_uuid(log.id), changes).await?;
    Ok(())
}
