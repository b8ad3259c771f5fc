//! The order of the log is the order of the commits.

use domain::ids::PlanId;
use domain::vocab::{PlanEventKind, Trigger};
use sea_orm::DatabaseTransaction;
use service::events::{self, NewEvent, Wake, Wakes};
use tests::backend::{self, Backend};
use tests::demo::{Demo, OWNER};

const UPDATES: &str = "subscription { planUpdated { revision } }";

#[test]
fn of_two_transactions_at_once_the_later_one_is_told_later_and_nothing_is_told_early() {
    backend::run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let demo = Demo::start(backend, 1).await;
        demo.run_week().await;
        let mut owner = demo.app.subscriber(OWNER).await;
        owner.subscribe("1", UPDATES, serde_json::json!({})).await;
        assert!(owner.is_quiet().await);

        let db = &demo.app.env.db;
        let (first, second) = (db.write().await.unwrap(), db.write().await.unwrap());
        let earlier = append(&demo, &first, 101).await;
        // It waits for the counter until the first has committed.
        let later = async {
            let wake = append(&demo, &second, 102).await;
            second.commit().await.unwrap();
            wake
        };
        let commit = async {
            assert!(owner.is_quiet().await);
            first.commit().await.unwrap();
        };
        let (later, ()) = futures_util::future::join(later, commit).await;

        assert_eq!(later.seq, earlier.seq + 1);
        // Word of the later one comes first.
        for wake in [later, earlier] {
            demo.app.relay().wake(&Wakes { events: vec![wake], work: false }).await;
        }
        assert_eq!(owner.next().await["planUpdated"]["revision"], 101);
        assert_eq!(owner.next().await["planUpdated"]["revision"], 102);
        demo.app.stop().await;
    });
}

async fn append(demo: &Demo, txn: &DatabaseTransaction, revision: i32) -> Wake {
    let member = demo.members[0];
    let plan = PlanId::from_uuid(demo.plan(member).await.id);
    let (kind, trigger) = (PlanEventKind::Revised, Trigger::Manual);
    let event = NewEvent { plan, member, revision, kind, trigger };
    let now = demo.app.env.now();
    events::append(txn, demo.gym, vec![event], now).await.unwrap().unwrap()
}
