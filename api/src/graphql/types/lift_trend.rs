//! Where a lift is heading.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};
use service::read::GymView;
use service::read::standing::Standing;

use super::movement::Movement;
use crate::error::ApiError;
use crate::graphql::enums::TrendClass;
use crate::graphql::scalars::Date;

/// Where one lift of a member is heading; lifts whose strength is not known yet are not listed.
#[derive(Description)]
pub struct LiftTrend {
    standing: Arc<Standing>,
    lift: String,
    capacity_kg: f64,
}

/// What one session said of a lift.
#[derive(SimpleObject)]
pub struct TrendPoint {
    /// The day of the session.
    date: Date,
    /// What it said, in kilograms.
    estimated_one_rep_max_kg: f64,
}

#[Object(use_type_description)]
impl LiftTrend {
    /// The lift.
    async fn movement(&self, ctx: &Context<'_>) -> Result<Movement, ApiError> {
        Movement::of_key(ctx, &self.lift).await
    }

    /// Best estimate of what the member can lift once, in kilograms.
    async fn estimated_one_rep_max_kg(&self) -> f64 {
        self.capacity_kg
    }

    /// How the estimate moves, in percent a week; null: too few sessions say.
    async fn change_percent_per_week(&self) -> Option<f64> {
        self.standing.signals.lifts[&self.lift].trend.percent_per_week
    }

    /// What that amounts to.
    async fn trend(&self) -> TrendClass {
        self.standing.signals.lifts[&self.lift].trend.class.into()
    }

    /// Sessions that the trend rests on.
    async fn sessions(&self) -> u32 {
        self.standing.signals.lifts[&self.lift].trend.sessions
    }

    /// One a session, oldest first; default: the days that the trend rests on.
    async fn points(
        &self,
        #[graphql(desc = "The first day; default: that of the trend.")] from: Option<Date>,
    ) -> Vec<TrendPoint> {
        let span = self.standing.signals.lifts[&self.lift].trend.span;
        let Some(first) = from.map(|from| from.0).or(span.map(|span| span.0)) else {
            return Vec::new();
        };
        let points = self.standing.points.get(&self.lift).into_iter().flatten();
        let shown = points.filter(|(date, _)| *date >= first);
        shown
            .map(|(date, kg)| TrendPoint { date: Date(*date), estimated_one_rep_max_kg: *kg })
            .collect()
    }
}

impl LiftTrend {
    /// The lifts of a member whose strength is known; `only`: the one of that key.
    pub fn of_member(gym: &GymView, standing: &Arc<Standing>, only: Option<&str>) -> Vec<Self> {
        let known = standing.signals.lifts.iter().filter_map(|(lift, signal)| {
            let wanted = only.is_none_or(|only| only == lift);
            let capacity_kg = signal.capacity_kg.filter(|_| wanted)?;
            gym.facts.catalogue.get(lift)?;
            Some(Self { standing: standing.clone(), lift: lift.clone(), capacity_kg })
        });
        known.collect()
    }
}
