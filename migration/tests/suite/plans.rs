//! The store over plans, their revisions and texts.

use chrono::DateTime;
use domain::ids::{CoachId, ComputationId};
use domain::vocab::PlanStatus;
use entity::db::Db;
use entity::store::plans::PlanFilter;
use entity::store::{self, Page};
use entity::{narrative, pack, plan, plan_revision};
use sea_orm::Set;

use crate::databases::{each, put};
use crate::rows::{gym_id, id, member_id, plan, plan_id, published_plan, revision, two_gyms, week};

#[tokio::test]
async fn a_computed_week_replaces_plans_and_adds_others_at_once() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let txn = db.write().await.expect("a transaction begins");
        let members = [1, 2].map(member_id);
        let locked = store::plans::lock_week(&txn, gym_id(1), &members, week(0)).await;
        assert_eq!(locked.expect("locked").len(), 1);
        let standing = |number, member, published| plan::Model {
            status: "PUBLISHED".into(),
            published: Some(published),
            newest: published,
            version: 5,
            ..plan(number, member)
        };
        let both = vec![standing(1, 1, 2), standing(2, 2, 1)];
        store::plans::save(&txn, gym_id(1), both).await.expect("saved");
        let computation_id = Some(id(4, 1));
        let first = plan_revision::Model { computation_id, ..revision(1, 2) };
        let second = plan_revision::Model { member_id: id(2, 2), ..revision(2, 1) };
        let new = vec![first, second];
        store::plan_revisions::insert(&txn, gym_id(1), new).await.expect("new");
        assert_eq!(store::plans::bump(&txn, gym_id(1), &[plan_id(1)]).await.expect("ok"), 1);
        txn.commit().await.expect("committed");

        let read = db.read();
        let plans = store::plans::by_ids(read, gym_id(1), &[1, 2].map(plan_id)).await;
        let seen: Vec<_> =
            plans.expect("read").iter().map(|plan| (plan.published, plan.version)).collect();
        assert_eq!(seen, [(Some(2), 6), (Some(1), 5)]);
        let numbers = store::plan_revisions::numbers(read, gym_id(1), plan_id(1)).await;
        assert_eq!(numbers.expect("read"), [2, 1]);
        let keys = [(plan_id(1), 2), (plan_id(2), 1)];
        let rows = store::plan_revisions::by_keys(read, gym_id(1), &keys).await.expect("read");
        let number: i32 = pack::unpack(&rows[0].document).expect("a document");
        assert_eq!((rows.len(), number), (2, 2));
        let by = [ComputationId::from_uuid(id(4, 1))];
        let made = store::plan_revisions::by_computations(read, gym_id(1), &by).await;
        assert_eq!(made.expect("read")[0].number, 2);
    })
    .await;
}

