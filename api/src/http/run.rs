//! From parameters to results: the same checks for every transport, and no cause in any answer.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{PathSegment, Request, Response, ServerError, Value};
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use tracing::Instrument as _;

use super::Shared;
use super::caller::Caller;
use super::live::{Begin, Script};
use super::params::Params;
use crate::documents::Offer;
use crate::error::{ApiError, MASKED, coded};
use crate::graphql::Schema;
use crate::guard;

/// Longest a query or mutation may run. A subscription may run as long as its token is good.
pub(crate) const MAX_RUN: Duration = Duration::from_secs(10);

/// Longest that is told of a document that can't be read.
const MAX_FAULT_CHARS: usize = 200;

/// How the library begins what it says of an argument that can't be used.
const INPUT_FAULTS: &[&str] =
    &["Failed to parse \"", "Expected input type \"", "Invalid value for"];

/// An operation that is parsed and within the limits.
pub(super) struct Operation {
    request: Request,
    pub(super) kind: OperationType,
    /// Its document, where the client named it too.
    offer: Option<Offer>,
    /// Of a subscription to plans: what is asked for, and where it begins.
    pub(super) script: Option<(Script, Begin)>,
}

impl Operation {
    /// Goes on after an event that the client has seen: what browsers send when they reconnect.
    pub(super) fn resume_after(&mut self, cursor: &str) {
        if let Some((_, begin)) = &mut self.script {
            *begin = Begin::After(cursor.to_owned());
        }
    }

    /// Keeps the document under its name, for whoever is known here: strangers can fill no memory.
    pub(super) async fn keep_document(&mut self, shared: &Shared, caller: &Caller) {
        if let Some(offer) = self.offer.take().filter(|_| caller.actor.is_some()) {
            shared.documents.keep(offer).await;
        }
    }
}

/// Finds the document that was sent or named, parses it and holds it against the limits.
pub(super) async fn prepare(shared: &Shared, params: Params) -> Result<Operation, ServerError> {
    let sent = params.sent();
    if sent.text.as_ref().is_some_and(|text| text.len() > guard::MAX_DOCUMENT_BYTES) {
        let text = format!("a document has at most {} bytes", guard::MAX_DOCUMENT_BYTES);
        return Err(ApiError::TooComplex(text).into_server_error());
    }
    let found = shared.documents.find(sent).await;
    let (document, offer) = found.map_err(ApiError::into_server_error)?;
    guard::brackets::check(&document).map_err(ApiError::into_server_error)?;
    let introspection = shared.state.settings.introspection;
    Ok(Operation { offer, ..parse(params, document, introspection)? })
}

fn parse(params: Params, document: String, introspection: bool) -> Result<Operation, ServerError> {
    let name = params.operation_name().map(str::to_owned);
    let variables = params.variables.clone();
    let mut request = params.into_request(document);
    if !introspection {
        // Of the request and not of the schema: `__type` stays a field, and is null.
        request = request.disable_introspection();
    }
    let document = request.parsed_query().map_err(|fault| {
        let mut error = ApiError::Parse(unreadable(&fault.message)).into_server_error();
        error.locations = fault.locations;
        error
    })?;
    guard::check(document, &variables, introspection).map_err(ApiError::into_server_error)?;
    let kind = kind(document, name.as_deref()).map_err(ApiError::into_server_error)?;
    let document = (kind == OperationType::Subscription).then(|| document.clone());
    let script = document.and_then(|document| Script::of(&request, &document));
    Ok(Operation { request, kind, offer: None, script })
}

/// What the parser says, without the line of the document that it says it of: that may be all of it.
fn unreadable(message: &str) -> String {
    let of_line = |start: &str| {
        let found = message.lines().map(str::trim).find_map(|line| line.strip_prefix(start));
        found.map(|text| text.chars().take(MAX_FAULT_CHARS).collect::<String>())
    };
    match (of_line("--> "), of_line("= ")) {
        (Some(at), Some(why)) => format!("the document can't be read at {at}: {why}"),
        _ => "the document can't be read".to_owned(),
    }
}

