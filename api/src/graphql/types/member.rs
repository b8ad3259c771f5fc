//! A member of a gym.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use chrono::NaiveDate;
use domain::access::Action;
use domain::calendar::{Week, WeekdaySet, local_date};
use domain::ids::{MemberId, MovementId};
use entity::member;
use entity::store::Slice;
use service::read::standing::Standing;
use uuid::Uuid;

use super::adherence::TrackAdherence;
use super::coach::Coach;
use super::goal::Goal;
use super::integration::ExternalId;
use super::lift_trend::LiftTrend;
use super::note::{CoachNote, CoachNoteConnection};
use super::plan::{Plan, PlanConnection};
use super::readiness_day::ReadinessDay;
use super::record::{PersonalRecord, PersonalRecordConnection};
use super::restriction::Restriction;
use super::session_log::{SessionLog, SessionLogConnection};
use super::template::ProgrammeTemplate;
use super::weekly_load::WeeklyLoad;
use crate::error::ApiError;
use crate::graphql::caller::{READ_STAFF_NOTES, actor, env, may, needs, sees_unpublished};
use crate::graphql::enums::{Experience, MemberFlag, Weekday, word};
use crate::graphql::loaders::{
    self, Dated, DaysOf, FlagsOf, GoalsOf, LatestDayOf, LinksOf, LogsOf, NotesOf, PlanOfWeek,
    PlansOf, RecordsOf, RestrictionsOf, StandingOf, Timed, TrainedWeeksOf,
};
use crate::graphql::page::{Listed, Paging, connection};
use crate::graphql::scalars::{Date, id, period, read_id, week};

/// Most complete weeks of training load (the contract).
const MOST_WEEKS: i32 = 104;

/// Someone who trains at the gym.
#[derive(Description, Clone)]
pub struct Member(pub member::Model);

connection!(MemberConnection, MemberEdge, Member, "members");

