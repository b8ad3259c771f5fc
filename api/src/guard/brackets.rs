//! How deep a document's brackets go, before it is parsed.
//!
//! The parser calls itself for each list, object and type within another, with nothing to stop it: some thousand of them
//! overflow the stack of its thread, which ends the process.

use crate::error::ApiError;

/// Deepest nesting of brackets of all kinds. The parser takes 64 levels of fields; the values and types of our clients'
/// documents go three deep.
pub const MAX_BRACKETS: usize = 100;

/// Refuses a document whose brackets go too deep. Strings and comments hold none; what is no GraphQL is for the parser
/// to refuse, which stops where it begins.
pub fn check(document: &str) -> Result<(), ApiError> {
    let (mut rest, mut depth) = (document, 0_usize);
    while let Some(at) = rest.find(['{', '[', '(', '}', ']', ')', '"', '#']) {
        let (found, after) = rest[at..].split_at(1);
        rest = match found {
            "\"" => after_string(after),
            "#" => after.find(['\n', '\r']).map_or("", |end| &after[end..]),
            _ => after,
        };
        match found {
            "{" | "[" | "(" => depth += 1,
            "}" | "]" | ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_BRACKETS {
            let text = format!("the document's brackets go more than {MAX_BRACKETS} deep");
            return Err(ApiError::Parse(text));
        }
    }
    Ok(())
}

/// What follows a string whose first quote is read, as the parser takes it: three quotes begin a block where three end it,
/// else an empty string. Where a string does not end, neither does it for the parser, which refuses the document there.
fn after_string(text: &str) -> &str {
    if let Some(block) = text.strip_prefix("\"\"")
        && let Some(after) = after_block(block)
    {
        return after;
    }
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &text[at + 1..],
            '\n' | '\r' => return &text[at..],
            _ => {}
        }
    }
    ""
}

fn after_block(text: &str) -> Option<&str> {
    let ends = text.match_indices("\"\"\"").map(|(at, _)| at);
    let end = ends.into_iter().find(|at| !text[..*at].ends_with('\\'))?;
    Some(&text[end + 3..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(depth: usize) -> String {
        format!("{{ a(b: {}{}) }}", "[".repeat(depth - 2), "]".repeat(depth - 2))
    }

    #[test]
    fn brackets_of_every_kind_count_together() {
        assert!(check(&lists(MAX_BRACKETS)).is_ok());
        assert!(check(&lists(MAX_BRACKETS + 1)).is_err());
        assert!(check(&format!("query($a: {}Int", "[".repeat(MAX_BRACKETS))).is_err());
        assert!(check(&"{a:".repeat(MAX_BRACKETS + 1)).is_err());
        assert!(check(&"[".repeat(60_000)).is_err());
    }

    #[test]
    fn those_one_after_the_other_do_not() {
        assert!(check(&"{ a(b: [1]) }".repeat(1_000)).is_ok());
    }

    #[test]
    fn strings_and_comments_hold_none() {
        let many = "[".repeat(1_000);
        for harmless in [
            format!("{{ a(b: \"{many}\") }}"),
            format!("{{ a(b: \"\\\"{many}\") }}"),
            format!("{{ a(b: \"\"\"{many} \\\"\"\" {many}\"\"\") }}"),
            format!("# {many}\n{{ a }}"),
            format!("{{ a(b: \"\") # {many}"),
        ] {
            assert!(check(&harmless).is_ok(), "{harmless}");
        }
    }

    #[test]
    fn a_block_that_does_not_end_hides_nothing() {
        for quotes in ["\"\"\"\"", "\"\"\"\"\"\"\"\""] {
            let document = format!("{{ a(b: [{quotes} {}", "[".repeat(MAX_BRACKETS));
            assert!(check(&document).is_err(), "{quotes}");
        }
    }

    #[test]
    fn closing_ones_in_strings_and_comments_hide_nothing() {
        for opened in ["[\"]\"", "[\"\\\"]\"", "[\"\"\"]\"\"\"", "[#]\n", "[#\"\n", "[\"\\\\\""] {
            assert!(check(&opened.repeat(MAX_BRACKETS + 1)).is_err(), "{opened}");
        }
    }
}
