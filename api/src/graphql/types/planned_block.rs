//! One part of a planned session.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use domain::plan;
use domain::plan_ids::BlockId;
use service::read::weeks::ReadWeek;

use super::planned_session::seen_week;
use super::prescription::Prescription;
use super::trace::TraceStep;
use crate::error::ApiError;
use crate::graphql::enums::{BlockType, ScoreType, WorkoutFormat};
use crate::graphql::scalars::id;

/// One part of a planned session.
#[derive(Description, Clone)]
pub struct PlannedBlock {
    week: Arc<ReadWeek>,
    session: usize,
    index: usize,
}

#[Object(use_type_description)]
impl PlannedBlock {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        let (plan, revision) = (self.week.plan, self.week.revision());
        id(BlockId { plan, revision, key: self.block().key.clone() })
    }

    /// The same block in every revision of the plan.
    async fn key(&self) -> &str {
        &self.block().key
    }

    /// What it is for.
    #[graphql(name = "type")]
    async fn kind(&self) -> BlockType {
        self.block().kind.into()
    }

    /// How it is worked.
    async fn format(&self) -> WorkoutFormat {
        self.block().format.into()
    }

    /// Title as members read it.
    async fn title(&self) -> &str {
        &self.block().title
    }

    /// In the author's words; shown as they are.
    async fn notes(&self) -> Option<&str> {
        self.block().notes.as_deref()
    }

    /// Rounds to do, where the format has them.
    async fn rounds(&self) -> Option<u32> {
        self.block().rounds
    }

    /// Repetitions of each round, e.g. 21, 15, 9.
    async fn rep_scheme(&self) -> Option<&[u32]> {
        self.block().rep_scheme.as_deref()
    }

    /// The cap of FOR_TIME, the length of AMRAP, EMOM and STEADY.
    async fn time_cap_minutes(&self) -> Option<u32> {
        self.block().time_cap_minutes
    }

    /// One interval of EMOM, EVERY_X and INTERVALS.
    async fn interval_seconds(&self) -> Option<u32> {
        self.block().interval_seconds
    }

    /// What is scored; null: nothing.
    async fn score_type(&self) -> Option<ScoreType> {
        self.block().score_type.map(ScoreType::from)
    }

    /// What the template asked for, before personalisation.
    async fn programmed_rounds(&self) -> Option<u32> {
        self.block().programmed_rounds
    }

    /// What the template asked for, before personalisation.
    async fn programmed_time_cap_minutes(&self) -> Option<u32> {
        self.block().programmed_time_cap_minutes
    }

    /// Every step from the programmed rounds and minutes to these, in order; empty for a block that has neither.
    async fn trace(&self) -> Vec<TraceStep> {
        let trace = self.week.reader().block_trace(self.block());
        trace.into_iter().map(TraceStep::from).collect()
    }

    /// Its lines, in order.
    async fn prescriptions(&self) -> Vec<Prescription> {
        Prescription::of_block(&self.week, (self.session, self.index))
    }
}

impl PlannedBlock {
    /// The blocks of a week's session.
    pub fn of_session(week: &Arc<ReadWeek>, session: usize) -> Vec<Self> {
        let count = week.document.sessions[session].blocks.len();
        (0..count).map(|index| Self { week: week.clone(), session, index }).collect()
    }

    /// The block of that key.
    pub fn in_week(week: &Arc<ReadWeek>, key: &str) -> Option<Self> {
        let sessions = week.document.sessions.iter().enumerate();
        let (session, index) = sessions.into_iter().find_map(|(session, of)| {
            Some((session, of.blocks.iter().position(|block| block.key == key)?))
        })?;
        Some(Self { week: week.clone(), session, index })
    }

    /// The block that an id names, if the caller may see its revision.
    pub async fn find(ctx: &Context<'_>, id: &BlockId) -> Result<Option<Self>, ApiError> {
        let week = seen_week(ctx, id.plan.uuid(), id.revision).await?;
        Ok(week.and_then(|week| Self::in_week(&week, &id.key)))
    }

    fn block(&self) -> &plan::PlannedBlock {
        &self.week.document.sessions[self.session].blocks[self.index]
    }
}
