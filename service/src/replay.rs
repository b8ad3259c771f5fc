//! Recomputes stored revisions from what they cite and compares the documents, byte by byte.
//!
//! A revision is a function of its stored signals, its template version, the gym's facts as they were, the
//! revision it started from, and the engine's version. Nothing else is read.

mod difference;
mod edited;
mod sources;

use domain::ids::{GymId, PlanId};
use domain::personalise::personalise;
use domain::plan::{ENGINE_VERSION, PlanDocument, TemplateRef};
use domain::plan_ids::RevisionId;
use domain::signals::Signals;
use domain::vocab::RevisionAuthor;
use entity::{pack, plan_revision, store};

use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::personalise::input_digest;

pub use difference::Difference;
use sources::Sources;

/// Revisions that are read at a time.
const PAGE: u64 = 200;

/// What became of one revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// Which.
    pub revision: RevisionId,
    /// What came of it.
    pub outcome: Outcome,
}

/// How a recomputation compares with what is stored.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The same bytes.
    Identical,
    /// Other rules made it, so other bytes are no defect.
    OtherEngine {
        /// The version that made it.
        engine: String,
        /// Whether this version makes the same bytes of it.
        same: bool,
    },
    /// It, or the revision it started from, was erased.
    Erased,
    /// A coach edited it: the edit, made again, leads to the same bytes.
    Edited,
    /// A coach put an earlier revision back into force: done again, it is the same bytes.
    PutBack,
    /// A defect: other bytes, or inputs that are not what they were.
    Different(Difference),
}

/// Replays every revision of a gym; `done` is told of each.
pub async fn all(env: &Env, gym: GymId, done: &mut (dyn FnMut(Replayed) + Send)) -> Result<()> {
    let db = env.db.read();
    let mut sources = Sources::new(gym);
    let mut last = None;
    loop {
        let rows = store::plan_revisions::after(db, gym, last, PAGE).await?;
        let Some(newest) = rows.last() else {
            return Ok(());
        };
        last = Some((PlanId::from_uuid(newest.plan_id), newest.number));
        sources.load(db, &rows).await?;
        for row in &rows {
            done(replayed(row, &sources));
        }
    }
}

/// Replays one revision of whichever gym has it; `gym`: of that one only.
pub async fn one(env: &Env, gym: Option<GymId>, revision: RevisionId) -> Result<Replayed> {
    let db = env.db.read();
    let number = i32::try_from(revision.revision).unwrap_or(i32::MAX);
    for candidate in store::gyms::all(db).await? {
        let id = GymId::from_uuid(candidate.id);
        if gym.is_some_and(|gym| gym != id) {
            continue;
        }
        if let Some(row) = store::plan_revisions::find(db, id, revision.plan, number).await? {
            let mut sources = Sources::new(id);
            sources.load(db, std::slice::from_ref(&row)).await?;
            return Ok(replayed(&row, &sources));
        }
    }
    let message = format!("there is no revision {revision}");
    Err(Error::field(&["revision"], UserErrorCode::NotFound, message))
}

fn replayed(row: &plan_revision::Model, sources: &Sources) -> Replayed {
    let revision = RevisionId {
        plan: PlanId::from_uuid(row.plan_id),
        revision: u32::try_from(row.number).unwrap_or(0),
    };
    let outcome = outcome(row, sources).unwrap_or_else(Outcome::Different);
    Replayed { revision, outcome }
}

type Judged = std::result::Result<Outcome, Difference>;

fn outcome(row: &plan_revision::Model, sources: &Sources) -> Judged {
    if row.erased_at.is_some() || row.document.is_empty() || row.signals.is_empty() {
        return Ok(Outcome::Erased);
    }
    let this_engine = row.engine_version == ENGINE_VERSION;
    let other = |same| Outcome::OtherEngine { engine: row.engine_version.clone(), same };
    let stored = raw("document", &row.document)?;
    let document: PlanDocument = match serde_json::from_slice(&stored) {
        Ok(document) => document,
        Err(error) if this_engine => return Err(Difference::broken("document", &error)),
        Err(_) => return Ok(other(false)),
    };
    if row.author == RevisionAuthor::Coach.as_str() {
        return edited::judge(row, &stored, sources);
    }
    let facts_digest = row.facts_digest.as_deref();
    let facts_digest = facts_digest.ok_or(Difference::broken("facts", "none are cited"))?;
    let signals = raw("signals", &row.signals)?;
    let digest = input_digest(&signals, &document.template, facts_digest, &row.engine_version);
    if digest[..] != row.input_digest {
        return Err(Difference::broken("inputs", "not those of the digest that was kept"));
    }
    match recomputed(row, &document.template, &signals, facts_digest, sources) {
        Ok(None) => Ok(Outcome::Erased),
        Ok(Some(again)) => match (difference::between(&stored, &again), this_engine) {
            (None, true) => Ok(Outcome::Identical),
            (Some(different), true) => Err(different),
            (different, false) => Ok(other(different.is_none())),
        },
        Err(broken) if this_engine => Err(broken),
        Err(_) => Ok(other(false)),
    }
}

/// The document that this engine makes of what a revision cites, under the name of the engine that made the
/// revision; `None` where the revision it started from was erased.
fn recomputed(
    row: &plan_revision::Model,
    template: &TemplateRef,
    signals_json: &[u8],
    facts_digest: &[u8],
    sources: &Sources,
) -> std::result::Result<Option<PlanDocument>, Difference> {
    let signals: Signals = serde_json::from_slice(signals_json)
        .map_err(|error| Difference::broken("signals", &error))?;
    let mut base = None;
    if let Some(asked) = &signals.base {
        base = sources.base(row.plan_id, asked.revision)?;
        if base.is_none() {
            return Ok(None);
        }
    }
    let (facts, template) = (sources.facts(facts_digest)?, sources.template(template)?);
    let again = personalise(&signals, facts, template, base.as_ref());
    let unchanged = base.as_ref() == Some(&again);
    Ok(Some(if unchanged {
        again
    } else {
        PlanDocument { engine: row.engine_version.clone(), ..again }
    }))
}

fn raw(what: &'static str, packed: &[u8]) -> std::result::Result<Vec<u8>, Difference> {
    pack::decompress(packed).map_err(|error| Difference::broken(what, &error))
}
