//! What coaches' decisions are made of.

use async_graphql::{ID, InputObject, MaybeUndefined};
use domain::edit::{Edit, Values};
use domain::ids::{MemberId, PlanId};
use service::error::{Error, FieldError};
use service::review::{
    Approve, EditPlan, NewLine, NewWords, OfBlock, OfLine, OfSession, Reject, RequestRecompute,
};

use crate::graphql::inputs::named;
use crate::graphql::scalars::Date;
use crate::graphql::updates::{edit, kept};

/// An edit of a plan. All of it takes effect, or nothing.
#[derive(InputObject)]
pub struct EditPlanInput {
    /// The plan.
    plan_id: ID,
    /// The revision the coach was looking at; a newer one is a STALE_REVISION error. Ids below are of this revision.
    revision: i32,
    /// Lines to change or take out.
    #[graphql(default)]
    edits: Vec<PrescriptionEditInput>,
    /// Lines to add.
    #[graphql(default)]
    additions: Vec<PrescriptionAdditionInput>,
    /// Blocks to change.
    #[graphql(default)]
    blocks: Vec<BlockEditInput>,
    /// Sessions to put on another day of the week.
    #[graphql(default)]
    moves: Vec<SessionMoveInput>,
    /// Sessions to take out; as many less are planned, and they are not drawn again.
    #[graphql(default)]
    remove_session_ids: Vec<ID>,
    /// Words in the place of the narrative's.
    narrative: Option<NarrativeEditInput>,
    /// For other coaches.
    note: Option<String>,
    /// Sent again within 24 hours: the first answer, no second effect.
    idempotency_key: Option<String>,
}

/// A change of one line. What is left out stays, null clears it. Loads are in kilograms and rounded to nothing.
#[derive(InputObject)]
pub struct PrescriptionEditInput {
    /// The line.
    prescription_id: ID,
    /// Sets, 1 to 50.
    sets: MaybeUndefined<i32>,
    /// Repetitions to reach, 1 to 1,000.
    reps_min: MaybeUndefined<i32>,
    /// Repetitions that the load is read for, 1 to 1,000.
    reps_max: MaybeUndefined<i32>,
    /// Kilograms, 0 to 1,000.
    load_kg: MaybeUndefined<f64>,
    /// Rating of perceived exertion to aim for, 5 to 10.
    target_rpe: MaybeUndefined<f64>,
    /// Rest in seconds, 0 to 3,600.
    rest_seconds: MaybeUndefined<i32>,
    /// Metres, 1 to 200,000.
    distance_metres: MaybeUndefined<f64>,
    /// Seconds, 1 to 28,800.
    duration_seconds: MaybeUndefined<i32>,
    /// Calories, 1 to 5,000.
    calories: MaybeUndefined<i32>,
    /// Another movement: another line, prescribed from its own lift; the values above go to it.
    movement_key: MaybeUndefined<String>,
    /// Takes the line out; stands alone.
    #[graphql(default = false)]
    remove: bool,
}

/// A new line at the end of a block.
#[derive(InputObject)]
pub struct PrescriptionAdditionInput {
    /// The block.
    block_id: ID,
    /// The movement.
    movement_key: String,
    /// Sets, 1 to 50.
    sets: i32,
    /// Repetitions to reach, 1 to 1,000.
    reps_min: Option<i32>,
    /// Repetitions that the load is read for, 1 to 1,000.
    reps_max: Option<i32>,
    /// Kilograms, 0 to 1,000.
    load_kg: Option<f64>,
    /// Rating of perceived exertion to aim for, 5 to 10.
    target_rpe: Option<f64>,
    /// Rest in seconds, 0 to 3,600.
    rest_seconds: Option<i32>,
    /// Metres, 1 to 200,000.
    distance_metres: Option<f64>,
    /// Seconds, 1 to 28,800.
    duration_seconds: Option<i32>,
    /// Calories, 1 to 5,000.
    calories: Option<i32>,
}

/// A change of a block's own values. What is left out stays, null clears it.
#[derive(InputObject)]
pub struct BlockEditInput {
    /// The block.
    block_id: ID,
    /// Rounds, 1 to 100; where the block names the repetitions of each round, no more than those.
    rounds: MaybeUndefined<i32>,
    /// Minutes, 1 to 480.
    time_cap_minutes: MaybeUndefined<i32>,
    /// Shown as they are.
    notes: MaybeUndefined<String>,
}

/// `date`: within the plan's week.
#[derive(InputObject)]
pub struct SessionMoveInput {
    /// The session.
    planned_session_id: ID,
    /// Its new day, today at the earliest.
    date: Date,
}

/// A coach's own words; what is left out stays.
#[derive(InputObject)]
pub struct NarrativeEditInput {
    /// The week's focus, one sentence.
    focus: MaybeUndefined<String>,
    /// Why the week looks as it does.
    reasoning: MaybeUndefined<String>,
    /// What to keep in mind; at most 10.
    cues: MaybeUndefined<Vec<String>>,
}

