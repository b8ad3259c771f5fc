//! One week's words: asked for, kept, judged, and asked for once more where they were not true.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::ids::{Call, GymId};
use domain::narrative::Text;
use domain::narrative_cost::{Asked, Tokens, cost};
use service::error::Error;
use service::ledger::Work;
use service::narrate::asking;
use service::narrate::{self, ATTEMPTS, Answer, Budget, Ending, Paid, Subject, Verdict};

use super::claude::Fault;
use super::claude::wire::{self, Message};
use super::{Narrator, request};

/// Pauses between tries to keep what was paid for, where the database is away. House choice: as long as a
/// restart of it takes.
const KEEP_PAUSES: [Duration; 6] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(16),
];

/// Why no words came.
pub(super) enum Trouble {
    /// The provider's.
    Claude(Fault),
    /// The database's.
    Database(Error),
    /// No fault: another asks about the same facts, and its answer will do.
    Elsewhere,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Claude(fault)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

impl Narrator {
    /// True words for a week and the model that wrote them; `None`: the rules' words stand, because two answers
    /// were not true, or the gym's budget is spent. What was answered before is not asked again.
    pub(super) async fn ask(
        &self,
        work: &Work,
        subject: &Subject,
        budget: &Mutex<Budget>,
    ) -> Result<Option<(Text, String)>, Trouble> {
        // Those of one lease wait for each other here; those of others are seen by `take_one`.
        let lock = self.only_one(&subject.key);
        let _first = lock.lock().await;
        let words = self.words(work, subject, budget).await;
        if !matches!(words, Ok(Some(_)) | Err(Trouble::Elsewhere)) {
            let keys = [subject.key.clone()];
            if let Err(error) = asking::leave(&self.env, work.gym, work.lease, &keys).await {
                tracing::debug!(error = %error.report(), "others may ask once the lease has ended");
            }
        }
        words
    }

    async fn words(
        &self,
        work: &Work,
        subject: &Subject,
        budget: &Mutex<Budget>,
    ) -> Result<Option<(Text, String)>, Trouble> {
        let gym = work.gym;
        let mut kept = self.kept(gym, subject).await?;
        let (mut taken, mut before) = (false, None);
        for (place, attempt) in (1..=ATTEMPTS).enumerate() {
            if kept.len() <= place && !taken {
                self.take_one(work, subject).await?;
                taken = true;
                // Who had it before may have been answered meanwhile.
                kept = self.kept(gym, subject).await?;
            }
            let answer = match kept.get(place) {
                Some(answer) => answer.clone(),
                None => match self.buy(gym, subject, attempt, before.as_ref(), budget).await? {
                    Some(answer) => answer,
                    None => return Ok(None),
                },
            };
            match narrate::judge(&subject.facts, &answer) {
                Verdict::True(text) => return Ok(Some((text, answer.model))),
                other => before = Some(other),
            }
        }
        tracing::info!(plan.id = %subject.plan, revision = subject.number, "the rules' words stand");
        Ok(None)
    }

    /// Answers that were paid for, the first one first.
    async fn kept(&self, gym: GymId, subject: &Subject) -> Result<Vec<Answer>, Error> {
        let keys = [subject.key.clone()];
        Ok(narrate::kept(&self.env, gym, &keys).await?.remove(&subject.key).unwrap_or_default())
    }

    /// Nobody else asks about the same facts from now on.
    async fn take_one(&self, work: &Work, subject: &Subject) -> Result<(), Trouble> {
        let keys = BTreeSet::from([subject.key.clone()]);
        let taken = asking::take(&self.env, work.gym, work.lease, &keys).await?;
        if taken.is_empty() { Err(Trouble::Elsewhere) } else { Ok(()) }
    }

    /// Asks Claude, and keeps the answer before anything else; `None` where the budget is spent.
    async fn buy(
        &self,
        gym: GymId,
        subject: &Subject,
        attempt: i32,
        before: Option<&Verdict>,
        budget: &Mutex<Budget>,
    ) -> Result<Option<Answer>, Trouble> {
        let model = self.claude.model();
        let estimate = cost(model, narrate::cost::tokens(&subject.facts), Asked::Alone);
        if !with(budget, |budget| budget.reserve(estimate)) {
            return Ok(None);
        }
        let request = request::alone(model, &subject.facts, before);
        let answered = self.claude.message(&request).await;
        let answered = answered.map(|message| bought(message, Asked::Alone));
        let spent = answered
            .as_ref()
            .map_or(0.0, |(answer, paid)| cost(&answer.model, paid.tokens, paid.asked));
        with(budget, |budget| budget.correct(spent - estimate));
        let (answer, paid) = answered?;
        self.keep(gym, subject, attempt, &answer, paid).await?;
        Ok(Some(answer))
    }

    async fn keep(
        &self,
        gym: GymId,
        subject: &Subject,
        attempt: i32,
        answer: &Answer,
        paid: Paid,
    ) -> Result<(), Error> {
        let call = self.env.id::<Call>();
        let mut pauses = KEEP_PAUSES.iter();
        loop {
            let kept = narrate::keep(&self.env, gym, call, subject, attempt, answer, paid).await;
            let Err(error) = kept else { return Ok(()) };
            match pauses.next().filter(|_| error.passes() || error.collides()) {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return Err(error),
            }
        }
    }
}

fn with<T>(budget: &Mutex<Budget>, ask: impl FnOnce(&mut Budget) -> T) -> T {
    ask(&mut budget.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A message as an answer, with what it took.
pub fn bought(message: Message, asked: Asked) -> (Answer, Paid) {
    let usage = message.usage;
    let tokens = Tokens {
        input: usage.input_tokens,
        kept_now: usage.cache_written(),
        kept_before: usage.cache_read(),
        output: usage.output_tokens,
    };
    let ending = match message.ending() {
        wire::Ending::Whole(_) => Ending::Whole,
        wire::Ending::Refused => Ending::Refused,
        wire::Ending::CutOff => Ending::CutOff,
        wire::Ending::Strange => Ending::Strange,
    };
    let answer = Answer { ending, text: message.text(), model: message.model };
    (answer, Paid { tokens, asked })
}
