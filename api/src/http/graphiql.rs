//! The explorer: a page for browsers to write queries and watch subscriptions. It loads nothing
//! from elsewhere.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

use super::negotiate::Media;

const PAGE: &str = include_str!("graphiql/page.html");
const STYLE: &str = include_str!("graphiql/style.css");
const SCRIPT: &str = include_str!("graphiql/script.js");

/// The page. `nonce` is new for each answer: only the page's own script and style carry it.
pub(super) fn page(nonce: u64) -> HttpResponse {
    let nonce = format!("{nonce:016x}");
    let body =
        PAGE.replace("{{nonce}}", &nonce).replace("{{style}}", STYLE).replace("{{script}}", SCRIPT);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, Media::Html.content_type()))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .body(body)
}
