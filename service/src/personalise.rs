//! Computes the weeks of one message and writes them: inputs by one query per kind, all cores, one
//! transaction. A member whose week can't be computed or written fails alone.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use domain::ids::{ComputationId, GymId, LeaseId, MemberId, Plan, PlanId};
use domain::personalise::Computed;
use domain::plan::{ENGINE_VERSION, TemplateRef};
use domain::vocab::{PlanStatus, ReviewPolicy, ReviewState, Trigger};
use entity::instant::micros;
use entity::{pack, plan, plan_revision, store};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::{self, NewEvent, Wakes};
use crate::facts;
use crate::inputs::{self, Ask, Inputs, MemberInputs, Revision};
use crate::ledger::{self, Failure, Work, WorkItem};
use crate::placing::{self, Placed, Release};

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
    let inputs =
        Arc::new(inputs::load(env.db.read(), work.gym, work.week, &asks, env.now()).await?);
    let (drafts, mut failures) = compute(inputs.clone(), work.items.clone()).await?;
    let mut wakes = Wakes::default();
    write_halving(env, work.lease, &inputs, drafts, &mut wakes, &mut failures).await;
    if !failures.is_empty() {
        ledger::set_aside(env, work.lease, failures).await?;
    }
    Ok(wakes)
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

/// Computes on the pool's threads; a panic is the failure of one member.
async fn compute(inputs: Arc<Inputs>, items: Vec<WorkItem>) -> Result<(Vec<Draft>, Failures)> {
    let results = tokio::task::spawn_blocking(move || {
        let at: HashMap<Uuid, usize> =
            inputs.members.iter().enumerate().map(|(index, of)| (of.member.id, index)).collect();
        items
            .par_iter()
            .map(|item| {
                let index = at.get(&item.member.uuid()).copied();
                let computed = catch_unwind(AssertUnwindSafe(|| draft(&inputs, item, index)));
                computed
                    .unwrap_or_else(|_| Err("the computation panicked".to_owned()))
                    .map_err(|why| (item.computation, why))
            })
            .collect::<Vec<_>>()
    })
    .await
    .map_err(|error| Error::internal(error, "the computing thread ended"))?;
    let (mut drafts, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(draft) => drafts.push(draft),
            Err((computation, why)) => failures.push((computation, Failure::hopeless(why))),
        }
    }
    Ok((drafts, failures))
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

/// Writes the drafts; where the write itself fails, halves them until the culprit is alone.
async fn write_halving(
    env: &Env,
    lease: LeaseId,
    inputs: &Inputs,
    drafts: Vec<Draft>,
    wakes: &mut Wakes,
    failures: &mut Failures,
) {
    let mut waiting = vec![drafts];
    while let Some(mut drafts) = waiting.pop() {
        if drafts.is_empty() {
            continue;
        }
        match write(env, lease, inputs, &drafts).await {
            Ok(written) => wakes.merge(written),
            Err(error) if drafts.len() == 1 => {
                let why = error.report();
                tracing::warn!(error = %why, "a week could not be written");
                failures.extend(
                    drafts
                        .iter()
                        .map(|draft| (draft.item.computation, Failure::transient(why.clone()))),
                );
            }
            Err(error) => {
                tracing::warn!(error = %error.report(), weeks = drafts.len(), "weeks could not be written together: halving");
                let rest = drafts.split_off(drafts.len() / 2);
                waiting.push(rest);
                waiting.push(drafts);
            }
        }
    }
}

/// One transaction: locks the plans, fences the ledger, writes revisions, plans and events.
async fn write(env: &Env, lease: LeaseId, inputs: &Inputs, drafts: &[Draft]) -> Result<Wakes> {
    let gym = GymId::from_uuid(inputs.gym.id);
    let now = env.now();
    let txn = env.db.write().await?;
    let members: Vec<MemberId> = drafts.iter().map(|draft| draft.item.member).collect();
    let plans: HashMap<Uuid, plan::Model> =
        store::plans::lock_week(&txn, gym, &members, inputs.week.monday())
            .await?
            .into_iter()
            .map(|plan| (plan.member_id, plan))
            .collect();
    let (current, moved): (Vec<&Draft>, Vec<&Draft>) = drafts.iter().partition(|draft| {
        let read = &inputs.members[draft.member];
        plans.get(&read.member.id).map(|plan| plan.version)
            == read.plan.as_ref().map(|plan| plan.version)
    });
    // A plan that moved meanwhile (an edit, a started session) is computed again from what stands now.
    ledger::again(&txn, lease, &ids(&moved), now).await?;
    let standing: HashSet<ComputationId> =
        ledger::finish(&txn, lease, &ids(&current), now).await?.into_iter().collect();
    let mut batch = Batch::default();
    for draft in current.into_iter().filter(|draft| standing.contains(&draft.item.computation)) {
        batch.add(env, inputs, draft, plans.get(&draft.item.member.uuid()));
    }
    if !batch.revisions.is_empty() {
        facts::keep(&txn, gym, inputs, now).await?;
    }
    let wake = batch.commit(txn, gym, now).await?;
    Ok(Wakes { events: wake.into_iter().collect(), work: !moved.is_empty() })
}

fn ids(drafts: &[&Draft]) -> Vec<ComputationId> {
    drafts.iter().map(|draft| draft.item.computation).collect()
}

/// The rows of one transaction.
#[derive(Default)]
struct Batch {
    plans: Vec<plan::Model>,
    revisions: Vec<plan_revision::Model>,
    lapsed: Vec<PlanId>,
    events: Vec<NewEvent>,
}

