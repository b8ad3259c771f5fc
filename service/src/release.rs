//! What the clock does to weeks that no coach has decided on: it releases them as they stand, or lets
//! them expire.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::calendar::{Week, local_date};
use domain::ids::{GymId, PlanId};
use domain::vocab::{PlanEventKind, PlanStatus, ReviewState, Trigger};
use entity::instant::micros;
use entity::store::plan_revisions::Head;
use entity::{db, gym, plan, plan_revision, store};
use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Wakes};
use crate::placing;
use crate::runs::zone;

/// Most plans of one transaction; the rest follow in the next.
const PLANS_AT_ONCE: usize = 1_000;

/// The first time zone in which a day begins (Kiritimati), in hours before UTC.
const FIRST_ZONE_HOURS: i64 = 14;

/// The last time zone in which a day ends (Baker Island), in hours after UTC.
const LAST_ZONE_HOURS: i64 = 12;

/// Brings into force what has waited for a coach until its hour. A gym that fails does not hold up the
/// others.
pub async fn release_due(env: &Env) -> Result<Wakes> {
    let mut wakes = Wakes::default();
    // Gyms of which a look moved nothing: it would find the same plans again.
    let mut aside: Vec<GymId> = Vec::new();
    loop {
        let look = PLANS_AT_ONCE as u64;
        let found =
            store::plan_revisions::due_for_release(env.db.read(), env.now(), &aside, look).await?;
        let last = found.len() < PLANS_AT_ONCE;
        let mut due: BTreeMap<GymId, Vec<PlanId>> = BTreeMap::new();
        for (gym, plan, _) in found {
            due.entry(gym).or_default().push(plan);
        }
        for (gym, plans) in due {
            match undisturbed(async || release(env, gym, &plans).await).await {
                Ok((_, 0)) => aside.push(gym),
                Ok((woken, _)) => wakes.merge(woken),
                Err(error) => {
                    tracing::error!(gym.id = %gym, error = %error.report(), "plans could not be released");
                    aside.push(gym);
                }
            }
        }
        if last {
            return Ok(wakes);
        }
    }
}

/// One transaction for the due plans of a gym: what waits *now* is released, whatever waited when it
/// was looked for. Answers how many it will not find again, too.
async fn release(env: &Env, gym: GymId, plans: &[PlanId]) -> Result<(Wakes, usize)> {
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
    let wakes = Wakes { events: wake.into_iter().collect(), work: false };
    Ok((wakes, released.len() + forgotten.len()))
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
        loop {
            match undisturbed(async || expire(env, gym).await).await {
                Ok((woken, expired)) => {
                    wakes.merge(woken);
                    if expired < PLANS_AT_ONCE {
                        break;
                    }
                }
                Err(error) => {
                    tracing::error!(gym.id = %gym, error = %error.report(), "plans could not expire");
                    break;
                }
            }
        }
    }
    Ok(wakes)
}

/// One transaction for plans of a gym whose week is over. Answers how many expired, too.
async fn expire(env: &Env, gym: GymId) -> Result<(Wakes, usize)> {
    let now = env.now();
    let txn = env.db.write().await?;
    let row = store::gyms::find(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let this_week = Week::containing(local_date(now, zone(&row)?));
    let most = PLANS_AT_ONCE as u64;
    let past = store::plans::unreviewed_before(&txn, gym, this_week.monday(), most).await?;
    let ids: Vec<PlanId> = past.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
    let mut locked = store::plans::lock(&txn, gym, &ids).await?;
    locked.retain(|plan| plan.pending.is_some());
    let expired = locked.len();
    if expired == 0 {
        return Ok((Wakes::default(), 0));
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
    tracing::info!(gym.id = %gym, plans = expired, "expired unreviewed");
    Ok((Wakes { events: wake.into_iter().collect(), work: false }, expired))
}

/// Gives their hour to weeks that wait without one in a gym that releases unreviewed: they were computed while
/// the setting changed, with the gym as it was before.
pub async fn give_hours(env: &Env) -> Result<()> {
    let anywhere = (env.now() - Duration::hours(LAST_ZONE_HOURS)).date_naive();
    let monday = Week::containing(anywhere).monday();
    for gym in store::plan_revisions::gyms_without_hour(env.db.read(), monday).await? {
        if let Err(error) = undisturbed(async || give(env, gym).await).await {
            tracing::error!(gym.id = %gym, error = %error.report(), "plans could not be given their hour");
        }
    }
    Ok(())
}

async fn give(env: &Env, gym: GymId) -> Result<()> {
    let txn = env.db.write().await?;
    let row = store::gyms::lock(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    reschedule(&txn, &row, env.now()).await?;
    Ok(txn.commit().await?)
}

/// Gives what waits its hour anew, after the gym's settings (or its time zone) have changed: call it in
/// the transaction that locks the gym and changes them, with the gym as it will be. A week that is over is left to
/// expire.
pub(crate) async fn reschedule(
    txn: &DatabaseTransaction,
    gym: &gym::Model,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = GymId::from_uuid(gym.id);
    let this_week = Week::containing(local_date(now, zone(gym)?));
    db::unhurried(txn).await?;
    let waiting = store::plans::lock_unreviewed(txn, id, this_week.monday()).await?;
    let mut weeks: BTreeMap<NaiveDate, Vec<PlanId>> = BTreeMap::new();
    for plan in waiting {
        weeks.entry(plan.week_of).or_default().push(PlanId::from_uuid(plan.id));
    }
    let soonest = placing::SHORTEST_WAIT.num_microseconds().unwrap_or(0);
    for (week, plans) in weeks {
        let hour = placing::release_hour(gym, week).map(micros);
        for plans in plans.chunks(PLANS_AT_ONCE) {
            store::plan_revisions::set_release(txn, id, plans, hour, soonest).await?;
        }
    }
    Ok(())
}
