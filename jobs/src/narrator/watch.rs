//! Batches that are out: looked at, searched for where nobody knows whether they are, and read when they end.

use chrono::{DateTime, Duration, Utc};
use domain::ids::{BatchId, GymId, LeaseId};
use domain::narrative_cost::Asked;
use entity::instant::instant;
use entity::{narrative_batch, store};
use service::error::Error;
use service::ledger;
use service::narrate::batch::{self, Heard, OUT, Open};
use service::narrate::{self, Subject, Told, Verdict};

use super::Narrator;
use super::asking::bought;
use super::claude::Fault;
use super::claude::wire::{Line, LineResult, Processing};

/// Lines that are written together.
const TOGETHER: usize = 200;
/// How far the provider's clock may be behind ours. House choice.
const SKEW: Duration = Duration::minutes(5);
/// Said where the results have no line for a message.
const NO_LINE: &str = "its batch had no answer for it";

/// Whether the provider has a batch.
enum Found {
    Here(String),
    /// One that is not done yet may be it.
    Perhaps,
    Nowhere,
}

impl Narrator {
    /// Looks at each batch whose turn it is.
    pub(super) async fn look_at_batches(&self) -> Result<(), Error> {
        for row in batch::looks(&self.env).await? {
            if !batch::take(&self.env, &row).await? {
                continue;
            }
            let looked = match (&row.provider_id, row.state.as_str()) {
                (Some(provider_id), OUT) => self.look(&row, provider_id).await,
                _ => self.search(&row).await,
            };
            looked?;
        }
        Ok(())
    }

    async fn look(&self, row: &narrative_batch::Model, provider_id: &str) -> Result<(), Error> {
        match self.claude.batch(provider_id).await {
            Ok(batch) if batch.processing_status == Processing::Ended => {
                self.read(row, provider_id).await
            }
            Ok(_) => Ok(()),
            Err(fault) => self.unseen(row, provider_id, &fault).await,
        }
    }

    /// A batch that was deleted there brings nothing: its narratives are asked for alone. Of any other fault, a
    /// refused key among them, the batch knows nothing and brings what was paid for later.
    async fn unseen(
        &self,
        row: &narrative_batch::Model,
        provider_id: &str,
        fault: &Fault,
    ) -> Result<(), Error> {
        if !fault.is_gone() {
            return later(row, fault);
        }
        tracing::warn!(provider.id = provider_id, error = %fault, "a batch is gone");
        let open = batch::open(&self.env, row).await?;
        self.finish(&open, row).await
    }

    /// Reads the results. What was read before is read again to no effect.
    async fn read(&self, row: &narrative_batch::Model, provider_id: &str) -> Result<(), Error> {
        let open = batch::open(&self.env, row).await?;
        let mut results = match self.claude.results(provider_id).await {
            Ok(results) => results,
            Err(fault) => return self.unseen(row, provider_id, &fault).await,
        };
        let mut lines = Vec::with_capacity(TOGETHER);
        loop {
            let next = match results.next().await {
                Ok(next) => next,
                Err(fault) => return later(row, &fault),
            };
            let ended = next.is_none();
            lines.extend(next);
            if lines.len() >= TOGETHER || ended {
                self.take_lines(&open, std::mem::take(&mut lines)).await?;
            }
            if ended {
                break;
            }
        }
        self.finish(&open, row).await
    }

