//! Queries over who asks a model about which facts.

use std::collections::BTreeSet;

use domain::ids::{GymId, LeaseId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict, Query};
use sea_orm::{DatabaseTransaction, QuerySelect as _};

use super::insert_or;
use crate::lease;
use crate::narrative_asking::{Column, Entity, Model};

/// Keys that one statement names.
const AT_ONCE: usize = 5_000;

/// Whether no lease holds a row any more.
fn left() -> Expr {
    let lease = Query::select()
        .expr(Expr::val(1))
        .from(lease::Entity)
        .and_where(Expr::col((lease::Entity, lease::Column::Id)).equals((Entity, Column::LeaseId)))
        .to_owned();
    Expr::exists(lease).not()
}

/// Takes these facts for a lease, but for those that another one has. Answers those it has now.
///
/// What a lease that is gone has left is deleted first, by a statement of its own: a row is there only after
/// its lease, so whoever sees the row sees the lease too, or that it is gone.
pub async fn take(
    txn: &DatabaseTransaction,
    gym: GymId,
    lease: LeaseId,
    keys: &BTreeSet<String>,
) -> Result<BTreeSet<String>, DbErr> {
    // Sorted, so that two that want the same wait for each other and never crosswise.
    let keys: Vec<&String> = keys.iter().collect();
    let mut taken = BTreeSet::new();
    for some in keys.chunks(AT_ONCE) {
        let some: Vec<String> = some.iter().map(|key| (*key).clone()).collect();
        Entity::delete_many()
            .filter(Column::GymId.eq(gym.uuid()))
            .filter(Column::ContentKey.is_in(&some))
            .filter(left())
            .exec(txn)
            .await?;
        let row = |content_key: &String| Model {
            gym_id: gym.uuid(),
            content_key: content_key.clone(),
            lease_id: lease.uuid(),
        };
        let stays =
            OnConflict::columns([Column::GymId, Column::ContentKey]).do_nothing().to_owned();
        insert_or(txn, some.iter().map(row).collect(), Some(stays)).await?;
        let ours: Vec<String> = Entity::find()
            .filter(Column::GymId.eq(gym.uuid()))
            .filter(Column::ContentKey.is_in(&some))
            .filter(Column::LeaseId.eq(lease.uuid()))
            .select_only()
            .column(Column::ContentKey)
            .into_tuple()
            .all(txn)
            .await?;
        taken.extend(ours);
    }
    Ok(taken)
}

/// Lets others ask about these facts.
pub async fn leave(
    db: &impl ConnectionTrait,
    gym: GymId,
    lease: LeaseId,
    keys: &[String],
) -> Result<(), DbErr> {
    for some in keys.chunks(AT_ONCE) {
        Entity::delete_many()
            .filter(Column::GymId.eq(gym.uuid()))
            .filter(Column::ContentKey.is_in(some))
            .filter(Column::LeaseId.eq(lease.uuid()))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Whether somebody asks about these facts.
pub async fn is_asked(db: &impl ConnectionTrait, gym: GymId, key: &str) -> Result<bool, DbErr> {
    let asked = Entity::find()
        .filter(Column::GymId.eq(gym.uuid()))
        .filter(Column::ContentKey.eq(key))
        .filter(left().not());
    asked.exists(db).await
}

/// Whether leases that are gone have left something, in whichever gym.
pub async fn any_left(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Entity::find().filter(left()).exists(db).await
}

/// Deletes what leases that are gone have left, in all gyms. Answers how much that was.
pub async fn delete_left(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Ok(Entity::delete_many().filter(left()).exec(db).await?.rows_affected)
}
