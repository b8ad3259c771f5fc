//! What members train for.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::Action;
use domain::ids::GoalId;
use service::done::Done;
use service::error::Error;
use service::goals::{self, Decided, NewGoal, SetGoals};

use super::decision::RecomputeDecision;
use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::enums::GoalKind;
use crate::graphql::errors::UserError;
use crate::graphql::inputs::{MemberRef, named};
use crate::graphql::scalars::Date;
use crate::graphql::types::goal::Goal;
use crate::graphql::types::member::Member;

#[derive(Default)]
pub struct GoalMutation;

#[Object]
impl GoalMutation {
    /// Replaces the whole list; a goal whose kind was there before keeps its id. Members (their own) and coaches.
    async fn set_goals(
        &self,
        ctx: &Context<'_>,
        input: SetGoalsInput,
    ) -> Result<SetGoalsPayload, ApiError> {
        let actor = needs(ctx, Action::SetGoals)?;
        let done = match input.read() {
            Ok(input) => goals::set(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        let (set, user_errors) = settle(ctx, actor, Action::SetGoals, done).await?;
        let mut payload = SetGoalsPayload { member: None, recompute: None, user_errors };
        if let Some(set) = set {
            payload.recompute = Some(RecomputeDecision::of(ctx, set.decision).await?);
            payload.member = Some(Member(set.member));
        }
        Ok(payload)
    }

    /// The engine uses the goal from now on. Coaches.
    async fn approve_goal(
        &self,
        ctx: &Context<'_>,
        input: ApproveGoalInput,
    ) -> Result<GoalPayload, ApiError> {
        let actor = needs(ctx, Action::DecideGoal)?;
        let done = match goal(&input.id) {
            Ok(id) => goals::approve(env(ctx), actor, id).await,
            Err(error) => Err(error),
        };
        GoalPayload::of(ctx, done).await
    }

    /// Coaches.
    async fn decline_goal(
        &self,
        ctx: &Context<'_>,
        input: DeclineGoalInput,
    ) -> Result<GoalPayload, ApiError> {
        let actor = needs(ctx, Action::DecideGoal)?;
        let done = match goal(&input.id) {
            Ok(id) => goals::decline(env(ctx), actor, id, input.note).await,
            Err(error) => Err(error),
        };
        GoalPayload::of(ctx, done).await
    }
}

/// A member's whole list of goals.
#[derive(InputObject)]
pub struct SetGoalsInput {
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
    /// One to three, each kind once.
    goals: Vec<GoalInput>,
}

/// One goal.
#[derive(InputObject)]
pub struct GoalInput {
    /// What is trained for.
    kind: GoalKind,
    /// Above 0; the server brings the sum to 1.
    weight: f64,
    /// When it is to be reached, today at the earliest.
    target_date: Option<Date>,
    /// In the member's words.
    note: Option<String>,
}

/// The goal to approve.
#[derive(InputObject)]
pub struct ApproveGoalInput {
    /// A goal that waits.
    id: ID,
}

/// The goal to decline.
#[derive(InputObject)]
pub struct DeclineGoalInput {
    /// A goal that waits.
    id: ID,
    /// Why; it takes the place of the member's note.
    note: Option<String>,
}

/// A goal after a decision on it.
#[derive(SimpleObject)]
pub struct GoalPayload {
    /// The goal as it is now; null where nothing was done for an error.
    goal: Option<Goal>,
    /// Whose it is.
    member: Option<Member>,
    /// Whether the decision set off a recomputation, and why.
    recompute: Option<RecomputeDecision>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A member after their goals were set.
#[derive(SimpleObject)]
pub struct SetGoalsPayload {
    /// Whose goals were set; null where nothing was done for an error.
    member: Option<Member>,
    /// Whether the goals set off a recomputation, and why.
    recompute: Option<RecomputeDecision>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

fn goal(id: &ID) -> Result<GoalId, Error> {
    named(id, "id", "goal")
}

impl SetGoalsInput {
    fn read(self) -> Result<SetGoals, Error> {
        let goals = self.goals.into_iter().map(|goal| NewGoal {
            kind: goal.kind.into(),
            weight: goal.weight,
            target_date: goal.target_date.map(|date| date.0),
            note: goal.note,
        });
        let member = self.member.map(MemberRef::read).transpose()?;
        Ok(SetGoals { member, goals: goals.collect() })
    }
}

impl GoalPayload {
    async fn of(
        ctx: &Context<'_>,
        decided: Result<Done<Decided>, Error>,
    ) -> Result<Self, ApiError> {
        let (decided, user_errors) = settle(ctx, actor(ctx)?, Action::DecideGoal, decided).await?;
        let mut payload = Self { goal: None, member: None, recompute: None, user_errors };
        if let Some(decided) = decided {
            payload.recompute = Some(RecomputeDecision::of(ctx, decided.decision).await?);
            payload.goal = Some(Goal(decided.goal));
            payload.member = Some(Member(decided.member));
        }
        Ok(payload)
    }
}