#[tokio::test]
async fn plans_are_paged_newest_week_first() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let of_week = |number: u128| plan::Model {
            newest: 1,
            week_of: week(number as i64),
            ..plan(number, 1)
        };
        put(&db, [of_week(1), of_week(2), of_week(3)]).await.expect("new");
        let all = PlanFilter::default();

        let first = store::plans::page(db.read(), gym_id(1), &all, &Page::first(2)).await;
        let first = first.expect("read");
        assert_eq!(
            first.rows.iter().map(|row| row.week_of).collect::<Vec<_>>(),
            [week(3), week(2)]
        );
        let after = Some((first.rows[1].week_of, first.rows[1].id));
        let page = Page { after, ..Page::first(2) };
        let rest = store::plans::page(db.read(), gym_id(1), &all, &page).await.expect("read");
        assert_eq!((rest.rows.len(), rest.rows[0].week_of, rest.has_next), (1, week(1), false));
        let narrow = PlanFilter {
            status: vec![PlanStatus::Published],
            coach: Some(CoachId::from_uuid(id(13, 1))),
            in_force: true,
            ..PlanFilter::default()
        };
        let none = store::plans::page(db.read(), gym_id(1), &narrow, &page).await.expect("read");
        assert_eq!((none.rows.len(), none.total), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn the_review_queue_holds_what_waits_oldest_first() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let txn = db.write().await.expect("a transaction begins");
        let waits = |number: u128, member| plan::Model {
            status: "PENDING_REVIEW".into(),
            pending: Some(2),
            newest: 2,
            ..plan(number, member)
        };
        let plans = vec![waits(1, 1), waits(2, 2)];
        store::plans::insert(&txn, gym_id(1), plans).await.expect("new");
        let waiting = |plan: u128, number, since| plan_revision::Model {
            member_id: id(2, plan),
            review_state: Some("WAITING".into()),
            waiting_since_at: Some(since),
            auto_release_at: Some(since + 100),
            ..revision(plan, number)
        };
        let rows = vec![waiting(1, 1, 5), waiting(1, 2, 20), revision(2, 1), waiting(2, 2, 10)];
        store::plan_revisions::insert(&txn, gym_id(1), rows).await.expect("new");
        txn.commit().await.expect("committed");
        let queue = async |coach, page: Page<_>| {
            let part = store::plan_revisions::review_queue(db.read(), gym_id(1), coach, &page);
            part.await.expect("read")
        };

        let all = queue(None, Page::first(10)).await;
        let keys: Vec<_> = all.rows.iter().map(|row| (row.plan_id, row.number)).collect();
        assert_eq!(keys, [(id(3, 2), 2), (id(3, 1), 2)]);
        let after = Some((10, id(3, 2)));
        let rest = queue(None, Page { after, ..Page::first(10) }).await;
        assert_eq!((rest.rows.len(), rest.total), (1, 2));
        let coach = Some(CoachId::from_uuid(id(13, 1)));
        assert_eq!(queue(coach, Page::first(10)).await.total, 0);
        let now = DateTime::from_timestamp_micros(110).expect("an instant");
        let due =
            store::plan_revisions::due_for_release(db.read(), now, &[], 10).await.expect("read");
        assert_eq!(due, [(gym_id(1), plan_id(1), 1), (gym_id(1), plan_id(2), 2)]);
        let but = [gym_id(1)];
        let none = store::plan_revisions::due_for_release(db.read(), now, &but, 10).await;
        assert_eq!(none.expect("read"), []);
        let late = store::plans::unreviewed_before(db.read(), gym_id(1), week(1), 10).await;
        assert_eq!(late.expect("read").len(), 2);
        let late = store::plans::unreviewed_before(db.read(), gym_id(1), week(1), 1).await;
        assert_eq!(late.expect("read").len(), 1);
        let txn = db.write().await.expect("a transaction begins");
        let lapse = plan_revision::ActiveModel {
            review_state: Set(Some("LAPSED".into())),
            ..Default::default()
        };
        let plans = [1, 2].map(plan_id);
        let lapsed = store::plan_revisions::update_waiting(&txn, gym_id(1), &plans, lapse).await;
        assert_eq!(lapsed.expect("written"), 3);
    })
    .await;
}

#[tokio::test]
async fn a_narrative_takes_the_place_of_the_one_before() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let text = |focus: &str| narrative::Model {
            plan_id: id(3, 1),
            number: 1,
            gym_id: id(1, 1),
            state: "READY".into(),
            source: "CLAUDE".into(),
            focus: focus.into(),
            reasoning: String::new(),
            cues: "[]".into(),
            model: None,
            verified: true,
            generated_at: 1,
        };
        for focus in ["first", "second"] {
            let txn = db.write().await.expect("a transaction begins");
            store::narratives::save(&txn, gym_id(1), vec![text(focus)]).await.expect("saved");
            txn.commit().await.expect("committed");
        }

        let keys = [(plan_id(1), 1), (plan_id(1), 2)];
        let rows = store::narratives::by_keys(db.read(), gym_id(1), &keys).await.expect("read");
        assert_eq!(rows.iter().map(|row| row.focus.as_str()).collect::<Vec<_>>(), ["second"]);
    })
    .await;
}
