//! `/graphql` over HTTP, as the GraphQL-over-HTTP specification has it.

use actix_web::http::header::{ALLOW, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::Response;
use async_graphql::parser::types::OperationType;

use super::body::{self, Fault};
use super::caller::Credentials;
use super::negotiate::{Media, RESULTS, VISIT, accept, is_json, negotiate};
use super::params::Params;
use super::{Shared, answer, explorer, run, sse};
use crate::error::ApiError;

/// The header that names a request, in the caller's logs and in ours.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id of a request that is taken from the caller.
const MAX_REQUEST_ID_BYTES: usize = 64;

/// POST: the parameters are a JSON body.
pub(super) async fn post(
    request: HttpRequest,
    payload: web::Payload,
    shared: web::Data<Shared>,
) -> HttpResponse {
    let id = request_id(&request, &shared);
    named(posted(&request, payload, shared, &id).await, &id)
}

async fn posted(
    request: &HttpRequest,
    payload: web::Payload,
    shared: web::Data<Shared>,
    id: &str,
) -> HttpResponse {
    let Some(media) = negotiate(accept(request.headers()).as_deref(), RESULTS) else {
        return not_acceptable();
    };
    if !is_json(request.headers()) {
        let text = "the body must be application/json in utf-8".to_owned();
        let error = ApiError::BadRequest(text);
        return answer::refusal(media, StatusCode::UNSUPPORTED_MEDIA_TYPE, error);
    }
    let patience = shared.state.settings.limits.slow_body;
    let params = match body::read(request.headers(), payload.into_inner(), patience).await {
        Ok(body) => Params::from_body(&body),
        Err(fault) => {
            let status = match fault {
                Fault::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
                Fault::TooSlow => StatusCode::REQUEST_TIMEOUT,
                Fault::Unreadable => StatusCode::BAD_REQUEST,
            };
            return answer::refusal(media, status, ApiError::BadRequest(fault.text()));
        }
    };
    answered(request, media, params, shared, id).await
}

/// GET: the explorer for a browser, or a query in the query string.
pub(super) async fn get(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    let id = request_id(&request, &shared);
    let visit = shared.state.settings.introspection && !request.query_string().contains("query=");
    let offers = if visit { VISIT } else { RESULTS };
    let response = match negotiate(accept(request.headers()).as_deref(), offers) {
        None => not_acceptable(),
        Some(Media::Html) => explorer::page(),
        Some(media) => {
            let params = Params::from_query_string(request.query_string());
            answered(&request, media, params, shared, &id).await
        }
    };
    named(response, &id)
}

/// Any other method.
pub(super) async fn other_method(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    let id = request_id(&request, &shared);
    named(not_allowed(Media::Json, "GET, POST", "only GET and POST are answered here"), &id)
}

/// Every answer names its request, refusals too.
fn named(mut response: HttpResponse, id: &str) -> HttpResponse {
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

async fn answered(
    request: &HttpRequest,
    media: Media,
    params: Result<Params, ApiError>,
    shared: web::Data<Shared>,
    id: &str,
) -> HttpResponse {
    let refuse = |error: ApiError| answer::refusal(media, answer::status(&error), error);
    let credentials =
        match Credentials::admit(request.headers(), request.peer_addr(), &shared).await {
            Ok(credentials) => credentials,
            Err(error) => return refuse(error),
        };
    let params = match params {
        Ok(params) => params,
        Err(error) => return refuse(error),
    };
    let state = &shared.state;
    let mut operation = match run::prepare(&shared, params).await {
        Ok(operation) => operation,
        Err(error) => return answer::result(media, &Response::from_errors(vec![error])),
    };
    if request.method() == Method::GET && operation.kind == OperationType::Mutation {
        return not_allowed(media, "POST", "a mutation must be sent by POST");
    }
    if operation.kind == OperationType::Subscription && media != Media::Events {
        let text = "subscribe over WebSocket, or with Accept: text/event-stream".to_owned();
        return answer::result(media, &run::failed(ApiError::BadRequest(text)));
    }
    let caller = match credentials.caller(&state.env).await {
        Ok(caller) => caller,
        Err(error) => return refuse(error),
    };
    operation.keep_document(&shared, &caller).await;
    if media == Media::Events {
        if let Some(cursor) = last_event(request) {
            operation.resume_after(cursor);
        }
        let client = sse::Client { caller, credentials };
        return sse::open(shared, operation, client, id.to_owned()).await;
    }
    answer::result(media, &run::run(&shared.schema, operation, caller, id).await)
}

/// The caller's, where it is short and plain; else a new one.
fn request_id(request: &HttpRequest, shared: &Shared) -> String {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let plain = |text: &&str| {
        (1..=MAX_REQUEST_ID_BYTES).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
    };
    given
        .filter(plain)
        .map_or_else(|| format!("{:016x}", shared.state.env.random_u64()), str::to_owned)
}

fn last_event(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get("last-event-id")?.to_str().ok()?;
    (!value.is_empty()).then_some(value)
}

fn not_acceptable() -> HttpResponse {
    let text =
        "answers are application/graphql-response+json, application/json or text/event-stream";
    let error = ApiError::BadRequest(text.to_owned());
    answer::refusal(Media::Json, StatusCode::NOT_ACCEPTABLE, error)
}

fn not_allowed(media: Media, allowed: &'static str, text: &str) -> HttpResponse {
    let error = ApiError::BadRequest(text.to_owned());
    let mut response = answer::refusal(media, StatusCode::METHOD_NOT_ALLOWED, error);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}
