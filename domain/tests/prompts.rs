//! The whole request for five kinds of member, as a coach would read it.

mod common;

use common::people;
use domain::narrative::prompt;

fn whole(facts: &domain::narrative::NarrativeFacts) -> String {
    let schema = serde_json::to_string_pretty(&prompt::schema()).expect("a schema is JSON");
    format!(
        "# System\n\n{}\n\n# User\n\n{}\n\n# Schema\n\n{schema}\n",
        prompt::SYSTEM,
        prompt::user(facts)
    )
}

#[test]
fn the_prompt_for_a_member_who_is_fresh() {
    insta::assert_snapshot!(whole(&people::fresh().facts()));
}

#[test]
fn the_facts_for_a_member_who_is_very_tired() {
    insta::assert_snapshot!(prompt::user(&people::tired().facts()));
}

#[test]
fn the_facts_for_a_member_after_a_week_of_too_much() {
    insta::assert_snapshot!(prompt::user(&people::overloaded().facts()));
}

#[test]
fn the_facts_for_a_member_with_restrictions() {
    insta::assert_snapshot!(prompt::user(&people::restricted().facts()));
}

#[test]
fn the_facts_for_a_newcomer() {
    insta::assert_snapshot!(prompt::user(&people::newcomer().facts()));
}
