//! A name that an import did not know is mapped, and what was logged under it counts from then on.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use service::imports::{self, Options};
use tests::backend::Backend;
use tests::client::Client;
use tests::on_both;
use tests::season::Season;

mod both {
    use super::on_both;
    on_both! {
        a_name_that_is_mapped_brings_its_history_along
    }
}

const LOG: &str = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
    2026-02-02 10:00:00,A,Zercher Rack Thing,1,120,3,0,0,,,8\n\
    2026-02-09 10:00:00,A,Zercher Rack Thing,1,122.5,3,0,0,,,8\n\
    2026-02-16 10:00:00,A,Zercher Rack Thing,1,125,3,0,0,,,8\n";

/// A member without a history of their own.
async fn newcomer(season: &Season) -> Value {
    let new = json!({ "displayName": "Nia", "externalId": "N-1" });
    let added = season.coach().done("addMember", "member { id }", new).await;
    let member =
        service::lookup::member(&season.app.env, "N-1").await.map_err(|error| error.report());
    let options = Options { unit: Some(domain::vocab::WeightUnit::Kilogram), skip_bad_rows: false };
    let parsed = imports::parse(LOG.as_bytes(), &options).unwrap();
    let done = imports::import(&season.app.env, &member.unwrap(), parsed, None, &|_| {}).await;
    assert_eq!(done.map_err(|error| error.report()).unwrap().unknown.len(), 1);
    added["member"]["id"].clone()
}

async fn movement(coach: &Client, search: &str) -> Value {
    let query = "query($search: String) { movements(search: $search, first: 20) { nodes { id key name pattern implement loads custom \
                 aliases referenceLift { key } } } }";
    let found = coach.data(query, json!({ "search": search })).await;
    let found = found["movements"]["nodes"].as_array().unwrap().clone();
    let own = found.iter().find(|movement| {
        movement["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(search))
    });
    own.unwrap_or_else(|| panic!("no movement {search}: {found:#?}")).clone()
}

async fn records(coach: &Client, member: &Value, movement: &Value) -> Vec<Value> {
    let query = "query($id: ID!, $movement: ID) { member(id: $id) { personalRecords(movementId: $movement) { nodes { loadKg movement { key } } } \
                 sessionLogs { nodes { sets { movement { key } loadKg } } } } }";
    let data = coach.data(query, json!({ "id": member, "movement": movement["id"] })).await;
    data["member"]["personalRecords"]["nodes"].as_array().unwrap().clone()
}

async fn a_name_that_is_mapped_brings_its_history_along(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let (coach, member) = (season.coach(), newcomer(&season).await);
    let unknown = movement(&coach, "Zercher Rack Thing").await;
    let squat = movement(&coach, "Back Squat").await;
    assert_eq!((&unknown["custom"], &squat["custom"]), (&json!(true), &json!(false)));
    assert_eq!(records(&coach, &member, &squat).await, [] as [Value; 0]);

    let save = json!({ "key": "back-squat", "name": "Back Squat", "pattern": squat["pattern"], "implement": squat["implement"],
        "loads": squat["loads"], "aliases": ["Zercher Rack Thing"] });
    let saved = coach.done("saveMovement", "movement { key aliases }", save.clone()).await;
    let before = season.app.contents().await;
    coach.done("saveMovement", "movement { key }", save).await;

    assert!(
        saved["movement"]["aliases"].as_array().unwrap().contains(&json!("Zercher Rack Thing"))
    );
    let changed = before.changed(&season.app.contents().await);
    assert_eq!(changed, [] as [&str; 0], "the same again changes nothing");
    let found = records(&coach, &member, &squat).await;
    assert!(found.iter().any(|record| record["loadKg"] == 125.0), "{found:#?}");
    let query = "query($id: ID!) { member(id: $id) { sessionLogs { nodes { sets { movement { key } } } } } }";
    let logs = coach.data(query, json!({ "id": member })).await;
    let nodes = logs["member"]["sessionLogs"]["nodes"].as_array().unwrap();
    assert!(
        nodes.iter().all(|log| log["sets"][0]["movement"]["key"] == "back-squat"),
        "{nodes:#?}"
    );
    // What another movement is called is not for the taking.
    let taken = json!({ "key": "zercher-hold", "name": "Deadlift", "pattern": "HINGE", "implement": "BARBELL" });
    let refused = coach.mutate("saveMovement", "movement { key }", taken).await;
    assert_eq!(refused["userErrors"][0]["code"], "DUPLICATE", "{refused:#}");
    assert_eq!(refused["userErrors"][0]["field"], json!(["name"]));
    season.app.stop().await;
}
