//! A member's readiness on a day.

use std::sync::Arc;

use async_graphql::{Description, ID, Object, SimpleObject};
use domain::ids::MemberId;
use domain::plan_ids::ReadinessDayId;
use domain::signals::DailySignal;
use service::read::days::ReadDay;

use super::readiness_entry::ReadinessEntry;
use crate::graphql::enums::{Confidence, ReadinessBand, ReadinessSignalKind};
use crate::graphql::scalars::{Date, id};

/// A member's readiness on one day: the score, the signals it rests on and what was reported.
#[derive(Description, Clone)]
pub struct ReadinessDay(pub Arc<ReadDay>);

#[Object(use_type_description)]
impl ReadinessDay {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        let member = MemberId::from_uuid(self.0.member);
        id(ReadinessDayId { member, date: self.0.daily.date })
    }

    /// The day the member woke up.
    async fn date(&self) -> Date {
        Date(self.0.daily.date)
    }

    /// 0–100; null when too little is known.
    async fn score(&self) -> Option<f64> {
        self.0.daily.score
    }

    /// The score in words.
    async fn band(&self) -> ReadinessBand {
        self.0.daily.band.into()
    }

    /// How much of the evidence is there.
    async fn confidence(&self) -> Confidence {
        self.0.daily.confidence.into()
    }

    /// What the score rests on, and what was left out of it.
    async fn signals(&self) -> Vec<ReadinessSignal> {
        self.0.signals.iter().map(ReadinessSignal::of).collect()
    }

    /// What each source reported.
    async fn entries(&self) -> Vec<ReadinessEntry> {
        self.0.entries.iter().cloned().map(ReadinessEntry).collect()
    }
}

/// One signal of the score, read against the member's own baseline for that source.
#[derive(SimpleObject)]
pub struct ReadinessSignal {
    /// Which signal.
    kind: ReadinessSignalKind,
    /// Who reported it.
    source: String,
    /// What it is, in `unit`; heart-rate variability as the mean of the newest nights.
    value: f64,
    /// `ms`, `bpm`, `h`, `share` (0–1) or `points`.
    unit: String,
    /// What it is read against, in `unit`: what is usual for the member with this source; of sleep and check-ins a general value until enough days are known; null while there is none.
    baseline: Option<f64>,
    /// Distance from the baseline in deviations, −3 to 3; positive is better.
    z_score: Option<f64>,
    /// The signal's own score, 0–100.
    score: Option<f64>,
    /// Its share of the day's score, 0–1; 0 where it was left out.
    weight: f64,
    /// Why the signal was left out of the score, when it was.
    /// One of RMSSD_MISSING_SDNN_AVAILABLE, OTHER_METRIC_PREFERRED, OTHER_SOURCE_PREFERRED, BASELINE_TOO_SHORT, TOO_FEW_NIGHTS, PROVISIONAL, UNSCORABLE and COMPONENTS_PRESENT.
    ignored_because: Option<String>,
}

impl ReadinessSignal {
    fn of(signal: &DailySignal) -> Self {
        Self {
            kind: signal.kind.into(),
            source: signal.source.clone(),
            value: signal.value,
            unit: signal.unit.clone(),
            baseline: signal.baseline,
            z_score: signal.z,
            score: signal.score,
            weight: signal.weight,
            ignored_because: signal.ignored_because.clone(),
        }
    }
}
