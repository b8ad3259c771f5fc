//! What a client sent: a document, and what goes with it. Read strictly, one operation at a time.

use std::collections::HashMap;

use actix_web::web;
use async_graphql::{Request, Variables};
use serde_json::{Map, Value};

use crate::documents::Sent;
use crate::error::ApiError;

/// The parameters of a request for GraphQL.
#[derive(Debug, Clone, Default)]
pub(super) struct Params {
    sent: Sent,
    operation_name: Option<String>,
    pub(super) variables: Variables,
}

impl Params {
    /// From the body of a POST.
    pub(super) fn from_body(body: &[u8]) -> Result<Self, ApiError> {
        let value = serde_json::from_slice(body)
            .map_err(|fault| ApiError::BadRequest(format!("the body is not JSON: {fault}")))?;
        Self::from_value(value)
    }

    /// From the query string of a GET, where variables and extensions are JSON.
    pub(super) fn from_query_string(text: &str) -> Result<Self, ApiError> {
        let mut given = web::Query::<HashMap<String, String>>::from_query(text)
            .map_err(|fault| {
                ApiError::BadRequest(format!("the query string is malformed: {fault}"))
            })?
            .into_inner();
        let mut params = Map::new();
        for name in ["query", "operationName"] {
            if let Some(value) = given.remove(name) {
                params.insert(name.to_owned(), Value::String(value));
            }
        }
        for name in ["variables", "extensions"] {
            if let Some(value) = given.remove(name) {
                let value = serde_json::from_str(&value).map_err(|fault| {
                    ApiError::BadRequest(format!("{name} is not JSON: {fault}"))
                })?;
                params.insert(name.to_owned(), value);
            }
        }
        Self::from_value(Value::Object(params))
    }

    /// From a JSON object; null is as good as left out.
    pub(super) fn from_value(value: Value) -> Result<Self, ApiError> {
        let mut given = match value {
            Value::Object(given) => given,
            Value::Array(_) => return Err(bad("operations come one at a time, not in an array")),
            _ => return Err(bad("the request must be a JSON object")),
        };
        let hash = named(map(&mut given, "extensions")?)?;
        let operation_name = string(&mut given, "operationName")?.filter(|name| !name.is_empty());
        let variables = map(&mut given, "variables")?.unwrap_or_default();
        let sent = Sent { text: string(&mut given, "query")?, hash };
        if sent == Sent::default() {
            return Err(bad("query is missing"));
        }
        let variables = Variables::from_json(Value::Object(variables));
        Ok(Self { sent, operation_name, variables })
    }

    /// The document, or its name, or both.
    pub(super) fn sent(&self) -> &Sent {
        &self.sent
    }

    /// Which of the document's operations is meant, where it says so.
    pub(super) fn operation_name(&self) -> Option<&str> {
        self.operation_name.as_deref()
    }

    /// As the library takes it.
    pub(super) fn into_request(self, document: String) -> Request {
        let request = Request::new(document).variables(self.variables);
        match self.operation_name {
            Some(name) => request.operation_name(name),
            None => request,
        }
    }
}

fn bad(text: &str) -> ApiError {
    ApiError::BadRequest(text.to_owned())
}

/// The document's name, as `extensions.persistedQuery` has it.
fn named(extensions: Option<Map<String, Value>>) -> Result<Option<String>, ApiError> {
    let Some(mut extensions) = extensions else { return Ok(None) };
    let Some(mut given) = map(&mut extensions, "persistedQuery")? else { return Ok(None) };
    if given.get("version") != Some(&Value::from(1)) {
        return Err(bad("persistedQuery.version must be 1"));
    }
    match string(&mut given, "sha256Hash")? {
        Some(hash) => Ok(Some(hash)),
        None => Err(bad("persistedQuery.sha256Hash is missing")),
    }
}

fn string(given: &mut Map<String, Value>, name: &str) -> Result<Option<String>, ApiError> {
    match given.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad(&format!("{name} must be a string"))),
    }
}

fn map(given: &mut Map<String, Value>, name: &str) -> Result<Option<Map<String, Value>>, ApiError> {
    match given.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(map)) => Ok(Some(map)),
        Some(_) => Err(bad(&format!("{name} must be an object"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> &'static str {
        Params::from_body(body.as_bytes()).map_or_else(|error| error.code(), |_| "fine")
    }

    #[test]
    fn only_what_the_specification_allows_is_read() {
        let cases = [
            (r#"{"query": "{ a }"}"#, "fine"),
            (r#"{"query": "{ a }", "variables": null, "operationName": null}"#, "fine"),
            (r#"{"query": "{ a }", "variables": {"n": 1}, "operationName": "A"}"#, "fine"),
            (r#"{"query": 1}"#, "BAD_REQUEST"),
            (r#"{"query": "{ a }", "variables": []}"#, "BAD_REQUEST"),
            (r#"{"query": "{ a }", "operationName": {}}"#, "BAD_REQUEST"),
            (r#"{"query": "{ a }", "extensions": "x"}"#, "BAD_REQUEST"),
            (r#"[{"query": "{ a }"}]"#, "BAD_REQUEST"),
            (r#"{"variables": {}}"#, "BAD_REQUEST"),
            ("{", "BAD_REQUEST"),
            (r#"{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "ab"}}}"#, "fine"),
            (r#"{"extensions": {"persistedQuery": {"version": 1}}}"#, "BAD_REQUEST"),
            (
                r#"{"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "ab"}}}"#,
                "BAD_REQUEST",
            ),
            (r#"{"query": "{ a }", "extensions": {"persistedQuery": 1}}"#, "BAD_REQUEST"),
        ];
        for (body, expected) in cases {
            assert_eq!(code(body), expected, "{body}");
        }
    }

    #[test]
    fn a_query_string_names_its_operation() {
        let text = "query=query%20A%20%7B%20a%20%7D&operationName=A&variables=%7B%22n%22%3A1%7D";

        let params = Params::from_query_string(text).expect("well-formed");

        assert_eq!(params.operation_name(), Some("A"));
        assert_eq!(params.variables.len(), 1);
        assert!(Params::from_query_string("query=a&variables=nonsense").is_err());
    }
}
