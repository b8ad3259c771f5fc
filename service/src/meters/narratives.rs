//! What narratives came to, and what models took for them.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// Counted where a narrative ends and where a model's answer is booked.
pub struct Narratives {
    outcomes: Family<NarrativeOutcome, Counter>,
    tokens: Family<TokenKind, Counter>,
}

/// What a model's answer took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Read anew.
    pub input: u64,
    /// Written.
    pub output: u64,
    /// Read from the provider's cache.
    pub cached: u64,
    /// Put into the provider's cache.
    pub cache_written: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct NarrativeOutcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TokenKind {
    kind: &'static str,
}

impl Narratives {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let (outcomes, tokens) = (Family::default(), Family::default());
        registry.register("narratives", "What narratives came to", outcomes.clone());
        registry.register("narrative_tokens", "Tokens that models took", tokens.clone());
        Self { outcomes, tokens }
    }

    /// Counts a narrative's end. `outcome` is a word of the program's own, such as `ready`, `rejected`
    /// (by verification), `over_budget` or `unavailable`; never text of a caller or a model.
    pub fn count(&self, outcome: &'static str) {
        self.outcomes.get_or_create(&NarrativeOutcome { outcome }).inc();
    }

    /// Counts the tokens of one answer.
    pub fn book(&self, tokens: Tokens) {
        let kinds = [
            ("input", tokens.input),
            ("output", tokens.output),
            ("cached", tokens.cached),
            ("cache_written", tokens.cache_written),
        ];
        for (kind, count) in kinds {
            self.tokens.get_or_create(&TokenKind { kind }).inc_by(count);
        }
    }
}
