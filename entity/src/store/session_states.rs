//! Queries over what became of planned sessions.

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, PlanId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Iterable as _, QueryOrder as _};

use super::{among, insert_or, uuids};
use crate::session_state::{Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// What is known of one session.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    plan: PlanId,
    session_key: &str,
) -> Result<Option<Model>, DbErr> {
    let of_plan = in_gym(gym).filter(Column::PlanId.eq(plan.uuid()));
    of_plan.filter(Column::SessionKey.eq(session_key)).one(db).await
}

/// What is known of these plans' sessions, by plan and key.
pub async fn of_plans(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
) -> Result<Vec<Model>, DbErr> {
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    in_gym(gym)
        .filter(among(db, Column::PlanId, plans))
        .order_by_asc(Column::PlanId)
        .order_by_asc(Column::SessionKey)
        .all(db)
        .await
}

/// What is known of these members' sessions since a day, by member, plan and key.
pub async fn since(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    since: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::Date.gte(since))
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::PlanId)
        .order_by_asc(Column::SessionKey)
        .all(db)
        .await
}

/// Writes what is known of a session, in the place of what was.
pub async fn save(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    let content = Column::iter().filter(|column| {
        !matches!(column, Column::PlanId | Column::SessionKey | Column::GymId | Column::MemberId)
    });
    let replace = OnConflict::columns([Column::PlanId, Column::SessionKey])
        .update_columns(content)
        .action_and_where(Column::GymId.eq(gym.uuid()))
        .to_owned();
    insert_or(db, vec![Model { gym_id: gym.uuid(), ..row }], Some(replace)).await
}
