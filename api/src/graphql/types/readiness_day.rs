//! A member's readiness on a day.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use domain::ids::MemberId;
use domain::plan_ids::ReadinessDayId;
use domain::signals::DailySignal;
use service::read::days::ReadDay;

use super::readiness_entry::ReadinessEntry;
use crate::graphql::enums::{Confidence, ReadinessBand, ReadinessSignalKind};
use crate::graphql::scalars::{Date, id};

#[derive(Clone)]
pub struct ReadinessDay(pub Arc<ReadDay>);

#[Object]
impl ReadinessDay {
    pub async fn id(&self) -> ID {
        let member = MemberId::from_uuid(self.0.member);
        id(ReadinessDayId { member, date: self.0.daily.date })
    }

    async fn date(&self) -> Date {
        Date(self.0.daily.date)
    }

    /// 0–100; null when too little is known.
    async fn score(&self) -> Option<f64> {
        self.0.daily.score
    }

    async fn band(&self) -> ReadinessBand {
        self.0.daily.band.into()
    }

    async fn confidence(&self) -> Confidence {
        self.0.daily.confidence.into()
    }

    async fn signals(&self) -> Vec<ReadinessSignal> {
        self.0.signals.iter().map(ReadinessSignal::of).collect()
    }

    async fn entries(&self) -> Vec<ReadinessEntry> {
        self.0.entries.iter().cloned().map(ReadinessEntry).collect()
    }
}

/// One signal of the score, read against the member's own baseline for that source.
#[derive(SimpleObject)]
pub struct ReadinessSignal {
    kind: ReadinessSignalKind,
    source: String,
    value: f64,
    unit: String,
    baseline: Option<f64>,
    z_score: Option<f64>,
    score: Option<f64>,
    weight: f64,
    /// Why the signal was left out of the score, when it was.
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
