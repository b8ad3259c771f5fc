//! What of a plan a caller may see: members see what is in force, and what was, of their own.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{GymId, MemberId};
use domain::vocab::PlanEventKind;
use entity::{event, plan};
use uuid::Uuid;

/// What a member is told of; the rest is between the engine and the coaches.
const TOLD_TO_MEMBERS: [PlanEventKind; 3] =
    [PlanEventKind::Published, PlanEventKind::Revised, PlanEventKind::NarrativeReady];

/// Whether the caller sees revisions of a member's plans that are not in force.
pub fn sees_unpublished(actor: &Actor, member: Uuid) -> bool {
    may(actor, Action::ReadUnpublishedPlan, member)
}

/// Number of the revision that a plan shows: the one in force; where there is none, staff see the newest.
/// `None`: the caller may not know of the plan.
pub fn shown(actor: &Actor, plan: &plan::Model) -> Option<i32> {
    if actor.gym.uuid() != plan.gym_id {
        return None;
    }
    if sees_unpublished(actor, plan.member_id) {
        return plan.published.or((plan.newest > 0).then_some(plan.newest));
    }
    plan.published.filter(|_| may(actor, Action::ReadPlan, plan.member_id))
}

/// Whether the caller may see a revision, by when it came into force.
pub fn sees_revision(actor: &Actor, member: Uuid, published_at: Option<i64>) -> bool {
    sees_unpublished(actor, member)
        || (published_at.is_some() && may(actor, Action::ReadPlan, member))
}

/// The kind of an event that the caller is told of; `None` for others' events and internal ones.
pub fn hears(actor: &Actor, event: &event::Model) -> Option<PlanEventKind> {
    let member = event.member_id.filter(|_| event.erased_at.is_none())?;
    let kind: PlanEventKind = event.kind.parse().ok()?;
    if actor.gym.uuid() != event.gym_id || !may(actor, Action::Subscribe, member) {
        return None;
    }
    let waits = event.detail == crate::events::WAITS;
    let told = sees_unpublished(actor, member) || (TOLD_TO_MEMBERS.contains(&kind) && !waits);
    told.then_some(kind)
}

fn may(actor: &Actor, action: Action, member: Uuid) -> bool {
    authorize(actor, action, &subject(actor.gym, member)).is_ok()
}

fn subject(gym: GymId, member: Uuid) -> Subject {
    Subject::member(gym, MemberId::from_uuid(member))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::vocab::Role;

    fn actor(role: Role) -> Actor {
        Actor {
            gym: GymId::from_uuid(Uuid::from_u128(1)),
            subject: "ann".into(),
            display_name: "Ann".into(),
            roles: vec![role],
            coach: None,
            member: (role == Role::Member).then(|| MemberId::from_uuid(Uuid::from_u128(10))),
            integration: None,
        }
    }

    /// A plan with revision 3, and the one in force as given.
    fn plan(gym: u128, member: u128, published: Option<i32>) -> plan::Model {
        plan::Model {
            id: Uuid::from_u128(100),
            gym_id: Uuid::from_u128(gym),
            member_id: Uuid::from_u128(member),
            week_of: chrono::NaiveDate::default(),
            status: "PUBLISHED".into(),
            published,
            pending: None,
            newest: 3,
            version: 1,
            template_id: None,
            published_at: None,
            computed_at: 0,
            created_at: 0,
        }
    }

    #[test]
    fn a_member_sees_the_revision_in_force_of_their_own_plan_and_nothing_else() {
        let member = actor(Role::Member);

        assert_eq!(shown(&member, &plan(1, 10, Some(2))), Some(2));
        assert_eq!(shown(&member, &plan(1, 10, None)), None);
        assert_eq!(shown(&member, &plan(1, 11, Some(2))), None);
    }

    #[test]
    fn a_coach_sees_the_newest_where_none_is_in_force_and_no_other_gym() {
        let coach = actor(Role::Coach);

        assert_eq!(shown(&coach, &plan(1, 10, None)), Some(3));
        assert_eq!(shown(&coach, &plan(1, 10, Some(2))), Some(2));
        assert_eq!(shown(&coach, &plan(2, 10, Some(2))), None);
    }

    #[test]
    fn a_member_is_not_told_what_waits_for_a_coach() {
        let event = |kind: PlanEventKind| event::Model {
            gym_id: Uuid::from_u128(1),
            seq: 1,
            plan_id: Some(Uuid::from_u128(100)),
            member_id: Some(Uuid::from_u128(10)),
            revision: Some(1),
            kind: kind.to_string(),
            trigger: None,
            detail: "{}".into(),
            occurred_at: 0,
            erased_at: None,
        };
        let waits = event(PlanEventKind::ReadyForReview);

        assert_eq!(hears(&actor(Role::Member), &waits), None);
        assert_eq!(hears(&actor(Role::Coach), &waits), Some(PlanEventKind::ReadyForReview));
        let published = event(PlanEventKind::Published);
        assert_eq!(hears(&actor(Role::Member), &published), Some(PlanEventKind::Published));
        assert_eq!(hears(&actor(Role::Integration), &published), None);
    }
}