fn kind(document: &ExecutableDocument, name: Option<&str>) -> Result<OperationType, ApiError> {
    let bad = |text: String| Err(ApiError::BadRequest(text));
    match (&document.operations, name) {
        (DocumentOperations::Single(only), None) => Ok(only.node.ty),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            Ok(operations.values().next().map_or(OperationType::Query, |only| only.node.ty))
        }
        (DocumentOperations::Multiple(operations), Some(name)) => match operations.get(name) {
            Some(named) => Ok(named.node.ty),
            None => bad(format!("the document has no operation {name:?}")),
        },
        (DocumentOperations::Single(_), Some(name)) => {
            bad(format!("the document has no operation {name:?}"))
        }
        (DocumentOperations::Multiple(_), None) => {
            bad("the document has several operations: say which with operationName".to_owned())
        }
    }
}

/// Runs a query or mutation to its end, whatever its resolvers do.
pub(super) async fn run(
    schema: &Schema,
    operation: Operation,
    caller: Caller,
    request_id: &str,
) -> Response {
    let execution = schema.execute(operation.request.data(caller));
    let guarded = AssertUnwindSafe(execution).catch_unwind();
    let response = async {
        match tokio::time::timeout(MAX_RUN, guarded).await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => failed(panicked()),
            Err(_) => failed(ApiError::Timeout),
        }
    };
    settle(response.instrument(span(request_id)).await, request_id)
}

/// Names the request in every line of the log that is written within, whatever the log's level.
pub(super) fn span(request_id: &str) -> tracing::Span {
    tracing::error_span!("request", id = request_id)
}

/// The results of a subscription, one for each event.
pub(super) fn stream(
    schema: &Schema,
    operation: Operation,
    caller: Caller,
    request_id: String,
) -> impl Stream<Item = Response> + Unpin + use<> {
    let events = schema.execute_stream(operation.request.data(caller));
    AssertUnwindSafe(events)
        .catch_unwind()
        .map(move |event| settle(event.unwrap_or_else(|_| failed(panicked())), &request_id))
}

/// The first result of a subscription that ends by itself, if it has any.
pub(super) async fn first(schema: &Schema, request: Request, request_id: &str) -> Option<Response> {
    let mut results = AssertUnwindSafe(schema.execute_stream(request)).catch_unwind();
    let response = match tokio::time::timeout(MAX_RUN, results.next()).await {
        Ok(None) => return None,
        Ok(Some(Ok(response))) => response,
        Ok(Some(Err(_))) => failed(panicked()),
        Err(_) => failed(ApiError::Timeout),
    };
    Some(settle(response, request_id))
}

fn panicked() -> ApiError {
    ApiError::Internal(anyhow::anyhow!("a resolver panicked"))
}

/// A response that is an error and nothing else.
pub(super) fn failed(error: ApiError) -> Response {
    Response::from_errors(vec![error.into_server_error()])
}

/// Whether nothing ran: there is no data, and no error is about a field.
pub(super) fn has_no_result(response: &Response) -> bool {
    response.data == Value::Null && response.errors.iter().all(|error| error.path.is_empty())
}

/// Whether the source of a subscription's events failed, and not just one event of it.
pub(super) fn source_failed(response: &Response) -> bool {
    let of_source =
        |error: &ServerError| matches!(error.path.as_slice(), [] | [PathSegment::Field(_)]);
    response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(of_source)
}

/// Gives every error a code, and takes its words from any that did not come through our own door.
pub(super) fn settle(mut response: Response, request_id: &str) -> Response {
    for error in &mut response.errors {
        if code(error).is_none() {
            error.extensions = Some(coded(uncoded(error)));
        }
        if code(error) == Some("INTERNAL") {
            if error.message != MASKED {
                let (cause, id) = (&error.message, request_id);
                tracing::error!(cause, request.id = id, "a field failed without a code");
                MASKED.clone_into(&mut error.message);
            }
            if let Some(extensions) = &mut error.extensions {
                extensions.set("requestId", request_id);
            }
        }
    }
    response
}

