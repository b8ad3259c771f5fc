//! One operation of a connection, from its first word to its last: the same for sockets and event streams.

use std::sync::Arc;

use actix_web::web;
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use domain::access::{Action, Actor, Sight, allows};
use entity::event;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _};
use service::events;
use service::read::visible;

use super::audience::{Audience, Subscription};
use super::inbox::{Cut, Inbox, Said, Told};
use super::script::Begin;
use crate::error::ApiError;
use crate::graphql::Listening;
use crate::graphql::rights::{concerns_rights, still_the_same};
use crate::http::Shared;
use crate::http::answer::Body;
use crate::http::caller::Caller;
use crate::http::run::{self, Operation};

/// Events read from the log at once.
const PAGE: u64 = 500;

/// By which an operation speaks to its connection.
#[derive(Debug, Clone)]
pub(in crate::http) struct Voice {
    pub(in crate::http) inbox: Arc<Inbox>,
    /// The connection's number of the operation.
    pub(in crate::http) operation: u64,
}

/// An operation that may run.
pub(in crate::http) enum Opened {
    /// A query or mutation, which has run.
    Answer(Response),
    /// A subscription to something else than the log.
    Progress(BoxStream<'static, Response>),
    /// A subscription to plans, and the last event that is not told.
    Plans(Subscription, i64),
}

impl Voice {
    /// Waits where the reader is slow.
    async fn say(&self, said: Said) {
        self.inbox.say(self.operation, said).await;
    }

    async fn next(&self, response: &Response) {
        let told = Told { seq: 0, cursor: None, json: Body::of(response).text() };
        self.say(Said::Next(told)).await;
    }

