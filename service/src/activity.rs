//! How the engine has worked across all members of a gym: figures over the weeks of a period.
//!
//! Everything is counted over one set, the plans whose Monday lies in the period, so that the figures add
//! up: the statuses sum to the plans, and so do the narratives.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{GymId, MemberId, PlanId};
use domain::plan::{PlanDocument, WeekAdjustment};
use domain::vocab::{NarrativeSource, PlanStatus, ReviewState, RevisionAuthor, Trigger};
use entity::store::documents::Which;
use entity::store::plan_revisions::Head;
use entity::{narrative_call, pack, plan, store};
use uuid::Uuid;

use crate::env::Env;
use crate::error::Result;
use crate::review::act::Act;

/// Plans whose revisions are in memory at once.
const AT_ONCE: usize = 500;
/// Microseconds of a minute.
const MINUTE: f64 = 60_000_000.0;

/// The figures of a period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Activity {
    /// Plans whose Monday lies in the period.
    pub plans: usize,
    /// Them by where they stand now; what none has is not listed.
    pub by_status: BTreeMap<PlanStatus, usize>,
    /// Their revisions by the engine beyond the first, by cause.
    pub recomputations: BTreeMap<Trigger, usize>,
    /// Active members without any of the plans.
    pub members_without_plan: usize,
    /// Plans whose week, as it is shown, is a conservative one.
    pub conservative_weeks: usize,
    /// Mean load factor of the weeks as they are shown; `None` without any.
    pub mean_load_multiplier: Option<f64>,
    /// Median minutes that revisions waited until a coach decided; `None` without any.
    pub median_review_minutes: Option<f64>,
    /// Share of the plans that a coach has edited, 0 to 1; `None` without any plan.
    pub coach_edit_rate: Option<f64>,
    /// The texts of the weeks as they are shown, and what models have cost for the plans.
    pub narratives: Narratives,
    /// Computations for the plans' weeks that gave up.
    pub failures: u64,
}

/// What became of narratives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Narratives {
    /// Written by a model.
    pub claude: usize,
    /// Written by rules.
    pub rules: usize,
    /// Answers of a model that verification rejected.
    pub rejected_by_verification: usize,
    /// Tokens read, those the provider had kept apart.
    pub input_tokens: i64,
    /// Tokens written.
    pub output_tokens: i64,
    /// Tokens read that the provider had kept.
    pub cached_tokens: i64,
    /// US dollars.
    pub estimated_cost_usd: f64,
}

