//! What a model's words cost.
//!
//! Prices in US dollars for a million tokens, from Anthropic's list ("Models and pricing",
//! platform.claude.com/docs, as of November 2026). A model that is not listed is taken for the dearest.

/// Tokens that a price is for.
const MILLION: f64 = 1_000_000.0;
/// Part of the price in a batch.
const IN_BATCH: f64 = 0.5;
/// Writing to what the provider keeps for five minutes, as a multiple of reading.
const KEPT_FIVE_MINUTES: f64 = 1.25;
/// The same for an hour.
const KEPT_AN_HOUR: f64 = 2.0;

/// Prices of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prices {
    /// Tokens read.
    pub input: f64,
    /// Tokens written.
    pub output: f64,
    /// Tokens read that the provider had kept.
    pub kept: f64,
}

/// Claude Sonnet 5 and 5.5.
pub const SONNET: Prices = Prices { input: 2.0, output: 10.0, kept: 0.2 };
/// Claude Haiku 5.5, for prompts of at most 100,000 tokens; ours have some thousands.
pub const HAIKU: Prices = Prices { input: 0.1, output: 0.5, kept: 0.01 };
/// Claude Haiku 4.5.
pub const HAIKU_4: Prices = Prices { input: 1.0, output: 5.0, kept: 0.1 };
/// Claude Opus 5.5.
pub const OPUS: Prices = Prices { input: 4.0, output: 20.0, kept: 0.4 };
/// Claude Opus 5, and 4.5 to 4.8.
pub const OPUS_5: Prices = Prices { input: 5.0, output: 25.0, kept: 0.5 };
/// Claude Fable 5.1, and whatever is not listed.
pub const DEAREST: Prices = Prices { input: 10.0, output: 50.0, kept: 1.0 };

/// The prices of a model, by the beginning of its name.
pub fn prices(model: &str) -> Prices {
    const LIST: [(&str, Prices); 7] = [
        ("claude-sonnet-5", SONNET),
        ("claude-haiku-5-5", HAIKU),
        ("claude-haiku-4-5", HAIKU_4),
        ("claude-opus-5-5", OPUS),
        ("claude-opus-5", OPUS_5),
        ("claude-opus-4", OPUS_5),
        ("claude-fable-5", DEAREST),
    ];
    LIST.iter().find(|(name, _)| model.starts_with(name)).map_or(DEAREST, |(_, prices)| *prices)
}

/// Tokens of one answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Read, beside what the provider keeps or had kept.
    pub input: u64,
    /// Read, and kept by the provider from now on.
    pub kept_now: u64,
    /// Read from what the provider had kept.
    pub kept_before: u64,
    /// Written.
    pub output: u64,
}

/// How an answer was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Alone: the prompt is kept for five minutes.
    Alone,
    /// In a batch: half the price; the prompt is kept for an hour.
    InBatch,
}

/// What an answer costs, in US dollars.
pub fn cost(model: &str, tokens: Tokens, asked: Asked) -> f64 {
    let prices = prices(model);
    let (keeping, part) = match asked {
        Asked::Alone => (KEPT_FIVE_MINUTES, 1.0),
        Asked::InBatch => (KEPT_AN_HOUR, IN_BATCH),
    };
    let whole = tokens.input as f64 * prices.input
        + tokens.kept_now as f64 * prices.input * keeping
        + tokens.kept_before as f64 * prices.kept
        + tokens.output as f64 * prices.output;
    whole * part / MILLION
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_costs_half_and_what_was_kept_a_tenth() {
        let tokens = Tokens { input: 1_000_000, output: 100_000, ..Tokens::default() };
        assert_eq!(cost("claude-sonnet-5-5", tokens, Asked::Alone), 3.0);
        assert_eq!(cost("claude-sonnet-5-5", tokens, Asked::InBatch), 1.5);

        let kept = Tokens { kept_now: 1_000_000, kept_before: 1_000_000, ..Tokens::default() };
        assert_eq!(cost("claude-sonnet-5-5", kept, Asked::Alone), 2.7);
        assert_eq!(cost("claude-sonnet-5-5", kept, Asked::InBatch), 2.1);
    }

    #[test]
    fn a_model_nobody_listed_is_not_taken_for_cheap() {
        assert_eq!(prices("claude-haiku-5-5-20261007"), HAIKU);
        assert_eq!(prices("claude-opus-5"), OPUS_5);
        assert_eq!(prices("gateway/some-model"), DEAREST);
    }
}
