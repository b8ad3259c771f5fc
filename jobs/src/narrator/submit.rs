//! Buying a batch: what was answered before is taken, what the budget does not allow is left to the rules, and
//! the rest is recorded, then submitted.

use std::collections::{BTreeSet, HashMap};

use domain::ids::{BatchId, ComputationId};
use domain::narrative_cost::{Asked, cost};
use service::error::Error;
use service::ledger::{self, Failure, Work};
use service::narrate::asking::{self, ELSEWHERE};
use service::narrate::batch::{self, Entry};
use service::narrate::{self, Answer, Budget, Loaded, Subject, Told, Verdict};

use super::claude::wire::{self, BatchRequest};
use super::claude::{Fault, FaultKind};
use super::{Narrator, request};
use crate::renewal::renew;

/// Answers by key.
type Kept = HashMap<String, Vec<Answer>>;

/// What is to be done with the computations of a batch to be.
#[derive(Default)]
struct Sorted<'a> {
    /// Those with words, and those left to the rules.
    told: Vec<Told<'a>>,
    /// Those whose second try is due: never in a batch, for it names what was found.
    live: Vec<&'a Subject>,
    /// Those that another lease asks about.
    elsewhere: Vec<ComputationId>,
    /// To be asked: of the same facts, together.
    asked: Vec<Vec<&'a Subject>>,
    estimated_usd: f64,
}

