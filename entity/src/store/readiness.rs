//! Queries over readiness entries and what they said before. A withdrawn entry counts no more.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, ReadinessEntryId};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _, QueryTrait as _};

use super::{in_order, insert_all, uuids};
use crate::db;
use crate::readiness_entry::{ActiveModel, Column, Entity, Model};
use crate::readiness_revision as revision;

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// The entry called `id`, withdrawn or not.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: ReadinessEntryId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// Those of the entries that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ReadinessEntryId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id).all(db).await
}

/// The entry that a report is about, locked: the source's own id names it, or else its day.
pub async fn lock_same(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    source: &str,
    external_id: Option<&str>,
    date: NaiveDate,
) -> Result<Option<Model>, DbErr> {
    let same =
        in_gym(gym).filter(Column::MemberId.eq(member.uuid())).filter(Column::Source.eq(source));
    let same = match external_id {
        Some(id) => same.filter(Column::ExternalId.eq(id)),
        None => same.filter(Column::ExternalId.is_null()).filter(Column::Date.eq(date)),
    };
    db::lock(same).one(db).await
}

/// The members' entries since a day, by member, date, source and id.
pub async fn since(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    since: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    let rows = in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::Date.gte(since))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Source)
        .order_by_asc(Column::Id);
    db.query_all(&rows.into_query()).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<Model, DbErr> {
    Ok(in_order!(
        row,
        Model {
            id,
            gym_id,
            member_id,
            source,
            external_id,
            date,
            quality,
            hrv_ms,
            hrv_metric,
            hrv_window,
            resting_heart_rate_bpm,
            asleep_minutes,
            sleep_efficiency_percent,
            soreness,
            stress,
            energy,
            mood,
            sleep_quality,
            vendor_score,
            illness,
            pain,
            source_updated_at,
            revision,
            recorded_at,
            withdrawn_at,
        }
    ))
}

/// The day of the member's newest entry.
pub async fn latest_day(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Option<NaiveDate>, DbErr> {
    let newest = in_gym(gym)
        .filter(Column::MemberId.eq(member.uuid()))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_desc(Column::Date)
        .one(db)
        .await?;
    Ok(newest.map(|entry| entry.date))
}

/// Adds entries.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Puts another content in the place of an entry's. False if the gym has no such entry.
pub async fn replace(db: &impl ConnectionTrait, gym: GymId, row: Model) -> Result<bool, DbErr> {
    let id = ReadinessEntryId::from_uuid(row.id);
    let content = Model { gym_id: gym.uuid(), ..row }.into_active_model().reset_all();
    update(db, gym, id, content).await
}

/// Writes what `changes` sets. False if the gym has no such entry.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: ReadinessEntryId,
    changes: ActiveModel,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.eq(id.uuid()));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Keeps what entries say, each under its revision.
pub async fn keep_revisions(
    db: &impl ConnectionTrait,
    gym: GymId,
    rows: Vec<revision::Model>,
) -> Result<(), DbErr> {
    let rows: Vec<revision::Model> =
        rows.into_iter().map(|row| revision::Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Everything that these entries have said, by entry, oldest first.
pub async fn revisions(
    db: &impl ConnectionTrait,
    gym: GymId,
    entries: &[ReadinessEntryId],
) -> Result<Vec<revision::Model>, DbErr> {
    revision::Entity::find()
        .filter(revision::Column::GymId.eq(gym.uuid()))
        .filter(revision::Column::EntryId.is_in(uuids(entries)))
        .order_by_asc(revision::Column::EntryId)
        .order_by_asc(revision::Column::Revision)
        .all(db)
        .await
}

/// The day of each member's newest entry; who has none is not listed.
pub async fn latest_days(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
) -> Result<BTreeMap<MemberId, NaiveDate>, DbErr> {
    let days: Vec<(Uuid, NaiveDate)> = in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::WithdrawnAt.is_null())
        .select_only()
        .column(Column::MemberId)
        .column_as(Column::Date.max(), "latest")
        .group_by(Column::MemberId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(days.into_iter().map(|(member, day)| (MemberId::from_uuid(member), day)).collect())
}

/// The members' entries of these days, both included, by member, date, source and id.
pub async fn between(
    db: &impl ConnectionTrait,
    gym: GymId,
    members: &[MemberId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.is_in(uuids(members)))
        .filter(Column::Date.between(from, to))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::MemberId)
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Source)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Every entry of a member, withdrawn ones included, oldest first.
pub async fn all_of(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym)
        .filter(Column::MemberId.eq(member.uuid()))
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Id)
        .all(db)
        .await
}
