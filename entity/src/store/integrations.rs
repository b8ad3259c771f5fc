//! Queries over integrations and the ids by which they know members.

use domain::ids::{GymId, IntegrationId, MemberId};
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{insert_all, insert_or, uuids};
use crate::integration::{ActiveModel, Column, Entity, Model};
use crate::integration_member as link;

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

fn links_in_gym(gym: GymId) -> Select<link::Entity> {
    link::Entity::find().filter(link::Column::GymId.eq(gym.uuid()))
}

/// The integration that a key names, of whatever gym: the key comes before a gym is known.
pub async fn by_key_id(
    db: &impl ConnectionTrait,
    id: IntegrationId,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id.uuid()).one(db).await
}

/// The integration called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: IntegrationId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Every integration of the gym, revoked ones included, oldest first.
pub async fn all(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await
}

/// Adds an integration.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    insert_all(db, vec![Model { gym_id: gym.uuid(), ..row }]).await
}

/// Writes what `changes` sets. False if the gym has no such integration.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: IntegrationId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Tells an integration's id of a member, in the place of an earlier one.
pub async fn link(db: &impl ConnectionTrait, gym: GymId, row: link::Model) -> Result<(), DbErr> {
    let row = link::Model { gym_id: gym.uuid(), ..row };
    let replace = OnConflict::columns([link::Column::IntegrationId, link::Column::MemberId])
        .update_column(link::Column::ExternalId)
        .action_and_where(link::Column::GymId.eq(gym.uuid()))
        .to_owned();
    insert_or(db, vec![row], Some(replace)).await
}

/// Forgets an integration's id of a member. False if it had none.
pub async fn unlink(
    db: &impl ConnectionTrait,
    gym: GymId,
    integration: IntegrationId,
    member: MemberId,
) -> Result<bool, DbErr> {
    let delete = link::Entity::delete_many()
        .filter(link::Column::GymId.eq(gym.uuid()))
        .filter(link::Column::IntegrationId.eq(integration.uuid()))
        .filter(link::Column::MemberId.eq(member.uuid()));
    Ok(delete.exec(db).await?.rows_affected > 0)
}

/// The ids by which integrations know these members.
pub async fn links_of_members(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
) -> Result<Vec<link::Model>, DbErr> {
    links_in_gym(gym)
        .filter(link::Column::MemberId.is_in(uuids(members)))
        .order_by_asc(link::Column::MemberId)
        .order_by_asc(link::Column::IntegrationId)
        .all(db)
        .await
}

/// The members whom an integration knows by these ids.
pub async fn links_by_external_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    integration: IntegrationId,
    external_ids: &[String],
) -> Result<Vec<link::Model>, DbErr> {
    links_in_gym(gym)
        .filter(link::Column::IntegrationId.eq(integration.uuid()))
        .filter(link::Column::ExternalId.is_in(external_ids))
        .all(db)
        .await
}
