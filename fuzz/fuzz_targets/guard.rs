//! Whatever a document is, the guard measures it, and soon: nothing overflows, no stack ends, nothing is walked twice.
#![no_main]

use api::guard;
use async_graphql::Variables;
use async_graphql::parser::parse_query;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    // A zero byte parts the document from its variables.
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let Ok(text) = std::str::from_utf8(parts.next().unwrap_or_default()) else {
        return Corpus::Reject;
    };
    if text.len() > guard::MAX_DOCUMENT_BYTES {
        return Corpus::Reject;
    }
    let variables = parts.next().and_then(|json| serde_json::from_slice(json).ok());
    let variables = Variables::from_json(variables.unwrap_or_default());
    if guard::brackets::check(text).is_ok()
        && let Ok(document) = parse_query(text)
    {
        let _refused_or_not = guard::check(&document, &variables, true);
    }
    Corpus::Keep
});
