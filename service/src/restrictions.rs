//! What a member's body must be spared: added by a coach, and standing until a coach clears it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::local_date;
use domain::ids::{MemberId, Restriction, RestrictionId};
use domain::vocab::{BodyRegion, MovementPattern, RestrictionRule, Trigger};
use entity::instant::micros;
use entity::{gym, member, restriction, store};
use sea_orm::{DatabaseTransaction, Set};

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;
use crate::idempotency::{self, Request};
use crate::material::{Decision, ask_if_material};
use crate::members::locked;
use crate::runs::zone;

/// Movements that one restriction names at most. House choice: more is a pattern or a region.
const MOST_MOVEMENTS: usize = 50;

/// A restriction, as the API receives it.
#[derive(Debug, Clone)]
pub struct AddRestriction {
    /// Whose.
    pub member: MemberId,
    /// The region it protects.
    pub region: BodyRegion,
    /// Patterns it names.
    pub patterns: Vec<MovementPattern>,
    /// Keys of movements it names.
    pub movements: Vec<String>,
    /// What it does.
    pub rule: RestrictionRule,
    /// With `CAP_LOAD`: highest share of the programmed load, 0 to 1.
    pub load_cap: Option<f64>,
    /// Sent again with the same key, it is not added again.
    pub idempotency_key: Option<String>,
}

/// What a change of a restriction did.
#[derive(Debug, Clone)]
pub struct Restricted {
    /// The restriction as it is now.
    pub restriction: restriction::Model,
    /// Whose.
    pub member: member::Model,
    /// Whether it set off a recomputation, and why.
    pub decision: Decision,
}

/// Adds a restriction that stands from today on.
pub async fn add(env: &Env, actor: &Actor, input: AddRestriction) -> Result<Done<Restricted>> {
    input.check()?;
    authorize(actor, Action::WriteRestriction, &Subject::member(actor.gym, input.member))?;
    let txn = env.db.write().await?;
    let key = input.idempotency_key.as_deref();
    let claim = match idempotency::request(&txn, env, actor, key, "addRestriction", &input).await? {
        Request::First(claim) => claim,
        Request::Again(id) => return again(&txn, actor, &id).await,
    };
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let member = locked(&txn, actor.gym, input.member, "memberId").await?;
    known_movements(&txn, actor, &input.movements).await?;
    let row = input.row(env, actor, local_date(env.now(), zone(&gym)?))?;
    store::restrictions::insert(&txn, actor.gym, vec![row.clone()]).await?;
    claim.keep(&txn, actor, RestrictionId::from_uuid(row.id)).await?;
    judged(txn, env, &gym, member, row).await
}

/// Lifts a restriction from today on. Clearing twice is the same as clearing once.
pub async fn clear(env: &Env, actor: &Actor, id: RestrictionId) -> Result<Done<Restricted>> {
    let missing = || Error::field(&["id"], UserErrorCode::NotFound, "there is no such restriction");
    let txn = env.db.write().await?;
    let found = store::restrictions::find(&txn, actor.gym, id).await?.ok_or_else(missing)?;
    let owner = MemberId::from_uuid(found.member_id);
    authorize(actor, Action::WriteRestriction, &Subject::member(actor.gym, owner))?;
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let member = locked(&txn, actor.gym, owner, "id").await?;
    let mut row = store::restrictions::find(&txn, actor.gym, id).await?.ok_or_else(missing)?;
    if row.cleared_on.is_some() {
        let decision = Decision::immaterial("the restriction was cleared before");
        return Ok(Done::quiet(Restricted { restriction: row, member, decision }));
    }
    row.cleared_on = Some(local_date(env.now(), zone(&gym)?));
    let changes =
        restriction::ActiveModel { cleared_on: Set(row.cleared_on), ..Default::default() };
    store::restrictions::update(&txn, actor.gym, &[id], changes).await?;
    judged(txn, env, &gym, member, row).await
}

/// Judges the change, commits, and answers.
async fn judged(
    txn: DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    member: member::Model,
    restriction: restriction::Model,
) -> Result<Done<Restricted>> {
    let id = MemberId::from_uuid(member.id);
    let decision = ask_if_material(&txn, env, gym, id, Trigger::Restriction).await?;
    txn.commit().await?;
    let wakes = decision.wakes();
    Ok(Done { value: Restricted { restriction, member, decision }, wakes })
}

/// What was added before under the same key.
async fn again(txn: &DatabaseTransaction, actor: &Actor, id: &str) -> Result<Done<Restricted>> {
    let id: RestrictionId =
        id.parse().map_err(|_| anyhow::anyhow!("a kept answer is no restriction's id"))?;
    let row = store::restrictions::find(txn, actor.gym, id).await?;
    let restriction = row.ok_or(Error::NotFound("restriction"))?;
    let owner = MemberId::from_uuid(restriction.member_id);
    let member = locked(txn, actor.gym, owner, "memberId").await?;
    let decision = Decision::immaterial("the restriction was added before");
    Ok(Done::quiet(Restricted { restriction, member, decision }))
}

async fn known_movements(txn: &DatabaseTransaction, actor: &Actor, keys: &[String]) -> Result<()> {
    let known: BTreeSet<String> = store::movements::by_keys(txn, actor.gym, keys)
        .await?
        .into_iter()
        .map(|row| row.key)
        .collect();
    let mut faults = Faults::default();
    for (index, key) in keys.iter().enumerate().filter(|(_, key)| !known.contains(*key)) {
        let message = format!("there is no movement {key}");
        let path = ["movementKeys", &index.to_string()];
        faults.add(&path, UserErrorCode::NotFound, message);
    }
    faults.end()
}

impl AddRestriction {
    fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        let path = &["loadCap"];
        match (self.rule, self.load_cap) {
            (RestrictionRule::CapLoad, None) => {
                faults.add(path, UserErrorCode::Invalid, "loadCap is needed with CAP_LOAD");
            }
            (RestrictionRule::Forbid, Some(_)) => {
                faults.add(path, UserErrorCode::Invalid, "loadCap goes with CAP_LOAD only");
            }
            (_, cap) => faults.range(path, cap, 0.0, 1.0),
        }
        if self.movements.len() > MOST_MOVEMENTS {
            let message = format!(
                "movementKeys must be at most {MOST_MOVEMENTS}, got {}",
                self.movements.len()
            );
            faults.add(&["movementKeys"], UserErrorCode::LimitExceeded, message);
        }
        faults.end()
    }

    fn row(&self, env: &Env, actor: &Actor, today: NaiveDate) -> Result<restriction::Model> {
        let patterns: BTreeSet<MovementPattern> = self.patterns.iter().copied().collect();
        let movements: BTreeSet<&String> = self.movements.iter().collect();
        Ok(restriction::Model {
            id: env.id::<Restriction>().uuid(),
            gym_id: actor.gym.uuid(),
            member_id: self.member.uuid(),
            body_region: self.region.to_string(),
            patterns: serde_json::to_string(&patterns).map_err(anyhow::Error::from)?,
            movement_keys: serde_json::to_string(&movements).map_err(anyhow::Error::from)?,
            rule: self.rule.to_string(),
            load_cap: self.load_cap,
            since: today,
            cleared_on: None,
            coach_id: actor.coach.map(|coach| coach.uuid()),
            created_at: micros(env.now()),
        })
    }
}