#[Object(use_type_description)]
impl Member {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(self.member())
    }

    /// The id of this member in the gym's own system.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The ids by which integrations know this member. Coaches and owners; null to members.
    async fn external_ids(&self, ctx: &Context<'_>) -> Option<Result<Vec<ExternalId>, ApiError>> {
        may(ctx, READ_STAFF_NOTES).then_some(())?;
        let links = loaders::load(ctx, LinksOf(self.0.id)).await;
        Some(links.map(|links| links.unwrap_or_default().into_iter().map(ExternalId).collect()))
    }

    /// Name as others read it.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The day they joined the gym.
    async fn joined_on(&self) -> Date {
        Date(self.0.joined_on)
    }

    /// An inactive member keeps their history and gets no plans.
    async fn active(&self) -> bool {
        self.0.active
    }

    /// Whether a login is linked to this member.
    async fn has_login(&self) -> bool {
        self.0.subject.is_some()
    }

    /// Null where nobody said.
    async fn bodyweight_kg(&self) -> Option<f64> {
        self.0.bodyweight_kg
    }

    /// What asks for attention now. Coaches and owners.
    async fn flags(&self, ctx: &Context<'_>) -> Option<Result<Vec<MemberFlag>, ApiError>> {
        Some(self.flagged(ctx).await)
    }

    /// Who looks after them.
    async fn coach(&self, ctx: &Context<'_>) -> Option<Result<Coach, ApiError>> {
        Coach::named(ctx, self.0.coach_id).await
    }

    /// How well trained.
    async fn experience(&self) -> Result<Experience, ApiError> {
        word(&self.0.experience)
    }

    /// Sessions that they want a week; at most 6 are planned.
    async fn sessions_per_week(&self) -> i32 {
        self.0.sessions_per_week
    }

    /// Days on which they can train, Monday first; empty: none.
    async fn available_days(&self) -> Vec<Weekday> {
        let bits = u8::try_from(self.0.available_days & 0x7f).unwrap_or(0);
        WeekdaySet::from_bits(bits).iter().map(Weekday::from).collect()
    }

    /// Active and waiting ones, weightiest first.
    async fn goals(&self, ctx: &Context<'_>) -> Result<Vec<Goal>, ApiError> {
        let goals = loaders::load(ctx, GoalsOf(self.0.id)).await?;
        Ok(Goal::standing(goals.unwrap_or_default()))
    }

    /// What their body is spared now; with `includeCleared` also what it was.
    async fn restrictions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether those that a coach has cleared are listed too.",
            default = false
        )]
        include_cleared: bool,
    ) -> Result<Vec<Restriction>, ApiError> {
        let today = self.today(ctx).await?;
        let rows = loaders::load(ctx, RestrictionsOf(self.0.id)).await?.unwrap_or_default();
        let stands = |cleared: Option<NaiveDate>| cleared.is_none_or(|on| on > today);
        let shown = rows.into_iter().filter(|row| include_cleared || stands(row.cleared_on));
        Ok(shown.map(Restriction).collect())
    }

    /// Coaches and owners; null to members.
    async fn template(&self, ctx: &Context<'_>) -> Option<Result<ProgrammeTemplate, ApiError>> {
        ProgrammeTemplate::named(ctx, self.0.template_id).await
    }

    /// The plan for a week (default: the current one); members see it once it is published.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Monday of the week; default: the current one.")] week_of: Option<Date>,
    ) -> Option<Result<Plan, ApiError>> {
        self.plan_of(ctx, week_of).await.transpose()
    }

    /// Newest week first.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<PlanConnection, ApiError> {
        let page: Dated = Paging::new(first, after, last, before).page()?;
        let in_force = !sees_unpublished(ctx, self.0.id);
        let slice = loaders::load(ctx, PlansOf(self.0.id, in_force, page.clone())).await?;
        Plan::listed(ctx, slice.unwrap_or_else(|| Slice::empty(&page)))
    }

    /// Their newest day with an entry; null without any.
    async fn latest_readiness(&self, ctx: &Context<'_>) -> Option<Result<ReadinessDay, ApiError>> {
        let day = loaders::load(ctx, LatestDayOf(self.0.id)).await;
        day.map(|day| day.map(ReadinessDay)).transpose()
    }

    /// Days with an entry, oldest first.
    async fn readiness(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day, at most 366 days later.")] to: Date,
    ) -> Result<Vec<ReadinessDay>, ApiError> {
        let period = period(from, to)?;
        let days = loaders::load(ctx, DaysOf(self.0.id, period)).await?.unwrap_or_default();
        Ok(days.into_iter().map(ReadinessDay).collect())
    }

    /// Newest first.
    #[expect(clippy::too_many_arguments, reason = "the arguments of the contract")]
    async fn session_logs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "First day; null: from the beginning.")] from: Option<Date>,
        #[graphql(desc = "Last day; null: to the end.")] to: Option<Date>,
    ) -> Result<SessionLogConnection, ApiError> {
        let page: Dated = Paging::new(first, after, last, before).page()?;
        let days = match (from, to) {
            (Some(from), Some(to)) => period(from, to).map(|(from, to)| (Some(from), Some(to)))?,
            (from, to) => (from.map(|from| from.0), to.map(|to| to.0)),
        };
        let slice = loaders::load(ctx, LogsOf(self.0.id, days, page.clone())).await?;
        let slice = slice.unwrap_or_else(|| Slice::empty(&page));
        Ok(Listed::new(slice, |log| (log.date, log.id), |log| Some(SessionLog(log))).into())
    }

    /// Newest first; a dismissed record is gone.
    #[expect(clippy::too_many_arguments, reason = "the arguments of the contract")]
    async fn personal_records(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Of this movement only.")] movement_id: Option<ID>,
        #[graphql(desc = "True: only those that count; false: only those that wait.")]
        confirmed: Option<bool>,
    ) -> Result<PersonalRecordConnection, ApiError> {
        let page: Dated = Paging::new(first, after, last, before).page()?;
        // What is no id of a movement is no movement's: the list is empty.
        let movement =
            movement_id.map(|id| read_id(&id).unwrap_or(MovementId::from_uuid(Uuid::nil())));
        let which = (movement, confirmed);
        let slice = loaders::load(ctx, RecordsOf(self.0.id, which, page.clone())).await?;
        let slice = slice.unwrap_or_else(|| Slice::empty(&page));
        let place = |row: &entity::personal_record::Model| (row.achieved_on, row.id);
        Ok(Listed::new(slice, place, |row| Some(PersonalRecord(row))).into())
    }

    /// Where their lifts are heading, by key; `movementId`: that one only.
    async fn lift_trends(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of this lift only.")] movement_id: Option<ID>,
    ) -> Result<Vec<LiftTrend>, ApiError> {
        let only = match movement_id {
            None => None,
            Some(id) => match self.movement_key(ctx, &id).await? {
                Some(key) => Some(key),
                None => return Ok(Vec::new()),
            },
        };
        let Some(standing) = self.standing(ctx).await? else { return Ok(Vec::new()) };
        Ok(LiftTrend::of_member(&*loaders::gym(ctx).await?, &standing, only.as_deref()))
    }

    /// How much of what was planned they did, by track.
    async fn adherence(&self, ctx: &Context<'_>) -> Result<Vec<TrackAdherence>, ApiError> {
        let Some(standing) = self.standing(ctx).await? else { return Ok(Vec::new()) };
        TrackAdherence::of_member(ctx, &standing.signals).await
    }

    /// Complete weeks, oldest first; at most 104.
    async fn training_load(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 104.", default = 8)] weeks: i32,
    ) -> Result<Vec<WeeklyLoad>, ApiError> {
        if !(1..=MOST_WEEKS).contains(&weeks) {
            let message = format!("weeks must be 1 to {MOST_WEEKS}, got {weeks}");
            return Err(ApiError::BadUserInput(message));
        }
        let loads = loaders::load(ctx, TrainedWeeksOf(self.0.id, weeks.unsigned_abs())).await?;
        Ok(loads.unwrap_or_default().into_iter().map(WeeklyLoad::from).collect())
    }

    /// Newest first. Coaches and owners; null to members.
    async fn coach_notes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<CoachNoteConnection, ApiError>> {
        may(ctx, READ_STAFF_NOTES).then_some(())?;
        Some(self.notes(ctx, Paging::new(first, after, last, before)).await)
    }
}

