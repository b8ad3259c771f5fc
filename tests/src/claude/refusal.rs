//! How the API says no.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde_json::{Value, json};

/// An error of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) kind: &'static str,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self { code: 400, kind: "invalid_request_error", message: message.into() }
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self { code: 404, kind: "not_found_error", message: format!("Not found: {what}") }
    }

    pub(super) fn body(&self, request_id: &str) -> Value {
        json!({
            "type": "error",
            "error": { "type": self.kind, "message": self.message },
            "request_id": request_id,
        })
    }

    pub(super) fn response(&self, request_id: &str, retry_after: Option<&str>) -> HttpResponse {
        let code = StatusCode::from_u16(self.code).expect("a status of HTTP");
        let mut response = HttpResponse::build(code);
        response.insert_header(("request-id", request_id));
        if let Some(wait) = retry_after {
            response.insert_header(("retry-after", wait));
        }
        response.json(self.body(request_id))
    }
}
