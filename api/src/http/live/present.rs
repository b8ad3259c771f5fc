//! Runs a subscription's document for one event.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Response};
use domain::access::Actor;
use domain::ids::GymId;
use entity::event;
use service::env::Env;
use service::events;

use super::inbox::Told;
use super::script::Script;
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

/// What documents are run with. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) env: Env,
    pub(super) schema: Schema,
}

impl Stage {
    /// What the caller is told of an event; `None` where it does not concern them.
    ///
    /// A surprise is tried again, for as long as the database does not answer: an event that can't be
    /// shown now must not be passed over. One that stays a surprise is told as such.
    pub(super) async fn tell(
        &self,
        script: &Script,
        actor: &Actor,
        event: &Arc<event::Model>,
    ) -> Option<Told> {
        let mut tries = 0;
        loop {
            let occasion = Occasion::Event(event.clone());
            let response = self.first(script.request(), actor, occasion).await?;
            let surprise = response.errors.iter().any(|error| run::code(error) == Some("INTERNAL"));
            tries +=
                u32::from(surprise && events::head(self.env.db.read(), actor.gym).await.is_ok());
            if !surprise || tries >= TRIES {
                return Some(told(&response, actor.gym, event.seq));
            }
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

    async fn first(&self, request: Request, actor: &Actor, occasion: Occasion) -> Option<Response> {
        let caller = Caller { actor: Some(actor.clone()), subject: None };
        let id = format!("{:016x}", self.env.random_u64());
        run::first(&self.schema, request.data(occasion).data(caller), &id).await
    }
}

/// What `@skip` leaves of a subscription.
fn nothing() -> ApiError {
    ApiError::BadRequest("nothing is subscribed to".to_owned())
}

fn told(response: &Response, gym: GymId, seq: i64) -> Told {
    Told { seq, cursor: Some(events::cursor(gym, seq)), json: Body::of(response).text() }
}
