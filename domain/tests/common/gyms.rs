//! Gyms with configurations at random: each constant somewhere about its default, as far as the whole is valid.

use std::sync::{Arc, OnceLock};

use domain::config::EngineConfig;
use domain::equipment::Equipment;
use domain::snapshot::GymFacts;
use domain::vocab::WeightUnit;
use serde_json::Value;

use super::gym;
use super::random::Dice;

/// How many there are. The first has the engine's own constants.
pub const GYMS: usize = 512;
/// Constants that a gym changes at most.
const CHANGES: u64 = 12;
/// Share of the gyms that load in pounds.
const POUNDS: f64 = 0.3;

/// All of them, the same every time.
pub fn gyms() -> &'static [Arc<GymFacts>] {
    static ALL: OnceLock<Vec<Arc<GymFacts>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let first = gym();
        let mut dice = Dice::new(17);
        let mut all = vec![Arc::new(first.clone())];
        while all.len() < GYMS {
            let config = random(&mut dice);
            let unit = if dice.chance(POUNDS) { WeightUnit::Pound } else { WeightUnit::Kilogram };
            let equipment = Equipment::standard(unit);
            all.push(Arc::new(GymFacts {
                unit,
                equipment,
                config: Box::new(config),
                ..first.clone()
            }));
        }
        all
    })
}

/// A valid configuration with some constants changed; a change that makes no sense is not made.
fn random(dice: &mut Dice) -> EngineConfig {
    let mut config = EngineConfig::default();
    for _ in 0..=dice.below(CHANGES) {
        let mut json = serde_json::to_value(&config).unwrap();
        let count = numbers(&mut json).len() as u64;
        let number = numbers(&mut json).swap_remove(dice.below(count) as usize);
        *number = changed(number, dice);
        let changed: Option<EngineConfig> = serde_json::from_value(json).ok();
        config = changed.filter(|changed| changed.validate().is_ok()).unwrap_or(config);
    }
    config
}

/// Every number of a configuration.
fn numbers(json: &mut Value) -> Vec<&mut Value> {
    match json {
        Value::Object(fields) => fields.values_mut().flat_map(numbers).collect(),
        Value::Array(list) => list.iter_mut().flat_map(numbers).collect(),
        Value::Number(_) => vec![json],
        _ => Vec::new(),
    }
}

fn changed(number: &Value, dice: &mut Dice) -> Value {
    match number.as_u64() {
        Some(whole) => Value::from((whole + dice.below(whole + 3)).saturating_sub(whole / 2 + 1)),
        None => Value::from(number.as_f64().unwrap_or(0.0) * dice.between(0.6, 1.5)),
    }
}
