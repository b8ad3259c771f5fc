//! Queries over coaches' notes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ids::{GymId, MemberId, NoteId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::page::slices;
use super::{Page, Slice, insert_all, uuids};
use crate::coach_note::{Column, Entity, Model};
use crate::instant::micros;

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The note called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: NoteId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the notes that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[NoteId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// The same part of each of these members' lists, newest first. The place of a row is its instant (UTC
/// microseconds) and its id.
pub async fn pages(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    page: &Page<(i64, Uuid)>,
) -> Result<HashMap<Uuid, Slice<Model>>, DbErr> {
    let list = in_gym(gym).filter(Column::MemberId.is_in(uuids(members)));
    let owner = (Column::MemberId, |row: &Model| row.member_id);
    slices(db, list, owner, (Column::CreatedAt, Column::Id), page).await
}

/// Notes on these members since an instant, by member, oldest first.
pub async fn since(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    since: DateTime<Utc>,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::CreatedAt.gte(micros(since)))
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Adds a note.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    insert_all(db, vec![Model { gym_id: gym.uuid(), ..row }]).await
}