/// The figures of the plans whose Monday lies in the period, both ends included.
pub async fn activity(
    env: &Env,
    actor: &Actor,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Activity> {
    authorize(actor, Action::ReadActivity, &Subject::gym(actor.gym))?;
    let (db, gym) = (env.db.read(), actor.gym);
    let plans = store::plans::of_weeks(db, gym, from, to).await?;
    let mut tally = Tally::default();
    for some in plans.chunks(AT_ONCE) {
        tally.read(env, gym, some).await?;
    }
    let planned: BTreeSet<MemberId> =
        plans.iter().map(|plan| MemberId::from_uuid(plan.member_id)).collect();
    let active = store::members::active_ids(db, gym).await?;
    let failures = store::computations::failed_in_weeks(db, gym, from, to).await?;
    let without = active.iter().filter(|member| !planned.contains(member)).count();
    tally.end(&plans, without, failures)
}

/// What is counted so far.
#[derive(Default)]
struct Tally {
    recomputations: BTreeMap<Trigger, usize>,
    conservative_weeks: usize,
    multipliers: Vec<f64>,
    review_minutes: Vec<f64>,
    edited: usize,
    narratives: Narratives,
}

impl Tally {
    async fn read(&mut self, env: &Env, gym: GymId, plans: &[plan::Model]) -> Result<()> {
        let db = env.db.read();
        let ids: Vec<PlanId> = plans.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
        let heads = store::plan_revisions::heads(db, gym, &ids).await?;
        self.revisions(&heads)?;
        self.edits(&store::plan_revisions::reasons_of_coaches(db, gym, &ids).await?)?;
        let shown: Vec<(PlanId, i32)> = plans.iter().filter_map(shown).collect();
        let written: HashMap<(Uuid, i32), String> = store::narratives::by_keys(db, gym, &shown)
            .await?
            .into_iter()
            .map(|row| ((row.plan_id, row.number), row.source))
            .collect();
        for (plan, number) in &shown {
            let source = written.get(&(plan.uuid(), *number)).map(String::as_str);
            self.text(source);
        }
        for call in store::narrative_calls::of_plans(db, gym, &ids).await? {
            self.call(&call);
        }
        for adjustment in adjustments(env, gym, plans).await? {
            self.conservative_weeks += usize::from(adjustment.conservative);
            self.multipliers.push(adjustment.load_multiplier);
        }
        Ok(())
    }

    fn revisions(&mut self, heads: &[Head]) -> Result<()> {
        for head in heads {
            let by_coach = head.author == RevisionAuthor::Coach.as_str();
            if !by_coach && head.number > 1 {
                let trigger: Trigger = head.trigger.parse().map_err(anyhow::Error::from)?;
                *self.recomputations.entry(trigger).or_default() += 1;
            }
            let decided = [ReviewState::Approved, ReviewState::Rejected]
                .iter()
                .any(|state| head.review_state.as_deref() == Some(state.as_str()));
            if let (true, Some(since), Some(at)) = (decided, head.waiting_since_at, head.decided_at)
            {
                self.review_minutes.push((at - since) as f64 / MINUTE);
            }
        }
        Ok(())
    }

    /// Counts the plans that were edited. A reduction taken back is the coach's revision too, and no edit.
    fn edits(&mut self, reasons: &[(Uuid, i32, String)]) -> Result<()> {
        let mut edited: BTreeSet<Uuid> = BTreeSet::new();
        for (plan, _, reason) in reasons {
            let act = Act::in_reason(reason).map_err(anyhow::Error::from)?;
            if !matches!(act, Some(Act::PutBack(_))) {
                edited.insert(*plan);
            }
        }
        self.edited += edited.len();
        Ok(())
    }

    /// A revision without a text of its own has the rules'; a coach's words are nobody else's.
    fn text(&mut self, source: Option<&str>) {
        match source.map_or(Ok(NarrativeSource::Rules), str::parse) {
            Ok(NarrativeSource::Claude) => self.narratives.claude += 1,
            Ok(NarrativeSource::Rules) => self.narratives.rules += 1,
            Ok(NarrativeSource::Coach) | Err(_) => {}
        }
    }

    fn call(&mut self, call: &narrative_call::Model) {
        let sums = &mut self.narratives;
        sums.rejected_by_verification += usize::from(!call.accepted);
        sums.input_tokens += call.input_tokens;
        sums.output_tokens += call.output_tokens;
        sums.cached_tokens += call.cached_tokens;
        sums.estimated_cost_usd += call.cost_usd;
    }

    fn end(mut self, plans: &[plan::Model], without: usize, failures: u64) -> Result<Activity> {
        let mut by_status: BTreeMap<PlanStatus, usize> = BTreeMap::new();
        for plan in plans {
            *by_status.entry(plan.status.parse().map_err(anyhow::Error::from)?).or_default() += 1;
        }
        let count = |count: usize| count as f64;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / count(values.len());
        Ok(Activity {
            plans: plans.len(),
            by_status,
            recomputations: self.recomputations,
            members_without_plan: without,
            conservative_weeks: self.conservative_weeks,
            mean_load_multiplier: (!self.multipliers.is_empty()).then(|| mean(&self.multipliers)),
            median_review_minutes: median(&mut self.review_minutes),
            coach_edit_rate: (!plans.is_empty()).then(|| count(self.edited) / count(plans.len())),
            narratives: self.narratives,
            failures,
        })
    }
}

/// The revision that staff see of a plan: the one in force, else the newest.
fn shown(plan: &plan::Model) -> Option<(PlanId, i32)> {
    let number = plan.published.unwrap_or(plan.newest);
    (number > 0).then(|| (PlanId::from_uuid(plan.id), number))
}

/// What moved the weeks as they are shown; one that was erased is left out.
async fn adjustments(env: &Env, gym: GymId, plans: &[plan::Model]) -> Result<Vec<WeekAdjustment>> {
    let db = env.db.read();
    let (published, others): (Vec<&plan::Model>, Vec<&plan::Model>) =
        plans.iter().partition(|plan| plan.published.is_some());
    let ids = |plans: &[&plan::Model]| -> Vec<PlanId> {
        plans.iter().map(|plan| PlanId::from_uuid(plan.id)).collect()
    };
    let mut rows = store::documents::of_plans(db, gym, &ids(&published), Which::Published).await?;
    rows.extend(store::documents::of_plans(db, gym, &ids(&others), Which::Newest).await?);
    // Unpacking is work for a thread of its own: requests wait for nothing here.
    let read = tokio::task::spawn_blocking(move || {
        let documents = rows.into_iter().filter(|row| !row.document.is_empty());
        let read = documents.map(|row| Ok(pack::unpack::<PlanDocument>(&row.document)?.adjustment));
        read.collect::<anyhow::Result<Vec<_>>>()
    });
    Ok(read.await.map_err(anyhow::Error::from)??)
}

/// The middle value, or the mean of the two in the middle.
fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_reviews_took_no_longer_than_the_median() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [30.0, 5.0, 10.0]), Some(10.0));
        assert_eq!(median(&mut [40.0, 5.0, 10.0, 20.0]), Some(15.0));
    }
}
