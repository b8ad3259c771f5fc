//! The movements every gym starts with, gathered from the tables.

use super::{
    Movement, arms, conditioning, core, gymnastics, hinge, legs, lunge, olympic, pressing, pulling,
    shoulders, squat,
};
use crate::vocab::{BodyRegion, Implement, MovementPattern};

/// One line of a table: a movement and the other names of it.
pub(super) struct Row {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) pattern: MovementPattern,
    pub(super) implement: Implement,
    pub(super) loads: &'static [BodyRegion],
    pub(super) reference_lift: Option<&'static str>,
    pub(super) bodyweight_fraction: Option<f64>,
    pub(super) aliases: &'static [&'static str],
}

/// A table of movements of one pattern:
/// `key, name, implement [regions] (of "reference lift") (moves share of bodyweight) = aliases;`
macro_rules! table {
    ($pattern:ident: $(
        $key:literal $name:literal $implement:ident [$($region:ident)*]
        $(of $lift:literal)? $(moves $share:literal)? = $($alias:literal)*;
    )+) => {
        &[$($crate::catalogue::starter::Row {
            key: $key,
            name: $name,
            pattern: $crate::vocab::MovementPattern::$pattern,
            implement: $crate::vocab::Implement::$implement,
            loads: &[$($crate::vocab::BodyRegion::$region),*],
            reference_lift: $crate::catalogue::starter::table!(@optional $($lift)?),
            bodyweight_fraction: $crate::catalogue::starter::table!(@optional $($share)?),
            aliases: &[$($alias),*],
        }),+]
    };
    (@optional) => { None };
    (@optional $value:literal) => { Some($value) };
}
pub(super) use table;

const TABLES: &[&[Row]] = &[
    squat::SQUATS,
    lunge::LUNGES,
    hinge::HINGES,
    pressing::HORIZONTAL,
    pressing::VERTICAL,
    pulling::HORIZONTAL,
    pulling::VERTICAL,
    olympic::LIFTS,
    gymnastics::SKILLS,
    gymnastics::JUMPS,
    conditioning::MONOSTRUCTURAL,
    conditioning::CARRIES,
    core::CORE,
    arms::ARMS,
    shoulders::SHOULDERS,
    legs::LEGS,
];

/// A movement of the starter catalogue with the names that logs give it.
#[derive(Debug, Clone, PartialEq)]
pub struct StarterMovement {
    /// The movement.
    pub movement: Movement,
    /// Other names than its key and its own, as Strong, Hevy, `FitNotes` and people write them.
    /// No two are one after folding.
    pub aliases: Vec<String>,
}

impl StarterMovement {
    /// Every name it goes by: its own, its key and the aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.movement.name.as_str(), self.movement.key.as_str()]
            .into_iter()
            .chain(self.aliases.iter().map(String::as_str))
    }
}

impl From<&Row> for StarterMovement {
    fn from(row: &Row) -> Self {
        Self {
            movement: Movement {
                key: row.key.to_owned(),
                name: row.name.to_owned(),
                pattern: row.pattern,
                reference_lift: row.reference_lift.map(str::to_owned),
                implement: row.implement,
                loads: row.loads.to_vec(),
                bodyweight_fraction: row.bodyweight_fraction,
            },
            aliases: row.aliases.iter().map(|&alias| alias.to_owned()).collect(),
        }
    }
}

/// The starter catalogue (`engine.md` C2) and what else barbells, dumbbells, machines and
/// bodyweight are commonly used for, table by table.
///
/// Regions, shares of bodyweight and reference lifts are house choices a coach may change.
pub fn starter() -> Vec<StarterMovement> {
    TABLES.iter().copied().flatten().map(StarterMovement::from).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::catalogue::fold;

    #[test]
    fn every_key_is_kebab_case_and_names_one_movement() {
        let mut seen = BTreeSet::new();
        for entry in starter() {
            let key = entry.movement.key;
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(key.chars().all(plain), "{key} is not kebab-case");
            assert!(seen.insert(key.clone()), "{key} occurs twice");
        }
    }

    #[test]
    fn a_name_leads_to_one_movement_and_is_said_once() {
        let mut owner: BTreeMap<String, String> = BTreeMap::new();
        for entry in starter() {
            let movement = &entry.movement;
            let mut own: BTreeSet<String> = [fold(&movement.name), fold(&movement.key)].into();
            for alias in &entry.aliases {
                assert!(own.insert(fold(alias)), "{}: {alias} is said twice", movement.key);
            }
            for name in own {
                let other = owner.insert(name.clone(), movement.key.clone());
                assert_eq!(other, None, "{name} also leads to {}", movement.key);
            }
        }
    }

    #[test]
    fn a_reference_lift_exists_and_stands_on_its_own() {
        let starter = starter();
        let by_key: BTreeMap<&str, &Movement> =
            starter.iter().map(|entry| (entry.movement.key.as_str(), &entry.movement)).collect();
        for entry in &starter {
            if let Some(lift) = entry.movement.reference_lift.as_deref() {
                let lift = by_key.get(lift).unwrap_or_else(|| panic!("{lift} is not in a table"));
                assert_eq!(lift.reference_lift, None, "{} leads on", lift.key);
            }
        }
    }

    #[test]
    fn every_movement_loads_some_region_and_at_most_the_whole_bodyweight() {
        for entry in starter() {
            let movement = entry.movement;
            let regions: BTreeSet<_> = movement.loads.iter().collect();
            assert!(!regions.is_empty(), "{} loads nothing", movement.key);
            assert_eq!(regions.len(), movement.loads.len(), "{} repeats a region", movement.key);
            let share = movement.bodyweight_fraction.unwrap_or(0.0);
            assert!((0.0..=1.0).contains(&share), "{} moves {share}", movement.key);
        }
    }

    #[test]
    fn the_list_of_the_specification_is_there() {
        let keys: BTreeSet<String> = starter().into_iter().map(|e| e.movement.key).collect();
        let listed = "back-squat front-squat overhead-squat deadlift romanian-deadlift \
            sumo-deadlift bench-press strict-press push-press push-jerk split-jerk clean \
            power-clean snatch power-snatch clean-and-jerk thruster cluster wall-ball \
            kettlebell-swing dumbbell-snatch lunge step-up box-jump barbell-row pull-up \
            chest-to-bar-pull-up bar-muscle-up ring-muscle-up toes-to-bar handstand-push-up \
            handstand-walk ring-dip rope-climb burpee push-up sit-up ghd-sit-up double-under run \
            row-erg bike-erg ski-erg farmer-carry sled-push sled-pull";
        for key in listed.split_whitespace() {
            assert!(keys.contains(key), "{key} is missing");
        }
    }

    #[test]
    fn a_bad_knee_leaves_a_hinge_and_a_bad_shoulder_leaves_a_squat() {
        let starter = starter();
        let loads = |key: &str, region| {
            let entry = starter.iter().find(|entry| entry.movement.key == key);
            entry.unwrap().movement.loads.contains(&region)
        };

        assert!(loads("back-squat", BodyRegion::Knee) && loads("lunge", BodyRegion::Knee));
        assert!(!loads("romanian-deadlift", BodyRegion::Knee));
        assert!(loads("bench-press", BodyRegion::Shoulder));
        assert!(!loads("front-squat", BodyRegion::Shoulder));
        assert!(loads("deadlift", BodyRegion::LowerBack));
        assert!(!loads("hip-thrust", BodyRegion::LowerBack));
    }
}
