//! Documents of subscriptions, parsed once for all who send the same: an event of each of a thousand members is one run
//! of the same document for each.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::Request;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use lru::LruCache;

/// Documents that are kept.
const KEPT: NonZeroUsize = NonZeroUsize::new(64).expect("not zero");

/// Longest document that is kept, in bytes; parsed, it takes some ten times as much.
const LONGEST: usize = 8 * 1024;

/// The documents that one node has run lately, by their texts.
pub(super) struct Parsed(Mutex<LruCache<String, Arc<ExecutableDocument>>>);

impl Default for Parsed {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Parsed {
    /// Spares a request the parsing, where its document is known or can be kept.
    pub(super) fn parse(&self, request: &mut Request) {
        if request.query.len() > LONGEST {
            return;
        }
        let known = self.documents().get(&request.query).cloned();
        if let Some(document) = known {
            request.set_parsed_query(ExecutableDocument::clone(&document));
        } else if let Ok(document) = parse_query(&request.query) {
            self.documents().put(request.query.clone(), Arc::new(document.clone()));
            request.set_parsed_query(document);
        }
    }

    fn documents(&self) -> MutexGuard<'_, LruCache<String, Arc<ExecutableDocument>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_parsed_once_and_one_that_is_long_is_not_kept() {
        let parsed = Parsed::default();
        let long = format!("subscription {{ planUpdated {{ cursor }} }} #{}", "x".repeat(LONGEST));

        for query in ["subscription { planUpdated { cursor } }", "subscription {", &long] {
            for _ in 0..2 {
                let mut request = Request::new(query);
                parsed.parse(&mut request);
                assert_eq!(request.parsed_query().is_ok(), query.ends_with(['}', 'x']), "{query}");
            }
        }
        assert_eq!(parsed.documents().len(), 1);
    }
}
