//! Readiness as sources report it: checked, stored once per source and day with every revision kept, and judged.

mod input;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::local_date;
use domain::ids::{GymId, MemberId, Readiness};
use domain::vocab::{EntryQuality, Trigger, WriteOutcome};
use entity::instant::micros;
use entity::{gym, member, readiness_entry, readiness_revision, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::Wakes;
use crate::material::{Decision, ask_if_material};
use crate::members::resolve;

pub use input::RecordReadiness;

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
    let subject = Subject::member(actor.gym, MemberId::from_uuid(member.id));
    authorize(actor, Action::RecordReadiness, &subject)?;
    store::members::lock(&txn, actor.gym, &[MemberId::from_uuid(member.id)]).await?;
    let (outcome, entry) = put(&txn, env, actor.gym, &member, &input, date).await?;
    let stored = matches!(outcome, WriteOutcome::Created | WriteOutcome::Replaced);
    let decision = if stored {
        judge(&txn, env, &row, &entry).await?
    } else {
        Decision::immaterial("nothing new was reported")
    };
    txn.commit().await?;
    let wakes = decision.wakes();
    Ok(Recorded { outcome, entry, member, decision, wakes })
}

/// What a source may still revise is shown and sets nothing off.
async fn judge(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    entry: &readiness_entry::Model,
) -> Result<Decision> {
    if entry.quality != EntryQuality::Final.as_str() {
        return Ok(Decision::immaterial("provisional data is shown and sets nothing off"));
    }
    ask_if_material(txn, env, gym, MemberId::from_uuid(entry.member_id), Trigger::Readiness).await
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
    if let (Some(stored), Some(sent)) = (before.source_updated_at, entry.source_updated_at)
        && sent < stored
    {
        return Ok((WriteOutcome::Outdated, before));
    }
    entry.id = before.id;
    entry.revision = before.revision;
    entry.recorded_at = before.recorded_at;
    let same_but_for_the_source_time =
        readiness_entry::Model { source_updated_at: before.source_updated_at, ..entry.clone() }
            == before;
    if same_but_for_the_source_time {
        return Ok((WriteOutcome::Unchanged, before));
    }
    entry.revision += 1;
    entry.recorded_at = micros(env.now());
    store::readiness::replace(txn, gym, entry.clone()).await?;
    keep_revision(txn, gym, &entry).await?;
    Ok((WriteOutcome::Replaced, entry))
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
