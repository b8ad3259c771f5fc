//! What the database itself refuses, tried one by one.

use entity::db::{Db, is_duplicate};
use entity::store;
use entity::{event, plan, plan_revision, readiness_entry, session_log, weekly_run};
use sea_orm::{DbErr, SqlErr};

use crate::databases::{each, put};
use crate::rows::{
    computation, event, id, member, plan, published_plan, readiness, record, restriction, revision,
    run, session, two_gyms, week,
};

pub fn refused_as_double(outcome: Result<(), DbErr>) {
    let fault = outcome.expect_err("it would be there twice");
    assert!(is_duplicate(&fault), "{fault}");
}

fn refused_for_its_key(outcome: Result<(), DbErr>) {
    let fault = outcome.expect_err("it points to nothing");
    let told = matches!(fault.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_)));
    assert!(told || fault.to_string().contains("FOREIGN KEY"), "{fault}");
}

fn refused_by_check(outcome: Result<(), DbErr>) {
    let words = outcome.expect_err("it contradicts itself").to_string().to_lowercase();
    assert!(words.contains("check constraint"), "{words}");
}

#[tokio::test]
async fn a_member_has_one_plan_a_week() {
    each(async |db: Db| {
        two_gyms(&db).await;
        put(&db, [plan(1, 1)]).await.expect("the first");

        refused_as_double(put(&db, [plan(2, 1)]).await);

        put(&db, [plan(2, 2)]).await.expect("another member's");
        let next = plan::Model { week_of: week(1), ..plan(3, 1) };
        put(&db, [next]).await.expect("another week's");
    })
    .await;
}

#[tokio::test]
async fn a_plan_cannot_name_a_revision_that_is_not_there_at_the_commit() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let published =
            plan::Model { status: "PUBLISHED".into(), published: Some(1), ..plan(1, 1) };
        let pending =
            plan::Model { status: "PENDING_REVIEW".into(), pending: Some(1), ..plan(1, 1) };

        refused_for_its_key(put(&db, [published]).await);
        refused_for_its_key(put(&db, [pending]).await);

        published_plan(&db, 1).await;
    })
    .await;
}

/// Whether the status, the revision in force and the one that waits agree.
fn agree(status: &str, published: Option<i32>, pending: Option<i32>) -> bool {
    match (status, published, pending) {
        ("PUBLISHED", Some(published), pending) => pending.is_none_or(|number| number >= published),
        ("PENDING_REVIEW", None, Some(_)) | ("REJECTED" | "EXPIRED", None, None) => true,
        _ => false,
    }
}

#[tokio::test]
async fn the_status_of_a_plan_says_what_is_in_force_and_what_waits() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let mut number = 0;
        for status in ["PUBLISHED", "PENDING_REVIEW", "REJECTED", "EXPIRED", "ELSE"] {
            for published in [None, Some(1), Some(2)] {
                for pending in [None, Some(1), Some(2)] {
                    number += 1;
                    let week_of = week(number as i64);
                    let status = status.into();
                    let row =
                        plan::Model { status, published, pending, week_of, ..plan(number, 1) };
                    check_status(&db, number, row).await;
                }
            }
        }
    })
    .await;
}

async fn check_status(db: &Db, number: u128, row: plan::Model) {
    let allowed = agree(&row.status, row.published, row.pending);
    let txn = db.write().await.expect("a transaction begins");
    let gym = crate::rows::gym_id(1);
    let written = store::plans::insert(&txn, gym, vec![row]).await;
    if !allowed {
        refused_by_check(written);
        return;
    }
    written.expect("the three agree");
    let both = vec![revision(number, 1), revision(number, 2)];
    store::plan_revisions::insert(&txn, gym, both).await.expect("they are new");
    txn.commit().await.expect("the revisions are there");
}

#[tokio::test]
async fn a_revision_is_written_once_and_by_one_computation() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let by =
            |number| plan_revision::Model { computation_id: Some(id(4, 1)), ..revision(1, number) };

        refused_as_double(put(&db, [revision(1, 1)]).await);
        put(&db, [by(2)]).await.expect("the first of its computation");
        refused_as_double(put(&db, [by(3)]).await);

        put(&db, [revision(1, 3), revision(1, 4)]).await.expect("edits have none");
    })
    .await;
}

