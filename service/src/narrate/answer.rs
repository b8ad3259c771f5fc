//! A model's answer: kept the moment it is paid for, and judged by what the plan says.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::ids::{Call, GymId};
use domain::narrative::{Finding, NarrativeAnswer, NarrativeFacts, Text, verify};
use domain::narrative_cost::{Asked, Tokens, cost};
use entity::instant::micros;
use entity::{narrative_answer, narrative_call, store};
use sea_orm::DatabaseTransaction;

use super::Subject;
use crate::env::Env;
use crate::error::Result;
use crate::meters;

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is whole.
    Whole,
    /// The model declined.
    Refused,
    /// It was cut off.
    CutOff,
    /// In a way that nobody asked for.
    Strange,
}

impl Ending {
    const ALL: [Self; 4] = [Self::Whole, Self::Refused, Self::CutOff, Self::Strange];

    /// The word of the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "WHOLE",
            Self::Refused => "REFUSED",
            Self::CutOff => "CUT_OFF",
            Self::Strange => "STRANGE",
        }
    }

    fn read(word: &str) -> Self {
        Self::ALL.into_iter().find(|ending| ending.as_str() == word).unwrap_or(Self::Strange)
    }
}

/// What a model answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How it ended.
    pub ending: Ending,
    /// As it came.
    pub text: String,
    /// The model that wrote it.
    pub model: String,
}

impl From<narrative_answer::Model> for Answer {
    fn from(row: narrative_answer::Model) -> Self {
        Self { ending: Ending::read(&row.ending), text: row.answer, model: row.model }
    }
}

/// What was paid for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Tokens.
    pub tokens: Tokens,
    /// Alone, or in a batch.
    pub asked: Asked,
}

/// What an answer is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is true and may be shown.
    True(Text),
    /// Not all of it is; with what was found, for a second try.
    Untrue(NarrativeAnswer, Vec<Finding>),
    /// It is no answer: declined, cut off, or not of the form that was asked for.
    Unusable(String),
}

/// Judges an answer by the facts. A verification that breaks off lets nothing through.
pub fn judge(facts: &NarrativeFacts, answer: &Answer) -> Verdict {
    match answer.ending {
        Ending::Whole => {}
        Ending::Refused => return Verdict::Unusable("the model declined".to_owned()),
        Ending::CutOff => return Verdict::Unusable("the answer was cut off".to_owned()),
        Ending::Strange => return Verdict::Unusable("the answer ended strangely".to_owned()),
    }
    let parsed = match NarrativeAnswer::parse(&answer.text) {
        Ok(parsed) => parsed,
        Err(malformed) => return Verdict::Unusable(malformed.to_string()),
    };
    match catch_unwind(AssertUnwindSafe(|| verify(&parsed, facts))) {
        Ok(Ok(verified)) => Verdict::True(verified.into_text()),
        Ok(Err(findings)) => Verdict::Untrue(parsed, findings),
        Err(_) => Verdict::Unusable("the answer could not be verified".to_owned()),
    }
}

/// Answers that were paid for before, by key: the first, and the second after a rejection.
pub async fn kept(env: &Env, gym: GymId, keys: &[String]) -> Result<HashMap<String, Vec<Answer>>> {
    let mut found: HashMap<String, Vec<Answer>> = HashMap::new();
    for row in store::narrative_answers::by_keys(env.db.read(), gym, keys).await? {
        found.entry(row.content_key.clone()).or_default().push(row.into());
    }
    Ok(found)
}

/// Keeps an answer and what it cost, before anything is done with it.
pub async fn keep(
    env: &Env,
    gym: GymId,
    subject: &Subject,
    attempt: i32,
    answer: &Answer,
    paid: Paid,
) -> Result<()> {
    let bought = [(subject, attempt, answer, paid)];
    let txn = env.db.write().await?;
    let taken = write(&txn, env, gym, &bought).await?;
    txn.commit().await?;
    book(env, &bought, taken);
    Ok(())
}

/// Counts what was kept, of which so many may be shown.
pub(super) fn book(env: &Env, bought: &[(&Subject, i32, &Answer, Paid)], taken: usize) {
    for (_, _, _, paid) in bought {
        env.meters.narratives.book(meters::Tokens {
            input: paid.tokens.input,
            output: paid.tokens.output,
            cached: paid.tokens.kept_before,
            cache_written: paid.tokens.kept_now,
        });
    }
    for _ in taken..bought.len() {
        env.meters.narratives.count("rejected");
    }
}

/// The same of many, in the caller's transaction. Answers how many may be shown.
pub(super) async fn write(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    bought: &[(&Subject, i32, &Answer, Paid)],
) -> Result<usize> {
    let now = micros(env.now());
    let answers = bought.iter().map(|(subject, attempt, answer, _)| narrative_answer::Model {
        gym_id: gym.uuid(),
        content_key: subject.key.clone(),
        attempt: *attempt,
        member_id: subject.member.uuid(),
        ending: answer.ending.as_str().to_owned(),
        answer: answer.text.clone(),
        model: answer.model.clone(),
        answered_at: now,
    });
    let calls = bought.iter().map(|(subject, _, answer, paid)| narrative_call::Model {
        id: env.id::<Call>().uuid(),
        gym_id: gym.uuid(),
        plan_id: subject.plan.uuid(),
        number: subject.number,
        model: answer.model.clone(),
        accepted: matches!(judge(&subject.facts, answer), Verdict::True(_)),
        input_tokens: (paid.tokens.input + paid.tokens.kept_now) as i64,
        output_tokens: paid.tokens.output as i64,
        cached_tokens: paid.tokens.kept_before as i64,
        cost_usd: cost(&answer.model, paid.tokens, paid.asked),
        called_at: now,
    });
    let calls: Vec<narrative_call::Model> = calls.collect();
    let taken = calls.iter().filter(|call| call.accepted).count();
    store::narrative_answers::keep(txn, gym, answers.collect()).await?;
    store::narrative_calls::insert(txn, gym, calls).await?;
    Ok(taken)
}
