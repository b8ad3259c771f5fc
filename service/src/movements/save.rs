//! Saving a movement of the gym's own, or the names that logs have for one of the starter catalogue.

use std::collections::BTreeSet;

use domain::access::{Action, Actor, Subject, authorize};
use domain::catalogue::{fold, starter};
use domain::ids::{Movement as MovementKind, MovementId};
use domain::vocab::{BodyRegion, Implement, MovementPattern};
use entity::{movement, movement_alias, store};
use sea_orm::{DatabaseTransaction, Set};

use super::{alias_row, map};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;

/// Longest name, in characters.
const NAME_LENGTH: usize = 100;
/// Most other names of one movement. House choice.
const MOST_ALIASES: usize = 50;

/// A movement as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveMovement {
    /// Unique in the gym; names the movement that is changed where there is one.
    pub key: String,
    /// Name as members read it.
    pub name: String,
    /// How it moves.
    pub pattern: MovementPattern,
    /// What it is loaded with.
    pub implement: Implement,
    /// The regions it loads.
    pub loads: Vec<BodyRegion>,
    /// The lift whose maximum scales it, where not its own.
    pub reference_lift_key: Option<String>,
    /// Other names, as logs write them.
    pub aliases: Vec<String>,
}

/// Adds the movement or changes it. A name that an import did not know is mapped by it: what was logged
/// under that name becomes this movement's, and the history of whoever logged it is read again.
pub async fn save(env: &Env, actor: &Actor, input: SaveMovement) -> Result<Done<movement::Model>> {
    authorize(actor, Action::EditMovements, &Subject::gym(actor.gym))?;
    input.check()?;
    let txn = env.db.write().await?;
    let gym = store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let all = store::movements::all(&txn, actor.gym).await?;
    let before = all.iter().find(|row| row.key == input.key);
    input.check_against(before, &all)?;
    let row = input.row(env, actor, before)?;
    let known_by = input.names(before);
    let taken = taken(&txn, actor, &known_by, row.id).await?;
    let mapped = input.mapped(&taken, &all)?;
    match before {
        Some(_) => update(&txn, actor, &row).await?,
        None => store::movements::insert(&txn, actor.gym, vec![row.clone()], Vec::new()).await?,
    }
    for unknown in &mapped {
        let id = MovementId::from_uuid(unknown.id);
        store::movements::delete_aliases(&txn, actor.gym, id).await?;
    }
    let id = MovementId::from_uuid(row.id);
    store::movements::delete_aliases(&txn, actor.gym, id).await?;
    let aliases = known_by.iter().map(|name| alias_row(actor.gym, name, row.id)).collect();
    store::movements::insert(&txn, actor.gym, Vec::new(), aliases).await?;
    let reads_otherwise = before.is_some_and(|before| reads_otherwise(before, &row));
    let wakes = map::again(&txn, env, &gym, &row, &mapped, reads_otherwise).await?;
    txn.commit().await?;
    Ok(Done { value: row, wakes })
}

/// Whether what was logged of the movement says something else now.
fn reads_otherwise(before: &movement::Model, row: &movement::Model) -> bool {
    before.pattern != row.pattern || before.reference_lift_key != row.reference_lift_key
}

async fn update(txn: &DatabaseTransaction, actor: &Actor, row: &movement::Model) -> Result<()> {
    let changes = movement::ActiveModel {
        name: Set(row.name.clone()),
        pattern: Set(row.pattern.clone()),
        reference_lift_key: Set(row.reference_lift_key.clone()),
        implement: Set(row.implement.clone()),
        loads: Set(row.loads.clone()),
        unmapped: Set(false),
        ..Default::default()
    };
    let id = MovementId::from_uuid(row.id);
    store::movements::update(txn, actor.gym, id, changes).await?;
    Ok(())
}

/// Those of the names that another movement goes by.
async fn taken(
    txn: &DatabaseTransaction,
    actor: &Actor,
    names: &[String],
    own: uuid::Uuid,
) -> Result<Vec<movement_alias::Model>> {
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let found = store::movements::aliases_among(txn, actor.gym, &folded).await?;
    Ok(found.into_iter().filter(|alias| alias.movement_id != own).collect())
}

