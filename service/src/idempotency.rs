//! Requests that name themselves: sent again within 24 hours they get the first answer, and have no
//! second effect.

use std::fmt::Debug;

use chrono::Duration;
use domain::access::Actor;
use entity::instant::micros;
use entity::{idempotency, pack, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;

/// How long an answer is kept (the contract).
pub const KEPT: Duration = Duration::hours(24);
/// Longest key in characters. House choice: room for two UUIDs and a word.
const KEY_LENGTH: usize = 200;

/// What is known of a request.
pub(crate) enum Request {
    /// It is answered for the first time. Keep the answer with it before the commit.
    First(Claim),
    /// It was answered before: with this.
    Again(String),
}

/// The claim of a request to its key; of one without a key, nothing.
pub(crate) struct Claim(Option<idempotency::Model>);

/// Looks whether the caller has sent this before, and claims its key if not. The first statement of the
/// transaction: whoever sends the same at the same moment waits here for the answer.
///
/// `what` names the mutation; `input` is all that it was asked to do.
pub(crate) async fn request(
    txn: &DatabaseTransaction,
    env: &Env,
    actor: &Actor,
    key: Option<&str>,
    what: &'static str,
    input: &impl Debug,
) -> Result<Request> {
    let Some(key) = key else { return Ok(Request::First(Claim(None))) };
    let mut faults = Faults::default();
    faults.text(&["idempotencyKey"], Some(key), KEY_LENGTH);
    faults.end()?;
    let now = env.now();
    let row = idempotency::Model {
        gym_id: actor.gym.uuid(),
        principal: actor.subject.clone(),
        key: key.to_owned(),
        request_hash: pack::digest(format!("{what} {input:?}").as_bytes()).to_vec(),
        response: String::new(),
        created_at: micros(now),
    };
    store::idempotency::delete_stale(txn, actor.gym, &actor.subject, key, now - KEPT).await?;
    if store::idempotency::claim(txn, actor.gym, row.clone()).await? {
        return Ok(Request::First(Claim(Some(row))));
    }
    let before = store::idempotency::find(txn, actor.gym, &actor.subject, key, now - KEPT).await?;
    let Some(before) = before else {
        let message = "the same request is under way";
        return Err(Error::field(&["idempotencyKey"], UserErrorCode::Conflict, message));
    };
    if before.request_hash != row.request_hash {
        let message = "the key was used for another input within 24 hours";
        return Err(Error::field(
            &["idempotencyKey"],
            UserErrorCode::IdempotencyKeyReused,
            message,
        ));
    }
    Ok(Request::Again(before.response))
}

impl Claim {
    /// Keeps the answer for whoever sends the same again.
    pub(crate) async fn keep(
        self,
        txn: &DatabaseTransaction,
        actor: &Actor,
        response: impl ToString,
    ) -> Result<()> {
        if let Some(row) = self.0 {
            let row = idempotency::Model { response: response.to_string(), ..row };
            store::idempotency::answer(txn, actor.gym, row).await?;
        }
        Ok(())
    }
}
