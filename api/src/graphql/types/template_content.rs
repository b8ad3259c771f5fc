//! What a version of a template holds: tracks with their bounds, sessions, blocks and lines.

use std::sync::Arc;

use async_graphql::{Context, Object};
use domain::template::{self, Template};

use super::movement::Movement;
use super::track::Track;
use crate::error::ApiError;
use crate::graphql::enums::{BlockType, GoalKind, LoadBasis, ScoreType, WorkoutFormat};

pub struct GoalAffinity(pub template::GoalAffinity);

#[Object]
impl GoalAffinity {
    async fn goal(&self) -> GoalKind {
        self.0.goal.into()
    }

    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.0.track).await
    }

    async fn share(&self) -> f64 {
        self.0.share
    }
}

pub struct TemplateTrack(pub template::TemplateTrack);

#[Object]
impl TemplateTrack {
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.0.track).await
    }

    async fn target_share(&self) -> f64 {
        self.0.target_share
    }

    async fn min_share(&self) -> f64 {
        self.0.min_share
    }

    async fn max_share(&self) -> f64 {
        self.0.max_share
    }

    async fn min_sessions(&self) -> u32 {
        self.0.min_sessions
    }

    async fn max_sessions(&self) -> Option<u32> {
        self.0.max_sessions
    }
}

pub struct TemplateSession {
    content: Arc<Template>,
    index: usize,
}

#[Object]
impl TemplateSession {
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.session().track).await
    }

    /// Week of the cycle, from 1.
    async fn week(&self) -> u32 {
        self.session().week
    }

    /// Order in which the track's sessions of that week are drawn, from 1.
    async fn order(&self) -> u32 {
        self.session().order
    }

    async fn title(&self) -> &str {
        &self.session().title
    }

    async fn minutes(&self) -> u32 {
        self.session().minutes
    }

    async fn hard(&self) -> bool {
        self.session().hard
    }

    async fn blocks(&self) -> Vec<TemplateBlock> {
        self.session().blocks.iter().cloned().map(TemplateBlock).collect()
    }
}

impl TemplateSession {
    /// The sessions of a template.
    pub fn of(content: &Arc<Template>) -> Vec<Self> {
        let count = content.sessions.len();
        (0..count).map(|index| Self { content: content.clone(), index }).collect()
    }

    fn session(&self) -> &template::TemplateSession {
        &self.content.sessions[self.index]
    }
}

pub struct TemplateBlock(template::TemplateBlock);

#[Object]
impl TemplateBlock {
    #[graphql(name = "type")]
    async fn kind(&self) -> BlockType {
        self.0.kind.into()
    }

    async fn format(&self) -> WorkoutFormat {
        self.0.format.into()
    }

    async fn title(&self) -> &str {
        &self.0.title
    }

    /// In the author's words; shown as they are.
    async fn notes(&self) -> Option<&str> {
        self.0.notes.as_deref()
    }

    async fn rounds(&self) -> Option<u32> {
        self.0.rounds
    }

    /// Repetitions of each round, e.g. 21, 15, 9.
    async fn rep_scheme(&self) -> Option<&[u32]> {
        self.0.rep_scheme.as_deref()
    }

    /// The cap of FOR_TIME, the length of AMRAP, EMOM and STEADY.
    async fn time_cap_minutes(&self) -> Option<u32> {
        self.0.time_cap_minutes
    }

    /// One interval of EMOM, EVERY_X and INTERVALS.
    async fn interval_seconds(&self) -> Option<u32> {
        self.0.interval_seconds
    }

    /// What is scored; null: nothing.
    async fn score_type(&self) -> Option<ScoreType> {
        self.0.score_type.map(ScoreType::from)
    }

    async fn prescriptions(&self) -> Vec<TemplatePrescription> {
        self.0.prescriptions.iter().cloned().map(TemplatePrescription).collect()
    }
}

pub struct TemplatePrescription(template::TemplatePrescription);

#[Object]
impl TemplatePrescription {
    async fn movement(&self, ctx: &Context<'_>) -> Result<Movement, ApiError> {
        Movement::of_key(ctx, &self.0.movement).await
    }

    async fn sets(&self) -> u32 {
        self.0.sets
    }

    async fn reps_min(&self) -> Option<u32> {
        self.0.reps_min
    }

    async fn reps_max(&self) -> Option<u32> {
        self.0.reps_max
    }

    async fn load_basis(&self) -> LoadBasis {
        self.0.load_basis.into()
    }

    /// Share of the basis (0–1.1) for ONE_RM and TRAINING_MAX, kilograms for ABSOLUTE, share of bodyweight for BODYWEIGHT.
    async fn load(&self) -> Option<f64> {
        self.0.load
    }

    async fn target_rpe(&self) -> Option<f64> {
        self.0.target_rpe
    }

    async fn rest_seconds(&self) -> Option<u32> {
        self.0.rest_seconds
    }

    async fn distance_metres(&self) -> Option<f64> {
        self.0.distance_metres
    }

    async fn duration_seconds(&self) -> Option<u32> {
        self.0.duration_seconds
    }

    async fn calories(&self) -> Option<u32> {
        self.0.calories
    }
}
