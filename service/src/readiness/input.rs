//! What a source may report, and within which ranges. Impossible values are refused, never clamped.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::Actor;
use domain::ids::ReadinessEntryId;
use domain::vocab::{EntryQuality, HrvMetric, HrvWindow};
use entity::instant::micros;
use entity::{member, readiness_entry};

use crate::error::{Error, FieldError, Result, UserErrorCode};
use crate::members::MemberRef;

/// Ranges of `engine.md` D, rule 4, in the units of the fields.
const HRV_MS: (f64, f64) = (10.0, 250.0);
const RESTING_HEART_RATE_BPM: (f64, f64) = (25.0, 120.0);
const ASLEEP_MINUTES: (f64, f64) = (0.0, 960.0);
const PERCENT: (f64, f64) = (0.0, 100.0);
const SCALE: (f64, f64) = (1.0, 5.0);
/// How far back a late correction may reach, in days. House choice: a year, as history is read.
const OLDEST_DAYS: u64 = 366;
/// Longest name of a source and longest external id, in characters.
const NAME_LENGTH: usize = 100;

/// One report, as the API receives it.
#[derive(Debug, Clone)]
pub struct RecordReadiness {
    /// Whose; a member leaves it out.
    pub member: Option<MemberRef>,
    /// Wake date; default: today.
    pub date: Option<NaiveDate>,
    /// Who reports.
    pub source: String,
    /// The source's own id.
    pub external_id: Option<String>,
    /// When the source last changed it.
    pub source_updated_at: Option<DateTime<Utc>>,
    /// Whether the source stands by it.
    pub quality: EntryQuality,
    /// Milliseconds, 10 to 250.
    pub hrv_ms: Option<f64>,
    /// Needed with `hrv_ms`.
    pub hrv_metric: Option<HrvMetric>,
    /// When it was measured.
    pub hrv_window: HrvWindow,
    /// Beats per minute, 25 to 120.
    pub resting_heart_rate_bpm: Option<f64>,
    /// Minutes, 0 to 960.
    pub asleep_minutes: Option<i32>,
    /// 0 to 100.
    pub sleep_efficiency_percent: Option<f64>,
    /// 1 (none) to 5 (severe).
    pub soreness: Option<i32>,
    /// 1 (none) to 5 (severe).
    pub stress: Option<i32>,
    /// 1 (exhausted) to 5 (full of energy).
    pub energy: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    pub mood: Option<i32>,
    /// 1 (very poor) to 5 (very good).
    pub sleep_quality: Option<i32>,
    /// 0 to 100.
    pub vendor_score: Option<f64>,
    /// The member feels ill.
    pub illness: bool,
    /// The member reports pain.
    pub pain: bool,
}

