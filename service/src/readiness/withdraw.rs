//! What a source takes back. The entry is kept with what it said, and counts no more.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{MemberId, ReadinessEntryId};
use domain::vocab::Trigger;
use entity::instant::micros;
use entity::{member, readiness_entry, store};
use sea_orm::DatabaseTransaction;

use super::keep_revision;
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::material::ask_if_material;
use crate::members::{MemberRef, resolve};

/// Which entry is taken back, as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct WithdrawReadiness {
    /// By id,
    pub id: Option<ReadinessEntryId>,
    /// or whose (a member leaves it out),
    pub member: Option<MemberRef>,
    /// from which source,
    pub source: Option<String>,
    /// and by the source's own id
    pub external_id: Option<String>,
    /// or by its day.
    pub date: Option<NaiveDate>,
}

/// What was taken back.
#[derive(Debug, Clone)]
pub struct Withdrawn {
    /// The entry; `None`: there was none.
    pub entry: Option<readiness_entry::Model>,
}

/// Takes an entry back. Done twice, it stays done.
pub async fn withdraw(
    env: &Env,
    actor: &Actor,
    input: WithdrawReadiness,
) -> Result<Done<Withdrawn>> {
    input.check()?;
    let gym = store::gyms::find(env.db.read(), actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let txn = env.db.write().await?;
    let none = Done::quiet(Withdrawn { entry: None });
    let Some(member) = owner(&txn, actor, &input).await? else { return Ok(none) };
    let id = MemberId::from_uuid(member.id);
    authorize(actor, Action::RecordReadiness, &Subject::member(actor.gym, id))?;
    store::members::lock(&txn, actor.gym, &[id]).await?;
    let found = find(&txn, actor, id, &input).await?;
    let Some(mut entry) = found.filter(|entry| entry.withdrawn_at.is_none()) else {
        return Ok(none);
    };
    let now = micros(env.now());
    entry.withdrawn_at = Some(now);
    entry.revision += 1;
    entry.recorded_at = now;
    store::readiness::replace(&txn, actor.gym, entry.clone()).await?;
    keep_revision(&txn, actor.gym, &entry).await?;
    let decision = ask_if_material(&txn, env, &gym, id, Trigger::Readiness).await?;
    txn.commit().await?;
    Ok(Done { value: Withdrawn { entry: Some(entry) }, wakes: decision.wakes() })
}

/// Whose entry it is. An id that the caller may not know of is nobody's.
async fn owner(
    txn: &DatabaseTransaction,
    actor: &Actor,
    input: &WithdrawReadiness,
) -> Result<Option<member::Model>> {
    let Some(id) = input.id else {
        return Ok(Some(resolve(txn, actor, input.member.as_ref()).await?));
    };
    let Some(entry) = store::readiness::find(txn, actor.gym, id).await? else { return Ok(None) };
    let owner = MemberId::from_uuid(entry.member_id);
    let subject = Subject::member(actor.gym, owner);
    if authorize(actor, Action::RecordReadiness, &subject).is_err() {
        return Ok(None);
    }
    Ok(store::members::find(txn, actor.gym, owner).await?)
}

async fn find(
    txn: &DatabaseTransaction,
    actor: &Actor,
    member: MemberId,
    input: &WithdrawReadiness,
) -> Result<Option<readiness_entry::Model>> {
    if let Some(id) = input.id {
        return Ok(store::readiness::find(txn, actor.gym, id).await?);
    }
    let source = input.source.as_deref().unwrap_or_default().trim();
    // Where the source's own id is named, the day does not matter.
    let day = input.date.unwrap_or(NaiveDate::MIN);
    let external = input.external_id.as_deref();
    Ok(store::readiness::lock_same(txn, actor.gym, member, source, external, day).await?)
}

impl WithdrawReadiness {
    fn check(&self) -> Result<()> {
        let named = self.source.is_some() && (self.external_id.is_some() || self.date.is_some());
        if self.id.is_some() || named {
            return Ok(());
        }
        let message = "name the entry by id, or by source with externalId or date";
        Err(Error::field(&["id"], UserErrorCode::Invalid, message))
    }
}
