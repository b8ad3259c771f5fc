//! A model's answer: kept the moment it is paid for, and judged by what the plan says.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::ids::{CallId, GymId, MemberId, PlanId};
use domain::narrative::{Finding, NarrativeAnswer, NarrativeFacts, Text, verify};
use domain::narrative_cost::{Asked, Tokens, cost};
use entity::instant::micros;
use entity::{narrative_answer, narrative_call, store};
use uuid::Uuid;

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

/// One call of a model, paid for.
pub(super) struct Bought<'a> {
    /// The same however often it is written.
    pub(super) call: CallId,
    /// The revision that it was for.
    pub(super) revision: (PlanId, i32),
    /// What was asked, and which try it was; `None` where nothing is known of that any more: the call costs, and
    /// its answer is not kept.
    pub(super) about: Option<(&'a Subject, i32)>,
    pub(super) answer: &'a Answer,
    pub(super) paid: Paid,
}

impl Bought<'_> {
    /// Whether it may be shown. One that nobody can judge counts as no rejection.
    fn accepted(&self) -> bool {
        self.about.is_none_or(|(subject, _)| {
            matches!(judge(&subject.facts, self.answer), Verdict::True(_))
        })
    }

    fn kept(&self, gym: GymId, now: i64) -> Option<narrative_answer::Model> {
        let (subject, attempt) = self.about?;
        Some(narrative_answer::Model {
            gym_id: gym.uuid(),
            content_key: subject.key.clone(),
            attempt,
            member_id: subject.member.uuid(),
            ending: self.answer.ending.as_str().to_owned(),
            answer: self.answer.text.clone(),
            model: self.answer.model.clone(),
            answered_at: now,
        })
    }

    fn booked(&self, gym: GymId, now: i64) -> narrative_call::Model {
        let tokens = self.paid.tokens;
        narrative_call::Model {
            id: self.call.uuid(),
            gym_id: gym.uuid(),
            plan_id: self.revision.0.uuid(),
            number: self.revision.1,
            model: self.answer.model.clone(),
            accepted: self.accepted(),
            input_tokens: (tokens.input + tokens.kept_now) as i64,
            output_tokens: tokens.output as i64,
            cached_tokens: tokens.kept_before as i64,
            cost_usd: cost(&self.answer.model, tokens, self.paid.asked),
            called_at: now,
        }
    }
}

/// Keeps an answer and what it cost, before anything is done with it. `call` is drawn once: whoever tries again
/// because nobody knows whether the first try was committed keeps it once.
pub async fn keep(
    env: &Env,
    gym: GymId,
    call: CallId,
    subject: &Subject,
    attempt: i32,
    answer: &Answer,
    paid: Paid,
) -> Result<()> {
    let revision = (subject.plan, subject.number);
    let about = Some((subject, attempt));
    keep_all(env, gym, &[Bought { call, revision, about, answer, paid }]).await
}

/// The same of many. Of a member who was erased meanwhile only the cost is kept.
pub(super) async fn keep_all(env: &Env, gym: GymId, bought: &[Bought<'_>]) -> Result<()> {
    let now = micros(env.now());
    let members: Vec<MemberId> =
        bought.iter().filter_map(|one| Some(one.about?.0.member)).collect();
    let ids: Vec<CallId> = bought.iter().map(|one| one.call).collect();
    let txn = env.db.write().await?;
    // Locked, so that an erasure is over, or comes after and finds what is kept here.
    let there = store::members::lock(&txn, gym, &members).await?;
    let known: HashSet<Uuid> =
        store::narrative_calls::known(&txn, gym, &ids).await?.into_iter().collect();
    let mut answers: Vec<_> = bought.iter().filter_map(|one| one.kept(gym, now)).collect();
    answers.retain(|row| there.iter().any(|member| member.id == row.member_id));
    let new: Vec<&Bought<'_>> =
        bought.iter().filter(|one| !known.contains(&one.call.uuid())).collect();
    let calls: Vec<narrative_call::Model> = new.iter().map(|one| one.booked(gym, now)).collect();
    let rejected = calls.iter().filter(|call| !call.accepted).count();
    store::narrative_answers::keep(&txn, gym, answers).await?;
    store::narrative_calls::insert(&txn, gym, calls).await?;
    txn.commit().await?;
    for one in new {
        env.meters.narratives.book(meters::Tokens {
            input: one.paid.tokens.input,
            output: one.paid.tokens.output,
            cached: one.paid.tokens.kept_before,
            cache_written: one.paid.tokens.kept_now,
        });
    }
    for _ in 0..rejected {
        env.meters.narratives.count("rejected");
    }
    Ok(())
}
