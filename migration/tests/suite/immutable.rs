//! What stands for good, tried to change: published template versions and revisions of plans.

use entity::db::Db;
use entity::{gym_facts, plan_revision, template_version};
use sea_orm::{ConnectionTrait as _, DbErr, EntityTrait as _};

use crate::databases::{each, put};
use crate::rows::{id, published_plan, template, two_gyms};

async fn run(db: &Db, sql: &str) -> Result<(), DbErr> {
    let txn = db.write().await?;
    txn.execute_unprepared(sql).await?;
    txn.commit().await
}

async fn refused(db: &Db, sql: &str, reason: &str) {
    let words = run(db, sql).await.expect_err(sql).to_string();
    assert!(words.contains(reason), "{sql}: {words}");
}

/// An empty value of bytes, as each database writes it.
fn blank(db: &Db) -> &'static str {
    if db.backend() == sea_orm::DbBackend::Sqlite { "x''" } else { "''::bytea" }
}

#[tokio::test]
async fn a_published_template_version_keeps_its_content() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let version = |number: i32, published_at: Option<i64>| template_version::Model {
            id: id(15, number as u128),
            gym_id: id(1, 1),
            template_id: id(12, 1),
            number,
            status: if published_at.is_some() { "PUBLISHED" } else { "DRAFT" }.into(),
            document: "{}".into(),
            created_at: 1,
            published_at,
        };
        put(&db, [template(1, "Base")]).await.expect("new");
        put(&db, [version(1, Some(5)), version(2, None), version(3, None)]).await.expect("new");

        let table = "UPDATE template_version SET";
        for change in ["document = '[]'", "number = 9", "published_at = NULL"] {
            let sql = format!("{table} {change} WHERE number = 1");
            refused(&db, &sql, "a published template version never changes").await;
        }
        let gone = "DELETE FROM template_version WHERE number = 1";
        refused(&db, gone, "a published template version never changes").await;

        let fine = [
            format!("{table} status = 'ARCHIVED' WHERE number = 1"),
            format!("{table} document = '[]' WHERE number = 2"),
            format!("{table} published_at = 7, status = 'PUBLISHED' WHERE number = 2"),
            "DELETE FROM template_version WHERE number = 3".to_owned(),
        ];
        for sql in fine {
            run(&db, &sql).await.expect("where it stands may change, and so may a draft");
        }
        let rows = template_version::Entity::find().all(db.read()).await.expect("read");
        let rows: Vec<_> = rows.iter().map(|row| (row.number, row.document.as_str())).collect();
        assert_eq!(rows, [(1, "{}"), (2, "[]")]);
    })
    .await;
}

#[tokio::test]
async fn a_revision_of_a_plan_keeps_its_document_and_what_it_was_computed_from() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let blank = blank(&db);
        let other = if db.backend() == sea_orm::DbBackend::Sqlite { "x'00'" } else { "'a'::bytea" };

        let document = format!("document = {other}");
        let marked = format!("document = {other}, erased_at = 9");
        let signals = format!("signals = {other}");
        let half = format!("document = {blank}, erased_at = 9");
        let unmarked = format!("document = {blank}, signals = {blank}");
        let digest = format!("input_digest = {other}");
        let changes = [
            document.as_str(),
            &marked,
            &signals,
            &half,
            &unmarked,
            &digest,
            "reason = '[]'",
            "engine_version = '0'",
            "as_of_at = 99",
            "author = 'COACH'",
            "trigger = 'MANUAL'",
            "number = 7",
            "created_at = 99",
            "base = 1",
            "facts_digest = NULL",
            &format!("facts_digest = {other}"),
        ];
        for change in changes {
            let sql = format!("UPDATE plan_revision SET {change}");
            refused(&db, &sql, "a revision never changes").await;
        }
        refused(&db, "DELETE FROM plan_revision", "a revision never changes").await;
        let rows = plan_revision::Entity::find().all(db.read()).await.expect("read");
        assert_eq!(rows, [crate::rows::revision(1, 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_revision_is_reviewed_published_and_erased_in_place() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let blank = blank(&db);

        let review = "UPDATE plan_revision SET review_state = 'WAITING', waiting_since_at = 3, published_at = 4";
        run(&db, review).await.expect("its review moves on");
        let erase = format!(
            "UPDATE plan_revision SET document = {blank}, signals = {blank}, reason = '{{}}', erased_at = 9"
        );
        run(&db, &erase).await.expect("erasure blanks it");
        run(&db, &erase).await.expect("twice is as once");

        let filled = format!("UPDATE plan_revision SET document = {}", "signals || signals");
        run(&db, &filled).await.expect("nothing twice is nothing");
        let row = plan_revision::Entity::find().one(db.read()).await.expect("read").expect("there");
        assert_eq!((row.document.len(), row.signals.len(), row.erased_at), (0, 0, Some(9)));
    })
    .await;
}

#[tokio::test]
async fn a_gym_as_it_was_stands() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let facts = |digest: &[u8]| gym_facts::Model {
            gym_id: id(1, 1),
            digest: digest.to_vec(),
            facts: b"a gym".to_vec(),
            created_at: 1,
        };
        put(&db, [facts(b"a"), facts(b"b")]).await.expect("new");

        let blank = blank(&db);
        let changes = [
            format!("UPDATE gym_facts SET facts = {blank}"),
            format!("UPDATE gym_facts SET digest = {blank} WHERE digest > {blank}"),
            "UPDATE gym_facts SET created_at = 2".to_owned(),
            "DELETE FROM gym_facts".to_owned(),
        ];
        for sql in changes {
            refused(&db, &sql, "the gym as it was never changes").await;
        }
        let rows = gym_facts::Entity::find().all(db.read()).await.expect("read");
        assert_eq!(rows, [facts(b"a"), facts(b"b")]);
    })
    .await;
}
