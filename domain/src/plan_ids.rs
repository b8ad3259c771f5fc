//! Ids of what has no row: revisions, sessions, blocks, lines and days are named by their plan, the
//! revision's number and their stable key (decision 0002).

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use type_safe_id::{DynamicType, StaticType, TypeSafeId};

use crate::ids::{MemberId, PlanId};

/// Characters of a `TypeID` behind its prefix.
const SUFFIX: usize = 26;

/// A text that is no such id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no id of that kind")]
pub struct NotAnId(String);

fn suffix<T: StaticType>(id: &TypeSafeId<T>) -> String {
    let text = id.to_string();
    text[text.len() - SUFFIX..].to_owned()
}

fn owner<T: StaticType>(suffix: &str) -> Option<TypeSafeId<T>> {
    let prefix = DynamicType::new(T::TYPE).ok()?;
    let id: TypeSafeId<DynamicType> = format!("{}_{suffix}", T::TYPE).parse().ok()?;
    (id.type_prefix() == TypeSafeId::from_type_and_uuid(prefix, id.uuid()).type_prefix())
        .then(|| TypeSafeId::from_uuid(id.uuid()))
}

/// Splits `<prefix>_<26 characters>[_<rest>]`.
fn split<'a>(text: &'a str, prefix: &str) -> Option<(&'a str, &'a str)> {
    let body = text.strip_prefix(prefix)?.strip_prefix('_')?;
    let (suffix, rest) = body.split_at_checked(SUFFIX)?;
    Some((suffix, rest.strip_prefix('_').unwrap_or(rest)))
}

macro_rules! part_ids {
    ($($(#[$meta:meta])* $name:ident $prefix:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            /// The plan.
            pub plan: PlanId,
            /// Number of the revision.
            pub revision: u32,
            /// Stable key.
            pub key: String,
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}_{}_{}"), suffix(&self.plan), self.revision, self.key)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let read = || {
                    let (plan, rest) = split(text, $prefix)?;
                    let (revision, key) = rest.split_once('_')?;
                    Some(Self { plan: owner(plan)?, revision: revision.parse().ok()?, key: key.to_owned() })
                };
                read().ok_or_else(|| NotAnId(text.to_owned()))
            }
        }
    )+};
}

part_ids! {
    /// A session of a revision.
    SessionId "session",
    /// A block of a revision.
    BlockId "block",
    /// A line of a revision.
    LineId "line",
}

/// A revision of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisionId {
    /// The plan.
    pub plan: PlanId,
    /// Its number.
    pub revision: u32,
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "revision_{}_{}", suffix(&self.plan), self.revision)
    }
}

impl FromStr for RevisionId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let read = || {
            let (plan, revision) = split(text, "revision")?;
            Some(Self { plan: owner(plan)?, revision: revision.parse().ok()? })
        };
        read().ok_or_else(|| NotAnId(text.to_owned()))
    }
}

/// A day of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayId {
    /// The plan.
    pub plan: PlanId,
    /// The day.
    pub date: NaiveDate,
}

impl fmt::Display for DayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "day_{}_{}", suffix(&self.plan), self.date)
    }
}

impl FromStr for DayId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let read = || {
            let (plan, date) = split(text, "day")?;
            Some(Self { plan: owner(plan)?, date: date.parse().ok()? })
        };
        read().ok_or_else(|| NotAnId(text.to_owned()))
    }
}

/// A member's readiness on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadinessDayId {
    /// The member.
    pub member: MemberId,
    /// The day.
    pub date: NaiveDate,
}

impl fmt::Display for ReadinessDayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "readiness_{}_{}", suffix(&self.member), self.date)
    }
}

impl FromStr for ReadinessDayId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let read = || {
            let (member, date) = split(text, "readiness")?;
            Some(Self { member: owner(member)?, date: date.parse().ok()? })
        };
        read().ok_or_else(|| NotAnId(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_id_is_read_as_it_was_written() {
        let plan = PlanId::from_uuid(Uuid::from_u128(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881));
        let line = LineId { plan, revision: 3, key: "strength-v1w2o1.2.1-back-squat".into() };

        assert_eq!(line.to_string().parse(), Ok(line.clone()));
        assert_eq!("revision_nonsense_1".parse::<RevisionId>().ok(), None);
        assert_eq!(line.to_string().parse::<SessionId>().ok(), None);
        let revision = RevisionId { plan, revision: 12 };
        assert_eq!(revision.to_string().parse(), Ok(revision));
    }
}
