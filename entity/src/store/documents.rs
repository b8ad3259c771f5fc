//! The documents of many plans at once, without the rest of their revisions.

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, PlanId};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::among;
use crate::{plan, plan_revision};

/// Which revision of each plan to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one in force.
    Published,
    /// The newest, whatever became of it.
    Newest,
    /// The one in force, else the one that waits.
    InForce,
    /// The one that waits, else the one in force.
    Waiting,
}

impl Which {
    /// Its number, of a row of `plan`.
    fn number(self) -> SimpleExpr {
        let column = |column| Expr::col((plan::Entity, column));
        let (published, pending) = (column(plan::Column::Published), column(plan::Column::Pending));
        match self {
            Self::Published => published,
            Self::Newest => column(plan::Column::Newest),
            Self::InForce => Func::coalesce([published, pending]).into(),
            Self::Waiting => Func::coalesce([pending, published]).into(),
        }
    }
}

/// A revision's document, packed.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Document {
    pub plan_id: Uuid,
    pub number: i32,
    pub document: Vec<u8>,
}

fn in_gym(gym: GymId) -> Select<plan_revision::Entity> {
    plan_revision::Entity::find().filter(plan_revision::Column::GymId.eq(gym.uuid()))
}

/// One document of each plan, where it has one.
pub async fn of_plans(
    db: &impl ConnectionTrait,
    gym: GymId,
    plans: &[PlanId],
    which: Which,
) -> Result<Vec<Document>, DbErr> {
    use plan_revision::Column as C;
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = Query::select();
    wanted
        .column((plan::Entity, plan::Column::Id))
        .expr(which.number())
        .from(plan::Entity)
        .and_where(among(db, plan::Column::Id, plans));
    let key = [
        Expr::col((plan_revision::Entity, C::PlanId)),
        Expr::col((plan_revision::Entity, C::Number)),
    ];
    in_gym(gym)
        .select_only()
        .columns([C::PlanId, C::Number, C::Document])
        .filter(Expr::tuple(key).in_subquery(wanted))
        .into_model()
        .all(db)
        .await
}

/// The member's plan for a week, or the newest they have.
pub async fn newest_plan(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    week: Option<NaiveDate>,
) -> Result<Option<plan::Model>, DbErr> {
    let mut plans = plan::Entity::find()
        .filter(plan::Column::GymId.eq(gym.uuid()))
        .filter(plan::Column::MemberId.eq(member.uuid()))
        .order_by_desc(plan::Column::WeekOf);
    if let Some(week) = week {
        plans = plans.filter(plan::Column::WeekOf.eq(week));
    }
    plans.one(db).await
}
