//! Erasing all that is kept of a member: health data and the baselines made of it, training, plans with the
//! inputs they were computed from, events. What others count on keeps its place, blank.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::MemberId;
use entity::store;

use crate::contention::undisturbed;
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::{self, Wakes};
use crate::members::{MemberRef, resolve};

/// Erases a member for good. Who was erased is missing from then on, so a second call finds nobody.
pub async fn erase(env: &Env, actor: &Actor, who: Option<&MemberRef>) -> Result<Done<MemberId>> {
    undisturbed(async || erase_once(env, actor, who).await).await
}

async fn erase_once(env: &Env, actor: &Actor, who: Option<&MemberRef>) -> Result<Done<MemberId>> {
    let txn = env.db.write().await?;
    let found = resolve(&txn, actor, who).await?;
    let (gym, id) = (actor.gym, MemberId::from_uuid(found.id));
    authorize(actor, Action::EraseMember, &Subject::member(gym, id))?;
    let locked = store::members::lock(&txn, gym, &[id]).await?;
    let member = locked.into_iter().next().ok_or(Error::NotFound("member"))?;
    let now = env.now();
    store::erasure::lock_plans(&txn, gym, id).await?;
    store::erasure::lock_computations(&txn, gym, id).await?;
    store::erasure::blank_plans(&txn, gym, id, now).await?;
    store::erasure::delete_history(&txn, gym, id).await?;
    if let Some(subject) = &member.subject {
        store::erasure::delete_answers(&txn, gym, subject).await?;
    }
    store::erasure::blank_member(&txn, gym, id, now).await?;
    store::events::erase(&txn, gym, id, now).await?;
    let wake = events::rights_changed(&txn, gym, now).await?;
    txn.commit().await?;
    tracing::info!(member.id = %id, gym.id = %gym, "a member was erased");
    Ok(Done { value: id, wakes: Wakes { events: wake.into_iter().collect(), work: false } })
}
