//! The demo gym and the people who run it.

use domain::ids::{Coach, CoachId, GymId, Staff};
use domain::vocab::{ReviewPolicy, WeightUnit};
use entity::{coach, gym, staff, store};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

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
        tracks: gyms::FIRST_TRACKS.to_vec(),
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
        login(txn, env, gym, &coach_subject(number), name, Some(id)).await?;
        coaches.push(id);
    }
    Ok((row, coaches))
}

fn coach_subject(number: usize) -> String {
    format!("demo-coach-{number}")
}

/// The coaches of a gym that was founded before, in the same order; those who lost their login are gone.
pub(super) async fn coaches(db: &impl ConnectionTrait, gym: GymId) -> Result<Vec<CoachId>> {
    let mut coaches = Vec::new();
    for number in 1..=COACHES.len() {
        let login = store::staff::find_subject(db, gym, &coach_subject(number)).await?;
        coaches.extend(login.and_then(|login| login.coach_id).map(CoachId::from_uuid));
    }
    Ok(coaches)
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
