//! One prescribed line.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use domain::equipment::KILOGRAMS_PER_POUND;
use domain::plan::Line;
use domain::plan_ids::LineId;
use service::read::weeks::ReadWeek;

use super::movement::Movement;
use super::planned_session::seen_week;
use super::trace::TraceStep;
use crate::error::ApiError;
use crate::graphql::enums::{PrescriptionNotice, Provenance, WeightUnit};
use crate::graphql::scalars::id;

/// One line of a block: a movement, how much of it, and why.
#[derive(Description, Clone)]
pub struct Prescription {
    week: Arc<ReadWeek>,
    /// Index of the session and of the block within it.
    block: (usize, usize),
    index: usize,
}

#[Object(use_type_description)]
impl Prescription {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        let (plan, revision) = (self.week.plan, self.week.revision());
        id(LineId { plan, revision, key: self.line().key.clone() })
    }

    /// The same line in every revision of the plan; another movement is another line.
    async fn key(&self) -> &str {
        &self.line().key
    }

    /// What to do.
    async fn movement(&self, ctx: &Context<'_>) -> Result<Movement, ApiError> {
        Movement::of_key(ctx, &self.line().movement).await
    }

    /// The movement the template asked for, when a restriction replaced it.
    async fn substituted_for(&self, ctx: &Context<'_>) -> Option<Result<Movement, ApiError>> {
        let key = self.line().substituted_for.as_deref()?;
        Movement::find(ctx, key).await.transpose()
    }

    /// How many sets.
    async fn sets(&self) -> u32 {
        self.line().sets
    }

    /// Repetitions that complete a set.
    async fn reps_min(&self) -> Option<u32> {
        self.line().reps_min
    }

    /// Repetitions that the load is read for.
    async fn reps_max(&self) -> Option<u32> {
        self.line().reps_max
    }

    /// The load to put on the bar, rounded to what the gym can load; null where no external load is prescribed.
    async fn load(
        &self,
        #[graphql(desc = "The unit to say it in.", default_with = "WeightUnit::Kilogram")]
        unit: WeightUnit,
    ) -> Option<f64> {
        self.line().load_kg.map(|kg| in_unit(kg, unit))
    }

    /// Before rounding, in kilograms.
    async fn exact_load_kg(&self) -> Option<f64> {
        self.line().exact_kg
    }

    /// Of the member's estimated one-repetition maximum, 0–100.
    #[graphql(name = "percentOfE1rm")]
    async fn percent_of_e1rm(&self) -> Option<f64> {
        self.line().percent_of_basis()
    }

    /// Rating of perceived exertion to aim for, 5–10.
    async fn target_rpe(&self) -> Option<f64> {
        self.line().target_rpe
    }

    /// The same as repetitions in reserve.
    async fn target_rir(&self) -> Option<f64> {
        self.line().reps_in_reserve()
    }

    /// Rest between sets.
    async fn rest_seconds(&self) -> Option<u32> {
        self.line().rest_seconds
    }

    /// How far, for movements that cover a distance.
    async fn distance_metres(&self) -> Option<f64> {
        self.line().distance_metres
    }

    /// How long, for movements that last.
    async fn duration_seconds(&self) -> Option<u32> {
        self.line().duration_seconds
    }

    /// How many, for machines that count them.
    async fn calories(&self) -> Option<u32> {
        self.line().calories
    }

    /// What the member or coach should know about the load, beyond its number.
    async fn notice(&self) -> Option<PrescriptionNotice> {
        self.line().notice.map(PrescriptionNotice::from)
    }

    /// Who made it what it is.
    async fn provenance(&self) -> Provenance {
        self.line().provenance.into()
    }

    /// What the template asked for, before personalisation.
    async fn programmed_sets(&self) -> u32 {
        self.line().programmed_sets
    }

    /// What the template asked for, before personalisation, in kilograms.
    async fn programmed_load_kg(&self) -> Option<f64> {
        self.line().programmed_kg
    }

    /// Every step from the programmed value to this one, in order, those that changed nothing included.
    async fn trace(&self) -> Vec<TraceStep> {
        let trace = self.week.reader().line_trace(self.line());
        trace.into_iter().map(TraceStep::from).collect()
    }
}

impl Prescription {
    /// The lines of a week's block: index of the session, and of the block within it.
    pub fn of_block(week: &Arc<ReadWeek>, block: (usize, usize)) -> Vec<Self> {
        let count = week.document.sessions[block.0].blocks[block.1].lines.len();
        (0..count).map(|index| Self { week: week.clone(), block, index }).collect()
    }

    /// The line of that key.
    pub fn in_week(week: &Arc<ReadWeek>, key: &str) -> Option<Self> {
        for (session, of) in week.document.sessions.iter().enumerate() {
            for (block, within) in of.blocks.iter().enumerate() {
                if let Some(index) = within.lines.iter().position(|line| line.key == key) {
                    return Some(Self { week: week.clone(), block: (session, block), index });
                }
            }
        }
        None
    }

    /// The line that an id names, if the caller may see its revision.
    pub async fn find(ctx: &Context<'_>, id: &LineId) -> Result<Option<Self>, ApiError> {
        let week = seen_week(ctx, id.plan.uuid(), id.revision).await?;
        Ok(week.and_then(|week| Self::in_week(&week, &id.key)))
    }

    fn line(&self) -> &Line {
        &self.week.document.sessions[self.block.0].blocks[self.block.1].lines[self.index]
    }
}

/// Pounds to a hundredth: a load of pound plates is kept in kilograms and comes back whole.
fn in_unit(kg: f64, unit: WeightUnit) -> f64 {
    match unit {
        WeightUnit::Kilogram => kg,
        WeightUnit::Pound => (kg / KILOGRAMS_PER_POUND * 100.0).round() / 100.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_of_pound_plates_comes_back_whole() {
        let kg = 225.0 * KILOGRAMS_PER_POUND;

        assert_eq!(in_unit(kg, WeightUnit::Pound), 225.0);
        assert_eq!(in_unit(102.5, WeightUnit::Kilogram), 102.5);
    }
}
