//! Queries over programme templates and their versions.

use domain::ids::{GymId, TemplateId, TemplateVersionId};
use domain::vocab::TemplateStatus;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::{insert_all, uuids};
use crate::db;
use crate::template::{ActiveModel, Column, Entity, Model};
use crate::template_version as version;

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

fn versions_in_gym(gym: GymId) -> Select<version::Entity> {
    version::Entity::find().filter(version::Column::GymId.eq(gym.uuid()))
}

/// The template called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: TemplateId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// The template, locked: its next version has one author.
pub async fn lock(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: TemplateId,
) -> Result<Option<Model>, DbErr> {
    db::lock(in_gym(gym).filter(Column::Id.eq(id.uuid()))).one(db).await
}

/// Those of the templates that the gym has.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[TemplateId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).all(db).await
}

/// The template of this name.
pub async fn by_name(
    db: &impl ConnectionTrait,
    gym: GymId,
    name: &str,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Name.eq(name)).one(db).await
}

/// The gym's templates by name.
pub async fn all(
    db: &impl ConnectionTrait,
    gym: GymId,
    include_archived: bool,
) -> Result<Vec<Model>, DbErr> {
    let mut list = in_gym(gym);
    if !include_archived {
        list = list.filter(Column::Status.ne(TemplateStatus::Archived.as_str()));
    }
    list.order_by_asc(Column::Name).all(db).await
}

/// Adds a template.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<(), DbErr> {
    insert_all(db, vec![Model { gym_id: gym.uuid(), ..row }]).await
}

/// Writes what `changes` sets. False if the gym has no such template.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: TemplateId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Those of the versions that the gym has, by id.
pub async fn versions_by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[TemplateVersionId],
) -> Result<Vec<version::Model>, DbErr> {
    let some = versions_in_gym(gym).filter(version::Column::Id.is_in(uuids(ids)));
    some.order_by_asc(version::Column::Id).all(db).await
}

/// The version of this number.
pub async fn version(
    db: &impl ConnectionTrait,
    gym: GymId,
    template: TemplateId,
    number: i32,
) -> Result<Option<version::Model>, DbErr> {
    versions_in_gym(gym)
        .filter(version::Column::TemplateId.eq(template.uuid()))
        .filter(version::Column::Number.eq(number))
        .one(db)
        .await
}

/// The versions in force of these templates; those without one are not listed.
pub async fn published_versions(
    db: &impl ConnectionTrait,
    gym: GymId,
    templates: &[TemplateId],
) -> Result<Vec<version::Model>, DbErr> {
    versions_in_gym(gym)
        .inner_join_published()
        .filter(version::Column::TemplateId.is_in(uuids(templates)))
        .all(db)
        .await
}

/// Adds a version.
pub async fn insert_version(
    db: &impl ConnectionTrait,
    gym: GymId,
    row: version::Model,
) -> Result<(), DbErr> {
    insert_all(db, vec![version::Model { gym_id: gym.uuid(), ..row }]).await
}

/// Writes what `changes` sets: where the version stands; its content never changes. False if the
/// gym has no such version.
pub async fn update_version(
    db: &impl ConnectionTrait,
    gym: GymId,
    template: TemplateId,
    number: i32,
    changes: version::ActiveModel,
) -> Result<bool, DbErr> {
    let update = version::Entity::update_many()
        .set(changes)
        .filter(version::Column::GymId.eq(gym.uuid()))
        .filter(version::Column::TemplateId.eq(template.uuid()))
        .filter(version::Column::Number.eq(number));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Those of the versions that the gym has, by template and number.
pub async fn versions(
    db: &impl ConnectionTrait,
    gym: GymId,
    keys: &[(TemplateId, i32)],
) -> Result<Vec<version::Model>, DbErr> {
    let templates: Vec<TemplateId> = keys.iter().map(|(template, _)| *template).collect();
    let numbers = keys.iter().map(|(_, number)| *number);
    // SQLite has no list of pairs, so a few others come along.
    let mut rows = versions_in_gym(gym)
        .filter(version::Column::TemplateId.is_in(uuids(&templates)))
        .filter(version::Column::Number.is_in(numbers))
        .all(db)
        .await?;
    rows.retain(|row| {
        let key = (TemplateId::from_uuid(row.template_id), row.number);
        keys.contains(&key)
    });
    Ok(rows)
}

/// Keeps the versions that their templates name as the ones in force.
trait Published {
    fn inner_join_published(self) -> Self;
}

impl Published for Select<version::Entity> {
    fn inner_join_published(self) -> Self {
        let in_force: RelationDef = version::Entity::belongs_to(Entity)
            .from((version::Column::TemplateId, version::Column::Number))
            .to((Column::Id, Column::Published))
            .into();
        self.join(sea_orm::JoinType::InnerJoin, in_force)
    }
}
