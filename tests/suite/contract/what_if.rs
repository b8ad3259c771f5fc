//! A what-if tells what publishing would do, and does nothing.

use std::collections::BTreeMap;

use api::http::{ApiSettings, Limits};
use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::Backend;
use tests::client::Client;
use tests::crowd::{Founding, crowd};
use tests::on_both;
use tests::season::{EVE, Season, WEEK, lines};
use tests::templates;

mod both {
    use super::on_both;
    on_both! {
        a_what_if_writes_nothing_and_foretells_what_publishing_does
        a_what_if_is_exact_up_to_its_limit_and_a_sample_beyond
        a_what_if_is_of_those_whose_week_is_drawn_from_the_template
        an_archived_template_is_followed_on_and_assigned_no_more
    }
}

const PREVIEW: &str = "query($input: TemplatePreviewInput!) { previewTemplate(input: $input) { members compared sampled changed infeasible \
    meanLoadChangePercent shareByTrack { track { key } before after } examples(first: 100) { member { id } changes { kind path prescriptionKey after } problem } \
    userErrors { field code message } } }";
const PLANS: &str = "query($week: Date!) { plans(filter: { weekOf: $week }) { nodes { revision templateVersion member { id } \
    blend { track { key } share } sessions { date blocks { prescriptions { key sets load repsMin repsMax movement { key } } } } } } }";

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

/// Each member's lines of the week, as they are prescribed.
fn prescribed(plans: &Value) -> BTreeMap<String, Vec<Value>> {
    let plans = plans["plans"]["nodes"].as_array().unwrap().iter();
    let of = |plan: &Value| (plan["member"]["id"].as_str().unwrap().to_owned(), lines(plan));
    plans.map(of).collect()
}

/// The template of the gym that is called so.
async fn template(client: &Client, name: &str) -> Value {
    let all = client.data("{ programmeTemplates { id name version } }", json!({})).await;
    let all = all["programmeTemplates"].as_array().unwrap();
    all.iter().find(|template| template["name"] == name).unwrap().clone()
}

async fn preview(client: &Client, input: Value) -> Value {
    client.data(PREVIEW, json!({ "input": input })).await["previewTemplate"].take()
}

/// What if the template were the small one, in a week?
fn draft_of(template: &Value, week: &str) -> Value {
    json!({ "templateId": template["id"], "draft": templates::small("Draft"), "weekOf": week })
}

async fn a_what_if_writes_nothing_and_foretells_what_publishing_does(backend: Backend) {
    let season = Season::planned(backend, 3, ReviewPolicy::None).await;
    let owner = season.owner();
    let base = template(&owner, "Base").await;
    let before = season.app.contents().await;

    let input =
        json!({ "templateId": base["id"], "draft": templates::small("Base"), "weekOf": WEEK });
    let told = preview(&owner, input).await;
    let mut worse = templates::small("Base");
    for (track, least) in [(0, 0.6), (1, 0.5)] {
        worse["tracks"][track]["minShare"] = json!(least);
    }
    let refused = preview(&owner, json!({ "templateId": base["id"], "draft": worse })).await;

    let changed = before.changed(&season.app.contents().await);
    assert_eq!(changed, [] as [&str; 0], "a what-if writes nothing");
    assert_eq!(
        (&told["members"], &told["compared"], &told["sampled"]),
        (&json!(3), &json!(3), &json!(false)),
        "{told:#}"
    );
    assert_eq!((&told["infeasible"], &told["userErrors"]), (&json!(0), &json!([])));
    assert_eq!(told["examples"].as_array().map(Vec::len), Some(3));
    // Least shares above 1 are also above what one of the tracks is to have, which is told as well.
    let faults = refused["userErrors"].as_array().unwrap();
    let short = json!(["draft", "tracks"]);
    let infeasible = |of: &&Value| of["code"] == "INFEASIBLE" && of["field"] == short;
    assert_eq!(faults.iter().filter(infeasible).count(), 1, "{refused:#}");
    assert_eq!((&refused["members"], &refused["changed"]), (&json!(0), &json!(0)));

    let was = owner.data(PLANS, json!({ "week": WEEK })).await;
    agrees(&told, "before", &means(&was));
    let save = json!({ "id": base["id"], "version": base["version"], "template": templates::small("Base") });
    let saved = owner.done("updateTemplate", "template { version }", save).await;
    let publish = json!({ "id": base["id"], "version": saved["template"]["version"] });
    owner.done("publishTemplate", "template { published { number } }", publish).await;
    season.app.settle().await;
    let is = owner.data(PLANS, json!({ "week": WEEK })).await;
    let nodes = is["plans"]["nodes"].as_array().unwrap();
    assert!(
        nodes.iter().all(|plan| plan["revision"] == 2 && plan["templateVersion"] == 2),
        "{nodes:#?}"
    );
    agrees(&told, "after", &means(&is));
    let (was, is) = (prescribed(&was), prescribed(&is));
    let changed = is.iter().filter(|(member, lines)| was.get(*member) != Some(lines)).count();
    assert_eq!((&told["changed"], changed), (&json!(changed), 3));
    lines_are_as_told(&told, &is);
    season.app.stop().await;
}

