//! Members: added, changed.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use domain::access::Action;
use domain::calendar::WeekdaySet;
use domain::edit::Edit;
use domain::ids::CoachId;
use entity::member as row;
use service::done::Done;
use service::error::{Error, FieldError};
use service::members::{self, AddMember, SetAvailability, UpdateMember};

use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::enums::{Experience, Weekday};
use crate::graphql::errors::UserError;
use crate::graphql::inputs::{MemberRef, named};
use crate::graphql::scalars::Date;
use crate::graphql::types::member::Member;
use crate::graphql::updates::{edit, kept};

#[derive(Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// How often and on which days the member can train. Members (their own), coaches and owners.
    async fn set_availability(
        &self,
        ctx: &Context<'_>,
        input: SetAvailabilityInput,
    ) -> Result<MemberPayload, ApiError> {
        let actor = needs(ctx, Action::SetAvailability)?;
        let done = match input.read() {
            Ok(input) => members::set_availability(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        MemberPayload::of(ctx, Action::SetAvailability, done).await
    }

    /// Coaches and owners.
    async fn add_member(
        &self,
        ctx: &Context<'_>,
        input: AddMemberInput,
    ) -> Result<MemberPayload, ApiError> {
        let actor = needs(ctx, Action::WriteMember)?;
        let done = match input.read() {
            Ok(input) => members::add(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        MemberPayload::of(ctx, Action::WriteMember, done).await
    }

    /// Coaches and owners.
    async fn update_member(
        &self,
        ctx: &Context<'_>,
        input: UpdateMemberInput,
    ) -> Result<MemberPayload, ApiError> {
        let actor = needs(ctx, Action::WriteMember)?;
        let done = match input.read() {
            Ok(input) => members::update(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        MemberPayload::of(ctx, Action::WriteMember, done).await
    }
}

/// How often and when a member can train.
#[derive(InputObject)]
pub struct SetAvailabilityInput {
    /// Omitted by a member: themself.
    member: Option<MemberRef>,
    /// Wanted sessions a week, 0 to 7; at most 6 are planned.
    sessions_per_week: i32,
    /// Days on which the member can train; none: no session is planned.
    available_days: Vec<Weekday>,
}

/// A new member.
#[derive(InputObject)]
pub struct AddMemberInput {
    /// Name as others read it.
    display_name: String,
    /// The id in the gym's own system.
    external_id: Option<String>,
    /// The `sub` of the member's login, when they have one.
    subject: Option<String>,
    /// Default: today.
    joined_on: Option<Date>,
    /// Their coach.
    coach_id: Option<ID>,
    /// How well trained.
    #[graphql(default_with = "Experience::Novice")]
    experience: Experience,
    /// Kilograms, 20 to 400.
    bodyweight_kg: Option<f64>,
    /// Wanted sessions a week, 0 to 7.
    #[graphql(default = 3)]
    sessions_per_week: i32,
    /// Default: every day.
    available_days: Option<Vec<Weekday>>,
    /// What they follow from the coming week on; it must have a version in force.
    template_id: Option<ID>,
    /// Sent again within 24 hours: the first answer, no second effect.
    idempotency_key: Option<String>,
}

/// A change of a member. What is left out stays, null clears it.
#[derive(InputObject)]
pub struct UpdateMemberInput {
    /// The member.
    id: ID,
    /// Name as others read it.
    display_name: MaybeUndefined<String>,
    /// The id in the gym's own system.
    external_id: MaybeUndefined<String>,
    /// The `sub` of the member's login.
    subject: MaybeUndefined<String>,
    /// Their coach.
    coach_id: MaybeUndefined<ID>,
    /// How well trained.
    experience: MaybeUndefined<Experience>,
    /// Kilograms, 20 to 400.
    bodyweight_kg: MaybeUndefined<f64>,
    /// Wanted sessions a week, 0 to 7.
    sessions_per_week: MaybeUndefined<i32>,
    /// Days on which the member can train.
    available_days: MaybeUndefined<Vec<Weekday>>,
    /// An inactive member keeps their history and gets no plans.
    active: MaybeUndefined<bool>,
}

/// A member who was added or changed.
#[derive(SimpleObject)]
pub struct MemberPayload {
    /// The member as they are now; null where nothing was done for an error.
    member: Option<Member>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

fn days(days: Vec<Weekday>) -> WeekdaySet {
    days.into_iter().map(Into::into).collect()
}

impl SetAvailabilityInput {
    fn read(self) -> Result<SetAvailability, Error> {
        Ok(SetAvailability {
            member: self.member.map(MemberRef::read).transpose()?,
            sessions_per_week: self.sessions_per_week,
            available_days: days(self.available_days),
        })
    }
}

impl AddMemberInput {
    fn read(self) -> Result<AddMember, Error> {
        let coach = self.coach_id.map(|id| named(&id, "coachId", "coach"));
        let template = self.template_id.map(|id| named(&id, "templateId", "template"));
        Ok(AddMember {
            display_name: self.display_name,
            external_id: self.external_id,
            subject: self.subject,
            joined_on: self.joined_on.map(|date| date.0),
            coach: coach.transpose()?,
            experience: self.experience.into(),
            bodyweight_kg: self.bodyweight_kg,
            sessions_per_week: self.sessions_per_week,
            available_days: self.available_days.map(days),
            template: template.transpose()?,
            idempotency_key: self.idempotency_key,
        })
    }
}

impl UpdateMemberInput {
    fn read(self) -> Result<UpdateMember, Error> {
        let mut faults: Vec<FieldError> = Vec::new();
        let coach: Edit<CoachId> = match edit(self.coach_id) {
            Edit::Keep => Edit::Keep,
            Edit::Clear => Edit::Clear,
            Edit::Set(id) => Edit::Set(named(&id, "coachId", "coach")?),
        };
        let changes = UpdateMember {
            id: named(&self.id, "id", "member")?,
            display_name: kept(self.display_name, &["displayName"], &mut faults),
            external_id: edit(self.external_id),
            subject: edit(self.subject),
            coach,
            experience: kept(self.experience, &["experience"], &mut faults).map(Into::into),
            bodyweight_kg: edit(self.bodyweight_kg),
            sessions_per_week: kept(self.sessions_per_week, &["sessionsPerWeek"], &mut faults),
            available_days: kept(self.available_days, &["availableDays"], &mut faults).map(days),
            active: kept(self.active, &["active"], &mut faults),
        };
        if faults.is_empty() { Ok(changes) } else { Err(Error::Invalid(faults)) }
    }
}

impl MemberPayload {
    pub(super) async fn of(
        ctx: &Context<'_>,
        action: Action,
        done: Result<Done<row::Model>, Error>,
    ) -> Result<Self, ApiError> {
        let (member, user_errors) = settle(ctx, actor(ctx)?, action, done).await?;
        Ok(Self { member: member.map(Member), user_errors })
    }
}
