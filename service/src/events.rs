//! The log of a gym's events: appended by the transaction that makes the change, read in commit order.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::ids::{GymId, MemberId, PlanId};
use domain::vocab::{PlanEventKind, Trigger};
use entity::event;
use entity::instant::micros;
use entity::store;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::error::Result;

/// First byte of a cursor: what the rest means.
const CURSOR_VERSION: u8 = 1;

/// Something that happened to a plan.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The plan.
    pub plan: PlanId,
    /// Whose it is.
    pub member: MemberId,
    /// The revision it is about.
    pub revision: i32,
    /// What happened.
    pub kind: PlanEventKind,
    /// Why the revision was computed.
    pub trigger: Trigger,
}

/// Events that a wake-up carries along.
const CARRIED: usize = 8;

/// How far a gym's log has come: whom to wake after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wake {
    /// The gym.
    pub gym: GymId,
    /// Number of its newest event.
    pub seq: i64,
    /// The events themselves, up to the newest, where they are few: they need not be read from the log.
    pub events: Vec<event::Model>,
}

impl Wake {
    /// Whom to wake after these were appended.
    fn after(gym: GymId, events: Vec<event::Model>) -> Option<Self> {
        let seq = events.last()?.seq;
        let events = if events.len() <= CARRIED { events } else { Vec::new() };
        Some(Self { gym, seq, events })
    }

    /// As another node tells it. The events are believed where they are the end of this gym's log.
    pub fn told(gym: GymId, seq: i64, events: Vec<event::Model>) -> Self {
        let fits =
            |(event, seq): (&event::Model, i64)| event.gym_id == gym.uuid() && event.seq == seq;
        let sound = events.iter().rev().zip((0..=seq).rev()).all(fits);
        Self { gym, seq, events: if sound { events } else { Vec::new() } }
    }

    /// What it carries of the log after a place, where that is all up to the newest.
    pub fn following(&self, place: i64) -> Option<&[event::Model]> {
        let next = self.events.iter().position(|event| event.seq == place + 1)?;
        Some(&self.events[next..])
    }
}

/// Whom to wake after a commit, and whether work was left for the dispatcher.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wakes {
    /// Gyms whose logs grew.
    pub events: Vec<Wake>,
    /// Whether a computation was asked for.
    pub work: bool,
}

impl Wakes {
    /// Adds what another commit left.
    pub fn merge(&mut self, other: Self) {
        self.events.extend(other.events);
        self.work |= other.work;
    }
}

/// Appends to the gym's log. The counter is taken here, so this is the last statement before the commit.
pub async fn append(
    txn: &DatabaseTransaction,
    gym: GymId,
    events: Vec<NewEvent>,
    now: DateTime<Utc>,
) -> Result<Option<Wake>> {
    let rows = events.into_iter().map(|event| row(gym, &event, now)).collect();
    Ok(Wake::after(gym, store::events::append(txn, gym, rows).await?))
}

/// What the event of a narrative says beside its kind where the revision waits for a coach: members are not
/// told of it.
pub(crate) const WAITS: &str = r#"{"waits":true}"#;

/// Appends events of narratives, each with whether its revision is in force. Like [`append`], the last
/// statement before the commit.
pub(crate) async fn append_ready(
    txn: &DatabaseTransaction,
    gym: GymId,
    events: Vec<(NewEvent, bool)>,
    now: DateTime<Utc>,
) -> Result<Option<Wake>> {
    let rows = events.into_iter().map(|(event, in_force)| {
        let detail = if in_force { "{}" } else { WAITS };
        event::Model { detail: detail.to_owned(), ..row(gym, &event, now) }
    });
    Ok(Wake::after(gym, store::events::append(txn, gym, rows.collect()).await?))
}

fn row(gym: GymId, event: &NewEvent, now: DateTime<Utc>) -> event::Model {
    event::Model {
        gym_id: gym.uuid(),
        seq: 0,
        plan_id: Some(event.plan.uuid()),
        member_id: Some(event.member.uuid()),
        revision: Some(event.revision),
        kind: event.kind.to_string(),
        trigger: Some(event.trigger.to_string()),
        detail: "{}".to_owned(),
        occurred_at: micros(now),
        erased_at: None,
    }
}

