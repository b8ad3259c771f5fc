//! Rows come back as they were written, whichever way they were written and are read.

use domain::ids::{Goal, GymId, MemberId};
use entity::store::readiness::Reported;
use entity::store::records::Achieved;
use entity::{goal, personal_record, readiness_entry, session_log, store};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use tests::backend::Backend;
use tests::demo::Demo;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        what_a_run_reads_by_place_is_what_the_columns_hold
        rows_with_and_without_a_value_are_written_together
    }
}

async fn what_a_run_reads_by_place_is_what_the_columns_hold(backend: Backend) {
    let demo = Demo::idle(backend, 3).await;
    let (db, gym) = (demo.app.env.db.read(), demo.gym);
    let long_ago = "2000-01-01".parse().unwrap();

    let readiness = store::readiness::reported(db, gym, &demo.members, long_ago).await.unwrap();
    let records = store::records::achieved(db, gym, &demo.members, long_ago).await.unwrap();
    let mut digests = store::session_logs::digests(db, gym, &demo.members, long_ago).await.unwrap();

    digests.sort_by_key(|row| row.id);
    let entries = readiness_entry::Entity::find()
        .order_by_asc(readiness_entry::Column::MemberId)
        .order_by_asc(readiness_entry::Column::Date)
        .order_by_asc(readiness_entry::Column::Source)
        .order_by_asc(readiness_entry::Column::Id);
    let entries: Vec<_> = entries.all(db).await.unwrap().iter().map(Reported::from).collect();
    assert!(!readiness.is_empty());
    assert_eq!(readiness, entries);
    let all = personal_record::Entity::find()
        .order_by_asc(personal_record::Column::MemberId)
        .order_by_asc(personal_record::Column::AchievedOn)
        .order_by_asc(personal_record::Column::Id);
    let all: Vec<_> = all.all(db).await.unwrap().iter().map(Achieved::from).collect();
    assert!(!records.is_empty());
    assert_eq!(records, all);
    let logs = session_log::Entity::find().order_by_asc(session_log::Column::Id);
    let logs = logs.all(db).await.unwrap();
    assert_eq!(digests.len(), logs.len());
    for (read, log) in digests.iter().zip(logs) {
        assert_eq!((read.id, read.member_id, read.date), (log.id, log.member_id, log.date));
        assert_eq!(
            (read.track_id, read.plan_id, &read.session_key),
            (log.track_id, log.plan_id, &log.session_key)
        );
        assert_eq!(
            (read.duration_minutes, read.session_rpe),
            (log.duration_minutes, log.session_rpe)
        );
        assert_eq!((read.completion, &read.digest), (log.completion, &log.digest));
        assert_eq!((read.digest_version, read.recorded_at), (log.digest_version, log.recorded_at));
    }
    demo.app.stop().await;
}

async fn rows_with_and_without_a_value_are_written_together(backend: Backend) {
    let demo = Demo::idle(backend, 1).await;
    let env = &demo.app.env;
    let one = |note: Option<&str>| goal::Model {
        id: env.id::<Goal>().uuid(),
        gym_id: GymId::uuid(&demo.gym),
        member_id: MemberId::uuid(&demo.members[0]),
        kind: "STRENGTH".to_owned(),
        weight: 0.25,
        status: "ENDED".to_owned(),
        target_date: Some("2026-06-01".parse().unwrap()),
        note: note.map(str::to_owned),
        created_at: 7,
        ended_at: None,
    };
    let with_gaps = vec![one(None), one(Some("a note, with \"quotes\" and ümläuts")), one(None)];
    let whole = vec![one(Some("first")), one(Some("second"))];

    let txn = env.db.write().await.unwrap();
    store::goals::insert(&txn, demo.gym, with_gaps.clone()).await.unwrap();
    store::goals::insert(&txn, demo.gym, whole.clone()).await.unwrap();
    txn.commit().await.unwrap();

    let read = store::goals::of_members(env.db.read(), demo.gym, &demo.members).await.unwrap();
    for row in with_gaps.iter().chain(&whole) {
        assert!(read.contains(row), "{row:?}");
    }
    demo.app.stop().await;
}
