//! The only code that builds queries. A function over rows of a gym takes the gym first and
//! filters on it before anything else; another gym's row does not exist.

pub mod coaches;
mod columns;
pub mod computations;
pub mod documents;
pub mod erasure;
pub mod events;
pub mod goals;
pub mod gym_facts;
pub mod gyms;
pub mod idempotency;
pub mod integrations;
pub mod leases;
pub mod members;
pub mod movements;
pub mod narrative_answers;
pub mod narrative_askings;
pub mod narrative_batches;
pub mod narrative_calls;
pub mod narratives;
pub mod notes;
pub mod page;
pub mod plan_revisions;
pub mod plans;
pub mod readiness;
pub mod records;
pub mod restrictions;
pub mod runs;
pub mod session_logs;
pub mod session_states;
pub mod set_logs;
pub mod staff;
pub mod template_assignments;
pub mod templates;
pub mod tracks;

use sea_orm::sea_query::{OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel,
    Iterable as _,
};
use type_safe_id::{StaticType, TypeSafeId};
use uuid::Uuid;

pub use page::{Page, Slice};

/// Most values that one statement may bind: SQLite takes 32,766, PostgreSQL 65,535.
pub const BIND_LIMIT: usize = 30_000;

/// Reads a row by the places of its columns, which are selected in the order of the fields. A run reads
/// fifty rows a member: to look each column up by its name takes longer than to decode it.
macro_rules! in_order {
    ($row:expr, $type:ident { $($field:ident),+ $(,)? }) => {{
        let mut places = 0_usize..;
        $type { $($field: {
            let place = places.next().unwrap_or_default(); // it never ends
            $row.try_get_by_index(place)?
        }),+ }
    }};
}
use in_order;

/// What the columns keep of typed ids.
fn uuids<T: StaticType>(ids: &[TypeSafeId<T>]) -> Vec<Uuid> {
    ids.iter().map(TypeSafeId::uuid).collect()
}

/// Whether a column holds one of these ids. To PostgreSQL they are one value, an array: the statement is the same
/// however many there are, so it is read once a connection.
fn among<C: ColumnTrait, T: StaticType>(
    db: &impl ConnectionTrait,
    column: C,
    ids: &[TypeSafeId<T>],
) -> SimpleExpr {
    match db.get_database_backend() {
        DbBackend::Postgres => column.eq_any(uuids(ids)),
        _ => column.is_in(uuids(ids)),
    }
}

/// Inserts the rows in as few statements as the databases' limits allow.
async fn insert_all<A, M>(db: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
    M: IntoActiveModel<A> + Send,
{
    insert_or(db, rows, None).await
}

/// Inserts the rows; `conflict` says what happens to those that are there already.
async fn insert_or<A, M>(
    db: &impl ConnectionTrait,
    rows: Vec<M>,
    conflict: Option<OnConflict>,
) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
    M: IntoActiveModel<A> + Send,
{
    let width = <A::Entity as EntityTrait>::Column::iter().count();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk = rows.by_ref().take(BIND_LIMIT / width);
        let chunk: Vec<A> = chunk.map(IntoActiveModel::into_active_model).collect();
        if chunk.len() > 1 && db.get_database_backend() == DbBackend::Postgres {
            for insert in columns::insert(chunk, conflict.as_ref()) {
                db.execute(&insert).await?;
            }
            continue;
        }
        let mut insert = A::Entity::insert_many(chunk);
        if let Some(conflict) = &conflict {
            insert = insert.on_conflict(conflict.clone());
        }
        insert.exec_without_returning(db).await?;
    }
    Ok(())
}
