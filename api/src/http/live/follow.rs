//! One operation of a connection, from its first word to its last: the same for sockets and event streams.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use domain::access::{Action, Actor, Sight, allows};
use entity::event;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _};
use service::events;
use service::read::visible;
use tokio::time::Instant;

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

/// How long an answer about a subscriber's rights is good while they read the log: a slow reader of one page
/// may take minutes.
const ASK_AGAIN: Duration = Duration::from_secs(1);

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
        self.say(Said::Next(Arc::new(told))).await;
    }

    /// The connection must end.
    pub(in crate::http) async fn cut(&self, cut: Cut) {
        self.say(Said::Cut(cut)).await;
    }

    /// The operation does not run.
    pub(in crate::http) async fn refuse(&self, response: &Response) {
        let errors = serde_json::to_string(&response.errors).expect("errors are JSON");
        self.say(Said::Refused(errors)).await;
    }

    /// A subscription does not run. Where it is the server that fails, the client comes back for it.
    pub(in crate::http) async fn turn_away(&self, response: &Response) {
        if response.errors.iter().any(run::is_surprise) {
            return self.cut(Cut::TryAgain).await;
        }
        self.refuse(response).await;
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
        let response = Box::pin(run::run(&shared.schema, operation, caller, id)).await;
        return if run::has_no_result(&response) {
            Err(Box::new(response))
        } else {
            Ok(Opened::Answer(response))
        };
    }
    if let (Some((script, begin)), Some(actor)) = (&operation.script, subscriber(&caller))
        && let Some(sight) = Sight::of(actor)
    {
        let audience = Audience { script: script.clone(), sight };
        let (begin, actor) = (begin.clone(), Arc::new(actor.clone()));
        drop((operation, caller)); // the parsed document need not wait for a turn
        return sit_down(shared, audience, begin, actor, id).await;
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

/// Finds the place in the log that a subscription to plans begins at.
async fn sit_down(
    shared: &Shared,
    audience: Audience,
    begin: Begin,
    actor: Arc<Actor>,
    id: &str,
) -> Result<Opened, Box<Response>> {
    let resume = match begin {
        Begin::Now => None,
        Begin::After(cursor) => Some(cursor),
    };
    let stage = shared.hub.stage();
    let turn = stage.turn().await;
    let place = Box::pin(stage.open(&audience.script, &actor, resume)).await?;
    // What a change of rights before that place has taken away is told by no event to come.
    let same = Box::pin(still_the_same(&shared.state.env, &actor)).await;
    drop(turn);
    same.map_err(|error| Box::new(run::settle(run::failed(error), id)))?;
    let meters = shared.state.env.meters.clone();
    let listening = Arc::new(Listening::to(meters, audience.script.field()));
    Ok(Opened::Plans(Subscription { audience, actor, listening }, place))
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
        Some("UNAUTHENTICATED") => voice.cut(Cut::Revoked).await,
        _ => voice.turn_away(response).await,
    }
}

/// Tells from the log what came after `last`, until the subscription is where its board is.
pub(in crate::http) async fn catch_up(
    shared: web::Data<Shared>,
    subscription: Subscription,
    voice: Voice,
    last: i64,
) {
    let board = shared.hub.board(subscription.actor.gym).await;
    let (shared, subscription, voice) = (&*shared, &subscription, &voice);
    let mut reading = Reading { shared, subscription, voice, last, asked: None };
    while !board.join(subscription, voice.operation, &voice.inbox, reading.last) {
        match Box::pin(reading.page()).await {
            Ok(()) => {}
            Err(Stop::Cut(cut)) => return voice.cut(cut).await,
            Err(Stop::Expired) => {
                return voice.refuse(&run::failed(ApiError::CursorExpired)).await;
            }
        }
    }
}

/// Why the log is not read on.
enum Stop {
    Cut(Cut),
    /// The log has forgotten what would have come next.
    Expired,
}

/// One subscription's way through the log.
struct Reading<'r> {
    shared: &'r Shared,
    subscription: &'r Subscription,
    voice: &'r Voice,
    /// The last event that was looked at.
    last: i64,
    /// When it was last known that the subscriber may read on.
    asked: Option<Instant>,
}

impl Reading<'_> {
    /// Tells one page of the log.
    async fn page(&mut self) -> Result<(), Stop> {
        let events = self.read().await?;
        // The log has no gaps: where it begins later, what came before is forgotten.
        if events.first().is_none_or(|first| first.seq != self.last + 1) {
            return Err(Stop::Expired);
        }
        self.ask().await?;
        for event in events {
            self.last = event.seq;
            self.tell(event).await?;
        }
        Ok(())
    }

    async fn read(&self) -> Result<Vec<event::Model>, Stop> {
        let _turn = self.shared.hub.stage().turn().await;
        let (db, gym) = (self.shared.state.env.db.read(), self.subscription.actor.gym);
        events::after(db, gym, self.last, PAGE).await.map_err(|error| {
            tracing::warn!(gym.id = %gym, error = %error.report(), "the log can't be read");
            Stop::Cut(Cut::TryAgain)
        })
    }

    async fn tell(&mut self, event: event::Model) -> Result<(), Stop> {
        if concerns_rights(&event) {
            return self.ask().await;
        }
        if visible::hears(&self.subscription.actor, &event).is_none() {
            return Ok(());
        }
        if self.asked.is_none_or(|asked| asked.elapsed() > ASK_AGAIN) {
            self.ask().await?;
        }
        let (stage, audience) = (self.shared.hub.stage(), &self.subscription.audience);
        if let Some(told) = stage.told_in_turn(audience, &Arc::new(event)).await {
            self.subscription.listening.told();
            self.voice.say(Said::Next(told)).await;
        }
        Ok(())
    }

    async fn ask(&mut self) -> Result<(), Stop> {
        let now = Instant::now();
        rights(self.shared, self.subscription).await.map_err(Stop::Cut)?;
        self.asked = Some(now);
        Ok(())
    }
}

/// Whether the subscriber is still who they were when they subscribed.
pub(in crate::http) async fn rights(
    shared: &Shared,
    subscription: &Subscription,
) -> Result<(), Cut> {
    let turn = shared.hub.stage().turn().await;
    let same = still_the_same(&shared.state.env, &subscription.actor).await;
    drop(turn);
    match same {
        Ok(()) => Ok(()),
        Err(ApiError::Unauthenticated(_)) => Err(Cut::Revoked),
        Err(error) => {
            tracing::warn!(cause = error.message(), "a subscriber's rights can't be read");
            Err(Cut::TryAgain)
        }
    }
}