/// Every line that was told is prescribed now, and none that was told to go.
fn lines_are_as_told(told: &Value, is: &BTreeMap<String, Vec<Value>>) {
    let mut came = 0;
    for example in told["examples"].as_array().unwrap() {
        let lines = &is[example["member"]["id"].as_str().unwrap()];
        let line_of = |key: &str| lines.iter().find(|line| line["key"] == key);
        for change in example["changes"].as_array().unwrap() {
            let Some(key) = change["prescriptionKey"].as_str() else { continue };
            match (change["kind"].as_str().unwrap(), change["path"].as_str().unwrap()) {
                ("REMOVED", "prescription") => {
                    assert_eq!(line_of(key.trim_start_matches("before:")), None, "{change:#}");
                }
                (_, "prescription") => {
                    let line = line_of(key).unwrap_or_else(|| panic!("no such line: {change:#}"));
                    assert_eq!(line["movement"]["key"], change["after"], "{change:#}");
                    came += 1;
                }
                (_, "sets") => {
                    let line = line_of(key).unwrap_or_else(|| panic!("no such line: {change:#}"));
                    let sets = line["sets"].to_string();
                    assert_eq!(sets, change["after"].as_str().unwrap(), "{change:#}");
                }
                _ => {}
            }
        }
    }
    assert!(came > 0, "the draft brings another line: {told:#}");
}

/// The limit is 5,000; these are four, and five.
async fn a_what_if_is_exact_up_to_its_limit_and_a_sample_beyond(backend: Backend) {
    assert_eq!(Limits::default().exact_preview, 5_000);
    let exact = |settings: &mut ApiSettings| settings.limits.exact_preview = 4;
    let app = App::configured(backend, EVE, exact).await;
    for (name, owner, members, sampled) in
        [("Four", "owner-of-four", 4, false), ("Five", "owner-of-five", 5, true)]
    {
        let founding = Founding { name, members, owner: Some(owner), ..Founding::default() };
        crowd(&app.env, founding).await;
        let owner = app.client(Some(owner));
        let base = template(&owner, "Base").await;

        let told = preview(&owner, draft_of(&base, WEEK)).await;

        assert_eq!(told["userErrors"], json!([]));
        assert_eq!(
            (&told["members"], &told["compared"], &told["sampled"]),
            (&json!(members), &json!(4), &json!(sampled)),
            "{name}"
        );
        assert_eq!(told["changed"], 4, "of those compared");
    }
    app.stop().await;
}

async fn a_what_if_is_of_those_whose_week_is_drawn_from_the_template(backend: Backend) {
    let season = Season::eve(backend, 3, ReviewPolicy::None).await;
    let coach = season.coach();
    let (base, club) = (template(&coach, "Base").await, template(&coach, "Barbell club").await);
    let follow = json!({ "templateId": club["id"], "memberIds": [season.member_id().await], "startsOn": "2026-03-16" });
    coach.done("assignTemplate", "assigned { id }", follow).await;

    for (template, week, members) in [
        (&base, WEEK, 3),
        (&base, "2026-03-09", 3),
        (&base, "2026-03-16", 2),
        (&club, WEEK, 0),
        (&club, "2026-03-09", 0),
        (&club, "2026-03-16", 1),
    ] {
        let told = preview(&coach, draft_of(template, week)).await;

        assert_eq!(
            (&told["members"], &told["compared"], &told["changed"], &told["userErrors"]),
            (&json!(members), &json!(members), &json!(members), &json!([])),
            "{} in the week of {week}",
            template["name"]
        );
    }
    season.app.stop().await;
}

async fn an_archived_template_is_followed_on_and_assigned_no_more(backend: Backend) {
    let season = Season::eve(backend, 4, ReviewPolicy::None).await;
    let (coach, owner) = (season.coach(), season.owner());
    let club = template(&coach, "Barbell club").await;
    let follow = json!({ "templateId": club["id"], "memberIds": [season.member_id().await], "startsOn": WEEK });
    let archived =
        owner.done("archiveTemplate", "template { status }", json!({ "id": club["id"] })).await;
    assert_eq!(archived["template"]["status"], "ARCHIVED");

    let refused = coach.mutate("assignTemplate", "assigned { id }", follow).await;

    assert_eq!(
        (&refused["userErrors"][0]["code"], &refused["userErrors"][0]["field"]),
        (&json!("NOT_ALLOWED_IN_STATE"), &json!(["templateId"])),
        "{refused:#}"
    );
    assert_eq!(refused["assigned"], json!([]));
    season.run().await;
    let plans = owner.data(PLANS, json!({ "week": WEEK })).await;
    assert_eq!(plans["plans"]["nodes"].as_array().map(Vec::len), Some(4), "its follower as well");
    season.app.stop().await;
}