    /// The operation does not run.
    pub(in crate::http) async fn refuse(&self, response: &Response) {
        let errors = serde_json::to_string(&response.errors).expect("errors are JSON");
        self.say(Said::Refused(errors)).await;
    }
}

/// Checks an operation, and runs one that has a single result; an answer of errors where it can't run.
pub(in crate::http) async fn open(
    shared: &Shared,
    operation: Operation,
    caller: Caller,
    id: &str,
) -> Result<Opened, Box<Response>> {
    if operation.kind != OperationType::Subscription {
        let response = run::run(&shared.schema, operation, caller, id).await;
        return if run::has_no_result(&response) {
            Err(Box::new(response))
        } else {
            Ok(Opened::Answer(response))
        };
    }
    if let (Some((script, begin)), Some(actor)) = (&operation.script, subscriber(&caller))
        && let Some(sight) = Sight::of(actor)
    {
        let resume = match begin {
            Begin::Now => None,
            Begin::After(cursor) => Some(cursor.clone()),
        };
        let place = shared.hub.stage().open(script, actor, resume).await?;
        // What a change of rights before that place has taken away is told by no event to come.
        let same = still_the_same(&shared.state.env, actor).await;
        same.map_err(|error| Box::new(run::settle(run::failed(error), id)))?;
        let meters = shared.state.env.meters.clone();
        let listening = Arc::new(Listening::to(meters, script.field()));
        let audience = Audience { script: script.clone(), sight };
        let actor = Arc::new(actor.clone());
        return Ok(Opened::Plans(Subscription { audience, actor, listening }, place));
    }
    let results = run::stream(&shared.schema, operation, caller, id.to_owned());
    let mut results = results.fuse().boxed().peekable();
    // Validation is done when the results are first asked for; a result seldom waits there.
    let first = std::pin::Pin::new(&mut results).peek().now_or_never().flatten();
    if first.is_some_and(run::source_failed) {
        return Err(Box::new(results.next().await.unwrap_or_default()));
    }
    Ok(Opened::Progress(results.boxed()))
}

fn subscriber(caller: &Caller) -> Option<&Actor> {
    caller.actor.as_ref().filter(|actor| allows(actor, Action::Subscribe))
}

impl Opened {
    /// Says everything; a subscription to plans goes on from its seat, without a task.
    pub(in crate::http) async fn speak(self, shared: web::Data<Shared>, voice: Voice) {
        match self {
            Self::Answer(response) => voice.next(&response).await,
            Self::Progress(mut results) => {
                while let Some(result) = results.next().await {
                    if run::source_failed(&result) {
                        return failed(&voice, &result).await;
                    }
                    voice.next(&result).await;
                }
            }
            Self::Plans(subscription, place) => {
                return catch_up(shared, subscription, voice, place).await;
            }
        }
        voice.say(Said::Complete).await;
    }
}

/// A source that failed under way: the client comes back for what may be gone when it does.
async fn failed(voice: &Voice, response: &Response) {
    match response.errors.first().and_then(run::code) {
        Some("UNAUTHENTICATED") => voice.say(Said::Cut(Cut::Revoked)).await,
        Some("INTERNAL" | "TIMEOUT") => voice.say(Said::Cut(Cut::TryAgain)).await,
        _ => voice.refuse(response).await,
    }
}

/// Tells from the log what came after `last`, until the subscription is where its board is.
pub(in crate::http) async fn catch_up(
    shared: web::Data<Shared>,
    subscription: Subscription,
    voice: Voice,
    mut last: i64,
) {
    let board = shared.hub.board(subscription.actor.gym).await;
    while !board.join(&subscription, voice.operation, &voice.inbox, last) {
        last = match page(&shared, &subscription, &voice, last).await {
            Ok(last) => last,
            Err(Stop::Cut(cut)) => return voice.say(Said::Cut(cut)).await,
            Err(Stop::Expired) => {
                return voice.refuse(&run::failed(ApiError::CursorExpired)).await;
            }
        };
    }
}

/// Why the log is not read on.
enum Stop {
    Cut(Cut),
    /// The log has forgotten what would have come next.
    Expired,
}

/// Tells one page of the log; the last event that was looked at.
async fn page(
    shared: &Shared,
    subscription: &Subscription,
    voice: &Voice,
    last: i64,
) -> Result<i64, Stop> {
    let actor = &subscription.actor;
    let read = events::after(shared.state.env.db.read(), actor.gym, last, PAGE).await;
    let read = read.map_err(|error| {
        tracing::warn!(gym.id = %actor.gym, error = %error.report(), "the log can't be read");
        Stop::Cut(Cut::TryAgain)
    })?;
    // The log has no gaps: where it begins later, what came before is forgotten.
    if read.first().is_none_or(|first| first.seq != last + 1) {
        return Err(Stop::Expired);
    }
    rights(shared, subscription).await.map_err(Stop::Cut)?;
    let mut place = last;
    for event in read {
        place = event.seq;
        tell(shared, subscription, voice, event).await?;
    }
    Ok(place)
}

async fn tell(
    shared: &Shared,
    subscription: &Subscription,
    voice: &Voice,
    event: event::Model,
) -> Result<(), Stop> {
    if concerns_rights(&event) {
        return rights(shared, subscription).await.map_err(Stop::Cut);
    }
    if visible::hears(&subscription.actor, &event).is_none() {
        return Ok(());
    }
    let Audience { script, sight } = &subscription.audience;
    let told = shared.hub.stage().tell(script, &sight.someone(), &Arc::new(event)).await;
    if let Some(told) = told {
        subscription.listening.told();
        voice.say(Said::Next(told)).await;
    }
    Ok(())
}

/// Whether the subscriber is still who they were when they subscribed.
pub(in crate::http) async fn rights(
    shared: &Shared,
    subscription: &Subscription,
) -> Result<(), Cut> {
    match still_the_same(&shared.state.env, &subscription.actor).await {
        Ok(()) => Ok(()),
        Err(ApiError::Unauthenticated(_)) => Err(Cut::Revoked),
        Err(error) => {
            tracing::warn!(cause = error.message(), "a subscriber's rights can't be read");
            Err(Cut::TryAgain)
        }
    }
}
