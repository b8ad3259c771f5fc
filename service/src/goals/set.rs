//! A member's list of goals, set as a whole.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::local_date;
use domain::goals::{MOST_GOALS, Weighed, weigh};
use domain::ids::{Goal, GymId, MemberId};
use domain::vocab::{GoalKind, GoalStatus, Trigger};
use entity::instant::micros;
use entity::{goal, member, store};
use sea_orm::DatabaseTransaction;

use super::{NOTE_LENGTH, locked, save, stands, unchanged};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;
use crate::material::{Decision, ask_if_material};
use crate::members::{MemberRef, resolve};
use crate::runs::zone;

/// How far ahead a target may lie, in days. House choice: ten years.
const TARGET_DAYS: u64 = 3660;

/// Largest weight. House choice: weights are relative, and the sum of three must stay a number.
const MOST_WEIGHT: f64 = 1_000_000.0;

/// Goals, as the API receives them.
#[derive(Debug, Clone)]
pub struct SetGoals {
    /// Whose; a member leaves it out.
    pub member: Option<MemberRef>,
    /// One to three, each kind once.
    pub goals: Vec<NewGoal>,
}

/// One goal.
#[derive(Debug, Clone)]
pub struct NewGoal {
    /// Its kind.
    pub kind: GoalKind,
    /// Relative importance, above 0.
    pub weight: f64,
    /// When it is to be reached.
    pub target_date: Option<NaiveDate>,
    /// In the member's words.
    pub note: Option<String>,
}

/// What setting goals did.
#[derive(Debug, Clone)]
pub struct GoalsSet {
    /// Whose.
    pub member: member::Model,
    /// Whether it set off a recomputation, and why.
    pub decision: Decision,
}

/// Replaces the whole list. A kind that was there before keeps its id; the same list again changes nothing.
pub async fn set(env: &Env, actor: &Actor, input: SetGoals) -> Result<Done<GoalsSet>> {
    let txn = env.db.write().await?;
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    input.check(local_date(env.now(), zone(&gym)?))?;
    let member = resolve(&txn, actor, input.member.as_ref()).await?;
    let id = MemberId::from_uuid(member.id);
    let member = locked(&txn, actor, Action::SetGoals, id, "member").await?;
    // Whoever may decide on goals countersigns their own.
    let subject = Subject::member(actor.gym, id);
    let waits = gym.goals_need_approval && authorize(actor, Action::DecideGoal, &subject).is_err();
    let changed = replace(&txn, env, actor.gym, id, &input.goals, waits).await?;
    let decision = if changed {
        ask_if_material(&txn, env, &gym, id, Trigger::Goals).await?
    } else {
        unchanged()
    };
    txn.commit().await?;
    Ok(Done { wakes: decision.wakes(), value: GoalsSet { member, decision } })
}

/// False where the list is the same already.
async fn replace(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    member: MemberId,
    goals: &[NewGoal],
    waits: bool,
) -> Result<bool> {
    let now = micros(env.now());
    let mut before = store::goals::of_members(txn, gym, &[member]).await?;
    before.retain(stands);
    let mut rows: Vec<goal::Model> = Vec::with_capacity(goals.len());
    for new in goals {
        let old = before.iter().find(|row| row.kind == new.kind.as_str());
        let active = old.is_some_and(|row| super::is(row, GoalStatus::Active)) || !waits;
        let status = if active { GoalStatus::Active } else { GoalStatus::PendingApproval };
        rows.push(goal::Model {
            id: old.map_or_else(|| env.id::<Goal>().uuid(), |row| row.id),
            gym_id: gym.uuid(),
            member_id: member.uuid(),
            kind: new.kind.to_string(),
            weight: new.weight,
            status: status.to_string(),
            target_date: new.target_date,
            note: new.note.clone(),
            created_at: old.map_or(now, |row| row.created_at),
            ended_at: None,
        });
    }
    let asked: Vec<Weighed> = rows.iter().map(super::weighed).collect();
    for (row, weight) in rows.iter_mut().zip(weigh(&asked)) {
        row.weight = weight;
    }
    let mut changed = false;
    for gone in before.iter().filter(|row| !rows.iter().any(|new| new.id == row.id)) {
        let ended = GoalStatus::Expired.to_string();
        save(txn, gym, &goal::Model { status: ended, ended_at: Some(now), ..gone.clone() }).await?;
        changed = true;
    }
    for row in rows {
        match before.iter().find(|old| old.id == row.id) {
            Some(old) if *old == row => continue,
            Some(_) => save(txn, gym, &row).await?,
            None => store::goals::insert(txn, gym, vec![row]).await?,
        }
        changed = true;
    }
    Ok(changed)
}

impl SetGoals {
    /// Names every fault at once.
    fn check(&self, today: NaiveDate) -> Result<()> {
        let mut faults = Faults::default();
        match self.goals.len() {
            0 => faults.add(&["goals"], UserErrorCode::Invalid, "goals must be 1 to 3, got 0"),
            1..=MOST_GOALS => {}
            many => {
                let message = format!("goals must be 1 to {MOST_GOALS}, got {many}");
                faults.add(&["goals"], UserErrorCode::LimitExceeded, message);
            }
        }
        let mut kinds = BTreeSet::new();
        let last = today + Days::new(TARGET_DAYS);
        for (index, goal) in self.goals.iter().enumerate() {
            let at = index.to_string();
            if !kinds.insert(goal.kind) {
                let message = format!("{} is named twice", goal.kind);
                faults.add(&["goals", &at, "kind"], UserErrorCode::Invalid, message);
            }
            if !(goal.weight > 0.0 && goal.weight <= MOST_WEIGHT) {
                let message = format!(
                    "weight must be above 0 and at most {MOST_WEIGHT}, got {}",
                    goal.weight
                );
                faults.add(&["goals", &at, "weight"], UserErrorCode::OutOfRange, message);
            }
            if let Some(date) = goal.target_date.filter(|date| !(today..=last).contains(date)) {
                let message = format!("targetDate must be {today} to {last}, got {date}");
                faults.add(&["goals", &at, "targetDate"], UserErrorCode::OutOfRange, message);
            }
            faults.text(&["goals", &at, "note"], goal.note.as_deref(), NOTE_LENGTH);
        }
        faults.end()
    }
}
