//! What a claim costs the database.

use domain::vocab::{ComputationKind, ComputationStatus};
use entity::{computation, store};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, Statement,
};
use service::ledger::Lane;
use store::computations::Due;
use tests::backend::{Backend, run as on};
use tests::hand::claim_one;

use super::{idle, run};

#[test]
fn a_claim_reads_what_it_takes_however_much_is_under_way() {
    on(async {
        let Some(backend) = Backend::postgres().await else { return };
        let (app, gym, week) = idle(backend, 300).await;
        // As after a quiet night: the database believes that nothing is ever under way.
        app.env.db.writer().execute_unprepared("VACUUM ANALYZE computation").await.unwrap();
        run(&app.env, &gym, week).await;
        claim_one(&app.env, Lane::Bulk).await;
        let under_way = computation::Entity::find()
            .filter(computation::Column::Status.eq(ComputationStatus::Running.as_str()))
            .count(app.env.db.read())
            .await
            .unwrap();
        assert_eq!(under_way, 256);

        let txn = app.env.db.write().await.unwrap();
        let due = Due {
            kind: ComputationKind::Plan,
            from_priority: i32::MIN,
            to_priority: 0,
            at: app.env.now(),
        };
        let before = rows_read(&txn).await;
        let found = store::computations::claimable(&txn, Some(gym.gym), &due, 256).await.unwrap();
        let read = rows_read(&txn).await - before;

        assert_eq!(found.len(), 44);
        assert!(read < 500, "{read} rows were read for {}", found.len());
    });
}

/// Rows of the ledger that this session has read and the database has not added up yet.
async fn rows_read(txn: &DatabaseTransaction) -> i64 {
    let sql = "SELECT idx_tup_fetch + seq_tup_read AS read FROM pg_stat_xact_user_tables
        WHERE relname = 'computation'";
    let row = txn.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    row.unwrap().unwrap().try_get("", "read").unwrap()
}
