//! Queries over the texts of revisions; a revision without a row has the rules' text.

use std::collections::BTreeSet;

use domain::ids::{GymId, PlanId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Iterable as _, QueryOrder as _};

use super::insert_or;
use crate::narrative::{Column, Entity, Model};

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The text of one revision.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    plan: PlanId,
    number: i32,
) -> Result<Option<Model>, DbErr> {
    let of_plan = in_gym(gym).filter(Column::PlanId.eq(plan.uuid()));
    of_plan.filter(Column::Number.eq(number)).one(db).await
}

/// The texts of these revisions, by plan and number.
pub async fn by_keys(
    db: &impl ConnectionTrait,
    gym: GymId,
    keys: &[(PlanId, i32)],
) -> Result<Vec<Model>, DbErr> {
    let wanted: BTreeSet<(Uuid, i32)> =
        keys.iter().map(|(plan, number)| (plan.uuid(), *number)).collect();
    let plans: BTreeSet<Uuid> = wanted.iter().map(|(plan, _)| *plan).collect();
    let mut rows = in_gym(gym)
        .filter(Column::PlanId.is_in(plans))
        .order_by_asc(Column::PlanId)
        .order_by_asc(Column::Number)
        .all(db)
        .await?;
    rows.retain(|row| wanted.contains(&(row.plan_id, row.number)));
    Ok(rows)
}

/// Writes texts, in the place of those that are there.
pub async fn save(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    let content = Column::iter()
        .filter(|column| !matches!(column, Column::PlanId | Column::Number | Column::GymId));
    let replace = OnConflict::columns([Column::PlanId, Column::Number])
        .update_columns(content)
        .action_and_where(Column::GymId.eq(gym.uuid()))
        .to_owned();
    insert_or(db, rows, Some(replace)).await
}
