//! Batches of plans and of what is read of them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use entity::store::plan_revisions::Head;
use entity::{narrative, plan, store};
use service::read::fates::{self, Fates};
use service::read::weeks::{self, ReadWeek};
use service::review;
use uuid::Uuid;

use super::{Batch, Fault, batch, row_by_id, rows_of};

row_by_id! {
    /// A plan by id.
    PlanById -> plan::Model: PlanId, store::plans::by_ids
}

batch! {
    /// A member's plan of the week that begins on that Monday.
    PlanOfWeek(Uuid, NaiveDate) -> plan::Model: |batch, keys| {
        let members: BTreeSet<Uuid> = keys.iter().map(|key| key.0).collect();
        let members: Vec<_> = members.into_iter().map(domain::ids::MemberId::from_uuid).collect();
        let weeks: BTreeSet<NaiveDate> = keys.iter().map(|key| key.1).collect();
        let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
            return Ok(HashMap::new());
        };
        let rows = store::plans::between(batch.db(), batch.gym, &members, *first, *last).await?;
        Ok(rows.into_iter().map(|row| (PlanOfWeek(row.member_id, row.week_of), row)).collect())
    }
}

batch! {
    /// What a revision of a plan holds.
    WeekOf(Uuid, i32) -> Arc<ReadWeek>: |batch, keys| {
        let wanted: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let weeks = weeks::weeks(batch.db(), &batch.gym().await?, &wanted).await?;
        Ok(weeks.into_iter().map(|((plan, number), week)| (WeekOf(plan, number), week)).collect())
    }
}

rows_of! {
    /// Every revision of a plan, newest first, without their documents.
    HeadsOf -> Head: PlanId, plan_id, store::plan_revisions::heads
}

batch! {
    /// What the coach who made a revision said of it, where they said anything.
    EditNoteOf(Uuid, i32) -> String: |batch, keys| {
        let plans: BTreeSet<Uuid> = keys.iter().map(|key| key.0).collect();
        let plans: Vec<_> = plans.into_iter().map(domain::ids::PlanId::from_uuid).collect();
        let reasons = store::plan_revisions::reasons_of_coaches(batch.db(), batch.gym, &plans);
        let mut notes = HashMap::new();
        for (plan, number, reason) in reasons.await? {
            if let Some(note) = review::note_in(&reason)? {
                notes.insert(EditNoteOf(plan, number), note);
            }
        }
        Ok(notes)
    }
}

batch! {
    /// The text of a revision, where one beside the rules' was written.
    NarrativeOf(Uuid, i32) -> narrative::Model: |batch, keys| {
        let wanted: Vec<_> =
            keys.iter().map(|key| (domain::ids::PlanId::from_uuid(key.0), key.1)).collect();
        let rows = store::narratives::by_keys(batch.db(), batch.gym, &wanted).await?;
        Ok(rows.into_iter().map(|row| (NarrativeOf(row.plan_id, row.number), row)).collect())
    }
}

batch! {
    /// There where a model's words to a revision are still to come.
    AwaitedNarrative(Uuid, i32) -> (): |batch, keys| {
        let plans: BTreeSet<Uuid> = keys.iter().map(|key| key.0).collect();
        let plans: Vec<_> = plans.into_iter().map(domain::ids::PlanId::from_uuid).collect();
        let open = store::computations::narrating(batch.db(), batch.gym, &plans).await?;
        let open = open.into_iter().filter_map(|(plan, number)| {
            let key = AwaitedNarrative(plan, number?);
            keys.contains(&key).then_some((key, ()))
        });
        Ok(open.collect())
    }
}

batch! {
    /// What became of a plan's sessions.
    FatesOf(Uuid) -> Arc<Fates>: |batch, keys| {
        let plans: Vec<_> = keys.iter().map(|key| domain::ids::PlanId::from_uuid(key.0)).collect();
        let gym = batch.gym().await?;
        let fates = fates::of_plans(batch.db(), &gym, &plans, batch.env.now()).await?;
        Ok(fates.into_iter().map(|(plan, fates)| (FatesOf(plan), fates)).collect())
    }
}
