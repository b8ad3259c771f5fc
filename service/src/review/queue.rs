//! What waits for a coach.

use std::collections::HashMap;

use domain::ids::{CoachId, GymId, PlanId};
use entity::store::{Page, Slice};
use entity::{plan, store};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::error::Result;

/// A plan with a revision that waits, and since when, in UTC microseconds.
pub type Waiting = (i64, plan::Model);

/// Part of the plans with a revision that waits, the longest waiting first. The place of one is the
/// instant since which it waits and its id.
pub async fn queue(
    db: &impl ConnectionTrait,
    gym: GymId,
    coach: Option<CoachId>,
    page: &Page<(i64, Uuid)>,
) -> Result<Slice<Waiting>> {
    let slice = store::plan_revisions::review_queue(db, gym, coach, page).await?;
    let ids: Vec<PlanId> = slice.rows.iter().map(|row| PlanId::from_uuid(row.plan_id)).collect();
    let mut plans: HashMap<Uuid, plan::Model> = store::plans::by_ids(db, gym, &ids)
        .await?
        .into_iter()
        .map(|plan| (plan.id, plan))
        .collect();
    let waiting = slice.rows.iter().filter_map(|row| {
        let since = row.waiting_since_at.unwrap_or(row.created_at);
        Some((since, plans.remove(&row.plan_id)?))
    });
    Ok(Slice {
        rows: waiting.collect(),
        has_next: slice.has_next,
        has_previous: slice.has_previous,
        total: slice.total,
    })
}