impl Narrator {
    /// Buys batches until nothing is due.
    pub(super) async fn buy_batches(&self) -> Result<(), Error> {
        while let Some(work) = batch::claim(&self.env, &self.holder).await? {
            match self.prepare(&work).await {
                Ok(Some((id, request))) => {
                    // From here on only the batch's own record says what becomes of it.
                    if !self.submit(&work, id, &request).await? {
                        return Ok(());
                    }
                }
                Ok(None) => {}
                Err(error) => {
                    let failure = Failure::transient("the words could not be asked for");
                    ledger::settle(&self.env, work.lease, Some(failure)).await?;
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Records what is to be bought; `None`: nothing is.
    async fn prepare(&self, work: &Work) -> Result<Option<(BatchId, BatchRequest)>, Error> {
        let renewal = renew(self.env.clone(), work.lease);
        let loaded = narrate::load(&self.env, work).await?;
        let sorted = self.sort(work, &loaded).await?;
        let wakes = narrate::settle(&self.env, work, &sorted.told, &loaded.gone).await?;
        self.relay.wake_if_any(&wakes).await;
        batch::left_to_live(&self.env, work, &sorted.live, None).await?;
        ledger::put_off(&self.env, work.lease, &sorted.elsewhere, ELSEWHERE).await?;
        if sorted.asked.is_empty() {
            ledger::release(&self.env, work.lease).await?;
            return Ok(None);
        }
        let entries = entries(&sorted.asked);
        drop(renewal); // the lease becomes the batch's
        let recorded = batch::record(&self.env, work, &entries, sorted.estimated_usd).await?;
        Ok(recorded.map(|(id, names)| {
            let asked = sorted.asked.iter().zip(names).map(|(subjects, custom_id)| wire::Entry {
                custom_id,
                params: request::in_batch(self.claude.model(), &subjects[0].facts),
            });
            (id, BatchRequest { requests: asked.collect() })
        }))
    }

    /// Whether it was bought, so that another may be at once.
    async fn submit(
        &self,
        work: &Work,
        id: BatchId,
        request: &BatchRequest,
    ) -> Result<bool, Error> {
        if !batch::sending(&self.env, work.gym, id).await? {
            tracing::warn!(batch.id = %id, "a batch was recorded too long ago to be sent");
            return Ok(false);
        }
        match self.claude.create_batch(request).await {
            Ok(bought) => {
                tracing::info!(batch.id = %id, gym.id = %work.gym, provider.id = %bought.id, messages = request.requests.len(), "a batch of narratives is out");
                batch::submitted(&self.env, work.gym, id, &bought.id).await?;
                Ok(true)
            }
            Err(fault) => self.not_bought(work, id, fault).await.map(|()| false),
        }
    }

    async fn sort<'a>(&self, work: &Work, loaded: &'a Loaded) -> Result<Sorted<'a>, Error> {
        let (kept, taken) = self.take_all(work, &loaded.subjects).await?;
        let mut budget: Budget = narrate::budget(&self.env, &loaded.gym.row).await?;
        let mut sorted = Sorted::default();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for subject in &loaded.subjects {
            let answers = kept.get(&subject.key).map(Vec::as_slice).unwrap_or_default();
            if let Some(place) = places.get(subject.key.as_str()) {
                sorted.asked[*place].push(subject);
            } else if let Some(words) =
                answers.iter().find_map(|answer| match narrate::judge(&subject.facts, answer) {
                    Verdict::True(text) => Some((text, answer.model.clone())),
                    _ => None,
                })
            {
                sorted.told.push(Told { subject, words: Some(words) });
            } else if answers.len() == 1 {
                sorted.live.push(subject);
            } else if answers.is_empty() && !taken.contains(&subject.key) {
                sorted.elsewhere.push(subject.computation);
            } else {
                let tokens = narrate::cost::tokens(&subject.facts);
                let price = cost(self.claude.model(), tokens, Asked::InBatch);
                if !answers.is_empty() || !budget.reserve(price) {
                    sorted.told.push(Told { subject, words: None });
                    continue;
                }
                sorted.estimated_usd += price;
                places.insert(&subject.key, sorted.asked.len());
                sorted.asked.push(vec![subject]);
            }
        }
        // The lease becomes the batch's and lasts for a day: others need not wait for what is not in it.
        let unused = taken.iter().filter(|key| !places.contains_key(key.as_str()));
        let unused: Vec<String> = unused.cloned().collect();
        asking::leave(&self.env, work.gym, work.lease, &unused).await?;
        Ok(sorted)
    }

    /// What was answered before, and what may be asked about now: facts without an answer, but for those that
    /// another lease asks about.
    async fn take_all(
        &self,
        work: &Work,
        subjects: &[Subject],
    ) -> Result<(Kept, BTreeSet<String>), Error> {
        let keys: Vec<String> = subjects.iter().map(|one| one.key.clone()).collect();
        let mut kept = narrate::kept(&self.env, work.gym, &keys).await?;
        let new: BTreeSet<String> =
            keys.into_iter().filter(|key| !kept.contains_key(key)).collect();
        let taken = asking::take(&self.env, work.gym, work.lease, &new).await?;
        // Who had them before may have been answered meanwhile.
        let new: Vec<String> = new.into_iter().collect();
        kept.extend(narrate::kept(&self.env, work.gym, &new).await?);
        Ok((kept, taken))
    }

    /// The provider did not take it, or did not say whether it did: then it is searched for later.
    async fn not_bought(&self, work: &Work, id: BatchId, fault: Fault) -> Result<(), Error> {
        if fault.maybe_done {
            tracing::warn!(batch.id = %id, error = %fault, "whether a batch was taken will be seen");
            return Ok(());
        }
        // Given back first: a crash in between leaves a record to search for, and no narrative without a batch.
        if fault.kind == FaultKind::Resting {
            ledger::release(&self.env, work.lease).await?;
        } else {
            ledger::settle(&self.env, work.lease, Some(fault.failure())).await?;
        }
        batch::lose(&self.env, work.gym, id).await
    }
}

fn entries(asked: &[Vec<&Subject>]) -> Vec<Entry> {
    let entry = |message: usize, subject: &Subject| Entry {
        computation: subject.computation,
        member: subject.member,
        plan: subject.plan,
        number: subject.number,
        key: subject.key.clone(),
        message,
    };
    let of = |(message, subjects): (usize, &Vec<&Subject>)| {
        subjects.iter().map(move |subject| entry(message, subject)).collect::<Vec<_>>()
    };
    asked.iter().enumerate().flat_map(of).collect()
}
