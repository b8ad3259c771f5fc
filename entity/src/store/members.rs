//! Queries over members.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::{CoachId, GymId, MemberId, TemplateId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Func};
use sea_orm::{Condition, FromQueryResult, QueryOrder as _, QuerySelect as _};

use super::page::{containing, slice};
use super::{Page, Slice, among, insert_all, uuids};
use crate::db;
use crate::member::{ActiveModel, Column, Entity, Model};

/// Erased members are none.
fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid())).filter(Column::ErasedAt.is_null())
}

/// Which members are asked for; what is `None` is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberFilter {
    /// Part of the name, or the whole external id.
    pub search: Option<String>,
    /// Their coach.
    pub coach: Option<CoachId>,
    /// Their template.
    pub template: Option<TemplateId>,
    /// Active, or inactive.
    pub active: Option<bool>,
    /// Only these: what a question beyond this table has found.
    pub among: Option<Vec<MemberId>>,
}

impl MemberFilter {
    fn condition(&self) -> Condition {
        let search = self.search.as_ref().map(|text| {
            Condition::any()
                .add(Expr::expr(Func::lower(Expr::col(Column::DisplayName))).like(containing(text)))
                .add(Column::ExternalId.eq(text.as_str()))
        });
        Condition::all()
            .add_option(search)
            .add_option(self.coach.map(|coach| Column::CoachId.eq(coach.uuid())))
            .add_option(self.template.map(|template| Column::TemplateId.eq(template.uuid())))
            .add_option(self.active.map(|active| Column::Active.eq(active)))
            .add_option(self.among.as_ref().map(|ids| Column::Id.is_in(uuids(ids))))
    }
}

/// The member called `id`.
pub async fn find(
    db: &impl ConnectionTrait,
    gym: GymId,
    id: MemberId,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Id.eq(id.uuid())).one(db).await
}

/// How many members the gym has, inactive ones included.
pub async fn count(db: &impl ConnectionTrait, gym: GymId) -> Result<u64, DbErr> {
    in_gym(gym).count(db).await
}

/// Those of the members that the gym has, by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[MemberId],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(among(db, Column::Id, ids)).order_by_asc(Column::Id).all(db).await
}

/// The members, locked in id order: two changes to one member wait for each other.
pub async fn lock(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[MemberId],
) -> Result<Vec<Model>, DbErr> {
    let rows = in_gym(gym).filter(Column::Id.is_in(uuids(ids))).order_by_asc(Column::Id);
    db::lock(rows).all(db).await
}

/// Those members that the gym's own system knows by these ids.
pub async fn by_external_ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    external_ids: &[String],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::ExternalId.is_in(external_ids)).all(db).await
}

/// The records of a login in every gym: who it is there is asked before a gym is known.
pub async fn by_subject(db: &impl ConnectionTrait, subject: &str) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Subject.eq(subject)).order_by_asc(Column::Id).all(db).await
}

/// The member behind a login in this gym.
pub async fn find_subject(
    db: &impl ConnectionTrait,
    gym: GymId,
    subject: &str,
) -> Result<Option<Model>, DbErr> {
    in_gym(gym).filter(Column::Subject.eq(subject)).one(db).await
}

/// Members who have one of these logins.
pub async fn of_subjects(
    db: &impl ConnectionTrait,
    gym: GymId,
    subjects: &[String],
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Subject.is_in(subjects)).all(db).await
}

/// Part of the list by name. The place of a row is its name and id.
pub async fn page(
    db: &impl ConnectionTrait,
    gym: GymId,
    filter: &MemberFilter,
    page: &Page<(String, Uuid)>,
) -> Result<Slice<Model>, DbErr> {
    let list = in_gym(gym).filter(filter.condition());
    slice(db, list, (Column::DisplayName, Column::Id), false, page).await
}

/// Ids of all that the filter lets through, by id.
pub async fn ids(
    db: &impl ConnectionTrait,
    gym: GymId,
    filter: &MemberFilter,
) -> Result<Vec<MemberId>, DbErr> {
    let ids: Vec<Uuid> = in_gym(gym)
        .filter(filter.condition())
        .select_only()
        .column(Column::Id)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(MemberId::from_uuid).collect())
}

/// Ids of the active members, by id.
pub async fn active_ids(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<MemberId>, DbErr> {
    ids(db, gym, &MemberFilter { active: Some(true), ..MemberFilter::default() }).await
}

/// How many active members follow no template: a run computes no week for them.
pub async fn without_template(db: &impl ConnectionTrait, gym: GymId) -> Result<u64, DbErr> {
    let active = in_gym(gym).filter(Column::Active.eq(true));
    active.filter(Column::TemplateId.is_null()).count(db).await
}

/// Whom a template was assigned to last, and from which Monday on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Following {
    /// Who.
    pub id: Uuid,
    /// Which template.
    pub template_id: Uuid,
    /// Monday of its week 1.
    pub template_starts_on: Option<NaiveDate>,
}

/// What each active member follows, or is to follow, by id; who follows nothing is not listed.
pub async fn following(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<Following>, DbErr> {
    in_gym(gym)
        .filter(Column::Active.eq(true))
        .filter(Column::TemplateId.is_not_null())
        .select_only()
        .columns([Column::Id, Column::TemplateId, Column::TemplateStartsOn])
        .order_by_asc(Column::Id)
        .into_model::<Following>()
        .all(db)
        .await
}

/// How many active members each template is assigned to; templates with none are not listed.
pub async fn assigned(
    db: &impl ConnectionTrait,
    gym: GymId,
) -> Result<BTreeMap<TemplateId, i64>, DbErr> {
    let counts: Vec<(Uuid, i64)> = in_gym(gym)
        .filter(Column::Active.eq(true))
        .filter(Column::TemplateId.is_not_null())
        .select_only()
        .column(Column::TemplateId)
        .column_as(Column::Id.count(), "members")
        .group_by(Column::TemplateId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().map(|(id, count)| (TemplateId::from_uuid(id), count)).collect())
}

/// Adds members.
pub async fn insert(db: &impl ConnectionTrait, gym: GymId, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows: Vec<Model> =
        rows.into_iter().map(|row| Model { gym_id: gym.uuid(), ..row }).collect();
    insert_all(db, rows).await
}

/// Writes what `changes` sets to each of the members. Answers how many the gym has.
pub async fn update(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[MemberId],
    changes: ActiveModel,
) -> Result<u64, DbErr> {
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::Id.is_in(uuids(ids)));
    Ok(update.exec(db).await?.rows_affected)
}
