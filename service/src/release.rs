//! What the clock does to weeks that no coach has decided on: it releases them as they stand, or lets
//! them expire.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use domain::calendar::{Week, local_date};
use domain::ids::{GymId, PlanId};
use domain::vocab::{PlanEventKind, PlanStatus, ReviewState, Trigger};
use entity::instant::micros;
use entity::store::plan_revisions::Head;
use entity::{gym, plan, plan_revision, store};
use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Wakes};
use crate::placing;
use crate::runs::zone;

/// Most plans that one look releases; the rest wait for the next.
const PLANS_A_LOOK: u64 = 1_000;

/// The first time zone in which a day begins (Kiritimati), in hours before UTC.
const FIRST_ZONE_HOURS: i64 = 14;

/// Brings into force what has waited for a coach until its hour. A gym that fails does not hold up the
/// others.
pub async fn release_due(env: &Env) -> Result<Wakes> {
    let mut due: BTreeMap<GymId, Vec<PlanId>> = BTreeMap::new();
    let found = store::plan_revisions::due_for_release(env.db.read(), env.now(), PLANS_A_LOOK);
    for (gym, plan, _) in found.await? {
        due.entry(gym).or_default().push(plan);
    }
    let mut wakes = Wakes::default();
    for (gym, plans) in due {
        match undisturbed(async || release(env, gym, &plans).await).await {
            Ok(woken) => wakes.merge(woken),
            Err(error) => {
                tracing::error!(gym.id = %gym, error = %error.report(), "plans could not be released");
            }
        }
    }
    Ok(wakes)
}

