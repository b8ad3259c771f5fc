//! Every answer is timed; and a caller that traces its requests finds ours among its own.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use service::meters::{HttpRequest, Stopwatch};
use tracing::Instrument as _;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::Shared;

/// What is served; everything else is one.
const ROUTES: [&str; 4] = ["/graphql", "/healthz", "/readyz", "/metrics"];

/// Begins the header of a request that is part of a trace (W3C).
const TRACE_PARENT: &str = "traceparent";

/// Times the answer.
pub(super) async fn measured(
    shared: web::Data<Shared>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let watch = Stopwatch::start();
    let (method, route) = (method(request.method()), route(request.path()));
    let answered = match parent(request.headers()) {
        Some(span) => next.call(request).instrument(span).await,
        None => next.call(request).await,
    };
    let status = match &answered {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    let label = HttpRequest { method, route, status: class(status) };
    let took = watch.elapsed().as_secs_f64();
    shared.state.env.meters.http.get_or_create(&label).observe(took);
    answered
}

/// `/metrics`: for Prometheus.
pub(super) async fn metrics(shared: web::Data<Shared>) -> HttpResponse {
    let env = &shared.state.env;
    match env.meters.text(env).await {
        Ok(text) => HttpResponse::Ok()
            .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
            .body(text),
        Err(error) => {
            tracing::error!(error = %error.report(), "the meters could not be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn route(path: &str) -> &'static str {
    ROUTES.iter().find(|route| **route == path).unwrap_or(&"other")
}

fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// A span within the caller's trace, where there is one.
fn parent(headers: &HeaderMap) -> Option<tracing::Span> {
    headers.get(TRACE_PARENT)?;
    let span = tracing::error_span!("http");
    let context = TraceContextPropagator::new().extract(&Headers(headers));
    // It fails where nothing is exported: then nobody looks for it.
    let _unexported = span.set_parent(context);
    Some(span)
}

struct Headers<'h>(&'h HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}
