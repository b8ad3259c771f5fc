//! What moved a week as a whole.

use async_graphql::SimpleObject;
use service::read::weeks::ReadWeek;

use crate::graphql::enums::{ReadinessBand, VolumeLevel};

/// What moved a week as a whole: readiness and recent volume.
#[derive(SimpleObject)]
pub struct WeekAdjustment {
    /// Band of the week's readiness.
    readiness_band: ReadinessBand,
    /// The week's readiness score, 0–100; null when too little is known.
    readiness_score: Option<f64>,
    /// How unusual the newest seven days of training were.
    volume_level: VolumeLevel,
    /// Whether the whole week is held back on purpose.
    conservative_week: bool,
    /// Smallest factor on the week's loads, a fraction of 1.
    load_multiplier: f64,
    /// Smallest factor on the week's sets, a fraction of 1.
    set_multiplier: f64,
    /// Repetitions in reserve added to what the template asks for.
    rir_delta: u32,
    /// Why, weightiest first, in sentences a member can read.
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
