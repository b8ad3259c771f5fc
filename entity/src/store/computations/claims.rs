//! What is due, and who takes it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ComputationId, GymId, LeaseId};
use domain::vocab::{ComputationKind, ComputationStatus};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait as _, LockBehavior, LockType, Order, Query, SelectStatement,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect, QueryTrait as _, Select, Set,
};
use uuid::Uuid;

use super::is;
use crate::computation::{ActiveModel, Column, Entity};
use crate::gym;
use crate::instant::{instant, micros};
use crate::store::among;

/// Which computations a dispatcher asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Plans or narratives.
    pub kind: ComputationKind,
    /// Lowest priority, included.
    pub from_priority: i32,
    /// Highest priority, included.
    pub to_priority: i32,
    /// Due at this instant or before.
    pub at: DateTime<Utc>,
}

/// A computation that may be claimed.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Candidate {
    /// The computation.
    pub id: Uuid,
    /// Its gym.
    pub gym_id: Uuid,
    /// Monday of its week.
    pub week_of: NaiveDate,
    /// How often it was started.
    pub attempts: i32,
}

/// Compared with literals only: then both databases see that the index of urgent ones answers.
fn priority() -> Expr {
    Expr::col((Entity, Column::Priority))
}

/// Queued, due, and with no other of its member, week and kind under way.
fn due(question: &Due) -> Select<Entity> {
    let other = Alias::new("other");
    let running = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, other.clone())
        .and_where(Expr::col((other.clone(), Column::MemberId)).equals((Entity, Column::MemberId)))
        .and_where(Expr::col((other.clone(), Column::WeekOf)).equals((Entity, Column::WeekOf)))
        .and_where(Expr::col((other.clone(), Column::Kind)).equals((Entity, Column::Kind)))
        .and_where(Expr::col((other, Column::Status)).eq(Expr::cust("'RUNNING'")))
        // PostgreSQL leaves such a question as it stands and asks it for each row, by the index; it would make a
        // join of it that reads all that runs for each row that waits, where it believes that nothing runs.
        .limit(1)
        .offset(0)
        .to_owned();
    Entity::find()
        .filter(is(ComputationStatus::Queued))
        .filter(Column::Kind.eq(question.kind.as_str()))
        .filter(priority().gte(Expr::cust(question.from_priority.to_string())))
        .filter(priority().lte(Expr::cust(question.to_priority.to_string())))
        .filter(Column::DueAt.lte(micros(question.at)))
        .filter(Expr::exists(running).not())
}

/// The most urgent that are due, of one gym or of all, locked; those that another dispatcher is
/// about to take are passed over. Reads across gyms: work is claimed for whoever is due.
pub async fn claimable(
    db: &impl ConnectionTrait,
    gym: Option<GymId>,
    question: &Due,
    limit: u64,
) -> Result<Vec<Candidate>, DbErr> {
    let mut rows = due(question);
    if let Some(gym) = gym {
        rows = rows.filter(Column::GymId.eq(gym.uuid()));
    }
    let mut rows = rows
        .select_only()
        .columns([Column::Id, Column::GymId, Column::WeekOf, Column::Attempts])
        .order_by_desc(Column::Priority)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    QuerySelect::query(&mut rows).lock_with_tables_behavior(
        LockType::NoKeyUpdate,
        [Entity],
        LockBehavior::SkipLocked,
    );
    rows.into_model().all(db).await
}

/// Gyms that have something due, the one served longest ago first.
pub async fn gyms_with_due(
    db: &impl ConnectionTrait,
    question: &Due,
    limit: u64,
) -> Result<Vec<GymId>, DbErr> {
    let due: SelectStatement = due(question)
        .select_only()
        .expr(Expr::val(1))
        .filter(Expr::col((Entity, Column::GymId)).equals((gym::Entity, gym::Column::Id)))
        .into_query();
    let ids: Vec<Uuid> = gym::Entity::find()
        .filter(Expr::exists(due))
        .select_only()
        .column(gym::Column::Id)
        .order_by(gym::Column::ServedAt, Order::Asc)
        .order_by(gym::Column::Id, Order::Asc)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(GymId::from_uuid).collect())
}

/// Takes the gym's turn: false while another dispatcher claims for it.
pub async fn take_turn(db: &impl ConnectionTrait, gym: GymId) -> Result<bool, DbErr> {
    let row: Option<Uuid> = gym::Entity::find_by_id(gym.uuid())
        .select_only()
        .column(gym::Column::Id)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .into_tuple()
        .one(db)
        .await?;
    Ok(row.is_some())
}

/// When the next queued computation of a kind is due; it may be long past.
pub async fn next_due(
    db: &impl ConnectionTrait,
    kind: ComputationKind,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let due: Option<i64> = Entity::find()
        .filter(is(ComputationStatus::Queued))
        .filter(Column::Kind.eq(kind.as_str()))
        .select_only()
        .column(Column::DueAt)
        .order_by_asc(Column::DueAt)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(due.map(instant))
}

/// Puts queued computations, locked before, under a lease.
pub async fn lease(
    db: &impl ConnectionTrait,
    gym: GymId,
    ids: &[ComputationId],
    lease: LeaseId,
) -> Result<u64, DbErr> {
    let changes = ActiveModel {
        status: Set(ComputationStatus::Running.to_string()),
        lease_id: Set(Some(lease.uuid())),
        ..Default::default()
    };
    let update = Entity::update_many()
        .set(changes)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(among(db, Column::Id, ids))
        .filter(is(ComputationStatus::Queued));
    Ok(update.exec(db).await?.rows_affected)
}
