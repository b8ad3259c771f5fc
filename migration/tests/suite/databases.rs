//! A database of its own for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use entity::db::{Db, Pools};
use sea_orm::{ConnectionTrait as _, DbErr, IntoActiveModel};

static NAMES: AtomicU32 = AtomicU32::new(0);

/// Runs the test on an empty database of each kind, without tables.
pub async fn each_empty<F, T>(test: F)
where
    F: Fn(Db) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("gym.db");
    let db = Db::connect(&format!("sqlite:{}", file.display()), Pools::default()).await;
    test(db.expect("SQLite opens a new file")).await;
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(server) => on_postgres(&server, test).await,
        Err(_) => {
            eprintln!("skipped on PostgreSQL: TEST_POSTGRES_URL is not set; scripts/test sets it");
        }
    }
}

/// Runs the test on a database of each kind with all tables.
pub async fn each<F, T>(test: F)
where
    F: Fn(Db) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    each_empty(|db| {
        let opened = db.clone();
        let migrated = async move { migration::up(opened.writer()).await };
        let test = test(db);
        async move {
            migrated.await.expect("an empty database can be migrated");
            test.await;
        }
    })
    .await;
}

async fn on_postgres<F, T>(server: &str, test: F)
where
    F: Fn(Db) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let number = NAMES.fetch_add(1, Ordering::Relaxed);
    let name = format!("microcycle_{}_{number}", std::process::id());
    let admin = Db::connect(server, Pools::default()).await.expect("the server answers");
    let run = |sql: String| {
        let admin = admin.clone();
        async move { admin.writer().execute_unprepared(&sql).await }
    };
    run(format!("CREATE DATABASE {name}")).await.expect("databases may be created");
    let (base, parameters) = server.split_once('?').unwrap_or((server, ""));
    let place = base.rfind('/').expect("the url names a database");
    let url = format!("{}/{name}?{parameters}", &base[..place]);
    let db = Db::connect(&url, Pools::default()).await.expect("the new database opens");
    let outcome = tokio::spawn(test(db)).await;
    run(format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("the database is dropped");
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

/// Inserts rows in a transaction of their own.
pub async fn put<A, M>(db: &Db, rows: impl IntoIterator<Item = M>) -> Result<(), DbErr>
where
    A: sea_orm::ActiveModelTrait + Send,
    M: IntoActiveModel<A>,
{
    let txn = db.write().await?;
    let rows: Vec<A> = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
    <A::Entity as sea_orm::EntityTrait>::insert_many(rows).exec_without_returning(&txn).await?;
    txn.commit().await
}
