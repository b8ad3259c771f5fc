//! Runs a subscription's document for one event.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Response};
use domain::access::Actor;
use domain::ids::GymId;
use entity::event;
use service::env::Env;
use service::events;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::audience::Audience;
use super::inbox::Told;
use super::parsed::Parsed;
use super::script::Script;
use super::texts::{Made, Texts};
use crate::error::ApiError;
use crate::graphql::Schema;
use crate::graphql::occasion::{Occasion, Opening};
use crate::http::answer::Body;
use crate::http::caller::Caller;
use crate::http::run;

/// Times that an event is tried whose result is a surprise, while the database answers.
const TRIES: u32 = 3;

/// Pause before an event is tried again.
const PAUSE: Duration = Duration::from_millis(300);

/// How many who come back are served by the database at once, however many wait: the pool is everybody's.
const TURNS: usize = 4;

/// What documents are run with. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) env: Env,
    schema: Schema,
    texts: Arc<Texts>,
    parsed: Arc<Parsed>,
    turns: Arc<Semaphore>,
}

impl Stage {
    pub(super) fn new(env: Env, schema: Schema) -> Self {
        Self {
            env,
            schema,
            texts: Arc::default(),
            parsed: Arc::default(),
            turns: Arc::new(Semaphore::new(TURNS)),
        }
    }

    /// Waits for a turn at the database. Give it back before waiting for a reader, and never ask for a second.
    pub(super) async fn turn(&self) -> SemaphorePermit<'_> {
        self.turns.acquire().await.expect("turns are never closed")
    }

    /// What an audience is told of an event; `None` where it does not concern them.
    pub(super) async fn told(
        &self,
        audience: &Audience,
        event: &Arc<event::Model>,
    ) -> Option<Arc<Told>> {
        let made = self.tell(audience, event, Pace::AtOnce);
        self.texts.share(audience, event.seq, made).await
    }

    /// The same for one who has come back. Only who makes the text takes a turn, not who waits for it.
    pub(super) async fn told_in_turn(
        &self,
        audience: &Audience,
        event: &Arc<event::Model>,
    ) -> Option<Arc<Told>> {
        let made = self.tell(audience, event, Pace::InTurn);
        self.texts.share(audience, event.seq, made).await
    }

    /// A surprise is tried again, for as long as the database does not answer: an event that can't be
    /// shown now must not be passed over. One that stays a surprise is told as such.
    async fn tell(&self, audience: &Audience, event: &Arc<event::Model>, pace: Pace) -> Made {
        let actor = audience.sight.someone();
        let mut tries = 0;
        loop {
            let turn = match pace {
                Pace::AtOnce => None,
                Pace::InTurn => Some(self.turn().await),
            };
            let occasion = Occasion::Event(event.clone());
            let Some(response) = self.first(audience.script.request(), &actor, occasion).await
            else {
                return Made { told: None, surprise: false };
            };
            let surprise = response.errors.iter().any(run::is_surprise);
            tries +=
                u32::from(surprise && events::head(self.env.db.read(), actor.gym).await.is_ok());
            if !surprise || tries >= TRIES {
                return Made { told: Some(told(&response, actor.gym, event.seq)), surprise };
            }
            drop(turn);
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Checks a subscription; its place in the log, or what is wrong with it.
    pub(super) async fn open(
        &self,
        script: &Script,
        actor: &Actor,
        resume: Option<String>,
    ) -> Result<i64, Box<Response>> {
        let opening = Opening { resume, ..Opening::default() };
        let place = opening.place.clone();
        let occasion = Occasion::Opening(opening);
        match self.first(script.request(), actor, occasion).await {
            Some(response) => Err(Box::new(response)),
            None => place.get().copied().ok_or_else(|| Box::new(run::failed(nothing()))),
        }
    }

    async fn first(
        &self,
        mut request: Request,
        actor: &Actor,
        occasion: Occasion,
    ) -> Option<Response> {
        self.parsed.parse(&mut request);
        let caller = Caller { actor: Some(actor.clone()), subject: None };
        let id = format!("{:016x}", self.env.random_u64());
        run::first(&self.schema, request.data(occasion).data(caller), &id).await
    }
}

/// Whether a text waits for a turn of its own.
#[derive(Clone, Copy)]
enum Pace {
    AtOnce,
    InTurn,
}

/// What `@skip` leaves of a subscription.
fn nothing() -> ApiError {
    ApiError::BadRequest("nothing is subscribed to".to_owned())
}

fn told(response: &Response, gym: GymId, seq: i64) -> Told {
    Told { seq, cursor: Some(events::cursor(gym, seq)), json: Body::of(response).text() }
}
