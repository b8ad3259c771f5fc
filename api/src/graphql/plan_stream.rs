//! The events of plans, in the order of the log, each once: live where they follow on, from the log
//! where they do not.

use std::collections::VecDeque;
use std::sync::Arc;

use async_graphql::Context;
use async_graphql::futures_util::Stream;
use async_graphql::futures_util::stream::unfold;
use domain::access::Actor;
use domain::ids::{GymId, MemberId, PlanId};
use domain::vocab::PlanEventKind;
use entity::{event, store};
use jobs::relay::Relay;
use service::env::Env;
use service::events;
use service::read::visible;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::loaders;
use super::rights::{concerns_rights, still_the_same};
use super::scalars::Cursor;
use super::types::plan::Plan;
use super::types::plan_event::PlanEvent;
use crate::error::ApiError;

/// Events read from the log at once (`graphql.md` §5).
const AT_ONCE: u64 = 500;

/// Which events a caller wants, of those they may be told.
#[derive(Debug, Clone, Copy)]
pub struct Concerned {
    /// Of this member only.
    pub member: Option<MemberId>,
    /// Of these kinds only.
    pub kinds: Option<&'static [PlanEventKind]>,
}

/// One caller, listening.
pub struct Listener {
    env: Env,
    actor: Actor,
    concerned: Concerned,
    live: broadcast::Receiver<Arc<event::Model>>,
    /// The last event that was looked at.
    last: i64,
    /// What comes next, in order.
    waiting: VecDeque<Arc<event::Model>>,
    /// Whether the log may hold more than was looked at.
    behind: bool,
}

impl Listener {
    /// Listens from `after` on, or from now on.
    ///
    /// The live events are listened to before the log is looked at, so nothing falls between them.
    pub async fn new(
        env: &Env,
        relay: &Relay,
        actor: &Actor,
        concerned: Concerned,
        after: Option<Cursor>,
    ) -> Result<Self, ApiError> {
        let live = relay.listen(actor.gym);
        let newest = events::head(env.db.read(), actor.gym).await?;
        let last = match &after {
            Some(cursor) => position(env, actor.gym, cursor, newest).await?,
            None => newest,
        };
        Ok(Self {
            env: env.clone(),
            actor: actor.clone(),
            concerned,
            live,
            last,
            waiting: VecDeque::new(),
            behind: last < newest,
        })
    }

    /// The next event that the caller is told of, with its plan as it is now.
    async fn next(&mut self) -> Result<(Arc<event::Model>, PlanEventKind, Plan), ApiError> {
        loop {
            let event = self.following().await?;
            if concerns_rights(&event) {
                still_the_same(&self.env, &self.actor).await?;
            }
            let Some(kind) = self.concerns(&event) else { continue };
            still_the_same(&self.env, &self.actor).await?;
            if let Some(plan) = self.plan(&event, kind).await? {
                return Ok((event, kind, plan));
            }
        }
    }

    /// The event after the last one, whatever it is.
    async fn following(&mut self) -> Result<Arc<event::Model>, ApiError> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                self.last = event.seq;
                return Ok(event);
            }
            if self.behind {
                self.read_log().await?;
                continue;
            }
            match self.live.recv().await {
                Ok(event) if event.seq <= self.last => {}
                Ok(event) if event.seq == self.last + 1 => self.waiting.push_back(event),
                // A gap, or a listener too slow for the live events: the log has them all.
                Ok(_) | Err(RecvError::Lagged(_)) => self.behind = true,
                Err(RecvError::Closed) => {
                    return Err(ApiError::Internal(anyhow::anyhow!(
                        "the relay of events has stopped"
                    )));
                }
            }
        }
    }

    async fn read_log(&mut self) -> Result<(), ApiError> {
        let events = events::after(self.env.db.read(), self.actor.gym, self.last, AT_ONCE).await?;
        self.behind = events.len() as u64 == AT_ONCE;
        // The log has no gaps: where it begins later, what came before is forgotten.
        if events.first().is_some_and(|first| first.seq != self.last + 1) {
            return Err(ApiError::CursorExpired);
        }
        self.waiting.extend(events.into_iter().map(Arc::new));
        Ok(())
    }

    fn concerns(&self, event: &event::Model) -> Option<PlanEventKind> {
        let kind = visible::hears(&self.actor, event)?;
        let Concerned { member, kinds } = self.concerned;
        let asked = member.is_none_or(|member| event.member_id == Some(member.uuid()))
            && kinds.is_none_or(|kinds| kinds.contains(&kind));
        asked.then_some(kind)
    }

    /// The plan as it is now. `None`: gone, or nothing of it is in force that the caller may see.
    async fn plan(
        &self,
        event: &event::Model,
        kind: PlanEventKind,
    ) -> Result<Option<Plan>, ApiError> {
        let Some(id) = event.plan_id.map(PlanId::from_uuid) else { return Ok(None) };
        let db = self.env.db.read();
        let row = store::plans::find(db, self.actor.gym, id).await?;
        let Some(plan) = row.and_then(|row| Plan::seen_by(&self.actor, row)) else {
            return Ok(None);
        };
        let unseen = kind == PlanEventKind::NarrativeReady
            && !visible::sees_unpublished(&self.actor, plan.row.member_id)
            && event.revision > plan.row.published;
        Ok((!unseen).then_some(plan))
    }
}

/// The place in the log behind a cursor.
async fn position(env: &Env, gym: GymId, cursor: &Cursor, newest: i64) -> Result<i64, ApiError> {
    let seq = events::read_cursor(gym, &cursor.0).ok_or(ApiError::CursorExpired)?;
    let oldest = store::events::oldest(env.db.read(), gym).await?;
    if reaches(seq, oldest, newest) { Ok(seq) } else { Err(ApiError::CursorExpired) }
}

/// Whether the log has every event after `seq`, up to the newest.
fn reaches(seq: i64, oldest: Option<i64>, newest: i64) -> bool {
    let first_kept = oldest.unwrap_or(newest + 1);
    seq <= newest && seq + 1 >= first_kept
}

/// The events that concern the listener, until one can't be told.
pub fn events<'ctx>(
    ctx: &Context<'ctx>,
    listener: Listener,
) -> impl Stream<Item = Result<PlanEvent, ApiError>> + use<'ctx> {
    let ctx = ctx.clone();
    unfold(Some(listener), move |listener| {
        let ctx = ctx.clone();
        async move {
            let mut listener = listener?;
            let next = listener.next().await;
            // Each event shows what is there now, not what an earlier one has read.
            loaders::renew(&ctx);
            match next.and_then(|(event, kind, plan)| PlanEvent::of(&event, kind, plan)) {
                Ok(event) => Some((Ok(event), Some(listener))),
                Err(error) => Some((Err(error), None)),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_as_far_as_the_log_reaches() {
        assert!(reaches(0, Some(1), 3));
        assert!(reaches(3, Some(1), 3));
        assert!(reaches(4, Some(5), 9));
        assert!(reaches(0, None, 0));
    }

    #[test]
    fn a_cursor_too_old_or_from_the_future_is_refused() {
        assert!(!reaches(3, Some(5), 9));
        assert!(!reaches(4, Some(1), 3));
        assert!(!reaches(2, None, 3));
    }
}
