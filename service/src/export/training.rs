//! Readiness, sessions and records in a member's copy.

use std::collections::HashMap;

use domain::ids::{MovementId, ReadinessEntryId, SessionLogId, TrackId};
use entity::instant::instant;
use entity::{personal_record, readiness_entry, session_log, set_log, store};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Reading;
use crate::error::Result;

impl<C: ConnectionTrait> Reading<'_, C> {
    /// Every entry with all it has ever said, withdrawn ones included.
    pub(super) async fn readiness(&self) -> Result<Value> {
        let rows = store::readiness::all_of(self.db, self.gym, self.member).await?;
        let ids: Vec<ReadinessEntryId> =
            rows.iter().map(|row| ReadinessEntryId::from_uuid(row.id)).collect();
        let mut said: HashMap<Uuid, Vec<Value>> = HashMap::new();
        for chunk in ids.chunks(store::BIND_LIMIT / 2) {
            for row in store::readiness::revisions(self.db, self.gym, chunk).await? {
                let content: Value =
                    serde_json::from_str(&row.content).map_err(anyhow::Error::from)?;
                let (revision, at) = (row.revision, instant(row.recorded_at));
                let said = said.entry(row.entry_id).or_default();
                said.push(json!({ "revision": revision, "recordedAt": at, "content": content }));
            }
        }
        let entry = |row: readiness_entry::Model| {
            json!({
                "source": row.source,
                "externalId": row.external_id,
                "date": row.date,
                "quality": row.quality,
                "withdrawnAt": row.withdrawn_at.map(instant),
                "revisions": said.remove(&row.id).unwrap_or_default(),
            })
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    pub(super) async fn sessions(&self) -> Result<Value> {
        let rows = store::session_logs::all_of(self.db, self.gym, self.member).await?;
        let ids: Vec<SessionLogId> =
            rows.iter().map(|row| SessionLogId::from_uuid(row.id)).collect();
        let mut sets: HashMap<Uuid, Vec<Value>> = HashMap::new();
        for chunk in ids.chunks(store::BIND_LIMIT / 2) {
            for row in store::session_logs::sets(self.db, self.gym, chunk).await? {
                sets.entry(row.session_log_id).or_default().push(set(&row));
            }
        }
        let rows: serde_json::Result<Vec<Value>> = rows
            .into_iter()
            .map(|row| {
                let sets = sets.remove(&row.id).unwrap_or_default();
                session(&row, &sets)
            })
            .collect();
        Ok(rows.map_err(anyhow::Error::from)?.into())
    }

    /// Every record, dismissed ones included.
    pub(super) async fn records(&self) -> Result<Value> {
        let rows = store::records::all_of(self.db, self.gym, self.member).await?;
        Ok(rows.iter().map(record).collect())
    }
}

fn session(row: &session_log::Model, sets: &[Value]) -> serde_json::Result<Value> {
    Ok(json!({
        "source": row.source,
        "externalId": row.external_id,
        "date": row.date,
        "title": row.title,
        "track": TrackId::from_uuid(row.track_id).to_string(),
        "durationMinutes": row.duration_minutes,
        "sessionRpe": row.session_rpe,
        "completion": row.completion,
        "scores": serde_json::from_str::<Value>(&row.scores)?,
        "notes": row.notes,
        "sets": sets,
        "recordedAt": instant(row.recorded_at),
    }))
}

fn set(row: &set_log::Model) -> Value {
    json!({
        "movement": MovementId::from_uuid(row.movement_id).to_string(),
        "name": row.source_name,
        "kind": row.kind,
        "reps": row.reps,
        "loadKg": row.load_kg,
        "rpe": row.rpe,
        "distanceMetres": row.distance_metres,
        "durationSeconds": row.duration_seconds,
        "calories": row.calories,
    })
}

fn record(row: &personal_record::Model) -> Value {
    json!({
        "source": row.source,
        "externalId": row.external_id,
        "movement": MovementId::from_uuid(row.movement_id).to_string(),
        "achievedOn": row.achieved_on,
        "reps": row.reps,
        "loadKg": row.load_kg,
        "rpe": row.rpe,
        "estimatedOneRepMaxKg": row.e1rm_kg,
        "distanceMetres": row.distance_metres,
        "timeSeconds": row.time_seconds,
        "basis": row.basis,
        "confirmed": row.confirmed,
        "dismissedAt": row.dismissed_at.map(instant),
    })
}