#[tokio::test]
async fn one_computation_waits_and_one_runs() {
    each(async |db: Db| {
        two_gyms(&db).await;
        put(&db, [computation(1, "QUEUED"), computation(2, "RUNNING")]).await.expect("one each");

        refused_as_double(put(&db, [computation(3, "QUEUED")]).await);
        refused_as_double(put(&db, [computation(3, "RUNNING")]).await);

        put(&db, [computation(3, "SUCCEEDED"), computation(4, "SUCCEEDED")])
            .await
            .expect("what is over doesn't count");
        let mut narrative = computation(5, "QUEUED");
        narrative.kind = "NARRATIVE".into();
        let mut next_week = computation(6, "QUEUED");
        next_week.week_of = week(1);
        put(&db, [narrative, next_week]).await.expect("another kind, another week");
    })
    .await;
}

#[tokio::test]
async fn an_event_happens_once() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        put(&db, [event(1, "PUBLISHED")]).await.expect("the first");

        refused_as_double(put(&db, [event(1, "NARRATIVE_READY")]).await);
        refused_as_double(put(&db, [event(2, "PUBLISHED")]).await);

        let internal = |seq| event::Model { plan_id: None, revision: None, ..event(seq, "RIGHTS") };
        put(&db, [internal(2), internal(3), event(4, "APPROVED")]).await.expect("these differ");
    })
    .await;
}

#[tokio::test]
async fn one_weekly_run_runs_at_a_time() {
    each(async |db: Db| {
        two_gyms(&db).await;
        put(&db, [run(1, "RUNNING"), run(2, "COMPLETED")]).await.expect("one runs, one is over");

        refused_as_double(put(&db, [run(3, "RUNNING")]).await);

        let next = weekly_run::Model { week_of: week(1), ..run(3, "RUNNING") };
        put(&db, [next]).await.expect("another week's");
    })
    .await;
}

#[tokio::test]
async fn a_source_counts_once() {
    each(async |db: Db| {
        two_gyms(&db).await;
        put(&db, [session(1, Some("a")), session(2, None), session(3, None)]).await.expect("new");
        put(&db, [record(1, Some("a")), record(2, None), record(3, None)]).await.expect("new");
        put(&db, [readiness(1, Some("a")), readiness(2, None)]).await.expect("new");

        refused_as_double(put(&db, [session(4, Some("a"))]).await);
        refused_as_double(put(&db, [record(4, Some("a"))]).await);
        refused_as_double(put(&db, [readiness(3, Some("a"))]).await);
        refused_as_double(put(&db, [readiness(3, None)]).await);

        let elsewhere = session_log::Model { source: "watch".into(), ..session(4, Some("a")) };
        let theirs = session_log::Model { member_id: id(2, 2), ..session(5, Some("a")) };
        put(&db, [elsewhere, theirs]).await.expect("another source, another member");
        let tomorrow = readiness_entry::Model { date: week(1), ..readiness(3, None) };
        put(&db, [tomorrow]).await.expect("another day");
    })
    .await;
}

#[tokio::test]
async fn a_load_cap_is_a_share_and_belongs_to_a_cap() {
    each(async |db: Db| {
        two_gyms(&db).await;

        for (rule, cap) in [("CAP_LOAD", 1.01), ("CAP_LOAD", -0.01), ("FORBID", 0.5)] {
            refused_by_check(put(&db, [restriction(1, rule, Some(cap))]).await);
        }

        let fine = [
            restriction(1, "CAP_LOAD", Some(0.0)),
            restriction(2, "CAP_LOAD", Some(1.0)),
            restriction(3, "FORBID", None),
        ];
        put(&db, fine).await.expect("shares of a cap, or none");
    })
    .await;
}

#[tokio::test]
async fn rows_belong_to_what_exists() {
    each(async |db: Db| {
        two_gyms(&db).await;

        refused_for_its_key(put(&db, [member(3, 3)]).await);
        refused_for_its_key(put(&db, [plan(1, 77)]).await);
        refused_for_its_key(put(&db, [crate::rows::set(77, 0)]).await);
        refused_for_its_key(put(&db, [revision(77, 1)]).await);
    })
    .await;
}