impl SaveMovement {
    fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        faults.text(&["key"], Some(&self.key), NAME_LENGTH);
        faults.text(&["name"], Some(&self.name), NAME_LENGTH);
        if self.aliases.len() > MOST_ALIASES {
            let message =
                format!("aliases must be at most {MOST_ALIASES}, got {}", self.aliases.len());
            faults.add(&["aliases"], UserErrorCode::LimitExceeded, message);
        }
        for (index, alias) in self.aliases.iter().enumerate() {
            faults.text(&["aliases", &index.to_string()], Some(alias), NAME_LENGTH);
        }
        faults.end()
    }

    /// What only the gym's catalogue can say.
    fn check_against(
        &self,
        before: Option<&movement::Model>,
        all: &[movement::Model],
    ) -> Result<()> {
        let mut faults = Faults::default();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if before.is_none()
            && !self.key.split('-').all(|word| !word.is_empty() && word.chars().all(plain))
        {
            let message = format!(
                "key must be words of a to z and 0 to 9 joined by hyphens, got {:?}",
                self.key
            );
            faults.add(&["key"], UserErrorCode::Invalid, message);
        }
        if let Some(mapped) = before.and_then(|row| row.mapped_to) {
            let to = all.iter().find(|row| row.id == mapped).map_or("another", |row| &row.key);
            let message = format!("{} was mapped to {to}: save that one", self.key);
            faults.add(&["key"], UserErrorCode::NotAllowedInState, message);
        }
        if let Some(before) = before.filter(|row| !row.custom) {
            self.check_starter(before, &mut faults);
        }
        self.check_reference(all, &mut faults);
        faults.end()
    }

    /// Of the starter catalogue the names are the gym's, the rest is the engine's.
    fn check_starter(&self, before: &movement::Model, faults: &mut Faults) {
        let loads: Vec<BodyRegion> = serde_json::from_str(&before.loads).unwrap_or_default();
        let differs = [
            ("pattern", before.pattern != self.pattern.as_str()),
            ("implement", before.implement != self.implement.as_str()),
            ("referenceLiftKey", before.reference_lift_key != self.reference_lift_key),
            (
                "loads",
                loads.iter().collect::<BTreeSet<_>>() != self.loads.iter().collect::<BTreeSet<_>>(),
            ),
        ];
        for (field, _) in differs.iter().filter(|(_, differs)| *differs) {
            let message = format!("{field} of {} is the starter catalogue's", self.key);
            faults.add(&[field], UserErrorCode::NotAllowedInState, message);
        }
    }

    /// A reference lift is read on itself: no chains.
    fn check_reference(&self, all: &[movement::Model], faults: &mut Faults) {
        let Some(key) = &self.reference_lift_key else { return };
        let path = ["referenceLiftKey"];
        let found = all.iter().find(|row| row.key == *key);
        match found {
            None => {
                let message = format!("there is no movement {key}");
                faults.add(&path, UserErrorCode::NotFound, message);
            }
            Some(_) if *key == self.key => {
                let message = "referenceLiftKey must name another movement";
                faults.add(&path, UserErrorCode::Invalid, message);
            }
            Some(lift) if lift.reference_lift_key.is_some() || lift.mapped_to.is_some() => {
                let message = format!("referenceLiftKey must be a lift of its own, {key} is not");
                faults.add(&path, UserErrorCode::Invalid, message);
            }
            Some(_) => {}
        }
        let refers = |row: &&movement::Model| row.reference_lift_key.as_ref() == Some(&self.key);
        if let Some(other) = all.iter().find(refers) {
            let message =
                format!("{} can't be read on another lift: {} is read on it", self.key, other.key);
            faults.add(&path, UserErrorCode::NotAllowedInState, message);
        }
    }

    fn row(
        &self,
        env: &Env,
        actor: &Actor,
        before: Option<&movement::Model>,
    ) -> Result<movement::Model> {
        let loads: BTreeSet<BodyRegion> = self.loads.iter().copied().collect();
        Ok(movement::Model {
            id: before.map_or_else(|| env.id::<MovementKind>().uuid(), |row| row.id),
            gym_id: actor.gym.uuid(),
            key: self.key.clone(),
            name: self.name.trim().to_owned(),
            pattern: self.pattern.to_string(),
            reference_lift_key: self.reference_lift_key.clone(),
            implement: self.implement.to_string(),
            loads: match before.filter(|row| !row.custom) {
                Some(starter) => starter.loads.clone(),
                None => serde_json::to_string(&loads).map_err(anyhow::Error::from)?,
            },
            custom: before.is_none_or(|row| row.custom),
            unmapped: false,
            mapped_to: None,
        })
    }

    /// All that it goes by: its name, the names that were sent, and those that are not the gym's to
    /// take away (the starter catalogue's, and the one an import found it under). Each once.
    fn names(&self, before: Option<&movement::Model>) -> Vec<String> {
        let mut names = vec![self.name.trim().to_owned()];
        names.extend(self.aliases.iter().map(|alias| alias.trim().to_owned()));
        if let Some(before) = before.filter(|row| !row.custom) {
            let own = starter().into_iter().filter(|entry| entry.movement.key == before.key);
            names.extend(own.flat_map(|entry| {
                entry.aliases.into_iter().chain([entry.movement.name]).collect::<Vec<_>>()
            }));
        }
        if let Some(before) = before.filter(|row| row.unmapped) {
            names.push(before.name.clone());
        }
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(fold(name)));
        names
    }

    /// The imported names among those that are taken; any other movement's name is refused.
    fn mapped(
        &self,
        taken: &[movement_alias::Model],
        all: &[movement::Model],
    ) -> Result<Vec<movement::Model>> {
        let mut faults = Faults::default();
        let mut mapped: Vec<movement::Model> = Vec::new();
        for alias in taken {
            let Some(owner) = all.iter().find(|row| row.id == alias.movement_id) else { continue };
            if owner.unmapped {
                if !mapped.contains(owner) {
                    mapped.push(owner.clone());
                }
                continue;
            }
            let at = self.aliases.iter().position(|name| fold(name) == alias.folded);
            let index = at.map(|index| index.to_string());
            let path: Vec<&str> = match &index {
                Some(index) => vec!["aliases", index],
                None => vec!["name"],
            };
            let message = format!("{:?} is a name of {}", alias.alias, owner.key);
            faults.add(&path, UserErrorCode::Duplicate, message);
        }
        faults.end()?;
        Ok(mapped)
    }
}
