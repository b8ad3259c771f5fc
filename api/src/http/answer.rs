//! Answers over HTTP: results and refusals, with the status that their media type asks for.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, HttpResponseBuilder};
use async_graphql::{Response, ServerError, Value};
use serde::Serialize;

use super::negotiate::Media;
use super::run;
use crate::error::ApiError;

/// A response as clients read it: errors first, and no `data` at all where nothing ran.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "<[ServerError]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    extensions: &'a std::collections::BTreeMap<String, Value>,
}

impl<'a> Body<'a> {
    pub(super) fn of(response: &'a Response) -> Self {
        let nothing_ran = !response.errors.is_empty() && run::has_no_result(response);
        Self {
            errors: &response.errors,
            data: (!nothing_ran).then_some(&response.data),
            extensions: &response.extensions,
        }
    }

    /// As JSON text on one line.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).expect("names and numbers of a response are JSON")
    }
}

/// A result, or the errors of a request that did not run.
pub(super) fn result(media: Media, response: &Response) -> HttpResponse {
    let status = match response.errors.first().and_then(run::code) {
        Some("INTERNAL") if run::has_no_result(response) => StatusCode::INTERNAL_SERVER_ERROR,
        Some("TIMEOUT") if run::has_no_result(response) => StatusCode::SERVICE_UNAVAILABLE,
        Some(_) if media != Media::Json && run::has_no_result(response) => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    json(status, media).body(Body::of(response).text())
}

/// A refusal of the request itself, before anything of it was run.
pub(super) fn refusal(media: Media, status: StatusCode, error: ApiError) -> HttpResponse {
    let mut answer = json(status, media);
    if status == StatusCode::UNAUTHORIZED {
        answer.insert_header((WWW_AUTHENTICATE, "Bearer"));
    }
    if let ApiError::RateLimited { retry_after_seconds } = &error {
        answer.insert_header((RETRY_AFTER, retry_after_seconds.to_string()));
    }
    answer.body(Body::of(&run::failed(error)).text())
}

/// The status of a refusal.
pub(super) const fn status(error: &ApiError) -> StatusCode {
    match error {
        ApiError::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        ApiError::Forbidden => StatusCode::FORBIDDEN,
        ApiError::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        ApiError::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Answers hold health data: nothing between server and caller may keep them.
fn json(status: StatusCode, media: Media) -> HttpResponseBuilder {
    let media = if media == Media::Response { media } else { Media::Json };
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CONTENT_TYPE, media.content_type()));
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(media: Media, response: &Response) -> (u16, String) {
        (result(media, response).status().as_u16(), Body::of(response).text())
    }

    #[test]
    fn only_the_media_type_of_graphql_tells_a_refused_document_by_status() {
        let refused = run::failed(ApiError::Validation("no such field".into()));

        let (status, body) = answered(Media::Response, &refused);

        assert_eq!(status, 400);
        assert!(!body.contains("data"));
        assert_eq!(answered(Media::Json, &refused).0, 200);
    }

    #[test]
    fn a_result_with_errors_is_a_result() {
        let mut response = Response::new(async_graphql::value!({"plan": null}));
        response.errors.push(run::failed(ApiError::Forbidden).errors.remove(0));

        let (status, body) = answered(Media::Response, &response);

        assert_eq!(status, 200);
        assert!(body.contains(r#""data":{"plan":null}"#));
    }

    #[test]
    fn a_surprise_is_a_500_for_everyone() {
        let failed = run::failed(ApiError::Internal(anyhow::anyhow!("cause")));

        assert_eq!(answered(Media::Json, &failed).0, 500);
    }
}
