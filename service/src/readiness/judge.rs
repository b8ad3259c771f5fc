//! Whether new readiness is material for a plan in force, and the computation it then asks for.

use chrono::Duration;
use domain::calendar::{Week, local_date};
use domain::ids::{ComputationId, GymId, MemberId, PlanId};
use domain::material::{self, MaterialChange};
use domain::observe::observe;
use domain::signals::Signals;
use domain::vocab::{ComputationKind, EntryQuality, RevisionAuthor, Trigger};
use entity::instant::micros;
use entity::{gym, member, pack, plan, plan_revision, readiness_entry, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::Result;
use crate::inputs::{self, Ask};
use crate::ledger;

/// Whether a report set off a recomputation, and why.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Whether one was asked for.
    pub triggered: bool,
    /// One sentence.
    pub reason: String,
    /// The computation that was asked for or joined.
    pub computation: Option<ComputationId>,
}

impl Decision {
    /// No recomputation.
    pub fn immaterial(reason: impl Into<String>) -> Self {
        Self { triggered: false, reason: reason.into(), computation: None }
    }
}

/// Judges a stored entry under the member's lock, against each plan whose week is not over.
pub(super) async fn judge(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    member: &member::Model,
    entry: &readiness_entry::Model,
) -> Result<Decision> {
    if entry.quality != EntryQuality::Final.as_str() {
        return Ok(Decision::immaterial("provisional data is shown and sets nothing off"));
    }
    if !gym.recompute_enabled {
        return Ok(Decision::immaterial("the gym does not recompute within a week"));
    }
    let zone: chrono_tz::Tz =
        gym.time_zone.parse().map_err(|_| anyhow::anyhow!("the gym's time zone is unknown"))?;
    let this_week = Week::containing(local_date(env.now(), zone));
    let (id, of) = (GymId::from_uuid(gym.id), MemberId::from_uuid(member.id));
    let plans =
        store::plans::between(txn, id, &[of], this_week.monday(), this_week.plus(1).monday())
            .await?;
    let mut decision = Decision::immaterial("no plan is in force that it could change");
    for plan in plans {
        let judged = judge_plan(txn, env, gym, of, &plan).await?;
        if judged.triggered || !decision.triggered {
            decision = judged;
        }
    }
    Ok(decision)
}

async fn judge_plan(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    member: MemberId,
    plan: &plan::Model,
) -> Result<Decision> {
    let id = GymId::from_uuid(gym.id);
    let week = Week::new(plan.week_of).map_err(anyhow::Error::from)?;
    if ledger::is_running(txn, id, member, week, ComputationKind::Plan).await? {
        // Its basis is about to be replaced, so there is nothing yet to judge against.
        let computation = ask(txn, env, gym, member, week, Trigger::Readiness).await?;
        return Ok(triggered("the week is being computed and will be computed again", computation));
    }
    let Some(number) = plan.published.or(plan.pending) else {
        return Ok(Decision::immaterial("no plan is in force that it could change"));
    };
    let plan_id = PlanId::from_uuid(plan.id);
    let Some(basis) = store::plan_revisions::find(txn, id, plan_id, number).await? else {
        return Ok(Decision::immaterial("no plan is in force that it could change"));
    };
    let before: Signals = pack::unpack(&basis.signals).map_err(anyhow::Error::from)?;
    let asked = Ask { member, trigger: Trigger::Readiness, reduce_only: true };
    let inputs = inputs::load(txn, id, week, &[asked], env.now()).await?;
    let Some(snapshot) = inputs.members.first().and_then(|of| inputs.snapshot(of).ok()) else {
        return Ok(Decision::immaterial("the member's history can't be read; a coach was told"));
    };
    let now = observe(&snapshot);
    let changes = material::changes(&before, &now, false, &inputs.facts.config);
    let Some(change) = changes.first() else {
        return Ok(Decision::immaterial(immaterial(&before, &now)));
    };
    if let Some(limit) = limit_reached(txn, env, gym, plan_id).await? {
        return Ok(Decision::immaterial(limit));
    }
    let computation = ask(txn, env, gym, member, week, change.trigger()).await?;
    Ok(triggered(&describe(change), computation))
}

fn triggered(reason: &str, computation: ComputationId) -> Decision {
    Decision { triggered: true, reason: reason.to_owned(), computation: Some(computation) }
}

async fn ask(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    member: MemberId,
    week: Week,
    trigger: Trigger,
) -> Result<ComputationId> {
    let ask = ledger::Ask {
        gym: GymId::from_uuid(gym.id),
        member,
        week,
        kind: ComputationKind::Plan,
        trigger,
        reduce_only: true,
        priority: ledger::Priority::Triggered,
        run: None,
        debounce_seconds: gym.debounce_seconds,
        note: None,
        plan_number: None,
    };
    Ok(ledger::request(txn, env, ask).await?.computation)
}

/// Why no more automatic recomputations are allowed, where that is so (`engine.md` B7).
async fn limit_reached(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    plan: PlanId,
) -> Result<Option<String>> {
    let automatic: Vec<plan_revision::Model> =
        store::plan_revisions::of_plan(txn, GymId::from_uuid(gym.id), plan)
            .await?
            .into_iter()
            .filter(|row| {
                row.author == RevisionAuthor::Engine.as_str() && is_automatic(&row.trigger)
            })
            .collect();
    let since = micros(env.now() - Duration::hours(24));
    let today = automatic.iter().filter(|row| row.created_at > since).count();
    let most = |limit: i32| usize::try_from(limit).unwrap_or(0);
    if automatic.len() >= most(gym.max_recomputes_per_plan) {
        return Ok(Some(format!(
            "the week was recomputed {} times already, the gym's limit",
            automatic.len()
        )));
    }
    if today >= most(gym.max_recomputes_per_day) {
        return Ok(Some(format!(
            "the week was recomputed {today} times in 24 hours already, the gym's limit"
        )));
    }
    Ok(None)
}

fn is_automatic(trigger: &str) -> bool {
    [Trigger::Readiness, Trigger::Volume, Trigger::PersonalRecord]
        .iter()
        .any(|known| known.as_str() == trigger)
}

fn immaterial(before: &Signals, now: &Signals) -> String {
    let latest = now.readiness.latest.as_ref().and_then(|day| day.score);
    match (before.readiness.score, latest) {
        (Some(week), Some(day)) => {
            format!("readiness {day:.0} is not far enough below the week's {week:.0} to change it")
        }
        (None, Some(day)) => {
            format!("readiness {day:.0} has no week's score yet to be compared with")
        }
        (_, None) => "too little is known of the day to score it".to_owned(),
    }
}

fn describe(change: &MaterialChange) -> String {
    match change {
        MaterialChange::ReadinessFell { from, to } => {
            format!("readiness fell to {to:.0} from the week's {from:.0}")
        }
        MaterialChange::TwoLowDays { from, to } => {
            format!("two days in a row are at {to:.0} or lower, against the week's {from:.0}")
        }
        MaterialChange::HrvFell { .. } => "heart-rate variability left its usual band".to_owned(),
        MaterialChange::Illness => "the member feels ill".to_owned(),
        MaterialChange::Pain => "the member reports pain".to_owned(),
        MaterialChange::Restriction(_) => "a restriction was added".to_owned(),
        MaterialChange::BasisFell { lift, .. } => format!("the estimate of {lift} fell"),
        MaterialChange::VolumeHigh => "recent volume became unusually high".to_owned(),
        MaterialChange::Goals => "the goals changed".to_owned(),
        MaterialChange::Template => "the programme changed".to_owned(),
    }
}