    /// Keeps what was paid for, then tells it.
    async fn take_lines(&self, open: &Open, lines: Vec<Line>) -> Result<(), Error> {
        let mut heard: Vec<Heard> = Vec::new();
        let mut failed: Vec<(&'static str, Vec<&Subject>)> = Vec::new();
        for line in lines {
            if let Some(why) = line.result.failure() {
                failed.push((why, open.about(&line.custom_id).iter().collect()));
            }
            if let LineResult::Succeeded { message } = line.result {
                let (answer, paid) = bought(*message, Asked::InBatch);
                heard.push(Heard { name: line.custom_id, answer, paid });
            }
        }
        batch::keep(&self.env, open, &heard).await?;
        let (mut told, mut live) = (Vec::new(), Vec::new());
        for one in &heard {
            for subject in open.about(&one.name) {
                match narrate::judge(&subject.facts, &one.answer) {
                    Verdict::True(text) => {
                        let words = Some((text, one.answer.model.clone()));
                        told.push(Told { subject, words });
                    }
                    // The second try names what was found, and is asked alone.
                    _ => live.push(subject),
                }
            }
        }
        let wakes = narrate::settle(&self.env, &open.work, &told, &[]).await?;
        self.relay.wake_if_any(&wakes).await;
        batch::left_to_live(&self.env, &open.work, &live, None).await?;
        for (why, subjects) in failed {
            batch::left_to_live(&self.env, &open.work, &subjects, Some(why)).await?;
        }
        Ok(())
    }

    /// Ends a batch: what it left is asked for alone.
    async fn finish(&self, open: &Open, row: &narrative_batch::Model) -> Result<(), Error> {
        let left = batch::give_up(&self.env, &open.work, NO_LINE).await?;
        batch::end(&self.env, open.gym, open.id).await?;
        tracing::info!(batch.id = %open.id, gym.id = %open.gym, messages = row.requests, left, "a batch of narratives is read");
        Ok(())
    }

    /// A batch of which nobody knows whether it was taken.
    async fn search(&self, row: &narrative_batch::Model) -> Result<(), Error> {
        let (id, gym) = (BatchId::from_uuid(row.id), GymId::from_uuid(row.gym_id));
        let found = match self.find(row, &batch::marker(id)).await {
            Ok(found) => found?,
            Err(fault) => return later(row, &fault),
        };
        match found {
            Found::Here(provider_id) => {
                tracing::info!(batch.id = %id, provider.id = %provider_id, "a batch was taken after all");
                batch::submitted(&self.env, gym, id, &provider_id).await?;
                self.look(row, &provider_id).await
            }
            Found::Perhaps => Ok(()),
            Found::Nowhere => {
                tracing::info!(batch.id = %id, "a batch was never taken: its narratives wait again");
                // In this order: a crash in between leaves a record that is searched for once more.
                ledger::release(&self.env, LeaseId::from_uuid(row.lease_id)).await?;
                batch::lose(&self.env, gym, id).await
            }
        }
    }

    /// Looks through the provider's list for a batch as large, created since ours was recorded and known to none
    /// of us; its messages' names prove it.
    async fn find(
        &self,
        row: &narrative_batch::Model,
        marker: &str,
    ) -> Result<Result<Found, Error>, Fault> {
        let since = instant(row.recorded_at) - SKEW;
        let (mut perhaps, mut after) = (false, None);
        loop {
            let page = self.claude.batches(after.as_deref()).await?;
            let names: Vec<String> = page.data.iter().map(|batch| batch.id.clone()).collect();
            let known = store::narrative_batches::known(self.env.db.read(), &names).await;
            let known = match known {
                Ok(known) => known,
                Err(error) => return Ok(Err(error.into())),
            };
            for batch in &page.data {
                if created(&batch.created_at).is_some_and(|created| created < since) {
                    return Ok(Ok(if perhaps { Found::Perhaps } else { Found::Nowhere }));
                }
                let as_large =
                    batch.request_counts.total() == u64::from(row.requests.unsigned_abs());
                if !as_large || known.contains(&batch.id) {
                    continue;
                }
                if batch.processing_status != Processing::Ended {
                    perhaps = true;
                } else if self.is_named(&batch.id, marker).await? {
                    return Ok(Ok(Found::Here(batch.id.clone())));
                }
            }
            match page.last_id.filter(|_| page.has_more) {
                Some(last) => after = Some(last),
                None => return Ok(Ok(if perhaps { Found::Perhaps } else { Found::Nowhere })),
            }
        }
    }

    async fn is_named(&self, provider_id: &str, marker: &str) -> Result<bool, Fault> {
        let first = self.claude.results(provider_id).await?.next().await?;
        Ok(first.is_some_and(|line| line.custom_id.starts_with(marker)))
    }
}

fn created(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc))
}

/// The next look tries again.
#[expect(clippy::unnecessary_wraps, reason = "reads as the other outcomes")]
fn later(row: &narrative_batch::Model, fault: &Fault) -> Result<(), Error> {
    tracing::warn!(batch.id = %BatchId::from_uuid(row.id), error = %fault, "a batch could not be looked at");
    Ok(())
}
