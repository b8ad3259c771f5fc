//! The store over events, integrations, kept answers and notes; and the locks.

use chrono::DateTime;
use domain::ids::IntegrationId;
use entity::db::Db;
use entity::store::{self, Page};
use entity::{coach_note, event, idempotency, integration, integration_member};
use sea_orm::Set;

use crate::databases::each;
use crate::rows::{event, gym_id, id, member_id, published_plan, two_gyms};

fn internal(kind: &str) -> event::Model {
    event::Model { plan_id: None, revision: None, ..event(0, kind) }
}

#[tokio::test]
async fn events_of_many_writers_are_numbered_without_gaps() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let write = |commit: bool| {
            let db = db.clone();
            tokio::spawn(async move {
                let txn = db.write().await.expect("a transaction begins");
                let two = vec![internal("A"), internal("B")];
                let told = store::events::append(&txn, gym_id(1), two).await.expect("appended");
                if commit {
                    txn.commit().await.expect("committed");
                }
                told.len()
            })
        };
        let writers: Vec<_> = (0..20).map(|number| write(number % 4 != 0)).collect();
        for writer in writers {
            writer.await.expect("no writer dies");
        }

        let read = db.read();
        let seen = store::events::after(read, gym_id(1), 0, 100).await.expect("read");
        assert_eq!(
            seen.iter().map(|row| row.seq).collect::<Vec<_>>(),
            (1..=30).collect::<Vec<_>>()
        );
        assert_eq!(store::events::newest(read, gym_id(1)).await.expect("read"), 30);
        assert_eq!(store::events::oldest(read, gym_id(1)).await.expect("read"), Some(1));
        let all = store::events::newest_of_all(read).await.expect("read");
        assert_eq!(all, [(gym_id(1), 30), (gym_id(2), 0)]);
        let tail = store::events::after(read, gym_id(1), 28, 1).await.expect("read");
        assert_eq!(tail.iter().map(|row| row.seq).collect::<Vec<_>>(), [29]);
    })
    .await;
}

#[tokio::test]
async fn erasure_blanks_events_and_keeps_their_numbers() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let at = DateTime::from_timestamp_micros(7).expect("an instant");
        let txn = db.write().await.expect("a transaction begins");
        let told = event::Model { detail: "{\"a\":1}".into(), ..event(0, "PUBLISHED") };
        store::events::append(&txn, gym_id(1), vec![told]).await.expect("appended");
        let erased = store::events::erase(&txn, gym_id(1), member_id(1), at).await;
        assert_eq!(erased.expect("erased"), 1);
        txn.commit().await.expect("committed");

        let rows = store::events::after(db.read(), gym_id(1), 0, 9).await.expect("read");
        assert_eq!((rows[0].seq, rows[0].detail.as_str(), rows[0].erased_at), (1, "{}", Some(7)));
        let txn = db.write().await.expect("a transaction begins");
        let gone = store::events::delete_before(&txn, gym_id(1), at).await.expect("deleted");
        assert_eq!(gone, 1);
        txn.commit().await.expect("committed");
        assert_eq!(store::events::newest(db.read(), gym_id(1)).await.expect("read"), 1);
    })
    .await;
}

