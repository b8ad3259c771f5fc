//! The training load of a week.

use async_graphql::SimpleObject;
use service::read::training::TrainedWeek;

use crate::graphql::enums::VolumeLevel;
use crate::graphql::scalars::Date;

/// What a member trained in one week.
#[derive(SimpleObject)]
pub struct WeeklyLoad {
    /// Monday of the week.
    week_of: Date,
    /// Session-RPE load in arbitrary units over its rated sessions; null where none is rated.
    training_load: Option<f64>,
    /// Kilograms moved, with the part of the bodyweight that a movement lifts.
    tonnage_kg: f64,
    /// Logged sessions.
    sessions: u32,
    /// Mean daily load over its deviation: high where every day was alike; null unless every session is rated and enough days were trained.
    monotony: Option<f64>,
    /// Load × monotony; null without a monotony.
    strain: Option<f64>,
    /// How unusual the week was for the member.
    level: VolumeLevel,
}

impl From<TrainedWeek> for WeeklyLoad {
    fn from(week: TrainedWeek) -> Self {
        let load = week.load;
        Self {
            week_of: Date(load.week.monday()),
            training_load: load.training_load,
            tonnage_kg: load.tonnage_kg,
            sessions: load.sessions,
            monotony: load.monotony,
            strain: load.strain,
            level: week.level.into(),
        }
    }
}
