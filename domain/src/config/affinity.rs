//! What each goal asks of each kind of track (B8.1). Default (decision 0051).

use serde::{Deserialize, Serialize};

use super::{ConfigError, check};
use crate::vocab::{GoalKind, TrackKind};

/// Percents of the week that a goal asks of each kind of track; what is not named is none. Read as shares of their
/// sum over a template's tracks.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrackPercents {
    /// Of strength tracks.
    pub strength: f64,
    /// Of weightlifting tracks.
    pub weightlifting: f64,
    /// Of hypertrophy tracks.
    pub hypertrophy: f64,
    /// Of gymnastics tracks.
    pub gymnastics: f64,
    /// Of conditioning tracks.
    pub conditioning: f64,
    /// Of endurance tracks.
    pub endurance: f64,
    /// Of general and competitors' tracks.
    pub general: f64,
    /// Of mobility tracks.
    pub mobility: f64,
    /// Of accessory tracks.
    pub accessory: f64,
}

impl TrackPercents {
    /// From the columns of B8's table, in its order.
    const fn new(row: [f64; 9]) -> Self {
        let [
            strength,
            weightlifting,
            hypertrophy,
            gymnastics,
            conditioning,
            endurance,
            general,
            mobility,
            accessory,
        ] = row;
        Self {
            strength,
            weightlifting,
            hypertrophy,
            gymnastics,
            conditioning,
            endurance,
            general,
            mobility,
            accessory,
        }
    }

    /// Percent that a kind of track is asked for; a competitor's track reads the general one.
    pub const fn of(&self, kind: TrackKind) -> f64 {
        match kind {
            TrackKind::Strength => self.strength,
            TrackKind::Weightlifting => self.weightlifting,
            TrackKind::Hypertrophy => self.hypertrophy,
            TrackKind::Gymnastics => self.gymnastics,
            TrackKind::Conditioning => self.conditioning,
            TrackKind::Endurance => self.endurance,
            TrackKind::General | TrackKind::Competitor => self.general,
            TrackKind::Mobility => self.mobility,
            TrackKind::Accessory => self.accessory,
        }
    }

    fn validate(&self, field: &'static str) -> Result<(), ConfigError> {
        TrackKind::ALL.iter().try_for_each(|kind| check(field, self.of(*kind), 0.0, 100.0))
    }
}

/// Declares the goals and their rows.
macro_rules! goals {
    ($($(#[$meta:meta])* $field:ident: $kind:ident = $row:expr;)+) => {
        /// What each goal asks for, in percents of the week. Default (decision 0051).
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct AffinityConfig { $($(#[$meta])* pub $field: TrackPercents,)+ }

        impl Default for AffinityConfig {
            fn default() -> Self {
                Self { $($field: TrackPercents::new($row),)+ }
            }
        }

        impl AffinityConfig {
            /// What a goal asks for.
            pub const fn of(&self, goal: GoalKind) -> TrackPercents {
                match goal { $(GoalKind::$kind => self.$field,)+ }
            }

            /// Refuses the first row with a percent outside 0 to 100.
            pub fn validate(&self) -> Result<(), ConfigError> {
                $(self.$field.validate(concat!("affinity.", stringify!($field)))?;)+
                Ok(())
            }
        }
    };
}

goals! {
    /// Build strength.
    build_strength: BuildStrength = [50.0, 10.0, 10.0, 5.0, 10.0, 0.0, 10.0, 0.0, 5.0];
    /// Build muscle.
    build_muscle: BuildMuscle = [25.0, 0.0, 40.0, 5.0, 10.0, 0.0, 10.0, 0.0, 10.0];
    /// Improve conditioning.
    improve_conditioning: ImproveConditioning = [10.0, 0.0, 0.0, 5.0, 45.0, 15.0, 20.0, 5.0, 0.0];
    /// Improve gymnastics.
    improve_gymnastics: ImproveGymnastics = [15.0, 0.0, 5.0, 50.0, 10.0, 0.0, 10.0, 5.0, 5.0];
    /// Improve weightlifting.
    improve_weightlifting: ImproveWeightlifting = [25.0, 50.0, 0.0, 0.0, 10.0, 0.0, 5.0, 5.0, 5.0];
    /// Lose weight.
    lose_weight: LoseWeight = [25.0, 0.0, 10.0, 0.0, 30.0, 10.0, 20.0, 5.0, 0.0];
    /// General fitness.
    general_fitness: GeneralFitness = [20.0, 5.0, 5.0, 10.0, 20.0, 5.0, 30.0, 5.0, 0.0];
    /// Compete.
    compete: Compete = [20.0, 20.0, 0.0, 20.0, 25.0, 5.0, 10.0, 0.0, 0.0];
    /// Mobility.
    mobility: Mobility = [10.0, 0.0, 0.0, 15.0, 10.0, 5.0, 10.0, 50.0, 0.0];
    /// Return from injury.
    return_from_injury: ReturnFromInjury = [20.0, 0.0, 5.0, 5.0, 15.0, 10.0, 15.0, 20.0, 10.0];
    /// An endurance event.
    endurance_event: EnduranceEvent = [15.0, 0.0, 0.0, 0.0, 20.0, 50.0, 10.0, 5.0, 0.0];
}
