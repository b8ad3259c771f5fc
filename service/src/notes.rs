//! What coaches write about a member: read by coaches and owners, and by the next narrative.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{MemberId, Note, NoteId};
use entity::instant::micros;
use entity::{coach_note, member, store};
use sea_orm::DatabaseTransaction;

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::faults::Faults;
use crate::idempotency::{self, Request};
use crate::members::locked;

/// Longest note in characters. House choice: two screens of text.
const NOTE_LENGTH: usize = 4000;

/// A note, as the API receives it.
#[derive(Debug, Clone)]
pub struct AddNote {
    /// About whom.
    pub member: MemberId,
    /// In the coach's words.
    pub text: String,
    /// Sent again with the same key, it is not written again.
    pub idempotency_key: Option<String>,
}

/// A note and whom it is about.
#[derive(Debug, Clone)]
pub struct Noted {
    /// The note.
    pub note: coach_note::Model,
    /// About whom.
    pub member: member::Model,
}

/// Writes a note.
pub async fn add(env: &Env, actor: &Actor, input: AddNote) -> Result<Done<Noted>> {
    let mut faults = Faults::default();
    faults.text(&["text"], Some(&input.text), NOTE_LENGTH);
    faults.end()?;
    authorize(actor, Action::WriteNote, &Subject::member(actor.gym, input.member))?;
    let coach = actor.coach.ok_or_else(|| anyhow::anyhow!("who may write notes is no coach"))?;
    let txn = env.db.write().await?;
    let key = input.idempotency_key.as_deref();
    let request = idempotency::request(&txn, env, actor, key, "addCoachNote", &input).await?;
    let member = locked(&txn, actor.gym, input.member, "memberId").await?;
    let claim = match request {
        Request::First(claim) => claim,
        Request::Again(id) => {
            let note = before(&txn, actor, &id).await?;
            return Ok(Done::quiet(Noted { note, member }));
        }
    };
    let note = coach_note::Model {
        id: env.id::<Note>().uuid(),
        gym_id: actor.gym.uuid(),
        member_id: input.member.uuid(),
        coach_id: coach.uuid(),
        text: input.text,
        created_at: micros(env.now()),
    };
    store::notes::insert(&txn, actor.gym, note.clone()).await?;
    claim.keep(&txn, actor, NoteId::from_uuid(note.id)).await?;
    txn.commit().await?;
    Ok(Done::quiet(Noted { note, member }))
}

async fn before(txn: &DatabaseTransaction, actor: &Actor, id: &str) -> Result<coach_note::Model> {
    let id: NoteId = id.parse().map_err(|_| anyhow::anyhow!("a kept answer is no note's id"))?;
    store::notes::find(txn, actor.gym, id).await?.ok_or(Error::NotFound("note"))
}
