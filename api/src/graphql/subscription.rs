//! What can be listened to.

use std::sync::Arc;

use async_graphql::futures_util::{Stream, StreamExt as _};
use async_graphql::{Context, ID, Subscription as Listening};
use domain::access::Action;
use domain::ids::{MemberId, RunId};
use domain::vocab::PlanEventKind;
use entity::store;
use jobs::relay::Relay;

use super::caller::{env, may_to, needs};
use super::loaders::RequestLoaders;
use super::plan_stream::{self, Concerned};
use super::run_counts::RunCounts;
use super::run_stream::{self, Signals};
use super::scalars::{Cursor, read_id};
use super::types::plan_event::PlanEvent;
use super::types::weekly_run::WeeklyRun;
use crate::error::ApiError;

#[derive(Default)]
pub struct Subscription;

/// What can be listened to, over WebSocket or Server-Sent Events.
#[Listening]
impl Subscription {
    /// Every change to plans the caller may see: a member's own published plan (PUBLISHED, REVISED, NARRATIVE_READY), or any plan of the gym for its coaches and owners.
    /// With `after` (the last event received, or `eventCursor`), everything missed since comes first, in order, once; without it, only what happens from now on.
    async fn plan_updated<'ctx>(
        &self,
        ctx: &Context<'ctx>,
        #[graphql(desc = "Of this member's plans only.")] member_id: Option<ID>,
        #[graphql(desc = "The last event received, or `eventCursor`.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<PlanEvent, ApiError>> + use<'ctx>, ApiError> {
        needs(ctx, Action::Subscribe)?;
        let member = match member_id {
            Some(id) => Some(seen_member(ctx, &id).await?),
            None => None,
        };
        plan_stream::events(ctx, Concerned { member, kinds: None }, after).await
    }

    /// A plan has become ready for a coach's review. What leaves the queue again is told by `planUpdated`. Coaches and owners.
    async fn plan_ready_for_review<'ctx>(
        &self,
        ctx: &Context<'ctx>,
        #[graphql(desc = "The last event received, or `eventCursor`.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<PlanEvent, ApiError>> + use<'ctx>, ApiError> {
        needs(ctx, Action::ReadReviewQueue)?;
        let concerned = Concerned { member: None, kinds: Some(&[PlanEventKind::ReadyForReview]) };
        plan_stream::events(ctx, concerned, after).await
    }

    /// Progress of a weekly run: its present state first, then at most a few times a second, ending with its last state. Owners.
    async fn weekly_run_progress<'ctx>(
        &self,
        ctx: &Context<'ctx>,
        #[graphql(desc = "The run.")] run_id: ID,
    ) -> Result<impl Stream<Item = Result<WeeklyRun, ApiError>> + use<'ctx>, ApiError> {
        let actor = needs(ctx, Action::ReadRuns)?;
        let gym = actor.gym;
        let missing = || ApiError::BadUserInput("there is no such weekly run".to_owned());
        let run: RunId = read_id(&run_id).ok_or_else(missing)?;
        let env = env(ctx);
        store::runs::find(env.db.read(), gym, run).await?.ok_or_else(missing)?;
        let relay = ctx.data_unchecked::<Arc<Relay>>();
        let signals = Signals { runs: relay.runs_changed(), events: relay.listen(gym) };
        let counts = ctx.data_unchecked::<RunCounts>().of(gym, run);
        let loaders = ctx.data_unchecked::<RequestLoaders>().clone();
        let progress = run_stream::progress(env.clone(), actor.clone(), run, counts, signals);
        // What the document asks of the run is read anew each time.
        Ok(progress.inspect(move |_| loaders.renew()))
    }
}

/// The member whose plans are asked for; one whom the caller may not know of is missing.
async fn seen_member(ctx: &Context<'_>, id: &ID) -> Result<MemberId, ApiError> {
    let missing = || ApiError::BadUserInput("there is no such member".to_owned());
    let member: MemberId = read_id(id).ok_or_else(missing)?;
    let gym = needs(ctx, Action::Subscribe)?.gym;
    let known = may_to(ctx, Action::Subscribe, member.uuid())
        && store::members::find(env(ctx).db.read(), gym, member).await?.is_some();
    known.then_some(member).ok_or_else(missing)
}
