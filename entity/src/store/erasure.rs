//! Erasing all that is kept of one member: rows go, but for what others count on. Plans keep their place with
//! blanked revisions, the member's row its id (events: `store::events::erase`).

use chrono::{DateTime, Utc};
use domain::ids::{GymId, MemberId};
use domain::vocab::{ComputationStatus, PlanStatus};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Query, SelectStatement};
use sea_orm::{QueryOrder as _, Set};

use crate::instant::micros;
use crate::{
    coach_note, computation, db, goal, idempotency, integration_member, member, narrative,
    narrative_answer, narrative_batch_entry, personal_record, plan, plan_revision, readiness_entry,
    readiness_revision, restriction, session_log, session_state, set_log, template_assignment,
};

/// What others read where a name was.
pub const ERASED_NAME: &str = "Erased member";

/// Deletes the rows of an entity that are the member's own.
macro_rules! delete_own {
    ($db:expr, $gym:expr, $member:expr, $($entity:ident),+ $(,)?) => {$(
        $entity::Entity::delete_many()
            .filter($entity::Column::GymId.eq($gym.uuid()))
            .filter($entity::Column::MemberId.eq($member.uuid()))
            .exec($db)
            .await?;
    )+};
}

/// Locks the member's plans in id order.
pub async fn lock_plans(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Vec<plan::Model>, DbErr> {
    let rows = plan::Entity::find()
        .filter(plan::Column::GymId.eq(gym.uuid()))
        .filter(plan::Column::MemberId.eq(member.uuid()))
        .order_by_asc(plan::Column::Id);
    db::lock(rows).all(db).await
}

/// Locks whatever of the member waits or is under way, of all weeks, in id order: a week that is being written just
/// now is there before it is blanked, and one that is not written yet no longer will be.
pub async fn lock_computations(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<Vec<computation::Model>, DbErr> {
    let open = [ComputationStatus::Queued, ComputationStatus::Running];
    let rows = computation::Entity::find()
        .filter(computation::Column::GymId.eq(gym.uuid()))
        .filter(computation::Column::MemberId.eq(member.uuid()))
        .filter(computation::Column::Status.is_in(open.map(ComputationStatus::as_str)))
        .order_by_asc(computation::Column::Id);
    db::lock(rows).all(db).await
}

/// Deletes what the member, their devices and their coaches have written about them.
pub async fn delete_history(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
) -> Result<(), DbErr> {
    delete_own!(db, gym, member, personal_record, session_state);
    set_log::Entity::delete_many()
        .filter(set_log::Column::GymId.eq(gym.uuid()))
        .filter(set_log::Column::SessionLogId.in_subquery(logs_of(gym, member)))
        .exec(db)
        .await?;
    readiness_revision::Entity::delete_many()
        .filter(readiness_revision::Column::GymId.eq(gym.uuid()))
        .filter(readiness_revision::Column::EntryId.in_subquery(entries_of(gym, member)))
        .exec(db)
        .await?;
    delete_own!(db, gym, member, session_log, readiness_entry);
    delete_own!(db, gym, member, narrative_answer);
    // What a batch that is out costs is booked by it.
    narrative_batch_entry::Entity::update_many()
        .col_expr(narrative_batch_entry::Column::ContentKey, Expr::value(""))
        .filter(narrative_batch_entry::Column::GymId.eq(gym.uuid()))
        .filter(narrative_batch_entry::Column::MemberId.eq(member.uuid()))
        .exec(db)
        .await?;
    delete_own!(db, gym, member, goal, restriction, coach_note, integration_member, computation);
    delete_own!(db, gym, member, template_assignment);
    Ok(())
}

fn logs_of(gym: GymId, member: MemberId) -> SelectStatement {
    Query::select()
        .column(session_log::Column::Id)
        .from(session_log::Entity)
        .and_where(session_log::Column::GymId.eq(gym.uuid()))
        .and_where(session_log::Column::MemberId.eq(member.uuid()))
        .to_owned()
}

fn entries_of(gym: GymId, member: MemberId) -> SelectStatement {
    Query::select()
        .column(readiness_entry::Column::Id)
        .from(readiness_entry::Entity)
        .and_where(readiness_entry::Column::GymId.eq(gym.uuid()))
        .and_where(readiness_entry::Column::MemberId.eq(member.uuid()))
        .to_owned()
}

/// Blanks the revisions of the member's plans in place, inputs included, and takes the plans out of sight. The
/// digest of the inputs stays, as all that says which revision it was: nothing can be read out of it.
pub async fn blank_plans(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let plans = Query::select()
        .column(plan::Column::Id)
        .from(plan::Entity)
        .and_where(plan::Column::GymId.eq(gym.uuid()))
        .and_where(plan::Column::MemberId.eq(member.uuid()))
        .to_owned();
    narrative::Entity::delete_many()
        .filter(narrative::Column::GymId.eq(gym.uuid()))
        .filter(narrative::Column::PlanId.in_subquery(plans))
        .exec(db)
        .await?;
    let hidden = plan::ActiveModel {
        status: Set(PlanStatus::Expired.to_string()),
        published: Set(None),
        pending: Set(None),
        newest: Set(0),
        template_id: Set(None),
        published_at: Set(None),
        ..Default::default()
    };
    plan::Entity::update_many()
        .set(hidden)
        .col_expr(plan::Column::Version, Expr::col(plan::Column::Version).add(1))
        .filter(plan::Column::GymId.eq(gym.uuid()))
        .filter(plan::Column::MemberId.eq(member.uuid()))
        .exec(db)
        .await?;
    let blank = plan_revision::ActiveModel {
        document: Set(Vec::new()),
        signals: Set(Vec::new()),
        reason: Set("{}".to_owned()),
        review_note: Set(None),
        auto_release_at: Set(None),
        erased_at: Set(Some(micros(at))),
        ..Default::default()
    };
    plan_revision::Entity::update_many()
        .set(blank)
        .filter(plan_revision::Column::GymId.eq(gym.uuid()))
        .filter(plan_revision::Column::MemberId.eq(member.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Forgets the answers kept for a login's repeated requests.
pub async fn delete_answers(
    db: &impl ConnectionTrait,
    gym: GymId,
    principal: &str,
) -> Result<(), DbErr> {
    idempotency::Entity::delete_many()
        .filter(idempotency::Column::GymId.eq(gym.uuid()))
        .filter(idempotency::Column::Principal.eq(principal))
        .exec(db)
        .await
        .map(drop)
}

/// Leaves of the member's row its id: nothing in it says who they were, and no query finds it again.
pub async fn blank_member(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let blank = member::ActiveModel {
        external_id: Set(None),
        subject: Set(None),
        display_name: Set(ERASED_NAME.to_owned()),
        active: Set(false),
        bodyweight_kg: Set(None),
        coach_id: Set(None),
        sessions_per_week: Set(0),
        available_days: Set(0),
        template_id: Set(None),
        template_starts_on: Set(None),
        erased_at: Set(Some(micros(at))),
        ..Default::default()
    };
    member::Entity::update_many()
        .set(blank)
        .filter(member::Column::GymId.eq(gym.uuid()))
        .filter(member::Column::Id.eq(member.uuid()))
        .exec(db)
        .await
        .map(drop)
}
