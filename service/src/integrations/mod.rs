//! Integrations: who holds a key, how keys are made, renewed and revoked, and by which ids they know members.

mod key;
mod link;

use chrono::Duration;
use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{Integration, IntegrationId};
use domain::vocab::IntegrationScope;
use entity::instant::micros;
use entity::{integration, store};
use sea_orm::{DatabaseTransaction, Set};

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;

pub use key::{Key, Presented, owner};
pub use link::{LinkMember, link};

/// Longest name, in characters.
const NAME_LENGTH: usize = 100;
/// Most integrations of a gym that are not revoked. House choice.
const MOST_INTEGRATIONS: usize = 100;
/// Longest that a renewed key's predecessor may stay good, in minutes: a day.
const MOST_OVERLAP_MINUTES: i32 = 24 * 60;

/// An integration with the key that is shown this once.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The row.
    pub integration: integration::Model,
    /// Never stored, never logged.
    pub key: Key,
}

/// Makes an integration and its key.
pub async fn create(
    env: &Env,
    actor: &Actor,
    name: &str,
    scopes: &[IntegrationScope],
) -> Result<Done<Keyed>> {
    authorize(actor, Action::ManageIntegrations, &Subject::gym(actor.gym))?;
    let mut faults = Faults::default();
    faults.text(&["name"], Some(name), NAME_LENGTH);
    if scopes.is_empty() {
        faults.add(&["scopes"], UserErrorCode::Invalid, "scopes must name at least one");
    }
    faults.end()?;
    let txn = env.db.write().await?;
    store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let all = store::integrations::all(&txn, actor.gym).await?;
    if all.iter().filter(|row| row.revoked_at.is_none()).count() >= MOST_INTEGRATIONS {
        let message = format!("a gym has at most {MOST_INTEGRATIONS} integrations");
        return Err(Error::field(&[], UserErrorCode::LimitExceeded, message));
    }
    let id = env.id::<Integration>();
    let key = Key::new(env, id);
    let mut scopes = scopes.to_vec();
    scopes.sort_unstable();
    scopes.dedup();
    let row = integration::Model {
        id: id.uuid(),
        gym_id: actor.gym.uuid(),
        name: name.trim().to_owned(),
        scopes: serde_json::to_string(&scopes).map_err(anyhow::Error::from)?,
        key_hash: key.hash(),
        key_prefix: key.prefix(),
        created_at: micros(env.now()),
        last_used_at: None,
        revoked_at: None,
        previous_key_hash: None,
        previous_key_until_at: None,
    };
    store::integrations::insert(&txn, actor.gym, row.clone()).await?;
    txn.commit().await?;
    Ok(Done::quiet(Keyed { integration: row, key }))
}

/// Gives an integration a new key. The old one stays good for `overlap_minutes`, 0 to 1440, so that a
/// partner can change over without a gap.
pub async fn rotate(
    env: &Env,
    actor: &Actor,
    id: IntegrationId,
    overlap_minutes: i32,
) -> Result<Done<Keyed>> {
    authorize(actor, Action::ManageIntegrations, &Subject::gym(actor.gym))?;
    let mut faults = Faults::default();
    let most = f64::from(MOST_OVERLAP_MINUTES);
    faults.range(&["overlapMinutes"], Some(f64::from(overlap_minutes)), 0.0, most);
    faults.end()?;
    let txn = env.db.write().await?;
    let mut row = lock(&txn, actor, id).await?;
    if row.revoked_at.is_some() {
        let message = "a revoked integration gets no new key: make another";
        return Err(Error::field(&["id"], UserErrorCode::NotAllowedInState, message));
    }
    let key = Key::new(env, id);
    let until = micros(env.now() + Duration::minutes(i64::from(overlap_minutes)));
    row.previous_key_hash = Some(std::mem::replace(&mut row.key_hash, key.hash()));
    row.previous_key_until_at = Some(until);
    let changes = integration::ActiveModel {
        key_hash: Set(row.key_hash.clone()),
        previous_key_hash: Set(row.previous_key_hash.clone()),
        previous_key_until_at: Set(row.previous_key_until_at),
        ..Default::default()
    };
    store::integrations::update(&txn, actor.gym, id, changes).await?;
    txn.commit().await?;
    Ok(Done::quiet(Keyed { integration: row, key }))
}

/// Ends a key at once. Revoking twice is the same as revoking once.
pub async fn revoke(
    env: &Env,
    actor: &Actor,
    id: IntegrationId,
) -> Result<Done<integration::Model>> {
    authorize(actor, Action::ManageIntegrations, &Subject::gym(actor.gym))?;
    let txn = env.db.write().await?;
    let mut row = lock(&txn, actor, id).await?;
    if row.revoked_at.is_none() {
        row.revoked_at = Some(micros(env.now()));
        row.previous_key_until_at = None;
        let changes = integration::ActiveModel {
            revoked_at: Set(row.revoked_at),
            previous_key_hash: Set(None),
            previous_key_until_at: Set(None),
            ..Default::default()
        };
        store::integrations::update(&txn, actor.gym, id, changes).await?;
        txn.commit().await?;
    }
    Ok(Done::quiet(row))
}

async fn lock(
    txn: &DatabaseTransaction,
    actor: &Actor,
    id: IntegrationId,
) -> Result<integration::Model> {
    store::gyms::lock(txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    store::integrations::find(txn, actor.gym, id).await?.ok_or_else(|| {
        Error::field(&["id"], UserErrorCode::NotFound, "there is no such integration")
    })
}
