//! Migrations as such: there and back, and several programs at once.

use entity::db::{Db, Pools, is_duplicate, passes};
use migration::Status;
use sea_orm::ConnectionTrait as _;
use sea_orm_migration::MigratorTrait as _;

use crate::databases::{each, each_empty};
use crate::rows::{published_plan, two_gyms};

async fn status(db: &Db) -> Status {
    migration::status(db.read()).await.expect("the status can be read")
}

#[tokio::test]
async fn changes_go_up_and_down_and_up_again() {
    each_empty(async |db: Db| {
        let all = migration::Migrator::migrations().len();
        assert_eq!(status(&db).await, Status::Behind(all));

        migration::up(db.writer()).await.expect("up");
        assert_eq!(status(&db).await, Status::Current);
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        migration::up(db.writer()).await.expect("up again does nothing");
        migration::down(db.writer()).await.expect("down, with rows in the tables");
        assert_eq!(status(&db).await, Status::Behind(all));
        migration::up(db.writer()).await.expect("up once more");

        assert_eq!(status(&db).await, Status::Current);
        two_gyms(&db).await;
    })
    .await;
}

#[tokio::test]
async fn migrators_at_once_do_the_work_once() {
    each_empty(async |db: Db| {
        let run = || {
            let db = db.clone();
            tokio::spawn(async move { migration::up(db.writer()).await })
        };
        let all = [run(), run(), run()];

        for one in all {
            one.await.expect("no migrator dies").expect("no migrator fails");
        }

        assert_eq!(status(&db).await, Status::Current);
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_lived_with() {
    each(async |db: Db| {
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_next', 1)";
        db.writer().execute_unprepared(newer).await.expect("the row is new");

        assert_eq!(status(&db).await, Status::Newer("m9999_next".into()));
        migration::up(db.writer()).await.expect("nothing is done");
    })
    .await;
}

#[tokio::test]
async fn readers_of_sqlite_cannot_write() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("gym.db");
    let url = format!("sqlite://{}", file.display());
    let db = Db::connect(&url, Pools::default()).await.expect("SQLite opens a new file");
    migration::up(db.writer()).await.expect("up");

    let written = db.read().execute_unprepared("DELETE FROM gym").await;

    assert!(written.expect_err("readers only read").to_string().contains("readonly"));
    db.close().await.expect("it closes");
}

#[tokio::test]
async fn an_url_of_another_database_is_refused_by_name() {
    let refused = Db::connect("mysql://ann:secret@db/gym", Pools::default()).await;

    let words = refused.expect_err("neither of the two").to_string();
    assert!(words.contains("mysql://db/gym") && !words.contains("secret"), "{words}");
}

#[tokio::test]
async fn a_server_that_is_away_is_named_without_the_password() {
    let url = "postgres://ann:secret@127.0.0.1:1/gym";
    let pools =
        Pools { acquire_timeout: std::time::Duration::from_millis(300), ..Pools::default() };

    let fault = Db::connect(url, pools).await.expect_err("nobody listens there");

    let words = format!("{fault} {fault:?}");
    assert!(words.contains("127.0.0.1:1/gym") && !words.contains("secret"), "{words}");
}

#[tokio::test]
async fn a_fault_that_passes_is_told_from_one_that_stays() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let now = db.clock().await.expect("the database has a clock");
        let gym = crate::rows::gym(1);
        let txn = db.write().await.expect("a transaction begins");

        let doubled = entity::store::gyms::insert(&txn, gym).await.expect_err("it is there");

        assert!(is_duplicate(&doubled) && !passes(&doubled), "{doubled}");
        assert!(now > entity::instant::instant(1_700_000_000_000_000), "{now}");
        drop(txn);
        if db.backend() == sea_orm::DbBackend::Postgres {
            let slow = "SET statement_timeout = 50; SELECT pg_sleep(5)";
            let late = db.writer().execute_unprepared(slow).await.expect_err("it takes too long");
            assert!(passes(&late), "{late}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_busy_file_is_a_fault_that_passes() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite:{}", folder.path().join("gym.db").display());
    let one = Db::connect(&url, Pools::default()).await.expect("SQLite opens a new file");
    let other = Db::connect(&url, Pools::default()).await.expect("SQLite opens the file");
    let impatient = "PRAGMA busy_timeout = 1";
    other.writer().execute_unprepared(impatient).await.expect("the pragma is known");
    let held = one.write().await.expect("a transaction begins");

    let refused = other.write().await.expect_err("another process writes");

    assert!(passes(&refused), "{refused}");
    held.commit().await.expect("committed");
    other.write().await.expect("its turn has come");
}
