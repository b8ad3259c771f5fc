//! Gyms full of members without a history: many weeks to compute, quickly made.

use domain::calendar::Week;
use domain::ids::{GymId, Member, MemberId, Staff, TemplateId};
use domain::vocab::{Experience, ReviewPolicy, TrackKind, WeightUnit};
use entity::{gym, member, staff, store};
use service::env::Env;
use service::gyms::{NewGym, found};
use service::templates::publish_new;

/// Members that one statement inserts.
const CHUNK: usize = 1_000;

/// A gym and its people.
#[derive(Debug, Clone)]
pub struct Crowd {
    /// The gym.
    pub gym: GymId,
    /// Its members by id.
    pub members: Vec<MemberId>,
    /// The template that all of them follow.
    pub template: TemplateId,
}

/// What a gym is like.
pub struct Founding<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its time zone.
    pub zone: chrono_tz::Tz,
    /// How many members.
    pub members: usize,
    /// `sub` of the owner's login.
    pub owner: Option<&'a str>,
}

impl Default for Founding<'_> {
    /// Ten members in London, whose plans go to them as computed.
    fn default() -> Self {
        Self { name: "Crowd", zone: chrono_tz::Europe::London, members: 10, owner: None }
    }
}

/// Founds a gym whose members follow its programme since the current week.
pub async fn crowd(env: &Env, founding: Founding<'_>) -> Crowd {
    let txn = env.db.write().await.expect("a transaction");
    let new = NewGym {
        name: founding.name.to_owned(),
        time_zone: founding.zone,
        unit: WeightUnit::Kilogram,
        review_policy: ReviewPolicy::None,
        tracks: vec![
            ("strength", "Strength", TrackKind::Strength),
            ("weightlifting", "Weightlifting", TrackKind::Weightlifting),
            ("gymnastics", "Gymnastics", TrackKind::Gymnastics),
            ("conditioning", "Conditioning", TrackKind::Conditioning),
        ],
    };
    let told = |error: service::error::Error| panic!("{}", error.report());
    let row: gym::Model = found(&txn, env, &new).await.unwrap_or_else(told);
    let gym = GymId::from_uuid(row.id);
    if let Some(subject) = founding.owner {
        let owner = staff::Model {
            id: env.id::<Staff>().uuid(),
            gym_id: row.id,
            subject: subject.to_owned(),
            display_name: "Owner".to_owned(),
            owner: true,
            coach_id: None,
        };
        store::staff::insert(&txn, gym, owner).await.expect("an owner");
    }
    let programme = service::demo::templates::all().remove(0);
    let told = |error: service::error::Error| panic!("{}", error.report());
    let template = publish_new(&txn, env, gym, &programme).await.unwrap_or_else(told);
    let rows: Vec<member::Model> =
        (0..founding.members).map(|number| someone(env, gym, template, number)).collect();
    let mut members: Vec<MemberId> = rows.iter().map(|row| MemberId::from_uuid(row.id)).collect();
    members.sort_by_key(MemberId::uuid);
    for chunk in rows.chunks(CHUNK) {
        store::members::insert(&txn, gym, chunk.to_vec()).await.expect("members");
    }
    txn.commit().await.expect("a commit");
    Crowd { gym, members, template }
}

fn someone(env: &Env, gym: GymId, template: TemplateId, number: usize) -> member::Model {
    member::Model {
        id: env.id::<Member>().uuid(),
        gym_id: gym.uuid(),
        external_id: Some(format!("C-{number:05}")),
        subject: None,
        display_name: format!("Member {number}"),
        joined_on: "2020-01-01".parse().expect("a date"),
        active: true,
        bodyweight_kg: Some(75.0),
        coach_id: None,
        experience: Experience::Intermediate.to_string(),
        sessions_per_week: 4,
        available_days: 0b111_1111,
        template_id: Some(template.uuid()),
        template_starts_on: Some(Week::containing(env.now().date_naive()).monday()),
        created_at: 0,
        erased_at: None,
    }
}
