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
        each_source_has_a_baseline_of_its_own_and_measures_are_never_mixed
        a_late_correction_is_judged_again_and_kept_beside_what_was_said_before
        a_batch_takes_each_entry_alone
        an_integration_is_not_told_what_stands_in_the_way_of_an_older_version
        an_id_that_is_no_entrys_takes_nothing_back
        the_illness_of_who_follows_no_template_is_flagged
        a_session_outside_the_plan_is_whole
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

async fn each_source_has_a_baseline_of_its_own_and_measures_are_never_mixed(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let member = season.member();
    let mut entries = Vec::new();
    for ago in 0..40 {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 2, 28).unwrap() - chrono::Days::new(ago);
        let wobble = f64::from(u32::try_from(ago % 5).unwrap());
        for (source, metric, level) in
            [("strap", "RMSSD", 60.0), ("phone", "SDNN", 120.0), ("ring", "RMSSD", 90.0)]
        {
            entries.push(json!({ "source": source, "date": date, "hrvMs": level + wobble, "hrvMetric": metric }));
        }
    }
    let sent = member
        .done("recordReadinessBatch", "accepted rejected", json!({ "entries": entries }))
        .await;
    assert_eq!((&sent["accepted"], &sent["rejected"]), (&json!(120), &json!(0)));

    let query = "{ viewer { member { latestReadiness { signals { kind source value baseline weight ignoredBecause } } } } }";
    let day = member.data(query, json!({})).await;
    let signals = day["viewer"]["member"]["latestReadiness"]["signals"].as_array().unwrap().clone();
    let of = |source: &str| {
        let own =
            signals.iter().find(|signal| signal["kind"] == "HRV" && signal["source"] == source);
        own.unwrap_or_else(|| panic!("no signal of {source}: {signals:#?}"))
    };
    for (source, level) in [("strap", 60.0), ("ring", 90.0)] {
        let baseline = of(source)["baseline"].as_f64().unwrap();
        assert!((baseline - level - 2.0).abs() < 3.0, "{source}: {:#}", of(source));
    }
    let phone = of("phone");
    assert_eq!((&phone["baseline"], &phone["weight"]), (&Value::Null, &json!(0.0)));
    assert_eq!(phone["ignoredBecause"], "OTHER_METRIC_PREFERRED", "{phone:#}");
    let strap_and_ring = ["strap", "ring"].map(|source| of(source)["ignoredBecause"].clone());
    let passed_over = |because: &&Value| **because == "OTHER_SOURCE_PREFERRED";
    let used = |because: &&Value| because.is_null();
    assert_eq!(
        (
            strap_and_ring.iter().filter(passed_over).count(),
            strap_and_ring.iter().filter(used).count()
        ),
        (1, 1),
        "{strap_and_ring:?}"
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

async fn an_integration_is_not_told_what_stands_in_the_way_of_an_older_version(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let watch = json!({ "name": "Watch", "scopes": ["READINESS_WRITE"] });
    let made = season.owner().done("createIntegration", "key", watch).await;
    let key = season.app.client_with(made["key"].as_str().unwrap());
    let version = |at: &str| {
        json!({ "member": { "externalId": "M-00001" }, "source": "watch", "externalId": "a", "date": "2026-02-28",
            "sourceUpdatedAt": format!("2026-02-28T{at}:00Z"), "restingHeartRateBpm": 50 })
    };
    report(&season.member(), json!({ "externalId": "a", "sourceUpdatedAt": "2026-02-28T08:00:00Z", "restingHeartRateBpm": 61 })).await;

    let older = report(&key, version("07:00")).await;
    let batch = json!({ "entries": [version("06:00")] });
    let fields = "results { outcome entry { id } }";
    let in_batch = key.done("recordReadinessBatch", fields, batch).await;
    let newer = report(&key, version("09:00")).await;

    assert_eq!((&older["outcome"], &older["entry"]), (&json!("OUTDATED"), &Value::Null));
    assert_eq!(in_batch["results"], json!([{ "outcome": "OUTDATED", "entry": null }]));
    assert_eq!((&newer["outcome"], newer["entry"]["id"].is_string()), (&json!("REPLACED"), true));
    season.app.stop().await;
}

async fn an_id_that_is_no_entrys_takes_nothing_back(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let own = season.member_id().await;

    for id in [own, json!("entry_x"), json!("nonsense")] {
        let gone =
            season.member().done("deleteReadiness", "deletedEntryId", json!({ "id": id })).await;
        assert_eq!(gone["deletedEntryId"], Value::Null, "{id}");
    }
    season.app.stop().await;
}

async fn the_illness_of_who_follows_no_template_is_flagged(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let coach = season.coach();
    let new = json!({ "displayName": "Nia", "subject": "nia" });
    let new =
        coach.done("addMember", "member { id template { id } flags }", new).await["member"].take();
    assert_eq!(new["template"], Value::Null);
    let flagged =
        |member: &Value, flag: &str| member["flags"].as_array().unwrap().contains(&json!(flag));
    assert!(!flagged(&new, "ILLNESS_OR_PAIN"), "{new:#}");

    let nia = season.app.client(Some("nia"));
    report(&nia, json!({ "illness": true, "energy": 1, "mood": 1 })).await;

    let query = "query($id: ID!) { member(id: $id) { flags liftTrends { movement { id } } adherence { track { id } } } }";
    let member = coach.data(query, json!({ "id": new["id"] })).await["member"].take();
    assert!(flagged(&member, "ILLNESS_OR_PAIN"), "{member:#}");
    assert_eq!((&member["liftTrends"], &member["adherence"]), (&json!([]), &json!([])));
    season.app.stop().await;
}

async fn a_session_outside_the_plan_is_whole(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    season.monday_morning();
    let member = season.member();
    let plan = season.my_plan("sessions { id }").await;
    let log = json!({ "externalId": "free", "trackKey": "strength", "durationMinutes": 40, "completion": 0.4 });
    let mut planned = log.clone();
    planned["externalId"] = json!("planned");
    planned["plannedSessionId"] = plan["sessions"][0]["id"].clone();

    let free = member.done("logSession", "sessionLog { completion }", log).await;
    let planned = member.done("logSession", "sessionLog { completion }", planned).await;

    assert_eq!(free["sessionLog"]["completion"], 1.0);
    assert_eq!(planned["sessionLog"]["completion"], 0.4);
    season.app.stop().await;
}
