//! What words will cost, before they are bought.

use domain::calendar::Week;
use domain::ids::{GymId, MemberId};
use domain::narrative::{NarrativeFacts, prompt};
use domain::narrative_cost::{Asked, Tokens, cost};
use entity::{gym, store};

use super::budget::{Budget, budget};
use super::subject::newest;
use crate::env::Env;
use crate::error::{Error, Result};

/// Bytes of a prompt for each token, about: English and JSON. House choice.
const BYTES_PER_TOKEN: u64 = 4;
/// Tokens of an answer where a gym has none yet, thoughts included. House choice.
const ANSWER_TOKENS: u64 = 700;
/// Answers that a mean is taken from.
const ANSWERS: u64 = 500;
/// Weeks that a mean is taken from.
const WEEKS: usize = 200;

/// What one request takes, about.
pub fn tokens(facts: &NarrativeFacts) -> Tokens {
    let bytes = prompt::SYSTEM.len() + prompt::user(facts).len();
    Tokens { input: bytes as u64 / BYTES_PER_TOKEN, output: ANSWER_TOKENS, ..Tokens::default() }
}

/// A week's words, before they are bought.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The model.
    pub model: String,
    /// Members whose week would be narrated.
    pub members: usize,
    /// Plans of the week, or of the newest week that has some, that the requests were made of.
    pub measured: usize,
    /// Mean of a request and its answer.
    pub each: Tokens,
    /// Share of answers that are asked for a second time.
    pub second_tries: f64,
    /// In batches, in US dollars.
    pub in_batches: f64,
    /// The same asked for alone.
    pub alone: f64,
    /// How the month stands.
    pub budget: Budget,
}

/// Predicts what the words of a gym's week will cost with a model.
pub async fn predict(env: &Env, gym: &gym::Model, week: Week, model: &str) -> Result<Prediction> {
    let (db, id) = (env.db.read(), GymId::from_uuid(gym.id));
    let members: Vec<MemberId> = store::members::active_ids(db, id).await?;
    let measured = newest(env, id, week, WEEKS).await?;
    if measured.is_empty() {
        return Err(Error::NotFound("plan of the gym to measure: run-week computes them"));
    }
    let input: u64 = measured.iter().map(|facts| tokens(facts).input).sum();
    let calls = store::narrative_calls::newest(db, id, ANSWERS).await?;
    let count = calls.len() as u64;
    let written: u64 = calls.iter().map(|call| call.output_tokens.unsigned_abs()).sum();
    let each = Tokens {
        input: input / measured.len() as u64,
        output: if count == 0 { ANSWER_TOKENS } else { written.div_ceil(count) },
        ..Tokens::default()
    };
    let rejected = calls.iter().filter(|call| !call.accepted).count();
    let second_tries = if count == 0 { 0.0 } else { rejected as f64 / count as f64 };
    let first = members.len() as f64;
    // A second try is never in a batch.
    let again = first * second_tries * cost(model, each, Asked::Alone);
    Ok(Prediction {
        model: model.to_owned(),
        members: members.len(),
        measured: measured.len(),
        each,
        second_tries,
        in_batches: first * cost(model, each, Asked::InBatch) + again,
        alone: first * cost(model, each, Asked::Alone) + again,
        budget: budget(env, gym).await?,
    })
}
