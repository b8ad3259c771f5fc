//! The demo gym and the people who run it.

use domain::ids::{Coach, CoachId, GymId, Staff};
use domain::vocab::{ReviewPolicy, TrackKind, WeightUnit};
use entity::{coach, gym, staff, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::Result;
use crate::gyms::{self, NewGym};

/// `sub` of the owner's login.
pub const OWNER_SUBJECT: &str = "demo-owner";
/// `sub` of the first coach's login.
pub const COACH_SUBJECT: &str = "demo-coach-1";
/// `sub` of the first member's login.
pub const MEMBER_SUBJECT: &str = "demo-member-1";

const COACHES: [&str; 3] = ["Maya Lindqvist", "Tom Adeyemi", "Sofia Marin"];

/// Founds the gym: four tracks, an owner, three coaches. Plans of new members wait for a coach.
pub(super) async fn found(
    txn: &DatabaseTransaction,
    env: &Env,
) -> Result<(gym::Model, Vec<CoachId>)> {
    let new = NewGym {
        name: "Ironworks".to_owned(),
        time_zone: chrono_tz::Europe::London,
        unit: WeightUnit::Kilogram,
        review_policy: ReviewPolicy::NewMembers,
        tracks: vec![
            ("strength", "Strength", TrackKind::Strength),
            ("weightlifting", "Weightlifting", TrackKind::Weightlifting),
            ("gymnastics", "Gymnastics", TrackKind::Gymnastics),
            ("conditioning", "Conditioning", TrackKind::Conditioning),
        ],
    };
    let row = gyms::found(txn, env, &new).await?;
    let gym = GymId::from_uuid(row.id);
    login(txn, env, gym, OWNER_SUBJECT, "Ruth Calder", None).await?;
    let mut coaches = Vec::new();
    for (number, name) in (1..).zip(COACHES) {
        let id = env.id::<Coach>();
        let row = coach::Model {
            id: id.uuid(),
            gym_id: gym.uuid(),
            display_name: name.to_owned(),
            active: true,
            subject: None,
        };
        store::coaches::insert(txn, gym, row).await?;
        login(txn, env, gym, &format!("demo-coach-{number}"), name, Some(id)).await?;
        coaches.push(id);
    }
    Ok((row, coaches))
}

/// A login that owns the gym, or coaches in it.
async fn login(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    subject: &str,
    name: &str,
    coach: Option<CoachId>,
) -> Result<()> {
    let row = staff::Model {
        id: env.id::<Staff>().uuid(),
        gym_id: gym.uuid(),
        subject: subject.to_owned(),
        display_name: name.to_owned(),
        owner: coach.is_none(),
        coach_id: coach.map(|coach| coach.uuid()),
    };
    Ok(store::staff::insert(txn, gym, row).await?)
}
