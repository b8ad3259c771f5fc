//! What a source reported for a day.

use async_graphql::{Description, ID, Object};
use domain::ids::ReadinessEntryId;
use entity::readiness_entry;

use crate::error::ApiError;
use crate::graphql::enums::{EntryQuality, HrvMetric, HrvWindow, word, word_of};
use crate::graphql::scalars::{Date, DateTime, id};

/// What one source reported for one day. Late corrections replace it; every revision is kept.
#[derive(Description)]
pub struct ReadinessEntry(pub readiness_entry::Model);

#[Object(use_type_description)]
impl ReadinessEntry {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(ReadinessEntryId::from_uuid(self.0.id))
    }

    /// Who reported it, e.g. `oura`.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// The source's own id.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The day the member woke up.
    async fn date(&self) -> Date {
        Date(self.0.date)
    }

    /// Whether the source stands by it.
    async fn quality(&self) -> Result<EntryQuality, ApiError> {
        word(&self.0.quality)
    }

    /// Heart-rate variability in milliseconds.
    async fn hrv_ms(&self) -> Option<f64> {
        self.0.hrv_ms
    }

    /// How it was computed.
    async fn hrv_metric(&self) -> Option<Result<HrvMetric, ApiError>> {
        word_of(self.0.hrv_metric.as_deref())
    }

    /// When it was measured.
    async fn hrv_window(&self) -> Option<Result<HrvWindow, ApiError>> {
        word_of(self.0.hrv_window.as_deref())
    }

    /// Beats per minute at rest.
    async fn resting_heart_rate_bpm(&self) -> Option<f64> {
        self.0.resting_heart_rate_bpm
    }

    /// Minutes asleep.
    async fn asleep_minutes(&self) -> Option<i32> {
        self.0.asleep_minutes
    }

    /// Share of the time in bed asleep, 0–100.
    async fn sleep_efficiency_percent(&self) -> Option<f64> {
        self.0.sleep_efficiency_percent
    }

    /// 1 (none) to 5 (severe).
    async fn soreness(&self) -> Option<i32> {
        self.0.soreness
    }

    /// 1 (none) to 5 (severe).
    async fn stress(&self) -> Option<i32> {
        self.0.stress
    }

    /// 1 (exhausted) to 5 (full of energy).
    async fn energy(&self) -> Option<i32> {
        self.0.energy
    }

    /// 1 (very poor) to 5 (very good).
    async fn mood(&self) -> Option<i32> {
        self.0.mood
    }

    /// 1 (very poor) to 5 (very good).
    async fn sleep_quality(&self) -> Option<i32> {
        self.0.sleep_quality
    }

    /// The vendor's own readiness or recovery score, brought to 0–100.
    async fn vendor_score(&self) -> Option<f64> {
        self.0.vendor_score
    }

    /// The member feels ill.
    async fn illness(&self) -> bool {
        self.0.illness
    }

    /// The member reports pain.
    async fn pain(&self) -> bool {
        self.0.pain
    }

    /// Counts the corrections, from 1.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// When this revision arrived.
    async fn recorded_at(&self) -> DateTime {
        DateTime::of(self.0.recorded_at)
    }
}
