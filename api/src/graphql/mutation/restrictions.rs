//! What a member's body must be spared, and what coaches write about them.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::Action;
use domain::ids::RestrictionId;
use service::done::Done;
use service::error::Error;
use service::notes::{self, AddNote};
use service::restrictions::{self, AddRestriction, Restricted};

use super::decision::RecomputeDecision;
use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::enums::{BodyRegion, MovementPattern, RestrictionRule};
use crate::graphql::errors::UserError;
use crate::graphql::inputs::named;
use crate::graphql::types::member::Member;
use crate::graphql::types::note::CoachNote;
use crate::graphql::types::restriction::Restriction;

#[derive(Default)]
pub struct RestrictionMutation;

#[Object]
impl RestrictionMutation {
    /// Read by coaches and owners, and by the next narrative. Coaches.
    async fn add_coach_note(
        &self,
        ctx: &Context<'_>,
        input: AddCoachNoteInput,
    ) -> Result<AddCoachNotePayload, ApiError> {
        let actor = needs(ctx, Action::WriteNote)?;
        let done = match input.read() {
            Ok(input) => notes::add(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        let (noted, user_errors) = settle(ctx, actor, Action::WriteNote, done).await?;
        let (note, member) = noted.map(|noted| (noted.note, noted.member)).unzip();
        Ok(AddCoachNotePayload {
            coach_note: note.map(CoachNote),
            member: member.map(Member),
            user_errors,
        })
    }

    /// Stands until a coach clears it. Coaches.
    async fn add_restriction(
        &self,
        ctx: &Context<'_>,
        input: AddRestrictionInput,
    ) -> Result<RestrictionPayload, ApiError> {
        let actor = needs(ctx, Action::WriteRestriction)?;
        let done = match input.read() {
            Ok(input) => restrictions::add(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        RestrictionPayload::of(ctx, done).await
    }

    /// Coaches.
    async fn clear_restriction(
        &self,
        ctx: &Context<'_>,
        input: ClearRestrictionInput,
    ) -> Result<RestrictionPayload, ApiError> {
        let actor = needs(ctx, Action::WriteRestriction)?;
        let done = match named::<RestrictionId>(&input.id, "id", "restriction") {
            Ok(id) => restrictions::clear(env(ctx), actor, id).await,
            Err(error) => Err(error),
        };
        RestrictionPayload::of(ctx, done).await
    }
}

/// A note about a member.
#[derive(InputObject)]
pub struct AddCoachNoteInput {
    /// The member.
    member_id: ID,
    /// At most 4,000 characters.
    text: String,
    /// Sent again within 24 hours: the first answer, no second effect.
    idempotency_key: Option<String>,
}

/// What a member's body must be spared from today on.
#[derive(InputObject)]
pub struct AddRestrictionInput {
    /// The member.
    member_id: ID,
    /// The region it protects; where it names no pattern and no movement, every movement that loads it.
    body_region: BodyRegion,
    /// Patterns it names.
    #[graphql(default)]
    patterns: Vec<MovementPattern>,
    /// Movements it names; at most 50.
    #[graphql(default)]
    movement_keys: Vec<String>,
    /// What it does.
    rule: RestrictionRule,
    /// With `CAP_LOAD`: the highest share of the programmed load, 0–1.
    load_cap: Option<f64>,
    /// Sent again within 24 hours: the first answer, no second effect.
    idempotency_key: Option<String>,
}

/// The restriction to lift.
#[derive(InputObject)]
pub struct ClearRestrictionInput {
    /// The restriction.
    id: ID,
}

/// A note that was written.
#[derive(SimpleObject)]
pub struct AddCoachNotePayload {
    /// The note; null where nothing was written for an error.
    coach_note: Option<CoachNote>,
    /// Whom it is about.
    member: Option<Member>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A restriction that was added or lifted.
#[derive(SimpleObject)]
pub struct RestrictionPayload {
    /// The restriction as it is now; null where nothing was done for an error.
    restriction: Option<Restriction>,
    /// Whose it is.
    member: Option<Member>,
    /// Whether it set off a recomputation, and why.
    recompute: Option<RecomputeDecision>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl AddCoachNoteInput {
    fn read(self) -> Result<AddNote, Error> {
        let member = named(&self.member_id, "memberId", "member")?;
        Ok(AddNote { member, text: self.text, idempotency_key: self.idempotency_key })
    }
}

impl AddRestrictionInput {
    fn read(self) -> Result<AddRestriction, Error> {
        Ok(AddRestriction {
            member: named(&self.member_id, "memberId", "member")?,
            region: self.body_region.into(),
            patterns: self.patterns.into_iter().map(Into::into).collect(),
            movements: self.movement_keys,
            rule: self.rule.into(),
            load_cap: self.load_cap,
            idempotency_key: self.idempotency_key,
        })
    }
}

impl RestrictionPayload {
    async fn of(
        ctx: &Context<'_>,
        done: Result<Done<Restricted>, Error>,
    ) -> Result<Self, ApiError> {
        let (done, user_errors) = settle(ctx, actor(ctx)?, Action::WriteRestriction, done).await?;
        let mut payload = Self { restriction: None, member: None, recompute: None, user_errors };
        if let Some(done) = done {
            payload.recompute = Some(RecomputeDecision::of(ctx, done.decision).await?);
            payload.restriction = Some(Restriction(done.restriction));
            payload.member = Some(Member(done.member));
        }
        Ok(payload)
    }
}
