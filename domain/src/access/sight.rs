//! What of a caller decides what they see.

use super::Actor;
use crate::ids::{GymId, MemberId};
use crate::vocab::Role;

/// Two callers of the same sight see the same of everything: the policy asks for nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sight {
    /// The gym they act in.
    pub gym: GymId,
    roles: Vec<Role>,
    member: Option<MemberId>,
}

impl Sight {
    /// The caller's; `None` for integrations, whose keys have scopes besides.
    pub fn of(actor: &Actor) -> Option<Self> {
        if actor.integration.is_some() {
            return None;
        }
        let mut roles = actor.roles.clone();
        roles.sort_unstable();
        Some(Self { gym: actor.gym, roles, member: actor.member })
    }

    /// The only member whose plans they may see; `None` where there may be others.
    pub fn only(&self) -> Option<MemberId> {
        self.member.filter(|_| self.roles == [Role::Member])
    }

    /// Someone who sees this, and nobody in particular: what is shown to them may be shown to all of
    /// the same sight.
    pub fn someone(&self) -> Actor {
        Actor {
            gym: self.gym,
            subject: String::new(),
            display_name: String::new(),
            roles: self.roles.clone(),
            coach: None,
            member: self.member,
            integration: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn actor(subject: &str, roles: &[Role], member: Option<u128>) -> Actor {
        Actor {
            gym: GymId::from_uuid(Uuid::from_u128(1)),
            subject: subject.into(),
            display_name: subject.into(),
            roles: roles.to_vec(),
            coach: None,
            member: member.map(|id| MemberId::from_uuid(Uuid::from_u128(id))),
            integration: None,
        }
    }

    #[test]
    fn coaches_of_a_gym_see_the_same_and_members_their_own() {
        let ann = Sight::of(&actor("ann", &[Role::Coach, Role::Owner], None));
        let bob = Sight::of(&actor("bob", &[Role::Owner, Role::Coach], None));
        let (cid, dan) =
            (actor("cid", &[Role::Member], Some(1)), actor("dan", &[Role::Member], Some(2)));

        assert_eq!(ann, bob);
        assert_eq!(ann.as_ref().and_then(Sight::only), None);
        assert_eq!(Sight::of(&cid).and_then(|sight| sight.only()), cid.member);
        assert_ne!(Sight::of(&cid), Sight::of(&dan));
        assert_ne!(ann, Sight::of(&cid));
    }

    #[test]
    fn what_is_shown_to_someone_names_nobody() {
        let someone =
            Sight::of(&actor("ann", &[Role::Member], Some(1))).map(|sight| sight.someone());

        assert_eq!(someone, Some(actor("", &[Role::Member], Some(1))));
    }
}
