//! Readiness as sources report it: checked, stored once per source and day with every revision kept, and judged.

mod batch;
mod input;
mod withdraw;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::local_date;
use domain::ids::{GymId, MemberId, Readiness};
use domain::vocab::{EntryQuality, Trigger, WriteOutcome};
use entity::instant::micros;
use entity::{member, readiness_entry, readiness_revision, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::Wakes;
use crate::material::{Decision, ask_if_material};
use crate::members::{locked, resolve};

pub use batch::{Batch, MOST_ENTRIES, record_batch};
pub use input::RecordReadiness;
pub use withdraw::{WithdrawReadiness, Withdrawn, withdraw};

/// What a report did.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Created, replaced, the same, or older than what stands.
    pub outcome: WriteOutcome,
    /// The entry that stands now.
    pub entry: readiness_entry::Model,
    /// Whose.
    pub member: member::Model,
    /// Whether it set off a recomputation, and why.
    pub decision: Decision,
    /// Whom to wake.
    pub wakes: Wakes,
}

/// Stores what a source reports for a day. The same report again changes nothing.
pub async fn record(env: &Env, actor: &Actor, input: RecordReadiness) -> Result<Recorded> {
    let row = store::gyms::find(env.db.read(), actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let zone: chrono_tz::Tz =
        row.time_zone.parse().map_err(|_| anyhow::anyhow!("the gym's time zone is unknown"))?;
    let today = local_date(env.now(), zone);
    let date = input.date.unwrap_or(today);
    input.check(actor, date, today)?;
    let txn = env.db.write().await?;
    let member = resolve(&txn, actor, input.member.as_ref()).await?;
    let id = MemberId::from_uuid(member.id);
    authorize(actor, Action::RecordReadiness, &Subject::member(actor.gym, id))?;
    let member = locked(&txn, actor.gym, id, "member").await?;
    let (outcome, entry) = put(&txn, env, actor.gym, &member, &input, date).await?;
    let decision = match silent(outcome, &entry) {
        Some(why) => Decision::immaterial(why),
        None => ask_if_material(&txn, env, &row, id, Trigger::Readiness).await?,
    };
    txn.commit().await?;
    let wakes = decision.wakes();
    Ok(Recorded { outcome, entry, member, decision, wakes })
}

/// Why a report sets nothing off whatever it says, where that is so. What a source may still revise is
/// shown, and no more.
fn silent(outcome: WriteOutcome, entry: &readiness_entry::Model) -> Option<&'static str> {
    if !matches!(outcome, WriteOutcome::Created | WriteOutcome::Replaced) {
        return Some("nothing new was reported");
    }
    let is_final = entry.quality == EntryQuality::Final.as_str();
    (!is_final).then_some("provisional data is shown and sets nothing off")
}

/// Inserts the entry or puts it in the place of the one its source sent before.
async fn put(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    member: &member::Model,
    input: &RecordReadiness,
    date: NaiveDate,
) -> Result<(WriteOutcome, readiness_entry::Model)> {
    let known = MemberId::from_uuid(member.id);
    let source = input.source.trim();
    let before =
        store::readiness::lock_same(txn, gym, known, source, input.external_id.as_deref(), date)
            .await?;
    let mut entry = input.entry(env.id::<Readiness>(), member, date, micros(env.now()));
    let Some(before) = before else {
        store::readiness::insert(txn, gym, vec![entry.clone()]).await?;
        keep_revision(txn, gym, &entry).await?;
        return Ok((WriteOutcome::Created, entry));
    };
    if is_outdated(&before, &entry) {
        return Ok((WriteOutcome::Outdated, before));
    }
    entry.id = before.id;
    entry.revision = before.revision;
    entry.recorded_at = before.recorded_at;
    let same_but_for_the_source_time =
        readiness_entry::Model { source_updated_at: before.source_updated_at, ..entry.clone() }
            == before;
    if same_but_for_the_source_time {
        // Whatever the source sends late must be held against the newest it has sent.
        if entry.source_updated_at > before.source_updated_at {
            store::readiness::replace(txn, gym, entry.clone()).await?;
        }
        return Ok((WriteOutcome::Unchanged, entry));
    }
    entry.revision += 1;
    entry.recorded_at = micros(env.now());
    store::readiness::replace(txn, gym, entry.clone()).await?;
    keep_revision(txn, gym, &entry).await?;
    let returns = before.withdrawn_at.is_some();
    Ok((if returns { WriteOutcome::Created } else { WriteOutcome::Replaced }, entry))
}

/// Whether the source has said something newer since. Of a record that it has withdrawn, the same
/// version is old news as well: deliveries overtake each other.
fn is_outdated(before: &readiness_entry::Model, sent: &readiness_entry::Model) -> bool {
    let times = before.source_updated_at.zip(sent.source_updated_at);
    times.is_some_and(|(stored, sent)| {
        sent < stored || (sent == stored && before.withdrawn_at.is_some())
    })
}

/// What an entry says, as its revision keeps it.
pub(crate) fn revision(entry: &readiness_entry::Model) -> readiness_revision::Model {
    readiness_revision::Model {
        entry_id: entry.id,
        revision: entry.revision,
        gym_id: entry.gym_id,
        content: input::content(entry).to_string(),
        recorded_at: entry.recorded_at,
    }
}

async fn keep_revision(
    txn: &DatabaseTransaction,
    gym: GymId,
    entry: &readiness_entry::Model,
) -> Result<()> {
    store::readiness::keep_revisions(txn, gym, vec![revision(entry)]).await?;
    Ok(())
}
