//! Batches of lists that grow: the same part of each owner's own list.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use domain::ids::{MemberId, MovementId, RunId};
use entity::store::{Page, Slice};
use entity::{coach_note, computation, personal_record, plan, session_log, store};
use service::read::days::{self, ReadDay};
use service::read::training::{self, TrainedWeek};
use uuid::Uuid;

use super::{Batch, Fault, batch};

/// The place of a row in a list by date.
pub type Dated = Page<(NaiveDate, Uuid)>;
/// The place of a row in a list by instant.
pub type Timed = Page<(i64, Uuid)>;

/// The owners by what is asked of them: a page of objects asks the same of all.
fn alike<A: Hash + Eq>(asked: impl Iterator<Item = (A, Uuid)>) -> HashMap<A, Vec<Uuid>> {
    let mut owners: HashMap<A, Vec<Uuid>> = HashMap::new();
    for (what, owner) in asked {
        owners.entry(what).or_default().push(owner);
    }
    owners
}

fn members(owners: &[Uuid]) -> Vec<MemberId> {
    owners.iter().copied().map(MemberId::from_uuid).collect()
}

batch! {
    /// Part of a member's plans; whether only those with a revision in force.
    PlansOf(Uuid, bool, Dated) -> Slice<plan::Model>: |batch, keys| {
        let mut found = HashMap::new();
        for ((in_force, page), owners) in alike(keys.iter().map(|key| ((key.1, &key.2), key.0))) {
            let of = members(&owners);
            let slices = store::plans::pages(batch.db(), batch.gym, &of, in_force, page).await?;
            let key = |owner| PlansOf(owner, in_force, page.clone());
            found.extend(slices.into_iter().map(|(owner, slice)| (key(owner), slice)));
        }
        Ok(found)
    }
}

batch! {
    /// Part of a member's logged sessions, between two days.
    LogsOf(Uuid, (Option<NaiveDate>, Option<NaiveDate>), Dated) -> Slice<session_log::Model>: |batch, keys| {
        let mut found = HashMap::new();
        for ((days, page), owners) in alike(keys.iter().map(|key| ((key.1, &key.2), key.0))) {
            let of = members(&owners);
            let slices = store::session_logs::pages(batch.db(), batch.gym, &of, days, page).await?;
            let key = |owner| LogsOf(owner, days, page.clone());
            found.extend(slices.into_iter().map(|(owner, slice)| (key(owner), slice)));
        }
        Ok(found)
    }
}

batch! {
    /// Part of a member's records, of one movement or all, confirmed or not.
    RecordsOf(Uuid, (Option<MovementId>, Option<bool>), Dated) -> Slice<personal_record::Model>: |batch, keys| {
        let mut found = HashMap::new();
        for ((which, page), owners) in alike(keys.iter().map(|key| ((key.1, &key.2), key.0))) {
            let of = members(&owners);
            let slices = store::records::pages(batch.db(), batch.gym, &of, which, page).await?;
            let key = |owner| RecordsOf(owner, which, page.clone());
            found.extend(slices.into_iter().map(|(owner, slice)| (key(owner), slice)));
        }
        Ok(found)
    }
}

batch! {
    /// Part of the notes on a member.
    NotesOf(Uuid, Timed) -> Slice<coach_note::Model>: |batch, keys| {
        let mut found = HashMap::new();
        for (page, owners) in alike(keys.iter().map(|key| (&key.1, key.0))) {
            let of = members(&owners);
            let slices = store::notes::pages(batch.db(), batch.gym, &of, page).await?;
            let key = |owner| NotesOf(owner, page.clone());
            found.extend(slices.into_iter().map(|(owner, slice)| (key(owner), slice)));
        }
        Ok(found)
    }
}

batch! {
    /// Part of what gave up of a run.
    FailuresOf(Uuid, Timed) -> Slice<computation::Model>: |batch, keys| {
        let mut found = HashMap::new();
        for (page, owners) in alike(keys.iter().map(|key| (&key.1, key.0))) {
            let runs: Vec<_> = owners.into_iter().map(RunId::from_uuid).collect();
            let slices =
                store::computations::failed_pages(batch.db(), batch.gym, &runs, page).await?;
            let key = |owner| FailuresOf(owner, page.clone());
            found.extend(slices.into_iter().map(|(owner, slice)| (key(owner), slice)));
        }
        Ok(found)
    }
}

batch! {
    /// A member's days of readiness with an entry, between two days.
    DaysOf(Uuid, (NaiveDate, NaiveDate)) -> Vec<Arc<ReadDay>>: |batch, keys| {
        let gym = batch.gym().await?;
        let mut found = HashMap::new();
        for (period, owners) in alike(keys.iter().map(|key| (key.1, key.0))) {
            let owners: BTreeSet<Uuid> = owners.into_iter().collect();
            let days = days::between(batch.db(), &gym, &owners, period).await?;
            found.extend(days.into_iter().map(|(owner, days)| (DaysOf(owner, period), days)));
        }
        Ok(found)
    }
}

batch! {
    /// So many newest complete weeks of a member's training.
    TrainedWeeksOf(Uuid, u32) -> Vec<TrainedWeek>: |batch, keys| {
        let gym = batch.gym().await?;
        let now = batch.env.now();
        let mut found = HashMap::new();
        for (count, owners) in alike(keys.iter().map(|key| (key.1, key.0))) {
            let weeks = training::weeks(batch.db(), &gym, &owners, count, now).await?;
            found.extend(weeks.into_iter().map(|(owner, weeks)| (TrainedWeeksOf(owner, count), weeks)));
        }
        Ok(found)
    }
}
