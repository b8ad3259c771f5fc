//! Programme templates as an editor sends them.

use serde_json::{Value, json};

/// A cycle of one week on the demo gym's tracks: two sessions of strength for one of conditioning.
pub fn small(name: &str) -> Value {
    json!({
        "name": name,
        "weeks": 1,
        "tracks": [
            { "trackKey": "strength", "targetShare": 0.6, "minShare": 0.3, "maxShare": 0.8 },
            { "trackKey": "conditioning", "targetShare": 0.4, "minShare": 0.2, "maxShare": 0.7 },
        ],
        "sessions": [
            session("strength", 1, "Squat", &json!([squat()])),
            session("strength", 2, "Squat again", &json!([squat()])),
            session("conditioning", 1, "Run", &json!([run()])),
        ],
    })
}

fn session(track: &str, order: u32, title: &str, blocks: &Value) -> Value {
    json!({ "trackKey": track, "week": 1, "order": order, "title": title, "minutes": 60, "blocks": blocks })
}

fn squat() -> Value {
    json!({
        "type": "STRENGTH", "format": "STRENGTH_SETS", "title": "Back squat",
        "prescriptions": [
            { "movementKey": "back-squat", "sets": 4, "repsMin": 5, "repsMax": 5, "loadBasis": "ONE_RM", "load": 0.7, "restSeconds": 150 },
        ],
    })
}

fn run() -> Value {
    json!({
        "type": "CONDITIONING", "format": "STEADY", "title": "Easy run", "timeCapMinutes": 30,
        "prescriptions": [{ "movementKey": "run", "sets": 1, "loadBasis": "NONE", "targetRpe": 6 }],
    })
}

/// A value as a literal of GraphQL: fields that hold words have them bare.
pub fn literal(value: &Value) -> String {
    match value {
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().map(literal).collect();
            format!("[{}]", parts.join(", "))
        }
        Value::Object(parts) => {
            let part = |(name, value): (&String, &Value)| match (name.as_str(), value) {
                ("type" | "format" | "loadBasis" | "goal" | "scoreType", Value::String(word)) => {
                    format!("{name}: {word}")
                }
                _ => format!("{name}: {}", literal(value)),
            };
            let parts: Vec<String> = parts.iter().map(part).collect();
            format!("{{ {} }}", parts.join(", "))
        }
        other => other.to_string(),
    }
}
