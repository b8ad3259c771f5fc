//! The part of JSON schema that structured outputs take: closed objects, and no bounds on values.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// Words of a schema that are taken.
const TAKEN: [&str; 14] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "const",
    "anyOf",
    "description",
    "title",
    "$defs",
    "$ref",
    "default",
    "format",
];

/// Whether the API takes a schema.
pub(super) fn check(schema: &Value, path: &str) -> Result<(), Refusal> {
    let Value::Object(object) = schema else {
        return Err(Refusal::invalid(format!("{path}: must be an object")));
    };
    for word in object.keys() {
        let bound = word == "minItems" && object[word].as_u64().is_some_and(|least| least <= 1);
        if !TAKEN.contains(&word.as_str()) && !bound {
            let message = format!("{path}: for this type, property '{word}' is not supported");
            return Err(Refusal::invalid(message));
        }
    }
    if object.get("type").and_then(Value::as_str) == Some("object") {
        closed(object, path)?;
    }
    for (name, property) in
        object.get("properties").and_then(Value::as_object).into_iter().flatten()
    {
        check(property, &format!("{path}.properties.{name}"))?;
    }
    for (index, variant) in
        object.get("anyOf").and_then(Value::as_array).into_iter().flatten().enumerate()
    {
        check(variant, &format!("{path}.anyOf.{index}"))?;
    }
    object.get("items").map_or(Ok(()), |items| check(items, &format!("{path}.items")))
}

fn closed(object: &Map<String, Value>, path: &str) -> Result<(), Refusal> {
    if object.get("additionalProperties") != Some(&Value::Bool(false)) {
        let message = format!(
            "{path}: for 'object' type, 'additionalProperties' must be explicitly set to false"
        );
        return Err(Refusal::invalid(message));
    }
    let named = |name: &Value| {
        let properties = object.get("properties").and_then(Value::as_object);
        properties.zip(name.as_str()).is_some_and(|(all, name)| all.contains_key(name))
    };
    let required = object.get("required").and_then(Value::as_array);
    if required.into_iter().flatten().any(|name| !named(name)) {
        return Err(Refusal::invalid(format!("{path}: 'required' names no property")));
    }
    Ok(())
}
