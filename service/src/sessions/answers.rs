//! What the planned sessions that logs carried out had asked for.

use std::collections::{BTreeSet, HashMap};

use domain::ids::{GymId, PlanId};
use domain::plan::PlanDocument;
use entity::{pack, session_log, store};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Answered;
use crate::error::Result;

/// For each log that carries out a planned session: that session, as in the revision it was logged
/// against. One that was erased is missing.
pub async fn answers(
    db: &impl ConnectionTrait,
    gym: GymId,
    logs: &[session_log::Model],
) -> Result<HashMap<Uuid, Answered>> {
    let named = |log: &session_log::Model| Some((log.plan_id?, log.plan_number?));
    let keys: BTreeSet<(Uuid, i32)> = logs.iter().filter_map(named).collect();
    let wanted: Vec<(PlanId, i32)> =
        keys.into_iter().map(|(plan, number)| (PlanId::from_uuid(plan), number)).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let mut documents: HashMap<(Uuid, i32), PlanDocument> = HashMap::new();
    for row in store::plan_revisions::by_keys(db, gym, &wanted).await? {
        if !row.document.is_empty() {
            let document = pack::unpack(&row.document).map_err(anyhow::Error::from)?;
            documents.insert((row.plan_id, row.number), document);
        }
    }
    let answered = logs.iter().filter_map(|log| {
        let (plan, number) = named(log)?;
        let key = log.session_key.as_ref()?;
        let document = documents.get(&(plan, number))?;
        let session = document.sessions.iter().find(|session| session.key == *key)?;
        Some((log.id, Answered::of(plan, number, session)))
    });
    Ok(answered.collect())
}