impl RecordReadiness {
    /// Names every fault at once.
    pub(super) fn check(&self, actor: &Actor, date: NaiveDate, today: NaiveDate) -> Result<()> {
        let mut errors = Vec::new();
        self.check_names(&mut errors);
        if actor.integration.is_some() && self.date.is_none() {
            errors.push(FieldError::new(
                &["date"],
                UserErrorCode::Invalid,
                "date must be named by an integration",
            ));
        }
        let oldest = today - Days::new(OLDEST_DAYS);
        // The day after today is allowed: it has begun east of the gym.
        let newest = today + Days::new(1);
        if date < oldest || date > newest {
            let message = format!("date must be {oldest} to {newest}, got {date}");
            errors.push(FieldError::new(&["date"], UserErrorCode::OutOfRange, message));
        }
        for (field, value, (low, high)) in self.numbers() {
            if let Some(value) = value
                && !(low..=high).contains(&value)
            {
                let message = format!("{field} must be {low} to {high}, got {value}");
                errors.push(FieldError::new(&[field], UserErrorCode::OutOfRange, message));
            }
        }
        if self.hrv_ms.is_some() && self.hrv_metric.is_none() {
            let message = "hrvMetric must say RMSSD or SDNN where hrvMs is given";
            errors.push(FieldError::new(&["hrvMetric"], UserErrorCode::Invalid, message));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    fn check_names(&self, errors: &mut Vec<FieldError>) {
        let mut named = |field: &str, value: &str| {
            if value.trim().is_empty() || value.chars().count() > NAME_LENGTH {
                let message = format!(
                    "{field} must have 1 to {NAME_LENGTH} characters, got {}",
                    value.chars().count()
                );
                errors.push(FieldError::new(&[field], UserErrorCode::Invalid, message));
            }
        };
        named("source", &self.source);
        if let Some(external_id) = &self.external_id {
            named("externalId", external_id);
        }
    }

    fn numbers(&self) -> [(&'static str, Option<f64>, (f64, f64)); 10] {
        [
            ("hrvMs", self.hrv_ms, HRV_MS),
            ("restingHeartRateBpm", self.resting_heart_rate_bpm, RESTING_HEART_RATE_BPM),
            ("asleepMinutes", self.asleep_minutes.map(f64::from), ASLEEP_MINUTES),
            ("sleepEfficiencyPercent", self.sleep_efficiency_percent, PERCENT),
            ("soreness", self.soreness.map(f64::from), SCALE),
            ("stress", self.stress.map(f64::from), SCALE),
            ("energy", self.energy.map(f64::from), SCALE),
            ("mood", self.mood.map(f64::from), SCALE),
            ("sleepQuality", self.sleep_quality.map(f64::from), SCALE),
            ("vendorScore", self.vendor_score, PERCENT),
        ]
    }

    /// The row of a first report.
    pub(super) fn entry(
        &self,
        id: ReadinessEntryId,
        member: &member::Model,
        date: NaiveDate,
        now: i64,
    ) -> readiness_entry::Model {
        readiness_entry::Model {
            id: id.uuid(),
            gym_id: member.gym_id,
            member_id: member.id,
            source: self.source.trim().to_owned(),
            external_id: self.external_id.clone(),
            date,
            quality: self.quality.to_string(),
            hrv_ms: self.hrv_ms,
            hrv_metric: self.hrv_ms.and(self.hrv_metric).map(|metric| metric.to_string()),
            hrv_window: self.hrv_ms.map(|_| self.hrv_window.to_string()),
            resting_heart_rate_bpm: self.resting_heart_rate_bpm,
            asleep_minutes: self.asleep_minutes,
            sleep_efficiency_percent: self.sleep_efficiency_percent,
            soreness: self.soreness,
            stress: self.stress,
            energy: self.energy,
            mood: self.mood,
            sleep_quality: self.sleep_quality,
            vendor_score: self.vendor_score,
            illness: self.illness,
            pain: self.pain,
            source_updated_at: self.source_updated_at.map(micros),
            revision: 1,
            recorded_at: now,
            withdrawn_at: None,
        }
    }
}

/// What a revision of an entry keeps: what the source said.
pub(super) fn content(entry: &readiness_entry::Model) -> serde_json::Value {
    serde_json::json!({
        "date": entry.date,
        "quality": entry.quality,
        "hrvMs": entry.hrv_ms,
        "hrvMetric": entry.hrv_metric,
        "hrvWindow": entry.hrv_window,
        "restingHeartRateBpm": entry.resting_heart_rate_bpm,
        "asleepMinutes": entry.asleep_minutes,
        "sleepEfficiencyPercent": entry.sleep_efficiency_percent,
        "soreness": entry.soreness,
        "stress": entry.stress,
        "energy": entry.energy,
        "mood": entry.mood,
        "sleepQuality": entry.sleep_quality,
        "vendorScore": entry.vendor_score,
        "illness": entry.illness,
        "pain": entry.pain,
        "sourceUpdatedAt": entry.source_updated_at,
        "withdrawn": entry.withdrawn_at.is_some(),
    })
}
