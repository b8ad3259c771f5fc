//! Many changes of one member within a moment.

use chrono::Duration;
use domain::vocab::ReviewPolicy;
use entity::{computation, store};
use futures_util::StreamExt as _;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::invariants::settled;
use tests::on_both;
use tests::season::{Season, WEEK};

mod both {
    use super::on_both;
    on_both! {
        fifty_changes_of_readiness_in_two_seconds_are_one_computation
    }
}

const RECORD: &str = "mutation($input: RecordReadinessInput!) { recordReadiness(input: $input) { outcome \
    recompute { triggered reason computation { id } } userErrors { message } } }";

async fn fifty_changes_of_readiness_in_two_seconds_are_one_computation(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    season.monday_morning();
    let member = season.member();

    // Five at once: each says something else than the one before it.
    let posts = (0..50).map(|number| {
        let input = json!({ "source": "watch", "soreness": 5, "stress": 5, "energy": 1, "mood": 1,
            "sleepQuality": 1, "illness": true, "vendorScore": number });
        let (clock, member) = (&season.app.clock, &member);
        async move {
            clock.advance(Duration::milliseconds(40));
            member.data(RECORD, json!({ "input": input })).await["recordReadiness"].take()
        }
    });
    let answers: Vec<Value> = futures_util::stream::iter(posts).buffered(5).collect().await;
    season.app.clock.advance(Duration::minutes(16));
    season.app.settle().await;

    assert!(answers.iter().all(|answer| answer["userErrors"] == json!([])), "{answers:#?}");
    let asked: Vec<&Value> =
        answers.iter().map(|answer| &answer["recompute"]["computation"]["id"]).collect();
    assert!(asked.iter().all(|id| id.is_string() && *id == asked[0]), "{answers:#?}");
    let of = computation::Column::Trigger.eq("READINESS");
    let rows = computation::Entity::find().filter(of).all(season.app.env.db.read()).await.unwrap();
    assert_eq!((rows.len(), rows[0].requests, rows[0].attempts), (1, 50, 1));
    assert_eq!(season.my_plan("revision").await["revision"], 2);
    let db = season.app.env.db.read();
    let members = store::members::active_ids(db, season.gym).await.unwrap();
    settled(db, season.gym, &members, WEEK.parse().unwrap()).await;
    season.app.stop().await;
}
