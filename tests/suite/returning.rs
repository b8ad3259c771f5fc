//! Those who come back: what they cost, and what they are told by then.

use std::time::Duration;

use domain::ids::PlanId;
use domain::vocab::{PlanEventKind, Trigger};
use futures_util::future::join_all;
use sea_orm::ConnectionTrait as _;
use serde_json::json;
use service::events::{self, NewEvent};
use tests::backend::{self, Backend};
use tests::demo::{COACH, Demo, OWNER};

const UPDATES: &str =
    "subscription($after: Cursor) { planUpdated(after: $after) { revision plan { revision } } }";

/// An event of some hundred kilobytes.
const WHOLE_PLANS: &str = "subscription($after: Cursor) { planUpdated(after: $after) { plan { a: sessions { ...S } b: sessions { ...S } \
    c: sessions { ...S } d: sessions { ...S } } } } fragment S on PlannedSession { blocks { prescriptions { trace { reason } } } }";

#[test]
fn a_crowd_that_comes_back_together_costs_a_text_for_each_event_and_not_for_each_of_them() {
    backend::run(async {
        let (crowd, count) = (20, 50);
        let limits = api::http::Limits { connections_per_user: crowd, ..Default::default() };
        let demo = Demo::limited(Backend::sqlite(), 1, limits).await;
        demo.run_week().await;
        let start = events::head(demo.app.env.db.read(), demo.gym).await.unwrap();
        let after = json!({ "after": events::cursor(demo.gym, start) });
        happen(&demo, count, 1_000).await;
        let mut sockets = Vec::new();
        for _ in 0..crowd {
            sockets.push(demo.app.subscriber(OWNER).await);
        }
        demo.app.statements();

        let told = join_all(sockets.iter_mut().map(|socket| {
            let after = after.clone();
            async move {
                socket.subscribe("1", UPDATES, after).await;
                let mut revisions = Vec::new();
                for _ in 0..count {
                    revisions.push(socket.next().await["planUpdated"]["revision"].clone());
                }
                revisions
            }
        }))
        .await;

        let expected: Vec<_> = (1_000..1_000 + count).map(|revision| json!(revision)).collect();
        assert!(told.iter().all(|revisions| *revisions == expected), "{told:?}");
        let sent = demo.app.statements();
        let plans = sent.iter().filter(|sql| sql.contains(r#"FROM "plan" "#)).count();
        let each = usize::try_from(count).unwrap() * crowd;
        assert!((1..each / 4).contains(&plans), "{plans} looks at plans, {each} events were told");
        demo.app.stop().await;
    });
}

#[test]
fn who_reads_slowly_and_loses_their_roles_meanwhile_is_not_told_the_rest_of_the_page() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 1).await;
        demo.run_week().await;
        let start = events::head(demo.app.env.db.read(), demo.gym).await.unwrap();
        let count = 200;
        happen(&demo, count, 1_000).await;
        let mut slow = demo.app.subscriber(COACH).await;
        let after = json!({ "after": events::cursor(demo.gym, start) });
        slow.subscribe("1", WHOLE_PLANS, after).await;
        slow.next().await;

        let owner = demo.app.client(Some(OWNER));
        let input = json!({ "subject": COACH, "displayName": "Coach", "roles": [] });
        owner.done("setStaff", "staffMember { id }", input).await;
        // Longer than an answer about their roles is good for, shorter than a slow reader is waited for.
        tokio::time::sleep(Duration::from_secs(2)).await;

        let (told, code) = slow.events_until_closed().await;
        assert_eq!(code, 4403);
        assert!(told + 1 < usize::try_from(count).unwrap(), "all {told} were told");
        demo.app.stop().await;
    });
}

#[test]
fn an_event_whose_plan_cannot_be_read_in_time_is_told_once_it_can() {
    backend::run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let demo = Demo::start(backend, 1).await;
        demo.run_week().await;
        let start = events::head(demo.app.env.db.read(), demo.gym).await.unwrap();
        happen(&demo, 1, 1_000).await;
        let mut owner = demo.app.subscriber(OWNER).await;
        let txn = demo.app.env.db.write().await.unwrap();
        txn.execute_unprepared("LOCK TABLE plan IN ACCESS EXCLUSIVE MODE").await.unwrap();

        let after = json!({ "after": events::cursor(demo.gym, start) });
        owner.subscribe("1", UPDATES, after).await;
        // Longer than a statement may run.
        tokio::time::sleep(Duration::from_secs(9)).await;
        txn.rollback().await.unwrap();

        assert_eq!(owner.next().await["planUpdated"]["revision"], 1_000);
        demo.app.stop().await;
    });
}

async fn happen(demo: &Demo, count: i32, first: i32) {
    let member = demo.members[0];
    let plan = PlanId::from_uuid(demo.plan(member).await.id);
    let (kind, trigger) = (PlanEventKind::Revised, Trigger::Manual);
    let news = (first..first + count)
        .map(|revision| NewEvent { plan, member, revision, kind, trigger })
        .collect();
    let txn = demo.app.env.db.write().await.unwrap();
    events::append(&txn, demo.gym, news, demo.app.env.now()).await.unwrap();
    txn.commit().await.unwrap();
}
