//! No cause of a failure reaches a caller.

use domain::vocab::ReviewPolicy;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{COACH, Season};

mod both {
    use super::on_both;
    on_both! {
        a_database_that_fails_is_an_internal_error_and_no_more
    }
}

/// What would tell of the cause: words of SQL and of the programs below.
const TELLING: [&str; 9] = [
    "select",
    "insert",
    "sql",
    "relation",
    "no such",
    "column",
    "personal_record",
    "pool",
    "closed",
];

fn tells_nothing(what: &str, answer: &Value) {
    let errors = answer["errors"].as_array().unwrap().iter();
    let told = |error: &Value| json!([error["message"], error["extensions"]]);
    let text = Value::from(errors.map(told).collect::<Vec<_>>()).to_string().to_lowercase();
    for word in TELLING {
        assert!(!text.contains(word), "{what} tells {word:?}: {answer:#}");
    }
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "INTERNAL", "{what}: {answer:#}");
    assert_eq!(error["message"], "internal error", "{what}: {answer:#}");
}

async fn a_database_that_fails_is_an_internal_error_and_no_more(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let (coach, member) = (season.coach(), season.member());
    let cursor = season.cursor().await;
    let id = season.member_id().await;
    for (table, gone) in [("personal_record", "gone_record"), ("event", "gone_event")] {
        let rename = format!("ALTER TABLE {table} RENAME TO {gone}");
        season.app.env.db.writer().execute_unprepared(&rename).await.unwrap();
    }

    let query =
        "query($id: ID!) { member(id: $id) { displayName personalRecords { totalCount } } }";
    tells_nothing("a query", &coach.answer(query, json!({ "id": id })).await);
    let field =
        "query($id: ID!) { viewer { id } member(id: $id) { personalRecords { totalCount } } }";
    let answer = coach.answer(field, json!({ "id": id })).await;
    assert!(answer["data"]["viewer"]["id"].is_string(), "its neighbours are answered: {answer:#}");
    let enter = "mutation { recordPersonalRecord(input: { movementKey: \"back-squat\", loadKg: 60, reps: 5 }) { userErrors { message } } }";
    tells_nothing("a mutation", &member.answer(enter, json!({})).await);
    let mut socket = season.app.subscriber(COACH).await;
    let listen = "subscription($after: Cursor) { planUpdated(after: $after) { cursor } }";
    socket.subscribe("1", listen, json!({ "after": cursor })).await;
    // A subscription's client is asked to come back for what it would miss.
    assert_eq!(socket.close_code().await, 1013);

    // The pool is closed: not even who asks can be read.
    season.app.env.db.clone().close().await.unwrap();
    tells_nothing("a closed pool", &coach.answer("{ viewer { id } }", json!({})).await);
}
