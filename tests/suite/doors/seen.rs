//! What an answer tells at a place, in the words of the table.

use serde_json::Value;

/// `yes`, `none`, `hidden`, or the code of what went wrong.
pub fn seen(answer: &Value, path: &[String]) -> String {
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    if let Some(error) = errors.iter().find(|error| concerns(error, path)) {
        return error["extensions"]["code"]
            .as_str()
            .unwrap_or("an error without a code")
            .to_owned();
    }
    if let Some(code) = user_error(&answer["data"][path[0].as_str()]) {
        return code;
    }
    let mut place = &answer["data"];
    for (index, step) in path.iter().enumerate() {
        place = step.parse::<usize>().map_or_else(|_| &place[step.as_str()], |at| &place[at]);
        if place.is_null() {
            return if index + 1 == path.len() { "none" } else { "hidden" }.to_owned();
        }
    }
    let empty = place.as_array().is_some_and(Vec::is_empty);
    if empty { "none" } else { "yes" }.to_owned()
}

/// Whether an error is at the place or above it.
fn concerns(error: &Value, path: &[String]) -> bool {
    let steps = error["path"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    steps.len() <= path.len() && steps.iter().zip(path).all(|(step, at)| text(step) == *at)
}

/// The first code in a payload, or in the first of its parts.
fn user_error(payload: &Value) -> Option<String> {
    let own = &payload["userErrors"][0]["code"];
    let of_part = &payload["results"][0]["userErrors"][0]["code"];
    own.as_str().or(of_part.as_str()).map(str::to_owned)
}

/// Everything in an answer that has the form of an id.
pub fn ids_in(answer: &Value) -> Vec<String> {
    match answer {
        Value::String(text) => {
            let id = text.split_once('_').filter(|(_, rest)| rest.len() >= 26);
            id.map(|_| text.clone()).into_iter().collect()
        }
        Value::Array(parts) => parts.iter().flat_map(ids_in).collect(),
        Value::Object(parts) => parts.values().flat_map(ids_in).collect(),
        _ => Vec::new(),
    }
}
