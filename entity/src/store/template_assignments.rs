//! Queries over which template a member follows from which Monday on.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{insert_or, uuids};
use crate::template_assignment::{Column, Entity, Model};

/// What each of the members follows in the week of a Monday: the newest assignment that has begun. Who
/// had none by then is not listed.
pub async fn in_force(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    monday: NaiveDate,
) -> Result<HashMap<MemberId, Model>, DbErr> {
    let rows = Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::StartsOn.lte(monday))
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::StartsOn)
        .all(db)
        .await?;
    // Of several the last of the order stands.
    Ok(rows.into_iter().map(|row| (MemberId::from_uuid(row.member_id), row)).collect())
}

/// Every assignment of a member, the first to begin first.
pub async fn of_member(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::MemberId.eq(member.uuid()))
        .order_by_asc(Column::StartsOn)
        .all(db)
        .await
}

/// Writes assignments; one that begins on the same Monday takes the place of an earlier one.
pub async fn save(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    let replace = OnConflict::columns([Column::MemberId, Column::StartsOn])
        .update_columns([Column::TemplateId, Column::AssignedAt])
        .action_and_where(Column::GymId.eq(gym.uuid()))
        .to_owned();
    insert_or(db, rows, Some(replace)).await
}

/// Forgets what was to begin after a Monday: a newer decision stands in its place.
pub async fn delete_after(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    monday: NaiveDate,
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::StartsOn.gt(monday))
        .exec(db)
        .await
        .map(drop)
}
