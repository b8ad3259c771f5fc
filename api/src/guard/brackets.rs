//! How deep a document's brackets go, before it is parsed.
//!
//! The parser calls itself for each list, object and type within another, with nothing to stop it: some thousand of them
//! overflow the stack of its thread, which ends the process.

use crate::error::ApiError;

/// Deepest nesting of brackets of all kinds. The parser takes 64 levels of fields; the values and types of our clients'
/// documents go three deep.
const MAX_BRACKETS: usize = 100;

/// Refuses a document whose brackets go too deep. Strings and comments hold none.
pub fn check(document: &str) -> Result<(), ApiError> {
    let (mut rest, mut depth) = (document, 0_usize);
    while let Some(at) = rest.find(['{', '[', '(', '}', ']', ')', '"', '#']) {
        let (found, after) = rest[at..].split_at(1);
        rest = after;
        match found {
            "{" | "[" | "(" => depth += 1,
            "}" | "]" | ")" => depth = depth.saturating_sub(1),
            "\"" => {
                rest = after_string(after).ok_or_else(|| {
                    ApiError::Parse("a string of the document does not end".to_owned())
                })?;
            }
            _ => rest = after.find(['\n', '\r']).map_or("", |end| &after[end..]),
        }
        if depth > MAX_BRACKETS {
            let text = format!("the document's brackets go more than {MAX_BRACKETS} deep");
            return Err(ApiError::Parse(text));
        }
    }
    Ok(())
}

/// What follows a string whose first quote is read; `None` where it does not end. Three quotes begin a block, as the
/// specification has it: to the parser, three that end nothing are an empty string and the beginning of another.
fn after_string(text: &str) -> Option<&str> {
    if let Some(block) = text.strip_prefix("\"\"") {
        let mut quotes = block.match_indices("\"\"\"");
        let (end, _) = quotes.find(|(at, _)| !block[..*at].ends_with('\\'))?;
        return Some(&block[end + 3..]);
    }
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '\n' | '\r' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(&text[at + 1..]),
            _ => {}
        }
    }
    None
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
    fn a_string_that_does_not_end_is_refused_at_once() {
        for open in ["\"", "\"a\n\"", "\"\\\"", "\"\"\"", "\"\"\"\"", "\"\"\" \\\"\"\""] {
            assert!(check(&format!("{{ a(b: [{open}")).is_err(), "{open}");
        }
    }

    #[test]
    fn closing_ones_in_strings_and_comments_hide_nothing() {
        for opened in ["[\"]\"", "[\"\\\"]\"", "[\"\"\"]\"\"\"", "[#]\n", "[#\"\n", "[\"\\\\\""] {
            assert!(check(&opened.repeat(MAX_BRACKETS + 1)).is_err(), "{opened}");
        }
    }
}