impl Batch {
    fn add(&mut self, env: &Env, inputs: &Inputs, draft: &Draft, plan: Option<&plan::Model>) {
        let read = &inputs.members[draft.member];
        if says_the_same(read, draft) {
            return;
        }
        let mut before = plan.cloned().unwrap_or_else(|| first(env, inputs, read));
        before.template_id = read.member.template_id; // another one may have been assigned since
        let release = release(inputs, read, draft);
        let placed = placing::place(before, &inputs.gym, release, env.now());
        if placed.lapsed {
            self.lapsed.push(PlanId::from_uuid(placed.plan.id));
        }
        let member = MemberId::from_uuid(placed.plan.member_id);
        let plan = PlanId::from_uuid(placed.plan.id);
        let (revision, trigger) = (placed.number, draft.item.trigger);
        self.events.extend(placed.events.iter().map(|kind| NewEvent {
            plan,
            member,
            revision,
            kind: *kind,
            trigger,
        }));
        self.revisions.push(revision_row(draft, inputs, read, &placed, env));
        self.plans.push(placed.plan);
    }

    async fn commit(
        self,
        txn: DatabaseTransaction,
        gym: GymId,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Option<events::Wake>> {
        let lapse = plan_revision::ActiveModel {
            review_state: Set(Some(ReviewState::Lapsed.to_string())),
            decided_at: Set(Some(micros(now))),
            ..Default::default()
        };
        store::plan_revisions::update_waiting(&txn, gym, &self.lapsed, lapse).await?;
        store::plans::save(&txn, gym, self.plans).await?;
        store::plan_revisions::insert(&txn, gym, self.revisions).await?;
        let wake = events::append(&txn, gym, self.events, now).await?;
        txn.commit().await?;
        Ok(wake)
    }
}

/// Whether the revision that stands says the same already. After a rejection it is written again.
fn says_the_same(read: &MemberInputs, draft: &Draft) -> bool {
    let (Some(plan), Some(base)) = (&read.plan, &read.base) else {
        return false;
    };
    let rejected = plan.pending.max(plan.published) != Some(plan.newest);
    let asked_again = rejected && !draft.item.reduce_only;
    !asked_again && base.document == draft.computed.document
}

/// The row of a plan that has no revision yet.
fn first(env: &Env, inputs: &Inputs, read: &MemberInputs) -> plan::Model {
    plan::Model {
        id: env.id::<Plan>().uuid(),
        gym_id: inputs.gym.id,
        member_id: read.member.id,
        week_of: inputs.week.monday(),
        status: PlanStatus::Rejected.to_string(),
        published: None,
        pending: None,
        newest: 0,
        version: 0,
        template_id: read.member.template_id,
        published_at: None,
        computed_at: micros(env.now()),
        created_at: micros(env.now()),
    }
}

/// Whether the new revision comes into force or waits for a coach. What takes the place of a revision
/// that no coach has seen waits in its stead.
fn release(inputs: &Inputs, read: &MemberInputs, draft: &Draft) -> Release {
    let policy = inputs.gym.review_policy.parse().unwrap_or(ReviewPolicy::All);
    let in_force = in_force(read).map(|base| &base.document);
    let unseen = read.base.is_some() && in_force.is_none() && policy != ReviewPolicy::None;
    let waits = unseen
        || domain::review::waits(
            policy,
            read.member.joined_on,
            in_force.or(read.previous.as_ref()),
            &draft.computed.document,
            inputs.gym.large_change_percent,
        );
    match (waits, inputs.gym.release_reductions_at_once && only_reduces(read, draft)) {
        (false, _) => Release::AtOnce,
        (true, true) => Release::AtOnceAndWaits,
        (true, false) => Release::Waits,
    }
}

/// The revision that was computed again, where it is the one in force.
fn in_force(read: &MemberInputs) -> Option<&Revision> {
    let published = read.plan.as_ref()?.published?;
    read.base.as_ref().filter(|base| base.number == published)
}

/// Whether the revision lowers what is in force and does nothing else: sessions that are drawn again,
/// for new goals or another version of the template, may ask for more.
fn only_reduces(read: &MemberInputs, draft: &Draft) -> bool {
    let Some(base) = in_force(read) else {
        return false;
    };
    let same_version = base.document.template == draft.computed.document.template;
    draft.item.reduce_only && !redraws(draft.item.trigger) && same_version
}

fn revision_row(
    draft: &Draft,
    inputs: &Inputs,
    read: &MemberInputs,
    placed: &Placed,
    env: &Env,
) -> plan_revision::Model {
    let now = micros(env.now());
    plan_revision::Model {
        plan_id: placed.plan.id,
        number: placed.number,
        gym_id: placed.plan.gym_id,
        member_id: placed.plan.member_id,
        author: "ENGINE".to_owned(),
        coach_id: None,
        trigger: draft.item.trigger.to_string(),
        reason: serde_json::json!({ "trigger": draft.item.trigger }).to_string(),
        engine_version: ENGINE_VERSION.to_owned(),
        input_digest: draft.digest.to_vec(),
        facts_digest: Some(inputs.facts_digest.to_vec()),
        as_of_at: micros(draft.computed.signals.as_of),
        document: draft.packed.clone(),
        signals: draft.signals.clone(),
        computation_id: Some(draft.item.computation.uuid()),
        base: read.base.as_ref().map(|base| base.number),
        created_at: now,
        published_at: placed.published_at,
        review_state: placed.review.map(|state| state.to_string()),
        review_coach_id: None,
        review_note: None,
        waiting_since_at: placed.review.map(|_| now),
        decided_at: None,
        auto_release_at: placed.auto_release_at,
        erased_at: None,
    }
}

/// Whether a trigger may draw other sessions than the plan has (`engine.md` B7).
pub fn redraws(trigger: Trigger) -> bool {
    matches!(trigger, Trigger::Template | Trigger::Goals)
}