/// The code of an error, where it has one.
pub(super) fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// Whether it is the server that failed: the same may do once it is tried again.
pub(super) fn is_surprise(error: &ServerError) -> bool {
    matches!(code(error), Some("INTERNAL" | "TIMEOUT"))
}

/// What an error of the library is about: without a path the document, else an argument or a bug.
fn uncoded(error: &ServerError) -> &'static str {
    let about_input = INPUT_FAULTS.iter().any(|words| error.message.starts_with(words));
    if error.path.is_empty() {
        "GRAPHQL_VALIDATION_FAILED"
    } else if about_input {
        "BAD_USER_INPUT"
    } else {
        "INTERNAL"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(body: &str) -> Result<OperationType, String> {
        let params = Params::from_body(body.as_bytes()).expect("well-formed");
        let document = params.sent().text.clone().expect("it has one");
        parse(params, document, true)
            .map(|operation| operation.kind)
            .map_err(|error| code(&error).unwrap_or("none").to_owned())
    }

    #[test]
    fn the_operation_is_known_before_it_runs() {
        let two = "query A { a } mutation B { b }";
        let named = |name: &str| format!(r#"{{"query": "{two}", "operationName": "{name}"}}"#);

        assert_eq!(prepared(r#"{"query": "{ a }"}"#), Ok(OperationType::Query));
        assert_eq!(prepared(&named("B")), Ok(OperationType::Mutation));
        assert_eq!(prepared(&named("C")), Err("BAD_REQUEST".into()));
        assert_eq!(prepared(&format!(r#"{{"query": "{two}"}}"#)), Err("BAD_REQUEST".into()));
        assert_eq!(prepared(r#"{"query": "{ a"}"#), Err("GRAPHQL_PARSE_FAILED".into()));
    }

    #[test]
    fn a_document_that_cannot_be_read_is_not_sent_back() {
        let body = format!(r#"{{"query": "{{ gym {{ {} }}"}}"#, "id ".repeat(5_000));

        let params = Params::from_body(body.as_bytes()).expect("well-formed");
        let document = params.sent().text.clone().expect("it has one");
        let told =
            parse(params, document, true).err().map(|error| error.message).unwrap_or_default();

        assert!(told.starts_with("the document can't be read at 1:1"), "{told}");
        assert!(told.len() < 300, "{}", told.len());
    }

    fn error(message: &str, path: &[&str]) -> ServerError {
        let path = path.iter().map(|part| PathSegment::Field((*part).to_owned())).collect();
        ServerError::new(message, None).with_path(path)
    }

    #[test]
    fn what_has_no_code_keeps_its_words_only_if_they_are_about_the_request() {
        let errors = vec![
            error("Unknown field \"x\"", &[]),
            error("Failed to parse \"Date\": nonsense", &["plan"]),
            error("SELECT secret", &["plan"]),
        ];

        let settled = settle(Response::from_errors(errors), "r1");

        let told: Vec<(&str, &str)> = settled
            .errors
            .iter()
            .map(|error| (code(error).unwrap_or("none"), error.message.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("GRAPHQL_VALIDATION_FAILED", "Unknown field \"x\""),
                ("BAD_USER_INPUT", "Failed to parse \"Date\": nonsense"),
                ("INTERNAL", MASKED),
            ]
        );
    }

    #[test]
    fn a_failed_source_is_told_from_a_failed_event() {
        let source = Response::from_errors(vec![error("no", &["planUpdated"])]);
        let event = Response::from_errors(vec![error("no", &["planUpdated", "plan"])]);

        assert!(source_failed(&source) && !has_no_result(&source));
        assert!(!source_failed(&event));
    }
}