/// Appends the internal event that someone's rights in the gym have changed: each node asks again who may
/// listen before it delivers anything later. Like [`append`], the last statement before the commit.
pub async fn rights_changed(
    txn: &DatabaseTransaction,
    gym: GymId,
    now: DateTime<Utc>,
) -> Result<Option<Wake>> {
    let row = event::Model {
        gym_id: gym.uuid(),
        seq: 0,
        plan_id: None,
        member_id: None,
        revision: None,
        kind: event::RIGHTS_CHANGED.to_owned(),
        trigger: None,
        detail: "{}".to_owned(),
        occurred_at: micros(now),
        erased_at: None,
    };
    Ok(Wake::after(gym, store::events::append(txn, gym, vec![row]).await?))
}

/// Events after `seq`, in order, at most `limit`.
pub async fn after(
    db: &impl ConnectionTrait,
    gym: GymId,
    seq: i64,
    limit: u64,
) -> Result<Vec<event::Model>> {
    Ok(store::events::after(db, gym, seq, limit).await?)
}

/// Number of the gym's newest event; 0 before the first.
pub async fn head(db: &impl ConnectionTrait, gym: GymId) -> Result<i64> {
    Ok(store::events::newest(db, gym).await?)
}

/// A position in a gym's log, as clients keep it.
pub fn cursor(gym: GymId, seq: i64) -> String {
    let mut bytes = vec![CURSOR_VERSION];
    bytes.extend_from_slice(gym.uuid().as_bytes());
    bytes.extend_from_slice(&seq.to_be_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The position behind a cursor, where it is one of this gym's.
pub fn read_cursor(gym: GymId, text: &str) -> Option<i64> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let (version, rest) = bytes.split_first()?;
    let (owner, seq) = rest.split_at_checked(16)?;
    let known = *version == CURSOR_VERSION && Uuid::from_slice(owner).ok()? == gym.uuid();
    known.then(|| seq.try_into().ok().map(i64::from_be_bytes)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(seq: i64) -> event::Model {
        let gym = GymId::from_uuid(Uuid::from_u128(7));
        let (plan, member) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let new = NewEvent {
            plan: PlanId::from_uuid(plan),
            member: MemberId::from_uuid(member),
            revision: 1,
            kind: PlanEventKind::Revised,
            trigger: Trigger::Manual,
        };
        event::Model { seq, ..row(gym, &new, DateTime::UNIX_EPOCH) }
    }

    #[test]
    fn a_wake_up_carries_the_events_that_follow_a_place_or_none() {
        let gym = GymId::from_uuid(Uuid::from_u128(7));
        let seqs = |wake: &Wake, place| {
            let following = wake.following(place)?;
            Some(following.iter().map(|event| event.seq).collect::<Vec<_>>())
        };

        let wake = Wake::after(gym, (5..=7).map(numbered).collect()).expect("of events");

        assert_eq!(wake.seq, 7);
        assert_eq!(seqs(&wake, 4), Some(vec![5, 6, 7]));
        assert_eq!(seqs(&wake, 6), Some(vec![7]));
        assert_eq!(seqs(&wake, 3), None, "one is missing between");
        assert_eq!(seqs(&wake, 7), None, "nothing follows");
    }

    #[test]
    fn what_a_wake_up_carries_beside_the_end_of_its_gyms_log_is_not_believed() {
        let [gym, other] = [7, 8].map(|number| GymId::from_uuid(Uuid::from_u128(number)));
        let carries = |gym, seq, seqs: &[i64]| {
            let events = seqs.iter().map(|seq| numbered(*seq)).collect();
            Wake::told(gym, seq, events).events.len()
        };

        assert_eq!(carries(gym, 7, &[5, 6, 7]), 3);
        assert_eq!(carries(gym, 7, &[5, 7]), 0, "one is missing between");
        assert_eq!(carries(gym, 7, &[5, 6]), 0, "the newest is missing");
        assert_eq!(carries(other, 7, &[7]), 0, "of another gym");
    }

    #[test]
    fn a_wake_up_of_many_events_names_the_newest_only() {
        let gym = GymId::from_uuid(Uuid::from_u128(7));

        let wake = Wake::after(gym, (1..=9).map(numbered).collect()).expect("of events");

        assert_eq!((wake.seq, wake.events.len()), (9, 0));
        assert_eq!(Wake::after(gym, Vec::new()), None);
    }

    #[test]
    fn a_cursor_is_read_by_its_own_gym_only() {
        let gym = GymId::from_uuid(Uuid::from_u128(7));
        let other = GymId::from_uuid(Uuid::from_u128(8));

        let text = cursor(gym, 42);

        assert_eq!(read_cursor(gym, &text), Some(42));
        assert_eq!(read_cursor(other, &text), None);
        assert_eq!(read_cursor(gym, "nonsense"), None);
        assert_eq!(read_cursor(gym, ""), None);
    }
}
