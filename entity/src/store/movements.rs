//! Queries over a gym's movement catalogue and the names that movements go by.

use domain::ids::{GymId, MovementId};
use domain::vocab::MovementPattern;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Func, Query};
use sea_orm::{Condition, QueryOrder as _};

use super::page::{containing, slice};
use super::{Page, Slice, insert_all, uuids};
use crate::movement::{ActiveModel, Column, Entity, Model};
use crate::movement_alias as alias;

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

fn aliases_in_gym(gym: GymId) -> Select<alias::Entity> {
    alias::Entity::find().filter(alias::Column::GymId.eq(gym.uuid()))
}

/// Every movement of the gym, by key.
pub async fn all(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).order_by_asc(Column::Key).all(db).await
}

/// Every alias of the gym, by how it is compared.
pub async fn aliases(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<alias::Model>, DbErr> {
    aliases_in_gym(gym).order_by_asc(alias::Column::Folded).all(db).await
}

/// The aliases of these movements, by how they are compared.
pub async fn aliases_of(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[MovementId],
) -> Result<Vec<alias::Model>, DbErr> {
    aliases_in_gym(gym)
        .filter(alias::Column::MovementId.is_in(uuids(ids)))
        .order_by_asc(alias::Column::Folded)
        .all(db)
        .await
}

/// The movement called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: MovementId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the movements that the gym has, by key.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[MovementId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Key).all(db).await
}

/// Those of the movements that the gym has, by key.
pub async fn by_keys(
    db: &impl ConnectionTrait,
    gym: GymId,
    keys: &[String],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Key.is_in(keys)).order_by_asc(Column::Key).all(db).await
}

/// Part of the catalogue by name; `search` is part of the name or of an alias. The place of a row
/// is its name and id.
pub async fn page(
    db: &impl ConnectionTrait,
    gym: GymId,
    search: Option<&str>,
    pattern: Option<MovementPattern>,
    page: &Page<(String, Uuid)>,
) -> Result<Slice<Model>, DbErr> {
    let named = search.map(|text| {
        let also_called = Query::select()
            .column(alias::Column::MovementId)
            .from(alias::Entity)
            .and_where(alias::Column::GymId.eq(gym.uuid()))
            .and_where(
                Expr::expr(Func::lower(Expr::col(alias::Column::Alias))).like(containing(text)),
            )
            .to_owned();
        Condition::any()
            .add(Expr::expr(Func::lower(Expr::col(Column::Name))).like(containing(text)))
            .add(Column::Id.in_subquery(also_called))
    });
    // What an imported name turned out to be is listed under its own.
    let list = in_gym(gym).filter(Column::MappedTo.is_null()).filter(
        Condition::all()
            .add_option(named)
            .add_option(pattern.map(|pattern| Column::Pattern.eq(pattern.as_str()))),
    );
    slice(db, list, (Column::Name, Column::Id), false, page).await
}

/// Those of the names that stand for a movement already.
pub async fn aliases_among(
    db: &impl ConnectionTrait,
    gym: GymId,
    folded: &[String],
) -> Result<Vec<alias::Model>, DbErr> {
    aliases_in_gym(gym).filter(alias::Column::Folded.is_in(folded)).all(db).await
}

/// Adds movements and then aliases, of these or of others.
pub async fn insert(
    db: &impl ConnectionTrait,
    gym: GymId,
    rows: Vec<Model>,
    aliases: Vec<alias::Model>,
) -> Result<(), DbErr> {
    let gym_id = gym.uuid();
    let rows: Vec<Model> = rows.into_iter().map(|row| Model { gym_id, ..row }).collect();
    let aliases: Vec<alias::Model> =
        aliases.into_iter().map(|row| alias::Model { gym_id, ..row }).collect();
    insert_all(db, rows).await?;
    insert_all(db, aliases).await
}

/// Writes what `changes` sets. False if the gym has no such movement.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: MovementId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Takes every alias of the movement away; new ones come by [`insert`].
pub async fn delete_aliases(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: MovementId,
) -> Result<(), DbErr> {
    alias::Entity::delete_many()
        .filter(alias::Column::GymId.eq(gym.uuid()))
        .filter(alias::Column::MovementId.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}
