//! A gym's movements: the starter catalogue copied into it, and the names that logs use for them.

mod map;
mod save;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use domain::catalogue::{Movement, StarterMovement, fold, starter};
use domain::ids::{GymId, Movement as MovementKind};
use domain::vocab::{Implement, MovementPattern};
use entity::{movement, movement_alias, store};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::env::Env;
use crate::error::Result;

pub use save::{SaveMovement, save};

/// A movement's row as the engine sees it.
pub fn movement(row: &movement::Model) -> anyhow::Result<Movement> {
    Ok(Movement {
        key: row.key.clone(),
        name: row.name.clone(),
        pattern: row.pattern.parse()?,
        reference_lift: row.reference_lift_key.clone(),
        implement: row.implement.parse()?,
        loads: serde_json::from_str(&row.loads)?,
        bodyweight_fraction: if row.custom { None } else { bodyweight_fraction(&row.key) },
    })
}

/// The share of bodyweight that a starter movement moves.
fn bodyweight_fraction(key: &str) -> Option<f64> {
    static FRACTIONS: OnceLock<BTreeMap<String, Option<f64>>> = OnceLock::new();
    let fractions = FRACTIONS.get_or_init(|| {
        starter()
            .into_iter()
            .map(|entry| (entry.movement.key, entry.movement.bodyweight_fraction))
            .collect()
    });
    fractions.get(key).copied().flatten()
}

/// Copies the starter catalogue into a new gym.
pub async fn copy_starter(txn: &DatabaseTransaction, env: &Env, gym: GymId) -> Result<()> {
    let (mut movements, mut aliases) = (Vec::new(), BTreeMap::new());
    for entry in starter() {
        let row = starter_row(env, gym, &entry)?;
        for alias in entry.aliases.iter().chain([&entry.movement.name]) {
            aliases.entry(fold(alias)).or_insert_with(|| alias_row(gym, alias, row.id));
        }
        movements.push(row);
    }
    store::movements::insert(txn, gym, movements, aliases.into_values().collect()).await?;
    Ok(())
}

fn starter_row(env: &Env, gym: GymId, entry: &StarterMovement) -> Result<movement::Model> {
    let movement = &entry.movement;
    Ok(movement::Model {
        id: env.id::<MovementKind>().uuid(),
        gym_id: gym.uuid(),
        key: movement.key.clone(),
        name: movement.name.clone(),
        pattern: movement.pattern.to_string(),
        reference_lift_key: movement.reference_lift.clone(),
        implement: movement.implement.to_string(),
        loads: serde_json::to_string(&movement.loads).map_err(anyhow::Error::from)?,
        custom: false,
        unmapped: false,
        mapped_to: None,
    })
}

fn alias_row(gym: GymId, alias: &str, movement: Uuid) -> movement_alias::Model {
    movement_alias::Model {
        gym_id: gym.uuid(),
        folded: fold(alias),
        alias: alias.to_owned(),
        movement_id: movement,
    }
}

/// Finds the movement behind a name, and keeps a name nobody knows under itself.
pub struct Names {
    gym: GymId,
    by_name: HashMap<String, Uuid>,
    keys: HashMap<Uuid, String>,
    unmapped: HashMap<Uuid, bool>,
    new_movements: Vec<movement::Model>,
    new_aliases: Vec<movement_alias::Model>,
}

impl Names {
    /// The names of a gym.
    pub async fn load(db: &impl sea_orm::ConnectionTrait, gym: GymId) -> Result<Self> {
        let rows = store::movements::all(db, gym).await?;
        let aliases = store::movements::aliases(db, gym).await?;
        Ok(Self {
            gym,
            by_name: aliases.into_iter().map(|alias| (alias.folded, alias.movement_id)).collect(),
            keys: rows.iter().map(|row| (row.id, row.key.clone())).collect(),
            unmapped: rows.iter().map(|row| (row.id, row.unmapped)).collect(),
            new_movements: Vec::new(),
            new_aliases: Vec::new(),
        })
    }

    /// The movement called `name`, and whether the gym knows what it is. A new name becomes a movement of its own.
    pub fn resolve(&mut self, env: &Env, name: &str) -> (Uuid, bool) {
        let folded = fold(name);
        if let Some(id) = self.by_name.get(&folded) {
            return (*id, !self.unmapped.get(id).copied().unwrap_or(false));
        }
        let row = self.unknown(env, name, &folded);
        let id = row.id;
        self.by_name.insert(folded, id);
        self.keys.insert(id, row.key.clone());
        self.unmapped.insert(id, true);
        self.new_aliases.push(alias_row(self.gym, name, id));
        self.new_movements.push(row);
        (id, false)
    }

    /// Key of a movement.
    pub fn key(&self, id: Uuid) -> &str {
        self.keys.get(&id).map_or("", String::as_str)
    }

    /// Key to id, for callers that name movements by key.
    pub fn by_key(&self) -> HashMap<&str, Uuid> {
        self.keys.iter().map(|(id, key)| (key.as_str(), *id)).collect()
    }

    /// Writes the names that were new.
    pub async fn save(&mut self, txn: &DatabaseTransaction) -> Result<()> {
        if self.new_movements.is_empty() {
            return Ok(());
        }
        let (movements, aliases) =
            (std::mem::take(&mut self.new_movements), std::mem::take(&mut self.new_aliases));
        store::movements::insert(txn, self.gym, movements, aliases).await?;
        Ok(())
    }

    /// A movement that a coach has still to map. It is no evidence for any lift but its own.
    fn unknown(&self, env: &Env, name: &str, folded: &str) -> movement::Model {
        let slug: String =
            folded.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let slug = slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let taken = |key: &str| self.keys.values().any(|known| known == key);
        let mut key = format!("imported-{slug}");
        let mut next = 2;
        while taken(&key) {
            key = format!("imported-{slug}-{next}");
            next += 1;
        }
        movement::Model {
            id: env.id::<MovementKind>().uuid(),
            gym_id: self.gym.uuid(),
            key,
            name: name.trim().to_owned(),
            pattern: MovementPattern::Isolation.to_string(),
            reference_lift_key: None,
            implement: Implement::Other.to_string(),
            loads: "[]".to_owned(),
            custom: true,
            unmapped: true,
            mapped_to: None,
        }
    }
}
