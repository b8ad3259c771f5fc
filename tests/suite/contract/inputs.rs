//! Whatever is wrong with an input, the path of the error leads to it.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{OWNER, Season, WEEK};
use tests::templates;

mod both {
    use super::on_both;
    on_both! {
        the_path_of_every_error_leads_to_what_is_wrong
    }
}

/// What is sent, as JSON in which `@` begins a name of something that is there; where the fault is; its code.
const BAD: &str = include_str!("inputs.txt");

async fn the_path_of_every_error_leads_to_what_is_wrong(backend: Backend) {
    let season = Season::planned(backend, 2, ReviewPolicy::All).await;
    let names = names(&season).await;
    let mut faults = Vec::new();
    for line in BAD.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (head, input) = line.split_once('{').expect("an input");
        let words: Vec<&str> = head.split_whitespace().collect();
        let [who, mutation, path, code] = words[..] else { panic!("four words before {input}") };
        let text = names
            .iter()
            .fold(format!("{{{input}"), |text, (name, value)| text.replace(name, value));
        let input: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let client = if who == "owner" { season.owner() } else { season.coach() };
        let payload = client.mutate(mutation, parts(mutation), input).await;
        let wanted: Value =
            if path == "-" { Value::Null } else { path.split('.').collect::<Vec<_>>().into() };
        let errors = payload["userErrors"].as_array().unwrap().iter();
        let of_parts = payload["results"].as_array().into_iter().flatten();
        let of_parts = of_parts.filter_map(|part| part["userErrors"].as_array()).flatten();
        let found =
            errors.chain(of_parts).any(|error| error["field"] == wanted && error["code"] == code);
        if !found {
            faults.push(format!("{mutation}: {code} at {path} is right for {text}: {payload}"));
        }
    }

    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    season.app.stop().await;
}

fn parts(mutation: &str) -> &'static str {
    if mutation == "recordReadinessBatch" {
        "results { userErrors { field code message } }"
    } else {
        "__typename"
    }
}

/// Longer names before those that begin them.
async fn names(season: &Season) -> Vec<(&'static str, String)> {
    let plan = season.plan("id sessions { id blocks { id prescriptions { id } } }").await;
    let session = &plan["sessions"][0];
    let block = &session["blocks"][0];
    let query = "query($week: Date!) { plans(filter: { weekOf: $week }) { nodes { id } } }";
    let plans = season.coach().data(query, json!({ "week": WEEK })).await;
    let mut plans = plans["plans"]["nodes"].as_array().unwrap().iter().map(|other| &other["id"]);
    let other = plans.find(|id| **id != plan["id"]).unwrap().as_str().unwrap().to_owned();
    let list = "{ members(first: 5) { nodes { id externalId } } gym { tracks { id } coaches { id } } programmeTemplates { id } }";
    let data = season.coach().data(list, json!({})).await;
    let watch = json!({ "name": "Watch", "scopes": ["READINESS_WRITE"] });
    let watch = season.owner().done("createIntegration", "integration { id }", watch).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    vec![
        ("@member", text(&season.member_id().await)),
        ("@plan", text(&plan["id"])),
        ("@session", text(&session["id"])),
        ("@block", text(&block["id"])),
        ("@line", text(&block["prescriptions"][0]["id"])),
        ("@later-block", text(&plan["sessions"][1]["blocks"][0]["id"])),
        ("@later-line", text(&plan["sessions"][1]["blocks"][0]["prescriptions"][0]["id"])),
        ("@their-line", of_plan(&text(&block["prescriptions"][0]["id"]), &other)),
        ("@their-block", of_plan(&text(&block["id"]), &other)),
        ("@track", text(&data["gym"]["tracks"][0]["id"])),
        ("@template", text(&data["programmeTemplates"][0]["id"])),
        ("@integration", text(&watch["integration"]["id"])),
        ("@owner", OWNER.to_owned()),
        ("@long", "x".repeat(5_000)),
        ("\"@content\"", templates::small("Short").to_string()),
        ("\"@taken\"", templates::small("Base").to_string()),
        ("\"@uneven\"", uneven().to_string()),
    ]
}

/// The id of a part of a plan, as if it were of another plan.
fn of_plan(part: &str, plan: &str) -> String {
    let (kind, rest) = part.split_once('_').unwrap();
    let (_, suffix) = plan.split_once('_').unwrap();
    format!("{kind}_{suffix}{}", &rest[suffix.len()..])
}

/// Shares that sum to more than 1, and a movement that is not there.
fn uneven() -> Value {
    let mut template = templates::small("Uneven");
    template["tracks"][0]["minShare"] = json!(0.7);
    template["tracks"][1]["minShare"] = json!(0.6);
    template["sessions"][2]["blocks"][0]["prescriptions"][0]["movementKey"] = json!("nothing");
    template
}
