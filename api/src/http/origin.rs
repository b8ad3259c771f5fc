//! Which pages may call: those of the server itself, and of the origins that the operator named.

use actix_cors::Cors;
use actix_web::http::header::{HOST, HeaderMap, ORIGIN};

/// How long a browser may remember what it may do, in seconds.
const PREFLIGHT_SECONDS: usize = 600;

/// Answers browsers that ask on behalf of a page of another origin.
pub(super) fn cors(allowed: &[String]) -> Cors {
    let allowed = allowed.to_vec();
    Cors::default()
        .allowed_origin_fn(move |origin, _| {
            origin.to_str().is_ok_and(|origin| is_named(&allowed, origin))
        })
        .allowed_methods(["GET", "POST"])
        .allowed_headers([
            "accept",
            "apollo-require-preflight",
            "apollographql-client-name",
            "apollographql-client-version",
            "authorization",
            "content-type",
            "last-event-id",
            "x-gym",
            "x-request-id",
        ])
        .expose_headers(["x-request-id", "retry-after"])
        .max_age(PREFLIGHT_SECONDS)
}

/// Whether a page may open a socket: browsers let any page try, so the server must look.
pub(super) fn may_connect(headers: &HeaderMap, allowed: &[String]) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match header(ORIGIN) {
        // No browser.
        None => !headers.contains_key(ORIGIN),
        Some(origin) => is_named(allowed, origin) || is_own(origin, header(HOST)),
    }
}

fn is_named(allowed: &[String], origin: &str) -> bool {
    allowed.iter().any(|named| named.trim_end_matches('/').eq_ignore_ascii_case(origin))
}

fn is_own(origin: &str, host: Option<&str>) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == host
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn connects(origin: Option<&str>) -> bool {
        let mut request = TestRequest::default().insert_header(("host", "gym.example:8080"));
        if let Some(origin) = origin {
            request = request.insert_header(("origin", origin));
        }
        may_connect(request.to_http_request().headers(), &["https://app.example/".to_owned()])
    }

    #[test]
    fn a_foreign_page_opens_no_socket() {
        assert!(connects(None));
        assert!(connects(Some("https://app.example")));
        assert!(connects(Some("http://gym.example:8080")));
        assert!(!connects(Some("https://evil.example")));
        assert!(!connects(Some("null")));
    }
}
