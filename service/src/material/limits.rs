//! How often a week is recomputed by itself (`engine.md` B7).

use chrono::Duration;
use domain::ids::{GymId, PlanId};
use domain::vocab::{RevisionAuthor, Trigger};
use entity::instant::micros;
use entity::store::plan_revisions::Head;
use entity::{gym, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::env::Env;
use crate::error::Result;

/// Whether the limits apply to what is computed for this cause: to what sensors and logs set off.
/// What a person decides (a restriction, goals, a programme) is never held back.
pub(super) fn apply_to(trigger: Trigger) -> bool {
    matches!(trigger, Trigger::Readiness | Trigger::Volume | Trigger::PersonalRecord)
}

/// Why no more of them are allowed for this plan, where that is so.
pub(super) async fn reached(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    plan: Uuid,
) -> Result<Option<String>> {
    let plans = [PlanId::from_uuid(plan)];
    let heads = store::plan_revisions::heads(txn, GymId::from_uuid(gym.id), &plans).await?;
    let automatic: Vec<Head> = heads.into_iter().filter(is_automatic).collect();
    let since = micros(env.now() - Duration::hours(24));
    let today = automatic.iter().filter(|row| row.created_at > since).count();
    Ok(said(gym, automatic.len(), today))
}

fn is_automatic(row: &Head) -> bool {
    row.author == RevisionAuthor::Engine.as_str() && row.trigger.parse().is_ok_and(apply_to)
}

fn said(gym: &gym::Model, all: usize, today: usize) -> Option<String> {
    let most = |limit: i32| usize::try_from(limit).unwrap_or(0);
    let times =
        |count: usize| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    if all >= most(gym.max_recomputes_per_plan) {
        return Some(format!("the week was recomputed {} already, the gym's limit", times(all)));
    }
    (today >= most(gym.max_recomputes_per_day)).then(|| {
        format!("the week was recomputed {} in 24 hours already, the gym's limit", times(today))
    })
}
