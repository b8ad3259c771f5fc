//! `microcycle gym add`

use domain::ids::GymId;
use service::gyms::{self, AddGym};

use super::open::{Access, open};
use super::{System, said};
use crate::config::Config;

pub async fn add(config: &Config, system: &System, gym: AddGym) -> anyhow::Result<()> {
    let owner = gym.owner_subject.clone();
    let env = open(config, system, Access::Embedded).await?;
    let added = gyms::add(&env, gym).await.map_err(|error| said(&error))?;
    let id = GymId::from_uuid(added.gym.id);
    let how = if added.new { "added" } else { "there already" };
    system.say(format!(
        "{}: {how}\n  id     {id}\n  owner  {owner}\n  zone   {}",
        added.gym.name, added.gym.time_zone
    ));
    Ok(())
}
