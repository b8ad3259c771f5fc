//! Who may do what: the whole policy, in one place. Nothing else compares roles.

mod sight;

pub use sight::Sight;

use crate::ids::{CoachId, GymId, IntegrationId, MemberId};
use crate::vocab::{IntegrationScope, Role};

/// Who is asking, as the database knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The gym they act in.
    pub gym: GymId,
    /// The `sub` of the login, or the id of the integration.
    pub subject: String,
    /// Name as others read it.
    pub display_name: String,
    /// Every role held in that gym.
    pub roles: Vec<Role>,
    /// Their coach record.
    pub coach: Option<CoachId>,
    /// Their member record.
    pub member: Option<MemberId>,
    /// The integration behind a key, with its scopes.
    pub integration: Option<(IntegrationId, Vec<IntegrationScope>)>,
}

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Read the gym, its tracks and movements.
    ReadGym,
    /// Read the gym's settings.
    ReadSettings,
    /// List members.
    ReadMembers,
    /// Read one member.
    ReadMember,
    /// Read a plan that is in force.
    ReadPlan,
    /// Read a plan or revision that is not in force.
    ReadUnpublishedPlan,
    /// Read what waits for a coach.
    ReadReviewQueue,
    /// Read templates.
    ReadTemplates,
    /// Read movements.
    ReadMovements,
    /// Read weekly runs and what failed.
    ReadRuns,
    /// Report readiness.
    RecordReadiness,
    /// Log a session.
    LogSession,
    /// Start a weekly run.
    StartRun,
    /// Cancel a weekly run.
    CancelRun,
    /// Try again what gave up.
    RetryComputations,
    /// Listen to changes of plans.
    Subscribe,
    /// Edit a plan, approve it, send it back, ask for it to be computed again.
    ReviewPlan,
    /// Begin a planned session.
    StartSession,
    /// Excuse a planned session.
    ExcuseSession,
    /// Say what is trained for.
    SetGoals,
    /// Approve or decline a goal.
    DecideGoal,
    /// Say how often and on which days a member can train.
    SetAvailability,
    /// Write a note about a member.
    WriteNote,
    /// Add or clear a restriction.
    WriteRestriction,
    /// Add a member, or change who they are.
    WriteMember,
    /// Grant and withdraw roles of staff.
    SetStaff,
    /// Take away a copy of all that is kept of a member.
    ExportMember,
    /// Erase all that is kept of a member.
    EraseMember,
    /// Save drafts of templates, assign templates, and ask what a change would do.
    EditTemplates,
    /// Put a template in force, or archive it.
    PublishTemplates,
    /// Add tracks, and change them.
    EditTracks,
    /// Add movements of the gym's own, and name them as logs do.
    EditMovements,
    /// Enter a personal record.
    RecordPersonalRecord,
    /// Confirm or dismiss a record that waits.
    JudgeRecord,
    /// Tell by which id an integration knows a member.
    LinkMember,
    /// Read integrations; make, renew and revoke their keys.
    ManageIntegrations,
    /// Change the gym's settings.
    EditSettings,
    /// Read how the engine has worked across all members.
    ReadActivity,
}

impl Action {
    /// Every action.
    pub const ALL: &'static [Self] = &[
        Self::ReadGym,
        Self::ReadSettings,
        Self::ReadMembers,
        Self::ReadMember,
        Self::ReadPlan,
        Self::ReadUnpublishedPlan,
        Self::ReadReviewQueue,
        Self::ReadTemplates,
        Self::ReadMovements,
        Self::ReadRuns,
        Self::RecordReadiness,
        Self::LogSession,
        Self::StartRun,
        Self::CancelRun,
        Self::RetryComputations,
        Self::Subscribe,
        Self::ReviewPlan,
        Self::StartSession,
        Self::ExcuseSession,
        Self::SetGoals,
        Self::DecideGoal,
        Self::SetAvailability,
        Self::WriteNote,
        Self::WriteRestriction,
        Self::WriteMember,
        Self::SetStaff,
        Self::ExportMember,
        Self::EraseMember,
        Self::EditTemplates,
        Self::PublishTemplates,
        Self::EditTracks,
        Self::EditMovements,
        Self::RecordPersonalRecord,
        Self::JudgeRecord,
        Self::LinkMember,
        Self::ManageIntegrations,
        Self::EditSettings,
        Self::ReadActivity,
    ];
}

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    gym: GymId,
    member: Option<MemberId>,
}

impl Subject {
    /// Something of the gym as a whole.
    pub const fn gym(gym: GymId) -> Self {
        Self { gym, member: None }
    }

    /// Something of one member.
    pub const fn member(gym: GymId, member: MemberId) -> Self {
        Self { gym, member: Some(member) }
    }
}

/// A refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("none of the caller's roles may do this ({action:?})")]
pub struct Denied {
    /// What was refused.
    pub action: Action,
}

