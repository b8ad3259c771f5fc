//! Batches of what belongs to a gym as a whole.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::{
    coach, computation, integration, movement, movement_alias, staff, store, template,
    template_version, track, weekly_run,
};
use service::read::GymView;
use uuid::Uuid;

use super::{Batch, Fault, batch, row_by_id, rows_of};
use crate::graphql::run_counts::{self, Counts};

batch! {
    /// The gym itself.
    TheGym(()) -> Arc<GymView>: |batch, keys| {
        let gym = batch.gym().await?;
        Ok(keys.iter().map(|key| (key.clone(), gym.clone())).collect())
    }
}

batch! {
    /// The gym's tracks by key.
    TheTracks(()) -> Arc<Vec<track::Model>>: |batch, keys| {
        let tracks = Arc::new(store::tracks::all(batch.db(), batch.gym).await?);
        Ok(keys.iter().map(|key| (key.clone(), tracks.clone())).collect())
    }
}

row_by_id! {
    /// A coach by id.
    CoachById -> coach::Model: CoachId, store::coaches::by_ids
}

row_by_id! {
    /// A template by id.
    TemplateById -> template::Model: TemplateId, store::templates::by_ids
}

row_by_id! {
    /// A template's version by id.
    VersionById -> template_version::Model: TemplateVersionId, store::templates::versions_by_ids
}

row_by_id! {
    /// A grant by id.
    StaffById -> staff::Model: StaffId, store::staff::by_ids
}

row_by_id! {
    /// A weekly run by id.
    RunById -> weekly_run::Model: RunId, store::runs::by_ids
}

row_by_id! {
    /// A movement by id.
    MovementById -> movement::Model: MovementId, store::movements::by_ids
}

row_by_id! {
    /// A computation by id.
    ComputationById -> computation::Model: ComputationId, store::computations::by_ids
}

rows_of! {
    /// The other names of a movement.
    AliasesOf -> movement_alias::Model: MovementId, movement_id, store::movements::aliases_of
}

batch! {
    /// A movement by key.
    MovementByKey(String) -> movement::Model: |batch, keys| {
        let wanted: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let rows = store::movements::by_keys(batch.db(), batch.gym, &wanted).await?;
        Ok(rows.into_iter().map(|row| (MovementByKey(row.key.clone()), row)).collect())
    }
}

batch! {
    /// A version of a template by number.
    VersionOf(Uuid, i32) -> template_version::Model: |batch, keys| {
        let wanted: Vec<_> =
            keys.iter().map(|key| (domain::ids::TemplateId::from_uuid(key.0), key.1)).collect();
        let rows = store::templates::versions(batch.db(), batch.gym, &wanted).await?;
        Ok(rows.into_iter().map(|row| (VersionOf(row.template_id, row.number), row)).collect())
    }
}

batch! {
    /// How many active members follow a template.
    AssignedTo(Uuid) -> i64: |batch, keys| {
        let counts = store::members::assigned(batch.db(), batch.gym).await?;
        let counts: BTreeMap<Uuid, i64> =
            counts.into_iter().map(|(template, count)| (template.uuid(), count)).collect();
        let count = |key: &AssignedTo| counts.get(&key.0).copied().unwrap_or(0);
        Ok(keys.iter().map(|key| (key.clone(), count(key))).collect())
    }
}

batch! {
    /// An integration by id.
    IntegrationById(Uuid) -> integration::Model: |batch, keys| {
        let rows = store::integrations::all(batch.db(), batch.gym).await?;
        let wanted = rows.into_iter().map(|row| (IntegrationById(row.id), row));
        Ok(wanted.filter(|(key, _)| keys.contains(key)).collect())
    }
}

batch! {
    /// The figures of a weekly run.
    CountsOf(Uuid) -> Counts: |batch, keys| {
        let runs: Vec<_> = keys.iter().map(|key| domain::ids::RunId::from_uuid(key.0)).collect();
        let rows = store::computations::of_runs(batch.db(), batch.gym, &runs).await?;
        let counts = run_counts::by_run(&rows);
        let of = |key: &CountsOf| counts.get(&key.0).copied().unwrap_or_default();
        Ok(keys.iter().map(|key| (key.clone(), of(key))).collect())
    }
}
