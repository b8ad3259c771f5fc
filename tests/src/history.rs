//! Stored revisions: all of them, what replay says of each, and changes behind the database's back.

use domain::ids::GymId;
use entity::db::Db;
use entity::{plan_revision, store};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, DbBackend, Set};
use service::env::Env;
use service::replay::{Outcome, all};

/// Every revision of the gym, by plan and number.
pub async fn revisions(db: &Db, gym: GymId) -> Vec<plan_revision::Model> {
    let rows = store::plan_revisions::after(db.read(), gym, None, 1000).await;
    rows.expect("revisions are read")
}

/// What replay says of every revision, by plan and number.
pub async fn outcomes(env: &Env, gym: GymId) -> Vec<Outcome> {
    let mut found = Vec::new();
    let replayed = all(env, gym, &mut |one| found.push(one.outcome)).await;
    replayed.unwrap_or_else(|error| panic!("{}", error.report()));
    found
}

/// Changes a revision although the database forbids it: takes the trigger away first.
pub async fn rewrite(db: &Db, row: &plan_revision::Model, change: plan_revision::ActiveModel) {
    let unguard = match db.writer().get_database_backend() {
        DbBackend::Sqlite => "DROP TRIGGER IF EXISTS plan_revision_stands",
        _ => "ALTER TABLE plan_revision DISABLE TRIGGER USER",
    };
    db.writer().execute_unprepared(unguard).await.expect("the trigger is gone");
    let key =
        plan_revision::ActiveModel { plan_id: Set(row.plan_id), number: Set(row.number), ..change };
    key.update(db.writer()).await.expect("the revision is there");
}
