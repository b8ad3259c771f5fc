//! What the guard lets through.

use std::fmt::Write as _;

use super::*;
use async_graphql::parser::parse_query;

fn judged(text: &str, variables: serde_json::Value) -> &'static str {
    let document = parse_query(text).expect("the document parses");
    match check(&document, &Variables::from_json(variables), true) {
        Ok(()) => "runs",
        Err(error) => error.code(),
    }
}

fn verdict(text: &str) -> &'static str {
    judged(text, serde_json::json!({}))
}

#[test]
fn fragments_that_double_at_each_level_are_refused_at_once() {
    let levels = 24;
    let mut bomb = format!("{{ ...F0 }} fragment F{levels} on Query {{ __typename }} ");
    for level in 0..levels {
        let next = level + 1;
        write!(bomb, "fragment F{level} on Query {{ ...F{next} ...F{next} }} ")
            .expect("a string takes text");
    }

    assert_eq!(verdict(&bomb), "QUERY_TOO_COMPLEX");
}

#[test]
fn a_long_chain_of_fragments_is_refused_before_the_stack_ends() {
    let mut chain = "{ ...F0 } ".to_owned();
    for level in 0..2_000 {
        write!(chain, "fragment F{level} on Query {{ ...F{} }} ", level + 1)
            .expect("a string takes text");
    }

    assert_eq!(verdict(&chain), "QUERY_TOO_COMPLEX");
}

#[test]
fn a_circle_of_fragments_is_refused() {
    let circle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";

    assert_eq!(verdict(circle), "GRAPHQL_VALIDATION_FAILED");
}

#[test]
fn depth_aliases_directives_and_fields_have_limits() {
    let nested =
        |levels: usize| format!("{{ {}a{} }}", "a { ".repeat(levels - 1), " }".repeat(levels - 1));
    let aliases = |count: usize| {
        let fields: Vec<String> = (0..count).map(|i| format!("a{i}: a")).collect();
        format!("{{ {} }}", fields.join(" "))
    };
    assert_eq!(verdict(&nested(15)), "runs");
    assert_eq!(verdict(&nested(16)), "QUERY_TOO_COMPLEX");
    assert_eq!(verdict(&aliases(100)), "runs");
    assert_eq!(verdict(&aliases(101)), "QUERY_TOO_COMPLEX");
    assert_eq!(verdict(&format!("{{ {} }}", "a ".repeat(1_001))), "QUERY_TOO_COMPLEX");
    assert_eq!(
        verdict(&format!("{{ {} }}", "a @skip(if: false) ".repeat(101))),
        "QUERY_TOO_COMPLEX"
    );
    assert_eq!(verdict("{ a @skip(if: false) @skip(if: false) }"), "GRAPHQL_VALIDATION_FAILED");
}

#[test]
fn nested_pages_count_as_often_as_they_may_be_long() {
    let pages = |first: &str| {
        format!(
            "query ($n: Int = 100) {{ members(first: {first}) {{ nodes {{ plans(first: {first}) \
             {{ nodes {{ revisions(first: {first}) {{ nodes {{ id }} }} }} }} }} }} }}"
        )
    };
    assert_eq!(verdict(&pages("10")), "runs");
    assert_eq!(verdict(&pages("100")), "QUERY_TOO_COMPLEX");
    assert_eq!(verdict(&pages("$n")), "QUERY_TOO_COMPLEX");
    assert_eq!(judged(&pages("$n"), serde_json::json!({"n": 10})), "runs");
}

#[test]
fn a_subscription_has_one_source() {
    assert_eq!(verdict("subscription { a }"), "runs");
    assert_eq!(verdict("subscription { a b }"), "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(
        verdict("subscription { ...F } fragment F on Subscription { a }"),
        "GRAPHQL_VALIDATION_FAILED"
    );
}

#[test]
fn introspection_can_be_off() {
    let document = parse_query("{ __schema { queryType { name } } }").expect("it parses");

    assert!(check(&document, &Variables::default(), true).is_ok());
    assert!(check(&document, &Variables::default(), false).is_err());
    // What it answers then is null.
    let of_type = parse_query("{ __type(name: \"Plan\") { name } }").expect("it parses");
    assert!(check(&of_type, &Variables::default(), false).is_ok());
}

#[test]
fn fragments_that_nothing_spreads_are_counted_together() {
    let fragments = |count: usize| {
        let spread = |number| format!(" fragment F{number} on Query {{ ...Wide }}");
        let spreads: String = (0..count).map(spread).collect();
        format!("{{ a }} fragment Wide on Query {{ {} }}{spreads}", "b ".repeat(900))
    };

    assert_eq!(verdict(&fragments(5)), "runs");
    assert_eq!(verdict(&fragments(50)), "QUERY_TOO_COMPLEX");
}
