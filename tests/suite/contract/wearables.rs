//! Wearables report late, twice, out of order and in several measures: what stands is what the source last said.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::on_both;
use tests::season::Season;

mod both {
    use super::on_both;
    on_both! {
        a_record_is_known_by_its_id_or_by_its_day
        an_older_version_never_takes_the_place_of_a_newer
        provisional_data_is_shown_and_sets_nothing_off
        a_late_correction_is_judged_again_and_kept_beside_what_was_said_before
        a_batch_takes_each_entry_alone
    }
}

const ENTRY: &str = "outcome entry { id source revision quality hrvMs restingHeartRateBpm date } recompute { triggered reason }";

/// A member's own report of today, with more said of it.
async fn report(client: &Client, more: Value) -> Value {
    let mut input = json!({ "source": "watch" });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    client.done("recordReadiness", ENTRY, input).await
}

async fn a_record_is_known_by_its_id_or_by_its_day(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let member = season.member();

    let first = report(&member, json!({ "externalId": "a", "restingHeartRateBpm": 50 })).await;
    let other_id = report(&member, json!({ "externalId": "b", "restingHeartRateBpm": 50 })).await;
    let of_day = report(&member, json!({ "restingHeartRateBpm": 52 })).await;
    let again = report(&member, json!({ "restingHeartRateBpm": 53 })).await;
    let elsewhere = report(&member, json!({ "source": "ring", "restingHeartRateBpm": 53 })).await;
    // The same id on another day is the same record, moved.
    let moved = report(
        &member,
        json!({ "externalId": "a", "date": "2026-02-27", "restingHeartRateBpm": 50 }),
    )
    .await;

    let outcomes = [&first, &other_id, &of_day, &again, &elsewhere, &moved]
        .map(|done| done["outcome"].clone());
    assert_eq!(
        outcomes,
        ["CREATED", "CREATED", "CREATED", "REPLACED", "CREATED", "REPLACED"].map(Value::from)
    );
    assert_eq!(again["entry"]["id"], of_day["entry"]["id"]);
    assert_eq!(again["entry"]["revision"], 2);
    assert_eq!(
        (&moved["entry"]["id"], &moved["entry"]["date"]),
        (&first["entry"]["id"], &json!("2026-02-27"))
    );
    season.app.stop().await;
}

async fn an_older_version_never_takes_the_place_of_a_newer(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let member = season.member();
    let version = |at: &str, bpm: u32| json!({ "externalId": "a", "sourceUpdatedAt": format!("2026-02-28T{at}:00Z"), "restingHeartRateBpm": bpm });

    let new = report(&member, version("08:00", 50)).await;
    let old = report(&member, version("07:00", 70)).await;
    let same = report(&member, version("08:00", 50)).await;
    let newer = report(&member, version("09:00", 51)).await;

    assert_eq!((&new["outcome"], &old["outcome"]), (&json!("CREATED"), &json!("OUTDATED")));
    assert_eq!(old["entry"]["restingHeartRateBpm"], 50.0, "the entry that stands is answered");
    assert_eq!((&same["outcome"], &newer["outcome"]), (&json!("UNCHANGED"), &json!("REPLACED")));
    // Once it is taken back, neither the same version nor an older one brings it back.
    let gone = json!({ "source": "watch", "externalId": "a" });
    let taken = member.done("deleteReadiness", "deletedEntryId", gone.clone()).await;
    assert_eq!(taken["deletedEntryId"], newer["entry"]["id"]);
    assert_eq!(
        member.done("deleteReadiness", "deletedEntryId", gone).await["deletedEntryId"],
        Value::Null
    );
    assert_eq!(report(&member, version("09:00", 51)).await["outcome"], "OUTDATED");
    assert_eq!(report(&member, version("10:00", 52)).await["outcome"], "CREATED");
    season.app.stop().await;
}

async fn provisional_data_is_shown_and_sets_nothing_off(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    season.monday_morning();
    let member = season.member();
    let ill = |quality: &str| json!({ "quality": quality, "soreness": 5, "stress": 5, "energy": 1, "mood": 1, "sleepQuality": 1, "illness": true });

    let early = report(&member, ill("PROVISIONAL")).await;
    let day = member
        .data("{ viewer { member { latestReadiness { entries { source quality } } } } }", json!({}))
        .await;
    let entries = day["viewer"]["member"]["latestReadiness"]["entries"].clone();
    let last = report(&member, ill("FINAL")).await;

    assert_eq!(early["recompute"]["triggered"], false, "{early:#}");
    assert!(
        entries
            .as_array()
            .unwrap()
            .contains(&json!({ "source": "watch", "quality": "PROVISIONAL" })),
        "{entries:#}"
    );
    assert_eq!(
        (&last["outcome"], &last["recompute"]["triggered"]),
        (&json!("REPLACED"), &json!(true))
    );
    season.app.stop().await;
}

async fn a_late_correction_is_judged_again_and_kept_beside_what_was_said_before(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    season.monday_morning();
    let member = season.member();
    let fine = report(&member, json!({ "externalId": "m", "energy": 4, "mood": 4, "soreness": 2, "stress": 2, "sleepQuality": 4 })).await;
    assert_eq!(fine["recompute"]["triggered"], false, "{fine:#}");

    let ill = json!({ "externalId": "m", "energy": 1, "mood": 1, "soreness": 5, "stress": 5, "sleepQuality": 1, "illness": true });
    let corrected = report(&member, ill).await;

    assert_eq!(
        (&corrected["entry"]["revision"], &corrected["recompute"]["triggered"]),
        (&json!(2), &json!(true))
    );
    let copy = member.data("{ exportMemberData { json } }", json!({})).await;
    let copy: Value =
        serde_json::from_str(copy["exportMemberData"]["json"].as_str().unwrap()).unwrap();
    let entries = copy["readiness"].as_array().unwrap();
    let kept = entries.iter().find(|entry| entry["externalId"] == "m").unwrap();
    let said: Vec<&Value> =
        kept["revisions"].as_array().unwrap().iter().map(|one| &one["content"]["energy"]).collect();
    assert_eq!(said, [&json!(4), &json!(1)]);
    season.app.stop().await;
}

async fn a_batch_takes_each_entry_alone(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let own = season.member_id().await;
    let batch = json!({ "entries": [
        { "source": "watch", "restingHeartRateBpm": 50 },
        { "source": "watch", "restingHeartRateBpm": 500 },
        { "member": { "externalId": "somebody" }, "source": "watch" },
        { "member": { "id": own }, "source": "watch", "date": "2026-02-27", "restingHeartRateBpm": 51 },
    ] });
    let fields = "accepted rejected results { outcome userErrors { field code } }";

    let sent = season.member().done("recordReadinessBatch", fields, batch.clone()).await;
    let again = season.member().done("recordReadinessBatch", fields, batch).await;

    assert_eq!((&sent["accepted"], &sent["rejected"]), (&json!(2), &json!(2)));
    let outcomes: Vec<&Value> =
        sent["results"].as_array().unwrap().iter().map(|one| &one["outcome"]).collect();
    assert_eq!(outcomes, [&json!("CREATED"), &Value::Null, &Value::Null, &json!("CREATED")]);
    assert_eq!(
        sent["results"][1]["userErrors"][0]["field"],
        json!(["entries", "1", "restingHeartRateBpm"])
    );
    assert_eq!(sent["results"][2]["userErrors"][0]["field"], json!(["entries", "2", "member"]));
    assert_eq!(
        (&again["accepted"], &again["results"][0]["outcome"]),
        (&json!(2), &json!("UNCHANGED"))
    );
    season.app.stop().await;
}
