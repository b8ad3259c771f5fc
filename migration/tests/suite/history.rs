//! The store over what members have done.

use domain::ids::{ReadinessEntryId, RecordId, SessionLogId};
use entity::db::Db;
use entity::store::{self, Page};
use entity::{
    goal, personal_record, readiness_entry, readiness_revision, restriction, session_log,
    session_state,
};
use sea_orm::{EntityTrait as _, Set};

use crate::databases::{each, put};
use crate::rows::{
    gym_id, id, member_id, plan_id, published_plan, readiness, record, restriction, session, set,
    two_gyms, week,
};

#[tokio::test]
async fn a_logged_session_is_found_replaced_and_digested() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let planned = session_log::Model {
            plan_id: Some(id(3, 1)),
            plan_number: Some(1),
            session_key: Some("s1".into()),
            ..session(1, Some("a"))
        };
        let earlier = session_log::Model { date: week(-1), ..session(2, None) };
        let txn = db.write().await.expect("a transaction begins");
        let sets = vec![set(1, 1), set(1, 0)];
        store::session_logs::insert(&txn, gym_id(1), vec![planned.clone(), earlier], sets)
            .await
            .expect("new");
        txn.commit().await.expect("committed");

        let (read, members) = (db.read(), [1, 2].map(member_id));
        let names = ["a".to_owned(), "b".to_owned()];
        let same = store::session_logs::by_external_ids(read, gym_id(1), &members, "app", &names);
        assert_eq!(same.await.expect("read"), std::slice::from_ref(&planned));
        let digests = store::session_logs::digests(read, gym_id(1), &members, week(-2)).await;
        let digests = digests.expect("read");
        assert_eq!(digests.iter().map(|row| row.date).collect::<Vec<_>>(), [week(-1), week(0)]);
        assert_eq!(
            (digests[1].digest.as_slice(), digests[1].session_rpe),
            (&[2, 3][..], Some(7.5))
        );
        let first = store::session_logs::first_set_days(read, gym_id(1), &members).await;
        let first: Vec<_> = first.expect("read").into_iter().collect();
        assert_eq!(first, [(member_id(1), week(0))], "the earlier session has no sets");
        let logged = store::session_logs::of_plans(read, gym_id(1), &[plan_id(1)]).await;
        assert_eq!(logged.expect("read").len(), 1);

        let again = session_log::Model { title: Some("Squats".into()), ..planned };
        let txn = db.write().await.expect("a transaction begins");
        let done = store::session_logs::replace(&txn, gym_id(1), again, vec![set(1, 0)]).await;
        assert!(done.expect("replaced"));
        txn.commit().await.expect("committed");
        let ids = [SessionLogId::from_uuid(id(6, 1))];
        let sets = store::session_logs::sets(db.read(), gym_id(1), &ids).await.expect("read");
        assert_eq!(sets, [set(1, 0)]);
        let page = Page::first(1);
        let of = [member_id(1)];
        let newest = store::session_logs::pages(db.read(), gym_id(1), &of, (None, None), &page);
        let newest = newest.await.expect("read").remove(&id(2, 1)).expect("the member's");
        assert_eq!((newest.rows[0].title.as_deref(), newest.total), (Some("Squats"), 2));
    })
    .await;
}

#[tokio::test]
async fn a_season_of_sets_goes_in_at_once() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let sets: Vec<_> = (0..9_000).map(|position| set(1, position)).collect();
        let txn = db.write().await.expect("a transaction begins");

        store::session_logs::insert(&txn, gym_id(1), vec![session(1, None)], sets)
            .await
            .expect("more values than one statement binds");
        txn.commit().await.expect("committed");

        let count = entity::set_log::Entity::find().all(db.read()).await.expect("read").len();
        assert_eq!(count, 9_000);
    })
    .await;
}

#[tokio::test]
async fn a_dismissed_record_is_gone_except_to_its_source() {
    each(async |db: Db| {
        two_gyms(&db).await;
        put(&db, [session(1, None)]).await.expect("new");
        let read_out = personal_record::Model { session_log_id: Some(id(6, 1)), ..record(3, None) };
        put(&db, [record(1, Some("a")), record(2, None), read_out]).await.expect("new");
        let txn = db.write().await.expect("a transaction begins");
        let dismiss =
            personal_record::ActiveModel { dismissed_at: Set(Some(9)), ..Default::default() };
        let gone = RecordId::from_uuid(id(9, 1));
        assert!(store::records::update(&txn, gym_id(1), gone, dismiss).await.expect("written"));
        let sessions = [SessionLogId::from_uuid(id(6, 1))];
        store::records::delete_of_sessions(&txn, gym_id(1), &sessions).await.expect("deleted");
        txn.commit().await.expect("committed");

        let (read, members) = (db.read(), [member_id(1)]);
        assert!(store::records::find(read, gym_id(1), gone).await.expect("read").is_none());
        let since = store::records::since(read, gym_id(1), &members, week(-9)).await;
        assert_eq!(since.expect("read"), [record(2, None)]);
        let names = ["a".to_owned()];
        let sent = store::records::by_external_ids(read, gym_id(1), &members, "app", &names).await;
        assert_eq!(sent.expect("read").len(), 1);
        let page = Page::first(5);
        let confirmed = (None, Some(true));
        let listed = store::records::pages(read, gym_id(1), &members, confirmed, &page).await;
        assert_eq!(listed.expect("read")[&id(2, 1)].total, 1);
    })
    .await;
}

