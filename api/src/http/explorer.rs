//! The explorer: `GraphiQL` on this server's own schema, beside the example documents. All of it is in the program
//! (`tests/node/explorer` is its source); the page loads nothing from elsewhere.

use std::fmt::Write as _;
use std::sync::LazyLock;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Shared;
use super::negotiate::Media;

/// Where the page's files are.
pub(super) const FILES_PATH: &str = "/explorer/{file}";

/// Monaco, the editor, writes style elements, hence `unsafe-inline` for styles; nothing evaluates text.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
    style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A file of the bundle, compressed with gzip, which every browser takes.
struct File {
    name: &'static str,
    media: &'static str,
    gzip: &'static [u8],
}

static FILES: [File; 6] = [
    File {
        name: "explorer.js",
        media: SCRIPT,
        gzip: include_bytes!("explorer/bundle/explorer.js.gz"),
    },
    File {
        name: "explorer.css",
        media: "text/css; charset=utf-8",
        gzip: include_bytes!("explorer/bundle/explorer.css.gz"),
    },
    File {
        name: "editor.worker.js",
        media: SCRIPT,
        gzip: include_bytes!("explorer/bundle/editor.worker.js.gz"),
    },
    File {
        name: "json.worker.js",
        media: SCRIPT,
        gzip: include_bytes!("explorer/bundle/json.worker.js.gz"),
    },
    File {
        name: "graphql.worker.js",
        media: SCRIPT,
        gzip: include_bytes!("explorer/bundle/graphql.worker.js.gz"),
    },
    File {
        name: "licences.txt",
        media: "text/plain; charset=utf-8",
        gzip: include_bytes!("explorer/bundle/licences.txt.gz"),
    },
];

/// What apps send, as `docs/operations` has it.
const DOCUMENTS: [(&str, &str); 4] = [
    ("Member app", include_str!("../../../docs/operations/member-app.graphql")),
    ("Coach dashboard", include_str!("../../../docs/operations/coach-dashboard.graphql")),
    ("Owner console", include_str!("../../../docs/operations/owner-console.graphql")),
    ("Wearable", include_str!("../../../docs/operations/wearable.graphql")),
];

static PAGE: LazyLock<String> = LazyLock::new(|| {
    let documents: Vec<Value> =
        DOCUMENTS.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect();
    // Nothing in a document may end the element that holds it.
    let documents = Value::from(documents).to_string().replace('<', "\\u003c");
    include_str!("explorer/page.html").replace("{{documents}}", &documents)
});

/// One for all files: they are built together.
static TAG: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for file in &FILES {
        digest.update(file.gzip);
    }
    let digest = digest.finalize();
    digest[..8].iter().fold("\"".to_owned(), |mut tag, byte| {
        let _ = write!(tag, "{byte:02x}"); // a string takes everything
        tag
    }) + "\""
});

/// The page.
pub(super) fn page() -> HttpResponse {
    answer(Media::Html.content_type())
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(PAGE.as_str())
}

/// A file of the page, unless the browser has it already.
pub(super) async fn file(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    let name = request.match_info().get("file").unwrap_or_default();
    let file = FILES.iter().find(|file| file.name == name);
    let Some(file) = file.filter(|_| shared.state.settings.introspection) else {
        return HttpResponse::NotFound().finish();
    };
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|tag| tag == TAG.as_str());
    if known {
        return HttpResponse::NotModified().finish();
    }
    answer(file.media)
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((ETAG, TAG.as_str()))
        .insert_header((CONTENT_ENCODING, "gzip"))
        .body(file.gzip)
}

fn answer(media: &'static str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, media))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header(("referrer-policy", "no-referrer"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_holds_every_example_and_no_foreign_address() {
        assert!(PAGE.contains("query Today") && !PAGE.contains("{{"));
        assert!(!PAGE.contains("http"), "it names an address");
        assert_eq!(PAGE.matches("</script>").count(), 2);
    }
}
