//! The first place where two documents differ.

use serde::Serialize;
use serde_json::Value;

/// Most characters of a value that are told.
const SHOWN: usize = 60;

/// Where a stored document is not what its inputs lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Path into the document, e.g. `s[0].b[1].p[0].l`, or what could not be used.
    pub path: String,
    /// What is stored.
    pub stored: String,
    /// What its inputs lead to; empty where they could not be used.
    pub computed: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, stored, computed } = self;
        match computed.as_str() {
            "" => write!(f, "{path}: {stored}"),
            _ => write!(f, "{path} is {stored}, its inputs lead to {computed}"),
        }
    }
}

impl Difference {
    /// Something that a recomputation needs and can't use.
    pub(super) fn broken(what: &'static str, why: &(impl ToString + ?Sized)) -> Self {
        Self { path: what.to_owned(), stored: why.to_string(), computed: String::new() }
    }
}

/// Where the stored bytes are not those of `computed`, if anywhere.
pub(super) fn between(stored: &[u8], computed: &impl Serialize) -> Option<Difference> {
    let again = match serde_json::to_vec(computed) {
        Ok(again) => again,
        Err(error) => return Some(Difference::broken("document", &error)),
    };
    if stored == again {
        return None;
    }
    let (Ok(left), Ok(right)) = (serde_json::from_slice(stored), serde_json::from_slice(&again))
    else {
        return Some(Difference::broken("document", "no JSON"));
    };
    let same = || Difference::broken("document", "the same values in other bytes");
    Some(first(&left, &right, String::new()).unwrap_or_else(same))
}

/// The first place, fields in the order of their names.
fn first(stored: &Value, computed: &Value, path: String) -> Option<Difference> {
    match (stored, computed) {
        (Value::Object(left), Value::Object(right)) => {
            let names: std::collections::BTreeSet<&String> =
                left.keys().chain(right.keys()).collect();
            names.into_iter().find_map(|name| {
                let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                first(field(left, name), field(right, name), at)
            })
        }
        (Value::Array(left), Value::Array(right)) => {
            let both = left.iter().zip(right).enumerate();
            let differs = |(index, (left, right))| first(left, right, format!("{path}[{index}]"));
            both.map(differs).find_map(|found| found).or_else(|| {
                (left.len() != right.len()).then(|| Difference {
                    path: path.clone(),
                    stored: format!("{} entries", left.len()),
                    computed: format!("{} entries", right.len()),
                })
            })
        }
        _ if stored == computed => None,
        _ => Some(Difference { path, stored: shown(stored), computed: shown(computed) }),
    }
}

fn field<'a>(object: &'a serde_json::Map<String, Value>, name: &str) -> &'a Value {
    object.get(name).unwrap_or(&Value::Null)
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(stored: &str, computed: &Value) -> Option<String> {
        between(stored.as_bytes(), computed).map(|found| found.to_string())
    }

    #[test]
    fn the_first_place_is_named_with_both_values() {
        let computed = serde_json::json!({ "a": 1, "s": [{ "l": 102.5 }, { "l": 90.0 }] });

        let same = serde_json::to_string(&computed).expect("it is JSON");
        assert_eq!(path(&same, &computed), None);
        assert_eq!(
            path(r#"{"a":1,"s":[{"l":102.5},{"l":100.0}]}"#, &computed).as_deref(),
            Some("s[1].l is 100.0, its inputs lead to 90.0")
        );
        assert_eq!(
            path(r#"{"a":1,"s":[{"l":102.5}]}"#, &computed).as_deref(),
            Some("s is 1 entries, its inputs lead to 2 entries")
        );
        assert_eq!(
            path(r#"{"s":[{"l":102.5},{"l":90.0}]}"#, &computed).as_deref(),
            Some("a is null, its inputs lead to 1")
        );
    }

    #[test]
    fn equal_values_in_other_bytes_are_a_difference_too() {
        let computed = serde_json::json!({ "a": 1 });

        assert_eq!(
            path(r#"{ "a": 1 }"#, &computed).as_deref(),
            Some("document: the same values in other bytes")
        );
        assert_eq!(path("nonsense", &computed).as_deref(), Some("document: no JSON"));
    }
}
