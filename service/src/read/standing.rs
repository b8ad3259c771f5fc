//! Where members stand right now: their history read as the engine reads it, for the current week.

use std::collections::HashMap;
use std::sync::Arc;

use domain::calendar::{Week, local_date};
use domain::ids::{GymId, MemberId};
use domain::observe::observe;
use domain::signals::Signals;
use domain::snapshot::TemplateFacts;
use domain::template::Template;
use domain::vocab::Trigger;
use uuid::Uuid;

use super::GymView;
use super::lifts::{LiftPoints, points};
use crate::env::Env;
use crate::error::{Error, Result};
use crate::inputs::{self, Ask, Inputs};

/// What the history of one member says.
#[derive(Debug)]
pub struct Standing {
    /// As the engine reads it.
    pub signals: Signals,
    /// The series behind each lift's trend, by key of the lift.
    pub points: LiftPoints,
}

/// By member; whose history can't be read is missing.
pub type Standings = HashMap<Uuid, Arc<Standing>>;

/// Where these members stand, whether or not they follow a template.
pub async fn of_members(env: &Env, gym: &GymView, members: &[Uuid]) -> Result<Standings> {
    let now = env.now();
    let week = Week::containing(local_date(now, gym.facts.time_zone));
    let asks: Vec<Ask> = members
        .iter()
        .map(|member| Ask {
            member: MemberId::from_uuid(*member),
            trigger: Trigger::Manual,
            reduce_only: false,
        })
        .collect();
    let inputs =
        inputs::load(env.db.read(), GymId::from_uuid(gym.row.id), week, &asks, now).await?;
    tokio::task::spawn_blocking(move || read(&inputs))
        .await
        .map_err(|error| Error::internal(error, "reading members' history"))
}

fn read(inputs: &Inputs) -> Standings {
    let mut standings = Standings::with_capacity(inputs.members.len());
    let none = no_template();
    for of in &inputs.members {
        match inputs.observed(of, &none) {
            Ok(snapshot) => {
                let signals = observe(&snapshot);
                let points = points(&snapshot, &signals);
                standings.insert(of.member.id, Arc::new(Standing { signals, points }));
            }
            Err(reason) => {
                tracing::debug!(member.id = %MemberId::from_uuid(of.member.id), reason, "nothing is read of a member");
            }
        }
    }
    standings
}

/// What stands for the template of who follows none.
fn no_template() -> TemplateFacts {
    TemplateFacts {
        id: String::new(),
        version: 0,
        template: Template {
            name: String::new(),
            weeks: 1,
            goal_influence: 0.0,
            goal_affinity: Vec::new(),
            tracks: Vec::new(),
            sessions: Vec::new(),
        },
    }
}
