//! The training load of a week.

use async_graphql::SimpleObject;
use service::read::training::TrainedWeek;

use crate::graphql::enums::VolumeLevel;
use crate::graphql::scalars::Date;

#[derive(SimpleObject)]
pub struct WeeklyLoad {
    week_of: Date,
    training_load: Option<f64>,
    tonnage_kg: f64,
    sessions: u32,
    monotony: Option<f64>,
    strain: Option<f64>,
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
