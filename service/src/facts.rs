//! A gym as the engine saw it, kept under its digest: settings, equipment, catalogue and tracks change,
//! what a revision was computed from does not.

use chrono::{DateTime, Utc};
use domain::ids::GymId;
use domain::snapshot::GymFacts;
use entity::instant::micros;
use entity::{gym_facts, pack, store};
use sea_orm::DatabaseTransaction;

use crate::error::Result;

/// What the facts are cited by: SHA-256 of their JSON.
pub fn digest(facts: &GymFacts) -> anyhow::Result<[u8; 32]> {
    Ok(pack::digest(&serde_json::to_vec(facts)?))
}

/// Keeps the facts under their digest, once.
pub async fn keep(
    txn: &DatabaseTransaction,
    gym: GymId,
    facts: &GymFacts,
    digest: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    if store::gym_facts::are_kept(txn, gym, digest).await? {
        return Ok(());
    }
    let row = gym_facts::Model {
        gym_id: gym.uuid(),
        digest: digest.to_vec(),
        facts: pack::pack(facts),
        created_at: micros(now),
    };
    Ok(store::gym_facts::keep(txn, gym, row).await?)
}
