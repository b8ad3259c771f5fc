//! A what-if tells what publishing would do, and does nothing.

use std::collections::BTreeMap;

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{Season, WEEK};
use tests::templates;

mod both {
    use super::on_both;
    on_both! {
        a_what_if_writes_nothing_and_foretells_what_publishing_does
    }
}

const PREVIEW: &str = "query($input: TemplatePreviewInput!) { previewTemplate(input: $input) { members compared sampled changed infeasible \
    meanLoadChangePercent shareByTrack { track { key } before after } examples(first: 2) { member { id } changes { path } problem } \
    userErrors { field code message } } }";
const SHARES: &str = "query($week: Date!) { plans(filter: { weekOf: $week }) { nodes { revision templateVersion blend { track { key } share } } } }";

/// Mean share of each track over the plans of the week.
fn means(plans: &Value) -> BTreeMap<String, f64> {
    let plans = plans["plans"]["nodes"].as_array().unwrap();
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for share in plans.iter().flat_map(|plan| plan["blend"].as_array().unwrap()) {
        let key = share["track"]["key"].as_str().unwrap().to_owned();
        *sums.entry(key).or_default() += share["share"].as_f64().unwrap() / plans.len() as f64;
    }
    sums
}

fn agrees(told: &Value, side: &str, means: &BTreeMap<String, f64>) {
    for share in told["shareByTrack"].as_array().unwrap() {
        let key = share["track"]["key"].as_str().unwrap();
        let mean = means.get(key).copied().unwrap_or(0.0);
        let share = share[side].as_f64().unwrap();
        assert!((share - mean).abs() < 1e-9, "{key} {side}: {share} told, {mean} is");
    }
}

async fn a_what_if_writes_nothing_and_foretells_what_publishing_does(backend: Backend) {
    let season = Season::planned(backend, 3, ReviewPolicy::None).await;
    let owner = season.owner();
    let all = owner.data("{ programmeTemplates { id name version } }", json!({})).await;
    let all = all["programmeTemplates"].as_array().unwrap();
    let base = all.iter().find(|template| template["name"] == "Base").unwrap();
    let before = season.app.contents().await;
    let input =
        json!({ "templateId": base["id"], "draft": templates::small("Base"), "weekOf": WEEK });

    let told = owner.data(PREVIEW, json!({ "input": input })).await["previewTemplate"].take();
    let mut worse = templates::small("Base");
    worse["tracks"][0]["minShare"] = json!(0.8);
    worse["tracks"][1]["minShare"] = json!(0.7);
    let impossible = json!({ "templateId": base["id"], "draft": worse });
    let refused =
        owner.data(PREVIEW, json!({ "input": impossible })).await["previewTemplate"].take();

    let changed = before.changed(&season.app.contents().await);
    assert_eq!(changed, [] as [&str; 0], "a what-if writes nothing");
    assert_eq!(
        (&told["members"], &told["compared"], &told["sampled"]),
        (&json!(3), &json!(3), &json!(false))
    );
    assert_eq!(
        (&told["changed"], &told["infeasible"], &told["userErrors"]),
        (&json!(3), &json!(0), &json!([]))
    );
    assert_eq!(told["examples"].as_array().map(Vec::len), Some(2));
    assert_eq!(refused["userErrors"][0]["code"], "INFEASIBLE", "{refused:#}");
    assert_eq!(refused["userErrors"][0]["field"], json!(["draft", "tracks"]));
    assert_eq!((&refused["members"], &refused["changed"]), (&json!(0), &json!(0)));

    let plans = owner.data(SHARES, json!({ "week": WEEK })).await;
    agrees(&told, "before", &means(&plans));
    let save = json!({ "id": base["id"], "version": base["version"], "template": templates::small("Base") });
    let saved = owner.done("updateTemplate", "template { version }", save).await;
    let publish = json!({ "id": base["id"], "version": saved["template"]["version"] });
    owner.done("publishTemplate", "template { published { number } }", publish).await;
    season.app.settle().await;
    let plans = owner.data(SHARES, json!({ "week": WEEK })).await;
    let nodes = plans["plans"]["nodes"].as_array().unwrap();
    assert!(
        nodes.iter().all(|plan| plan["revision"] == 2 && plan["templateVersion"] == 2),
        "{nodes:#?}"
    );
    agrees(&told, "after", &means(&plans));
    season.app.stop().await;
}
