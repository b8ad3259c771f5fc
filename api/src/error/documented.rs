//! The one table of errors in the docs says every code there is, and no other.

use std::collections::BTreeSet;

use super::ApiError;

const DOCS: &str = include_str!("../../../docs/errors.md");

/// Codes of the table under a heading.
fn listed(heading: &str) -> BTreeSet<String> {
    let (_, part) = DOCS.split_once(heading).expect("the heading is there");
    let part = part.split("\n## ").next().unwrap_or_default();
    let cells = part.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    cells.map(|(code, _)| code.to_owned()).collect()
}

/// One of each kind; a new kind does not compile until it stands here.
fn one_of_each() -> Vec<ApiError> {
    let text = || "a text".to_owned();
    let all = vec![
        ApiError::BadRequest(text()),
        ApiError::Parse(text()),
        ApiError::Validation(text()),
        ApiError::PersistedQueryNotFound,
        ApiError::BadUserInput(text()),
        ApiError::unauthenticated(),
        ApiError::Forbidden,
        ApiError::RateLimited { retry_after_seconds: 1 },
        ApiError::TooComplex(text()),
        ApiError::Timeout,
        ApiError::CursorExpired,
        ApiError::Internal(anyhow::anyhow!("a cause")),
    ];
    for error in &all {
        match error {
            ApiError::BadRequest(_)
            | ApiError::Parse(_)
            | ApiError::Validation(_)
            | ApiError::PersistedQueryNotFound
            | ApiError::BadUserInput(_)
            | ApiError::Unauthenticated(_)
            | ApiError::Forbidden
            | ApiError::RateLimited { .. }
            | ApiError::TooComplex(_)
            | ApiError::Timeout
            | ApiError::CursorExpired
            | ApiError::Internal(_) => {}
        }
    }
    all
}

#[test]
fn the_docs_list_every_code_of_an_error() {
    let codes: BTreeSet<String> =
        one_of_each().iter().map(|error| error.code().to_owned()).collect();

    assert_eq!(listed("## `errors[].extensions.code`"), codes);
}

#[test]
fn the_docs_list_every_code_of_what_a_person_can_correct() {
    let sdl = crate::sdl::sdl();
    let (_, words) = sdl.split_once("enum UserErrorCode {").expect("the enum is served");
    let (words, _) = words.split_once("\n}").expect("it ends");
    let is_word = |line: &&str| {
        !line.is_empty() && line.chars().all(|letter| letter == '_' || letter.is_ascii_uppercase())
    };
    let codes: BTreeSet<String> =
        words.lines().map(str::trim).filter(is_word).map(str::to_owned).collect();

    assert_eq!(listed("## `userErrors[].code`"), codes);
}
