//! Constants of the landmarks of volume (B10): told to the coach, they change no prescription.

use serde::{Deserialize, Serialize};

use super::{ConfigError, check, section};
use crate::landmarks::{Muscle, StrengthLift};
use crate::vocab::Experience;

/// Most sets a week that a range may name.
const SETS_MOST: f64 = 100.0;

section! {
    /// Numbers beyond which a coach should look (B10).
    LandmarkScale as "landmarks" {
        /// Hard sets a week of one muscle beyond which a coach should look (liftosaur's programme design notes).
        many_sets: f64 = 22.0, 1..=100;
        /// Hard sets of one muscle in one session beyond which a coach should look (the same notes: 6 to 8).
        session_sets: f64 = 8.0, 1..=50;
        /// What a set counts for a muscle that helps, a fraction of a set (the same notes).
        helper_share: f64 = 0.5, 0..=1;
        /// INOL of one lift in one session over which it is very hard (no unit; textbook).
        hard_inol: f64 = 2.0, 0.1..=20.0;
        /// INOL of one lift in one week from which it is tough (no unit; textbook: 2 to 3).
        tough_inol: f64 = 2.0, 0.1..=20.0;
        /// Longest set that Prilepin's table and INOL are read for, in repetitions (Prilepin: up to 6).
        longest_set: u32 = 6, 1..=20;
    }
}

/// Hard sets a week, least and most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetRange {
    /// Fewest that are usual.
    pub least: u32,
    /// Most that are usual.
    pub most: u32,
}

impl SetRange {
    const fn new(least: u32, most: u32) -> Self {
        Self { least, most }
    }

    fn validate(self, field: &'static str) -> Result<(), ConfigError> {
        check(field, f64::from(self.least), 0.0, f64::from(self.most))?;
        check(field, f64::from(self.most), f64::from(self.least), SETS_MOST)
    }
}

/// Hard sets a week of one muscle that are usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuscleSets {
    /// Of a novice.
    pub novice: SetRange,
    /// Of the trained.
    pub trained: SetRange,
}

impl MuscleSets {
    const fn new(novice: (u32, u32), trained: (u32, u32)) -> Self {
        Self {
            novice: SetRange::new(novice.0, novice.1),
            trained: SetRange::new(trained.0, trained.1),
        }
    }
}

/// Hard sets a week that are usual, by muscle (liftosaur's programme design notes).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WeeklySets {
    /// Chest.
    pub chest: MuscleSets,
    /// Back.
    pub back: MuscleSets,
    /// Front of the thigh.
    pub quads: MuscleSets,
    /// Back of the thigh.
    pub hamstrings: MuscleSets,
    /// Buttocks.
    pub glutes: MuscleSets,
    /// Shoulders.
    pub shoulders: MuscleSets,
    /// Arms.
    pub arms: MuscleSets,
}

impl Default for WeeklySets {
    fn default() -> Self {
        Self {
            chest: MuscleSets::new((8, 12), (10, 20)),
            back: MuscleSets::new((8, 14), (10, 22)),
            quads: MuscleSets::new((6, 12), (8, 18)),
            hamstrings: MuscleSets::new((4, 10), (6, 14)),
            glutes: MuscleSets::new((4, 10), (6, 16)),
            shoulders: MuscleSets::new((6, 12), (8, 18)),
            arms: MuscleSets::new((4, 10), (6, 14)),
        }
    }
}

impl WeeklySets {
    /// What is usual of a muscle for someone so well trained.
    pub const fn of(&self, muscle: Muscle, experience: Experience) -> SetRange {
        let sets = match muscle {
            Muscle::Chest => self.chest,
            Muscle::Back => self.back,
            Muscle::Quads => self.quads,
            Muscle::Hamstrings => self.hamstrings,
            Muscle::Glutes => self.glutes,
            Muscle::Shoulders => self.shoulders,
            Muscle::Arms => self.arms,
        };
        match experience {
            Experience::Novice => sets.novice,
            Experience::Intermediate | Experience::Advanced => sets.trained,
        }
    }

    fn validate(&self) -> Result<(), ConfigError> {
        for (field, sets) in [
            ("landmarks.weekly_sets.chest", self.chest),
            ("landmarks.weekly_sets.back", self.back),
            ("landmarks.weekly_sets.quads", self.quads),
            ("landmarks.weekly_sets.hamstrings", self.hamstrings),
            ("landmarks.weekly_sets.glutes", self.glutes),
            ("landmarks.weekly_sets.shoulders", self.shoulders),
            ("landmarks.weekly_sets.arms", self.arms),
        ] {
            sets.novice.validate(field)?;
            sets.trained.validate(field)?;
        }
        Ok(())
    }
}

/// Hard sets a week that strength as a goal asks for, by lift (liftosaur's programme design notes; what counts for
/// which lift: decision 0020).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StrengthSets {
    /// Squats.
    pub squat: SetRange,
    /// Bench presses and other horizontal presses.
    pub bench: SetRange,
    /// Deadlifts and other hinges.
    pub deadlift: SetRange,
}

impl Default for StrengthSets {
    fn default() -> Self {
        Self {
            squat: SetRange::new(6, 12),
            bench: SetRange::new(8, 15),
            deadlift: SetRange::new(4, 8),
        }
    }
}

impl StrengthSets {
    /// What is asked of a lift.
    pub const fn of(&self, lift: StrengthLift) -> SetRange {
        match lift {
            StrengthLift::Squat => self.squat,
            StrengthLift::Bench => self.bench,
            StrengthLift::Deadlift => self.deadlift,
        }
    }

    fn validate(&self) -> Result<(), ConfigError> {
        self.squat.validate("landmarks.strength_sets.squat")?;
        self.bench.validate("landmarks.strength_sets.bench")?;
        self.deadlift.validate("landmarks.strength_sets.deadlift")
    }
}

/// The landmarks (B10).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LandmarkConfig {
    /// Numbers beyond which a coach should look.
    pub scale: LandmarkScale,
    /// Hard sets a week that are usual, by muscle.
    pub weekly_sets: WeeklySets,
    /// Hard sets a week that strength as a goal asks for, by lift.
    pub strength_sets: StrengthSets,
}

impl LandmarkConfig {
    /// Refuses the first constant outside its range, and ranges that end before they begin.
    pub fn validate(&self) -> Result<(), ConfigError> {
        self.scale.validate()?;
        self.weekly_sets.validate()?;
        self.strength_sets.validate()
    }
}
