//! Computes the weeks of one message and writes them: inputs by one query per kind, all cores, one
//! transaction. A member whose week can't be computed or written fails alone.

mod batch;
mod coached;
mod verdict;
mod write;

use std::collections::HashMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::ids::ComputationId;
use domain::personalise::Computed;
use domain::plan::{ENGINE_VERSION, TemplateRef};
use domain::vocab::Trigger;
use entity::pack;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use tracing::{Instrument as _, Span, info_span};
use uuid::Uuid;

use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::Wakes;
use crate::inputs::{self, Ask, Inputs, Read};
use crate::ledger::{self, Failure, Work, WorkItem};
use crate::meters::{Step, Stopwatch};
use crate::sessions;
use write::write_halving;

/// Computes what a lease holds and writes it. What fails is set aside with its reason; the rest commits.
pub async fn run(env: &Env, work: &Work) -> Result<Wakes> {
    let asks: Vec<Ask> = work
        .items
        .iter()
        .map(|item| Ask {
            member: item.member,
            trigger: item.trigger,
            reduce_only: item.reduce_only,
        })
        .collect();
    let load = read(env, work, &asks);
    let read = timed(env, Step::Load, load.instrument(info_span!("load"))).await?;
    let compute = compute(read, work.items.clone());
    let (inputs, drafts, mut failures) =
        timed(env, Step::Compute, compute.instrument(info_span!("compute"))).await?;
    let write = write_halving(env, work, &inputs, drafts);
    let (wakes, unwritten) = timed(env, Step::Write, write.instrument(info_span!("write"))).await;
    failures.extend(unwritten);
    if !failures.is_empty()
        && let Err(error) = ledger::set_aside(env, work.lease, failures).await
    {
        // What the lease still holds is taken back when it ends; what was written must be told.
        tracing::warn!(lease = %work.lease, error = %error.report(), "failures could not be recorded");
    }
    Ok(wakes)
}

/// What the weeks are computed from, every session digested by the gym's rule of now.
async fn read(env: &Env, work: &Work, asks: &[Ask]) -> Result<Read> {
    let read = || inputs::read(env.db.read(), work.gym, work.week, asks, env.now());
    let first = read().await?;
    if first.outdated.is_empty() {
        return Ok(first);
    }
    sessions::make_anew(env, work.gym, &first.facts, &first.outdated).await?;
    read().await
}

async fn timed<T>(env: &Env, step: Step, doing: impl Future<Output = T>) -> T {
    let watch = Stopwatch::start();
    let done = doing.await;
    env.meters.stage(step, watch.elapsed());
    done
}

/// A week that is computed and not yet written.
struct Draft {
    item: WorkItem,
    /// Index into the inputs.
    member: usize,
    computed: Computed,
    packed: Vec<u8>,
    signals: Vec<u8>,
    digest: [u8; 32],
}

type Failures = Vec<(ComputationId, Failure)>;

/// Computes on the pool's threads.
async fn compute(read: Read, items: Vec<WorkItem>) -> Result<(Inputs, Vec<Draft>, Failures)> {
    let span = Span::current();
    let computed = tokio::task::spawn_blocking(move || {
        let _within = span.enter();
        let inputs = read.inputs();
        let at: HashMap<Uuid, usize> =
            inputs.members.iter().enumerate().map(|(index, of)| (of.member.id, index)).collect();
        let (drafts, failures) =
            each(&items, |item| draft(&inputs, item, at.get(&item.member.uuid()).copied()));
        (inputs, drafts, failures)
    });
    computed.await.map_err(|error| Error::internal(error, "the computing thread ended"))
}

/// Does one thing for each computation, on all cores. An error, or a panic, is that one's alone.
fn each<T: Send>(
    items: &[WorkItem],
    one: impl Fn(&WorkItem) -> std::result::Result<T, String> + Sync,
) -> (Vec<T>, Failures) {
    let span = Span::current();
    let results: Vec<_> = items
        .par_iter()
        .map(|item| {
            let done = catch_unwind(AssertUnwindSafe(|| one(item)));
            done.unwrap_or_else(|_| Err(broke_off(&span, item)))
                .map_err(|why| (item.computation, Failure::hopeless(why)))
        })
        .collect();
    let (mut done, mut failures) = (Vec::with_capacity(items.len()), Failures::new());
    for result in results {
        match result {
            Ok(one) => done.push(one),
            Err(failure) => failures.push(failure),
        }
    }
    (done, failures)
}

/// Said on a thread of the pool, within the job that it works for.
fn broke_off(job: &Span, item: &WorkItem) -> String {
    let id = item.computation;
    job.in_scope(|| tracing::error!(computation.id = %id, "a computation broke off"));
    "the computation broke off; this is a defect".to_owned()
}

fn draft(
    inputs: &Inputs,
    item: &WorkItem,
    index: Option<usize>,
) -> std::result::Result<Draft, String> {
    let index = index.ok_or("the member no longer exists")?;
    let snapshot = inputs.snapshot(&inputs.members[index])?;
    let computed = domain::personalise::compute(&snapshot);
    let packed = pack::pack(&computed.document);
    let signals = serde_json::to_vec(&computed.signals).map_err(|error| error.to_string())?;
    let cited = &computed.document.template;
    let digest = input_digest(&signals, cited, &inputs.facts_digest, ENGINE_VERSION);
    let signals = pack::compress(&signals);
    Ok(Draft { item: item.clone(), member: index, computed, packed, signals, digest })
}

/// Digest of all that the plan was computed from: the signals and the versions they cite.
///
/// `signals_json`: the signals as they are stored, before compression.
pub fn input_digest(
    signals_json: &[u8],
    template: &TemplateRef,
    facts_digest: &[u8],
    engine: &str,
) -> [u8; 32] {
    let version = template.version.to_string();
    let cited = [template.id.as_bytes(), version.as_bytes(), facts_digest, engine.as_bytes()];
    let mut parts: Vec<u8> = pack::digest(signals_json).into();
    parts.extend(cited.iter().flat_map(|part| pack::digest(part)));
    pack::digest(&parts)
}

/// Whether a trigger may draw other sessions than the plan has (`engine.md` B7).
pub fn redraws(trigger: Trigger) -> bool {
    matches!(trigger, Trigger::Template | Trigger::Goals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::MemberId;
    use uuid::Uuid;

    fn item(number: u128) -> WorkItem {
        WorkItem {
            computation: ComputationId::from_uuid(Uuid::from_u128(number)),
            member: MemberId::from_uuid(Uuid::from_u128(number)),
            trigger: Trigger::Weekly,
            reduce_only: false,
            run: None,
            note: None,
            plan_number: None,
            attempt: 1,
        }
    }

    #[test]
    fn a_member_whose_computation_panics_fails_alone() {
        let items: Vec<WorkItem> = (0..256).map(item).collect();

        let (done, failures) = each(&items, |item| {
            assert!(item.computation != items[7].computation, "a defect");
            if item.computation == items[9].computation {
                return Err("no programme".to_owned());
            }
            Ok(item.computation)
        });

        assert_eq!(done.len(), 254);
        let (of, failure) = &failures[0];
        assert_eq!((failures.len(), *of), (2, items[7].computation));
        assert_eq!(failure.kind, ledger::FailureKind::Hopeless);
        assert_eq!(failures[1].1.message, "no programme");
    }
}
