//! What moved a week as a whole.

use async_graphql::SimpleObject;
use service::read::weeks::ReadWeek;

use crate::graphql::enums::{ReadinessBand, VolumeLevel};

#[derive(SimpleObject)]
pub struct WeekAdjustment {
    readiness_band: ReadinessBand,
    readiness_score: Option<f64>,
    volume_level: VolumeLevel,
    conservative_week: bool,
    load_multiplier: f64,
    set_multiplier: f64,
    rir_delta: u32,
    reasons: Vec<String>,
}

impl WeekAdjustment {
    /// Of a week.
    pub fn of(week: &ReadWeek) -> Self {
        let adjustment = &week.document.adjustment;
        Self {
            readiness_band: adjustment.band.into(),
            readiness_score: adjustment.score,
            volume_level: adjustment.volume.into(),
            conservative_week: adjustment.conservative,
            load_multiplier: adjustment.load_multiplier,
            set_multiplier: adjustment.set_multiplier,
            rir_delta: adjustment.rir_delta,
            reasons: week.reader().reasons(adjustment),
        }
    }
}