/// One transaction for the due plans of a gym: what waits *now* is released, whatever waited when it
/// was looked for.
async fn release(env: &Env, gym: GymId, plans: &[PlanId]) -> Result<Wakes> {
    let now = env.now();
    let txn = env.db.write().await?;
    let row = store::gyms::find(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let locked = store::plans::lock(&txn, gym, plans).await?;
    let heads = waiting(&txn, gym, plans).await?;
    let (due, other): (Vec<_>, Vec<_>) =
        locked.into_iter().partition(|plan| is_due(plan, &row, &heads, now));
    let mut locked = due;
    let events = locked.iter().filter_map(|plan| event(plan, PlanEventKind::Published, &heads));
    let events: Vec<NewEvent> = events.collect();
    for plan in &mut locked {
        (plan.published, plan.pending) = (plan.pending, None);
        plan.published_at = Some(micros(now));
        plan.status = PlanStatus::Published.to_string();
        plan.version += 1;
    }
    let released: Vec<PlanId> = locked.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
    // What may not be released after all must not be found again and again.
    let never = other.iter().filter(|plan| !is_wanted(plan, &row));
    let forgotten: Vec<PlanId> = never.map(|plan| PlanId::from_uuid(plan.id)).collect();
    let forget = plan_revision::ActiveModel { auto_release_at: Set(None), ..Default::default() };
    store::plan_revisions::update_waiting(&txn, gym, &forgotten, forget).await?;
    let reviewed = plan_revision::ActiveModel {
        review_state: Set(Some(ReviewState::AutoReleased.to_string())),
        decided_at: Set(Some(micros(now))),
        published_at: Set(Some(micros(now))),
        ..Default::default()
    };
    store::plan_revisions::update_waiting(&txn, gym, &released, reviewed).await?;
    store::plans::save(&txn, gym, locked).await?;
    let wake = events::append(&txn, gym, events, now).await?;
    txn.commit().await?;
    tracing::info!(gym.id = %gym, plans = released.len(), "released unreviewed");
    Ok(Wakes { events: wake.into_iter().collect(), work: false })
}

/// The revisions of these plans that wait for a coach, by plan.
async fn waiting(
    txn: &DatabaseTransaction,
    gym: GymId,
    plans: &[PlanId],
) -> Result<BTreeMap<Uuid, Head>> {
    let heads = store::plan_revisions::heads(txn, gym, plans).await?;
    let waiting = ReviewState::Waiting.as_str();
    let waiting = heads.into_iter().filter(|head| head.review_state.as_deref() == Some(waiting));
    Ok(waiting.map(|head| (head.plan_id, head)).collect())
}

/// Whether what waits may come into force by itself: nothing is in force yet, and the gym wants it.
fn is_wanted(plan: &plan::Model, gym: &gym::Model) -> bool {
    gym.auto_release_minutes_before.is_some() && plan.published.is_none() && plan.pending.is_some()
}

/// Whether it does now: its hour has come.
fn is_due(
    plan: &plan::Model,
    gym: &gym::Model,
    heads: &BTreeMap<Uuid, Head>,
    now: DateTime<Utc>,
) -> bool {
    let head = heads.get(&plan.id).filter(|head| plan.pending == Some(head.number));
    let hour = head.and_then(|head| head.auto_release_at);
    is_wanted(plan, gym) && hour.is_some_and(|hour| hour <= micros(now))
}

fn event(
    plan: &plan::Model,
    kind: PlanEventKind,
    heads: &BTreeMap<Uuid, Head>,
) -> Option<NewEvent> {
    let trigger = heads.get(&plan.id).and_then(|head| head.trigger.parse().ok());
    Some(NewEvent {
        plan: PlanId::from_uuid(plan.id),
        member: plan.member_id.into(),
        revision: plan.pending?,
        kind,
        trigger: trigger.unwrap_or(Trigger::Weekly),
    })
}

/// Ends the wait of what a coach never looked at, once its week is over in the gym's time zone.
pub async fn expire_past(env: &Env) -> Result<Wakes> {
    let anywhere = (env.now() + Duration::hours(FIRST_ZONE_HOURS)).date_naive();
    let gyms =
        store::plans::gyms_unreviewed_before(env.db.read(), Week::containing(anywhere).monday())
            .await?;
    let mut wakes = Wakes::default();
    for gym in gyms {
        match undisturbed(async || expire(env, gym).await).await {
            Ok(woken) => wakes.merge(woken),
            Err(error) => {
                tracing::error!(gym.id = %gym, error = %error.report(), "plans could not expire");
            }
        }
    }
    Ok(wakes)
}

async fn expire(env: &Env, gym: GymId) -> Result<Wakes> {
    let now = env.now();
    let txn = env.db.write().await?;
    let row = store::gyms::find(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let this_week = Week::containing(local_date(now, zone(&row)?));
    let past = store::plans::unreviewed_before(&txn, gym, this_week.monday()).await?;
    let ids: Vec<PlanId> = past.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
    let mut locked = store::plans::lock(&txn, gym, &ids).await?;
    locked.retain(|plan| plan.pending.is_some());
    if locked.is_empty() {
        return Ok(Wakes::default());
    }
    let heads = waiting(&txn, gym, &ids).await?;
    let events = locked.iter().filter_map(|plan| event(plan, PlanEventKind::Expired, &heads));
    let events: Vec<NewEvent> = events.collect();
    for plan in &mut locked {
        plan.pending = None;
        plan.status = match plan.published {
            Some(_) => PlanStatus::Published.to_string(),
            None => PlanStatus::Expired.to_string(),
        };
        plan.version += 1;
    }
    let lapsed = plan_revision::ActiveModel {
        review_state: Set(Some(ReviewState::Lapsed.to_string())),
        decided_at: Set(Some(micros(now))),
        auto_release_at: Set(None),
        ..Default::default()
    };
    store::plan_revisions::update_waiting(&txn, gym, &ids, lapsed).await?;
    store::plans::save(&txn, gym, locked).await?;
    let wake = events::append(&txn, gym, events, now).await?;
    txn.commit().await?;
    tracing::info!(gym.id = %gym, plans = ids.len(), "expired unreviewed");
    Ok(Wakes { events: wake.into_iter().collect(), work: false })
}

/// Gives what waits its hour anew, after the gym's settings (or its time zone) have changed: call it in
/// the transaction that changes them, with the gym as it will be.
pub async fn reschedule(txn: &DatabaseTransaction, gym: &gym::Model) -> Result<()> {
    let id = GymId::from_uuid(gym.id);
    let weeks: BTreeSet<_> = store::plans::unreviewed_weeks(txn, id).await?.into_iter().collect();
    for week in weeks {
        let hour = placing::release_hour(gym, week).map(micros);
        let soonest = placing::SHORTEST_WAIT.num_microseconds().unwrap_or(0);
        store::plan_revisions::set_release(txn, id, week, hour, soonest).await?;
    }
    Ok(())
}