#[tokio::test]
async fn an_integration_knows_members_by_its_own_ids() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let ring = IntegrationId::from_uuid(id(16, 1));
        let row = integration::Model {
            id: ring.uuid(),
            gym_id: id(1, 1),
            name: "Ring".into(),
            scopes: "[\"READINESS_WRITE\"]".into(),
            key_hash: vec![1; 32],
            key_prefix: "mc_1".into(),
            created_at: 1,
            last_used_at: None,
            revoked_at: None,
            previous_key_hash: None,
            previous_key_until_at: None,
        };
        let link = |external: &str| integration_member::Model {
            integration_id: ring.uuid(),
            member_id: id(2, 1),
            gym_id: id(1, 1),
            external_id: external.into(),
        };
        let txn = db.write().await.expect("a transaction begins");
        store::integrations::insert(&txn, gym_id(1), row).await.expect("new");
        store::integrations::link(&txn, gym_id(1), link("r-1")).await.expect("new");
        store::integrations::link(&txn, gym_id(1), link("r-2")).await.expect("again");
        let used = integration::ActiveModel { last_used_at: Set(Some(5)), ..Default::default() };
        assert!(store::integrations::update(&txn, gym_id(1), ring, used).await.expect("written"));
        txn.commit().await.expect("committed");

        let read = db.read();
        let known = store::integrations::by_key_id(read, ring).await.expect("read");
        assert_eq!(known.expect("there").last_used_at, Some(5));
        let links = store::integrations::links_of_members(read, gym_id(1), &[member_id(1)]).await;
        assert_eq!(links.expect("read"), [link("r-2")]);
        let ids = ["r-1".to_owned(), "r-2".to_owned()];
        let found = store::integrations::links_by_external_ids(read, gym_id(1), ring, &ids).await;
        assert_eq!(found.expect("read").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_kept_until_it_is_stale() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let at = |micros| DateTime::from_timestamp_micros(micros).expect("an instant");
        let answer = |created_at| idempotency::Model {
            gym_id: id(1, 1),
            principal: "ann".into(),
            key: "k".into(),
            request_hash: vec![1; 32],
            response: "{}".into(),
            created_at,
        };
        let claim = async |created_at| {
            let txn = db.write().await.expect("a transaction begins");
            let claimed = store::idempotency::claim(&txn, gym_id(1), answer(created_at)).await;
            txn.commit().await.expect("committed");
            claimed.expect("written")
        };
        assert!(claim(100).await);

        assert!(!claim(100).await, "taken already");
        let find = async |since| {
            store::idempotency::find(db.read(), gym_id(1), "ann", "k", at(since)).await
        };
        assert_eq!(find(100).await.expect("read"), Some(answer(100)));
        assert_eq!(find(101).await.expect("read"), None);
        let txn = db.write().await.expect("a transaction begins");
        store::idempotency::delete_stale(&txn, gym_id(1), "ann", "k", at(101)).await.expect("ok");
        txn.commit().await.expect("committed");
        assert!(claim(200).await, "free again");
    })
    .await;
}

#[tokio::test]
async fn notes_are_paged_newest_first() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let txn = db.write().await.expect("a transaction begins");
        for number in 1..=3 {
            let note = coach_note::Model {
                id: id(18, number),
                gym_id: id(1, 1),
                member_id: id(2, 1),
                coach_id: id(13, 1),
                text: format!("Note {number}"),
                created_at: 10 * number as i64,
            };
            store::notes::insert(&txn, gym_id(1), note).await.expect("new");
        }
        txn.commit().await.expect("committed");

        let page = Page { after: Some((30, id(18, 3))), ..Page::first(1) };
        let parts = store::notes::pages(db.read(), gym_id(1), &[member_id(1)], &page).await;
        let part = parts.expect("read").remove(&id(2, 1)).expect("the member's");
        assert_eq!((part.rows[0].text.as_str(), part.has_next, part.total), ("Note 2", true, 3));
        let at = DateTime::from_timestamp_micros(20).expect("an instant");
        let since = store::notes::since(db.read(), gym_id(1), &[member_id(1)], at).await;
        assert_eq!(since.expect("read").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn changes_to_one_member_wait_for_each_other() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let first = db.write().await.expect("a transaction begins");
        store::members::lock(&first, gym_id(1), &[member_id(1)]).await.expect("locked");
        let second = {
            let db = db.clone();
            tokio::spawn(async move {
                let txn = db.write().await.expect("a transaction begins");
                let rows = store::members::lock(&txn, gym_id(1), &[member_id(1)]).await;
                rows.expect("locked")[0].sessions_per_week
            })
        };
        tokio::task::yield_now().await;
        let changes =
            entity::member::ActiveModel { sessions_per_week: Set(5), ..Default::default() };
        store::members::update(&first, gym_id(1), &[member_id(1)], changes).await.expect("written");
        assert!(!second.is_finished());
        first.commit().await.expect("committed");

        assert_eq!(second.await.expect("no writer dies"), 5, "the second sees the first's change");
    })
    .await;
}