impl Member {
    fn member(&self) -> MemberId {
        MemberId::from_uuid(self.0.id)
    }

    async fn today(&self, ctx: &Context<'_>) -> Result<NaiveDate, ApiError> {
        let gym = loaders::gym(ctx).await?;
        Ok(local_date(env(ctx).now(), gym.facts.time_zone))
    }

    async fn flagged(&self, ctx: &Context<'_>) -> Result<Vec<MemberFlag>, ApiError> {
        needs(ctx, Action::ReadMembers)?;
        let flags = loaders::load(ctx, FlagsOf(self.0.id)).await?.unwrap_or_default();
        Ok(flags.into_iter().map(MemberFlag::from).collect())
    }

    /// The plan of a week, as far as the caller may see it.
    pub async fn plan_of(
        &self,
        ctx: &Context<'_>,
        week_of: Option<Date>,
    ) -> Result<Option<Plan>, ApiError> {
        let week = match week_of {
            Some(date) => week(date)?,
            None => Week::containing(self.today(ctx).await?),
        };
        let row = loaders::load(ctx, PlanOfWeek(self.0.id, week.monday())).await?;
        let actor = actor(ctx)?;
        Ok(row.and_then(|row| Plan::seen_by(actor, row)))
    }

    async fn standing(&self, ctx: &Context<'_>) -> Result<Option<Arc<Standing>>, ApiError> {
        loaders::load(ctx, StandingOf(self.0.id)).await
    }

    async fn movement_key(&self, ctx: &Context<'_>, id: &ID) -> Result<Option<String>, ApiError> {
        let Some(movement) = read_id::<MovementId>(id) else { return Ok(None) };
        let row = loaders::load(ctx, loaders::MovementById(movement.uuid())).await?;
        Ok(row.map(|row| row.key))
    }

    async fn notes(
        &self,
        ctx: &Context<'_>,
        paging: Paging,
    ) -> Result<CoachNoteConnection, ApiError> {
        let page: Timed = paging.page()?;
        let slice = loaders::load(ctx, NotesOf(self.0.id, page.clone())).await?;
        let slice = slice.unwrap_or_else(|| Slice::empty(&page));
        Ok(Listed::new(slice, |row| (row.created_at, row.id), |row| Some(CoachNote(row))).into())
    }
}
