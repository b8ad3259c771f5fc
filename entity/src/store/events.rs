//! Queries over the log of events: a gym's sequence has no gaps and is in the order of commits.

use chrono::{DateTime, Utc};
use domain::ids::{GymId, MemberId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};

use super::insert_all;
use crate::event::{ActiveModel, Column, ERASED, Entity, Model};
use crate::event_counter as counter;
use crate::instant::micros;

fn in_gym(gym: GymId) -> Select<Entity> {
    Entity::find().filter(Column::GymId.eq(gym.uuid()))
}

/// Appends the events in the order given, whatever their `seq`, and answers them as they are in the log.
///
/// The last statements before the commit: the counter stays locked until then, so that numbers
/// come in commit order.
pub async fn append(
    db: &impl ConnectionTrait,
    gym: GymId,
    events: Vec<Model>,
) -> Result<Vec<Model>, DbErr> {
    if events.is_empty() {
        return Ok(events);
    }
    let newest = take(db, gym, events.len() as i64).await?;
    let before = newest - events.len() as i64;
    let rows: Vec<Model> = (before + 1..)
        .zip(events)
        .map(|(seq, event)| Model { gym_id: gym.uuid(), seq, ..event })
        .collect();
    insert_all(db, rows.clone()).await?;
    Ok(rows)
}

/// Takes the next `count` numbers of the gym's log; the last of them.
async fn take(db: &impl ConnectionTrait, gym: GymId, count: i64) -> Result<i64, DbErr> {
    let update = Query::update()
        .table(counter::Entity)
        .value(counter::Column::Seq, Expr::col(counter::Column::Seq).add(count))
        .and_where(counter::Column::GymId.eq(gym.uuid()))
        .returning_col(counter::Column::Seq)
        .to_owned();
    let row = db.query_one(&update).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("{gym} has no event counter")))?;
    row.try_get_by_index(0)
}

/// The events after a place in the log, in order.
pub async fn after(
    db: &impl ConnectionTrait,
    gym: GymId,
    seq: i64,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    in_gym(gym).filter(Column::Seq.gt(seq)).order_by_asc(Column::Seq).limit(limit).all(db).await
}

/// The number of the gym's newest event; 0 before the first.
pub async fn newest(db: &impl ConnectionTrait, gym: GymId) -> Result<i64, DbErr> {
    let row = counter::Entity::find_by_id(gym.uuid()).one(db).await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// The number of every gym's newest event, for the slow poll.
pub async fn newest_of_all(db: &impl ConnectionTrait) -> Result<Vec<(GymId, i64)>, DbErr> {
    let rows = counter::Entity::find().order_by_asc(counter::Column::GymId).all(db).await?;
    Ok(rows.into_iter().map(|row| (GymId::from_uuid(row.gym_id), row.seq)).collect())
}

/// The number of the oldest event that is kept; `None` when none is.
pub async fn oldest(db: &impl ConnectionTrait, gym: GymId) -> Result<Option<i64>, DbErr> {
    let row = in_gym(gym).order_by_asc(Column::Seq).one(db).await?;
    Ok(row.map(|row| row.seq))
}

/// Forgets events before an instant: whose cursor is older must start anew.
pub async fn delete_before(
    db: &impl ConnectionTrait,
    gym: GymId,
    before: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let delete = Entity::delete_many()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::OccurredAt.lt(micros(before)));
    Ok(delete.exec(db).await?.rows_affected)
}

/// Blanks the events about a member; their numbers stay, so that no cursor breaks.
pub async fn erase(
    db: &impl ConnectionTrait,
    gym: GymId,
    member: MemberId,
    at: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let blank = ActiveModel {
        plan_id: Set(None),
        member_id: Set(None),
        revision: Set(None),
        kind: Set(ERASED.to_owned()),
        trigger: Set(None),
        detail: Set("{}".to_owned()),
        erased_at: Set(Some(micros(at))),
        ..Default::default()
    };
    let update = Entity::update_many()
        .set(blank)
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::MemberId.eq(member.uuid()));
    Ok(update.exec(db).await?.rows_affected)
}