#[tokio::test]
async fn a_late_correction_replaces_an_entry_and_keeps_what_it_said() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let said = |revision| readiness_revision::Model {
            entry_id: id(10, 1),
            revision,
            gym_id: id(1, 1),
            content: format!("{{\"revision\":{revision}}}"),
            recorded_at: 1,
        };
        put(&db, [readiness(1, Some("a")), readiness(2, None)]).await.expect("new");
        let txn = db.write().await.expect("a transaction begins");
        let same = async |external| {
            let (gym, member) = (gym_id(1), member_id(1));
            store::readiness::lock_same(&txn, gym, member, "ring", external, week(0)).await
        };
        let by_day = same(None).await.expect("read").expect("there");
        let by_name = same(Some("a")).await.expect("read").expect("there");
        assert_eq!((by_day.id, by_name.id), (id(10, 2), id(10, 1)));
        store::readiness::keep_revisions(&txn, gym_id(1), vec![said(1), said(2)])
            .await
            .expect("new");
        let corrected = readiness_entry::Model { revision: 2, hrv_ms: Some(0.1 + 0.2), ..by_name };
        assert!(store::readiness::replace(&txn, gym_id(1), corrected).await.expect("written"));
        let withdraw =
            readiness_entry::ActiveModel { withdrawn_at: Set(Some(9)), ..Default::default() };
        let withdrawn = ReadinessEntryId::from_uuid(id(10, 2));
        store::readiness::update(&txn, gym_id(1), withdrawn, withdraw).await.expect("written");
        txn.commit().await.expect("committed");

        let (read, members) = (db.read(), [member_id(1)]);
        let counts = store::readiness::reported(read, gym_id(1), &members, week(-1)).await;
        let counts = counts.expect("read");
        assert_eq!(counts.len(), 1);
        assert_eq!(counts[0].hrv_ms, Some(0.1 + 0.2), "doubles come back to the bit");
        let entries = [ReadinessEntryId::from_uuid(id(10, 1))];
        let kept = store::readiness::revisions(read, gym_id(1), &entries).await.expect("read");
        assert_eq!(kept, [said(1), said(2)]);
        let latest = store::readiness::latest_day(read, gym_id(1), member_id(1)).await;
        assert_eq!(latest.expect("read"), Some(week(0)));
    })
    .await;
}

#[tokio::test]
async fn goals_restrictions_and_session_states_belong_to_members() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let goal = goal::Model {
            id: id(17, 1),
            gym_id: id(1, 1),
            member_id: id(2, 1),
            kind: "COMPETE".into(),
            weight: 0.7,
            status: "ACTIVE".into(),
            target_date: Some(week(8)),
            note: None,
            created_at: 1,
            ended_at: None,
        };
        let state = |started_at| session_state::Model {
            plan_id: id(3, 1),
            session_key: "s1".into(),
            gym_id: id(1, 1),
            member_id: id(2, 1),
            date: week(0),
            started_at,
            excused_at: None,
            excuse_reason: None,
            excuse_note: None,
        };
        let txn = db.write().await.expect("a transaction begins");
        store::goals::insert(&txn, gym_id(1), vec![goal.clone()]).await.expect("new");
        let knee = restriction(1, "CAP_LOAD", Some(0.6));
        store::restrictions::insert(&txn, gym_id(1), vec![knee]).await.expect("new");
        store::session_states::save(&txn, gym_id(1), state(None)).await.expect("new");
        store::session_states::save(&txn, gym_id(1), state(Some(5))).await.expect("again");
        let clear =
            restriction::ActiveModel { cleared_on: Set(Some(week(1))), ..Default::default() };
        let ids = [domain::ids::RestrictionId::from_uuid(id(11, 1))];
        let cleared = store::restrictions::update(&txn, gym_id(1), &ids, clear).await;
        assert_eq!(cleared.expect("written"), 1);
        txn.commit().await.expect("committed");

        let (read, members) = (db.read(), [1, 2].map(member_id));
        let goals = store::goals::of_members(read, gym_id(1), &members).await.expect("read");
        assert_eq!(goals, [goal]);
        let knees = store::restrictions::of_members(read, gym_id(1), &members).await;
        assert_eq!(knees.expect("read")[0].cleared_on, Some(week(1)));
        let states = store::session_states::of_plans(read, gym_id(1), &[plan_id(1)]).await;
        assert_eq!(states.expect("read"), [state(Some(5))]);
    })
    .await;
}
