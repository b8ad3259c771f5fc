//! What a version of a template holds: tracks with their bounds, sessions, blocks and lines.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use domain::template::{self, Template};

use super::movement::Movement;
use super::track::Track;
use crate::error::ApiError;
use crate::graphql::enums::{BlockType, GoalKind, LoadBasis, ScoreType, WorkoutFormat};

/// How much one track serves one goal; the shares of a goal sum to 1.
#[derive(Description)]
pub struct GoalAffinity(pub template::GoalAffinity);

#[Object(use_type_description)]
impl GoalAffinity {
    /// The goal.
    async fn goal(&self) -> GoalKind {
        self.0.goal.into()
    }

    /// The track that serves it.
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.0.track).await
    }

    /// How much of the goal, 0–1.
    async fn share(&self) -> f64 {
        self.0.share
    }
}

/// One track's part of the programme, in shares of the week's sessions.
#[derive(Description)]
pub struct TemplateTrack(pub template::TemplateTrack);

#[Object(use_type_description)]
impl TemplateTrack {
    /// The track.
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.0.track).await
    }

    /// Share where nothing pulls, 0–1.
    async fn target_share(&self) -> f64 {
        self.0.target_share
    }

    /// Never less, 0–1.
    async fn min_share(&self) -> f64 {
        self.0.min_share
    }

    /// Never more, 0–1.
    async fn max_share(&self) -> f64 {
        self.0.max_share
    }

    /// Sessions seated before any share is read.
    async fn min_sessions(&self) -> u32 {
        self.0.min_sessions
    }

    /// Never more sessions a week; null: as many as there are.
    async fn max_sessions(&self) -> Option<u32> {
        self.0.max_sessions
    }
}

/// One session of a track in one week of the cycle.
#[derive(Description)]
pub struct TemplateSession {
    content: Arc<Template>,
    index: usize,
}

#[Object(use_type_description)]
impl TemplateSession {
    /// The track it is drawn for.
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

    /// Title as members read it.
    async fn title(&self) -> &str {
        &self.session().title
    }

    /// Planned length.
    async fn minutes(&self) -> u32 {
        self.session().minutes
    }

    /// Whether its day counts as a hard one.
    async fn hard(&self) -> bool {
        self.session().hard
    }

    /// Its parts, in order.
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

/// A part of a programmed session.
#[derive(Description)]
pub struct TemplateBlock(template::TemplateBlock);

#[Object(use_type_description)]
impl TemplateBlock {
    /// What it is for.
    #[graphql(name = "type")]
    async fn kind(&self) -> BlockType {
        self.0.kind.into()
    }

    /// How it is worked.
    async fn format(&self) -> WorkoutFormat {
        self.0.format.into()
    }

    /// Title as members read it.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// In the author's words; shown as they are.
    async fn notes(&self) -> Option<&str> {
        self.0.notes.as_deref()
    }

    /// Rounds to do, where the format has them.
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

    /// Its lines, in order.
    async fn prescriptions(&self) -> Vec<TemplatePrescription> {
        self.0.prescriptions.iter().cloned().map(TemplatePrescription).collect()
    }
}

/// One programmed line.
#[derive(Description)]
pub struct TemplatePrescription(template::TemplatePrescription);

#[Object(use_type_description)]
impl TemplatePrescription {
    /// What to do.
    async fn movement(&self, ctx: &Context<'_>) -> Result<Movement, ApiError> {
        Movement::of_key(ctx, &self.0.movement).await
    }

    /// How many sets.
    async fn sets(&self) -> u32 {
        self.0.sets
    }

    /// The repetitions that complete a set.
    async fn reps_min(&self) -> Option<u32> {
        self.0.reps_min
    }

    /// The repetitions that the load is read for.
    async fn reps_max(&self) -> Option<u32> {
        self.0.reps_max
    }

    /// What `load` is a share of.
    async fn load_basis(&self) -> LoadBasis {
        self.0.load_basis.into()
    }

    /// Share of the basis (0–1.1) for ONE_RM and TRAINING_MAX, kilograms for ABSOLUTE, share of bodyweight for BODYWEIGHT.
    async fn load(&self) -> Option<f64> {
        self.0.load
    }

    /// Rating of perceived exertion to aim for, 5–10.
    async fn target_rpe(&self) -> Option<f64> {
        self.0.target_rpe
    }

    /// Rest between sets.
    async fn rest_seconds(&self) -> Option<u32> {
        self.0.rest_seconds
    }

    /// How far, for movements that cover a distance.
    async fn distance_metres(&self) -> Option<f64> {
        self.0.distance_metres
    }

    /// How long, for movements that last.
    async fn duration_seconds(&self) -> Option<u32> {
        self.0.duration_seconds
    }

    /// How many, for machines that count them.
    async fn calories(&self) -> Option<u32> {
        self.0.calories
    }
}