/// Whether a role could ever do an action. A member's reach is their own; see [`authorize`].
pub const fn role_allows(role: Role, action: Action) -> bool {
    use Role::{Coach, Integration, Member, Owner};
    match action {
        Action::ReadGym => true,
        Action::ReadMovements | Action::ReadMember | Action::ReadPlan | Action::Subscribe => {
            matches!(role, Owner | Coach | Member)
        }
        Action::ReadSettings
        | Action::ReadMembers
        | Action::ReadUnpublishedPlan
        | Action::ReadReviewQueue
        | Action::ReadTemplates
        | Action::WriteMember => matches!(role, Owner | Coach),
        Action::ReviewPlan
        | Action::ExcuseSession
        | Action::DecideGoal
        | Action::WriteNote
        | Action::WriteRestriction
        | Action::JudgeRecord => matches!(role, Coach),
        Action::StartSession | Action::SetGoals => matches!(role, Coach | Member),
        Action::SetAvailability => matches!(role, Owner | Coach | Member),
        Action::ExportMember | Action::EraseMember => matches!(role, Owner | Member),
        Action::RecordReadiness | Action::LogSession => {
            matches!(role, Coach | Member | Integration)
        }
        Action::EditTemplates | Action::EditMovements | Action::LinkMember => {
            matches!(role, Owner | Coach)
        }
        Action::ReadRuns
        | Action::StartRun
        | Action::CancelRun
        | Action::RetryComputations
        | Action::SetStaff
        | Action::PublishTemplates
        | Action::EditTracks
        | Action::ManageIntegrations
        | Action::EditSettings
        | Action::ReadActivity => matches!(role, Owner),
        Action::RecordPersonalRecord => matches!(role, Coach | Member),
    }
}

/// Whether any role of the actor could ever do an action.
pub fn allows(actor: &Actor, action: Action) -> bool {
    actor.roles.iter().any(|role| role_allows(*role, action) && scope_allows(actor, *role, action))
}

/// Whether the actor may do the action to the subject.
pub fn authorize(actor: &Actor, action: Action, subject: &Subject) -> Result<(), Denied> {
    let reaches = |role: Role| {
        role != Role::Member || subject.member.is_none() || subject.member == actor.member
    };
    let may = actor.gym == subject.gym
        && actor.roles.iter().any(|role| {
            role_allows(*role, action) && reaches(*role) && scope_allows(actor, *role, action)
        });
    if may { Ok(()) } else { Err(Denied { action }) }
}

/// A key writes within its scopes only.
fn scope_allows(actor: &Actor, role: Role, action: Action) -> bool {
    let scoped =
        |scope| actor.integration.as_ref().is_some_and(|(_, scopes)| scopes.contains(&scope));
    match (role, action) {
        (Role::Integration, Action::RecordReadiness) => scoped(IntegrationScope::ReadinessWrite),
        (Role::Integration, Action::LogSession) => scoped(IntegrationScope::SessionsWrite),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use uuid::Uuid;

    fn actor(role: Role) -> Actor {
        Actor {
            gym: GymId::from_uuid(Uuid::from_u128(1)),
            subject: "someone".into(),
            display_name: "Someone".into(),
            roles: vec![role],
            coach: None,
            member: (role == Role::Member).then(|| MemberId::from_uuid(Uuid::from_u128(10))),
            integration: (role == Role::Integration).then(|| {
                (IntegrationId::from_uuid(Uuid::from_u128(20)), IntegrationScope::ALL.to_vec())
            }),
        }
    }

    /// The policy as a gym owner reads it: who may do what to their own, to others, to another gym.
    #[test]
    fn the_policy_is_one_page() {
        let (here, there) =
            (GymId::from_uuid(Uuid::from_u128(1)), GymId::from_uuid(Uuid::from_u128(2)));
        let (own, other) =
            (MemberId::from_uuid(Uuid::from_u128(10)), MemberId::from_uuid(Uuid::from_u128(11)));
        let mut page = String::new();
        for action in Action::ALL {
            let _ = write!(page, "{:<20}", format!("{action:?}")); // writing to a String never fails
            for role in Role::ALL {
                let may = |subject| {
                    if authorize(&actor(*role), *action, &subject).is_ok() { 'y' } else { '-' }
                };
                let cell = [
                    may(Subject::member(here, own)),
                    may(Subject::member(here, other)),
                    may(Subject::member(there, own)),
                ];
                let _ = write!(page, " {role}:{}", cell.iter().collect::<String>());
            }
            page.push('\n');
        }

        insta::assert_snapshot!(page);
    }

    #[test]
    fn a_member_reaches_their_own_plan_and_no_other() {
        let gym = GymId::from_uuid(Uuid::from_u128(1));
        let own = Subject::member(gym, MemberId::from_uuid(Uuid::from_u128(10)));
        let other = Subject::member(gym, MemberId::from_uuid(Uuid::from_u128(11)));

        assert!(authorize(&actor(Role::Member), Action::ReadPlan, &own).is_ok());
        assert!(authorize(&actor(Role::Member), Action::ReadPlan, &other).is_err());
    }
}
