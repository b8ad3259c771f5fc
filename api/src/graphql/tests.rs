//! The schema as a whole.

use super::*;

/// The part of the SDL that begins with `head`.
fn block<'s>(sdl: &'s str, head: &str) -> &'s str {
    let start = sdl.find(head).unwrap_or_else(|| panic!("the SDL has no {head}"));
    let block = &sdl[start..];
    block.find("\n}").map_or(block, |end| &block[..end])
}

#[test]
fn the_schema_prints_without_a_database() {
    let sdl = Schema::default().sdl();

    assert!(block(&sdl, "type Query {").contains("\tmyPlan("));
    assert!(block(&sdl, "input MemberRef @oneOf").contains("externalId: String"));
    assert!(block(&sdl, "type Plan implements Node {").contains("\tsessions("));
}

/// A failure in a nullable field must not take its siblings along: it is `Option<Result<T>>`.
#[tokio::test]
async fn a_field_that_fails_leaves_its_siblings() {
    let answer = Schema::default().execute("{ myPlan { id } __typename }").await;

    let data = answer.data.into_json().expect("JSON");
    assert_eq!(data, serde_json::json!({ "myPlan": null, "__typename": "Query" }));
    assert_eq!(answer.errors.len(), 1);
}

#[tokio::test]
async fn nobody_is_told_anything() {
    let roots = [
        "viewer { id }",
        "node(id: \"gym_1\") { id }",
        "nodes(ids: [\"gym_1\"]) { id }",
        "eventCursor",
        "gym { id }",
        "myPlan { id }",
        "myDay { id }",
        "member(id: \"member_1\") { id }",
        "members { totalCount }",
        "plan(id: \"plan_1\") { id }",
        "plans { totalCount }",
        "weeklyRun(id: \"run_1\") { id }",
        "weeklyRuns { totalCount }",
        "movements { totalCount }",
    ];
    for root in roots {
        let answer = Schema::default().execute(format!("{{ {root} }}")).await;

        let codes: Vec<_> = answer.errors.iter().map(code).collect();
        assert_eq!(codes, ["UNAUTHENTICATED"], "{root}");
    }
}

fn code(error: &async_graphql::ServerError) -> String {
    let extensions = serde_json::to_value(&error.extensions).expect("extensions are JSON");
    extensions["code"].as_str().unwrap_or_default().to_owned()
}