/// `revision`: the one the coach was looking at.
#[derive(InputObject)]
pub struct ApprovePlanInput {
    /// The plan.
    plan_id: ID,
    /// The revision the coach was looking at; a newer one is a STALE_REVISION error.
    revision: i32,
    /// For other coaches.
    note: Option<String>,
}

/// Approvals, each of which succeeds or fails alone.
#[derive(InputObject)]
pub struct ApprovePlansInput {
    /// At most 100.
    pub plans: Vec<ApprovePlanInput>,
}

/// `revision`: the one the coach was looking at.
#[derive(InputObject)]
pub struct RejectPlanInput {
    /// The plan.
    plan_id: ID,
    /// The revision the coach was looking at; a newer one is a STALE_REVISION error.
    revision: i32,
    /// What is wrong with it: among the facts of the week that is computed again.
    note: String,
}

/// Whose week to compute again.
#[derive(InputObject)]
pub struct RequestRecomputeInput {
    /// The member.
    member_id: ID,
    /// Monday of the week; default: the current one.
    week_of: Option<Date>,
    /// Among the facts of the next narrative.
    note: Option<String>,
}

fn plan(id: &ID) -> Result<PlanId, Error> {
    named(id, "planId", "plan")
}

impl ApprovePlanInput {
    pub(super) fn read(self) -> Result<Approve, Error> {
        Ok(Approve { plan: plan(&self.plan_id)?, revision: self.revision, note: self.note })
    }
}

impl RejectPlanInput {
    pub(super) fn read(self) -> Result<Reject, Error> {
        Ok(Reject { plan: plan(&self.plan_id)?, revision: self.revision, note: self.note })
    }
}

impl RequestRecomputeInput {
    pub(super) fn read(self) -> Result<RequestRecompute, Error> {
        let member: MemberId = named(&self.member_id, "memberId", "member")?;
        Ok(RequestRecompute { member, week_of: self.week_of.map(|date| date.0), note: self.note })
    }
}

impl EditPlanInput {
    /// As the use case takes it.
    pub(super) fn read(self) -> Result<EditPlan, Error> {
        let plan = plan(&self.plan_id)?;
        let mut faults: Vec<FieldError> = Vec::new();
        let lines = self.edits.into_iter().enumerate();
        let lines = lines.map(|(index, edit)| edit.read(&index.to_string(), &mut faults)).collect();
        let words = self.narrative.map(|words| words.read(&mut faults));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        Ok(EditPlan {
            plan,
            revision: self.revision,
            lines,
            additions: self.additions.into_iter().map(PrescriptionAdditionInput::read).collect(),
            blocks: self.blocks.into_iter().map(BlockEditInput::read).collect(),
            moves: self.moves.into_iter().map(SessionMoveInput::read).collect(),
            removals: self.remove_session_ids.into_iter().map(|id| id.0).collect(),
            words,
            note: self.note,
            idempotency_key: self.idempotency_key,
        })
    }
}

impl PrescriptionEditInput {
    fn read(self, at: &str, faults: &mut Vec<FieldError>) -> OfLine {
        let sets = kept(self.sets, &["edits", at, "sets"], faults);
        let movement = kept(self.movement_key, &["edits", at, "movementKey"], faults);
        OfLine {
            id: self.prescription_id.0,
            movement,
            values: Values {
                sets,
                reps_min: edit(self.reps_min),
                reps_max: edit(self.reps_max),
                load_kg: edit(self.load_kg),
                target_rpe: edit(self.target_rpe),
                rest_seconds: edit(self.rest_seconds),
                distance_metres: edit(self.distance_metres),
                duration_seconds: edit(self.duration_seconds),
                calories: edit(self.calories),
            },
            remove: self.remove,
        }
    }
}

impl PrescriptionAdditionInput {
    fn read(self) -> NewLine {
        fn set<T>(value: Option<T>) -> Edit<T> {
            value.map_or(Edit::Keep, Edit::Set)
        }
        NewLine {
            block: self.block_id.0,
            movement: self.movement_key,
            values: Values {
                sets: Some(self.sets),
                reps_min: set(self.reps_min),
                reps_max: set(self.reps_max),
                load_kg: set(self.load_kg),
                target_rpe: set(self.target_rpe),
                rest_seconds: set(self.rest_seconds),
                distance_metres: set(self.distance_metres),
                duration_seconds: set(self.duration_seconds),
                calories: set(self.calories),
            },
        }
    }
}

impl BlockEditInput {
    fn read(self) -> OfBlock {
        OfBlock {
            id: self.block_id.0,
            rounds: edit(self.rounds),
            time_cap_minutes: edit(self.time_cap_minutes),
            notes: edit(self.notes),
        }
    }
}

impl SessionMoveInput {
    fn read(self) -> OfSession {
        OfSession { id: self.planned_session_id.0, date: self.date.0 }
    }
}

impl NarrativeEditInput {
    fn read(self, faults: &mut Vec<FieldError>) -> NewWords {
        NewWords {
            focus: kept(self.focus, &["narrative", "focus"], faults),
            reasoning: kept(self.reasoning, &["narrative", "reasoning"], faults),
            cues: kept(self.cues, &["narrative", "cues"], faults),
        }
    }
}
