//! The rules' narrative as the demo's members read it, and that it is true of their plans.

use serde_json::{Value, json};
use tests::backend::Backend;
use tests::demo::{Demo, MONDAY, OWNER};
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        the_rules_tell_each_member_of_the_demo_their_week
    }
}

const WEEKS: &str = "query($week: Date!) { plans(first: 12, filter: { weekOf: $week }) { nodes { narrative { focus reasoning cues source state verified } } } }";

async fn the_rules_tell_each_member_of_the_demo_their_week(backend: Backend) {
    let demo = Demo::start(backend, 12).await;
    demo.run_week().await;

    let read = demo.app.client(Some(OWNER)).data(WEEKS, json!({ "week": MONDAY })).await;

    let nodes = read["plans"]["nodes"].as_array().expect("plans");
    assert_eq!(nodes.len(), 12);
    let mut pages: Vec<String> = nodes.iter().map(|node| page(&node["narrative"])).collect();
    pages.sort();
    insta::assert_snapshot!("the_demo", pages.join("\n"));
    demo.app.stop().await;
}

fn page(narrative: &Value) -> String {
    assert_eq!(narrative["source"], "RULES", "{narrative}");
    assert_eq!(narrative["verified"], true, "{narrative}");
    let text = |name: &str| narrative[name].as_str().expect("a text").to_owned();
    let cues = narrative["cues"].as_array().expect("cues");
    let cues: Vec<String> =
        cues.iter().map(|cue| format!("  → {}\n", cue.as_str().expect("a cue"))).collect();
    format!("{}\n  {}\n{}", text("focus"), text("reasoning"), cues.concat())
}
