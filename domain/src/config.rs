//! Every constant of the rules, by the section of `engine.md` it comes from, with unit and source.
//!
//! A gym may keep its own values where the contract lets it; a week names the configuration by its
//! `version`. Numbers of the printed charts are no configuration: they live in [`crate::e1rm`].

mod affinity;
mod curve;
mod landmarks;
mod layoff;
mod load;
mod readiness;
mod strength;
mod week;

use serde::{Deserialize, Serialize};

pub use affinity::{AffinityConfig, TrackPercents};
pub use curve::Curve;
pub use landmarks::{
    LandmarkConfig, LandmarkScale, MuscleSets, SetRange, StrengthSets, WeeklySets,
};
pub use layoff::{IllnessConfig, IllnessStep, LayoffConfig, LayoffStep};
pub use load::{ConservativeConfig, LoadConfig, VolumeConfig};
pub use readiness::{BandEffect, BandEffects, READINESS_DAYS, ReadinessConfig, ReadinessScale};
pub use strength::{StrengthConfig, TrendConfig};
pub use week::{AdherenceConfig, BlendConfig, ChainConfig, RecomputeConfig, ScheduleConfig};

/// A constant outside the range in which the rules make sense.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field} must be {min} to {max}, got {value}")]
pub struct ConfigError {
    /// The constant, as `section.name`.
    pub field: &'static str,
    /// What it was set to.
    pub value: f64,
    /// Smallest value that makes sense.
    pub min: f64,
    /// Largest value that makes sense.
    pub max: f64,
}

/// Refuses a value outside its range, and what is no number.
pub(crate) fn check(
    field: &'static str,
    value: f64,
    min: f64,
    max: f64,
) -> Result<(), ConfigError> {
    if value.is_finite() && value >= min && value <= max {
        return Ok(());
    }
    Err(ConfigError { field, value, min, max })
}

/// Declares one section: each constant with its default and the range in which it makes sense.
macro_rules! section {
    ($(#[$meta:meta])* $name:ident as $section:literal {
        $($(#[$fmeta:meta])* $field:ident: $kind:ty = $default:expr, $min:literal..=$max:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name { $($(#[$fmeta])* pub $field: $kind,)+ }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $name {
            /// Refuses the first constant outside its range.
            pub fn validate(&self) -> Result<(), $crate::config::ConfigError> {
                $($crate::config::check(
                    concat!($section, ".", stringify!($field)),
                    f64::from(self.$field),
                    f64::from($min),
                    f64::from($max),
                )?;)+
                Ok(())
            }
        }
    };
}
pub(crate) use section;

/// The engine's constants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EngineConfig {
    /// Version of this configuration, from 1: a week cites it.
    pub version: u32,
    /// What sets say about strength (B1, B1b).
    pub strength: StrengthConfig,
    /// Where a lift is heading (B2).
    pub trend: TrendConfig,
    /// Training load (B3).
    pub load: LoadConfig,
    /// Unusually high volume (B4).
    pub volume: VolumeConfig,
    /// The conservative week and when it starts (B4, B10).
    pub conservative: ConservativeConfig,
    /// Readiness and what it does (B5).
    pub readiness: ReadinessConfig,
    /// The days after an illness (B10).
    pub illness: IllnessConfig,
    /// Gaps and the way back (B10).
    pub layoff: LayoffConfig,
    /// Planned against completed sessions (B8.3).
    pub adherence: AdherenceConfig,
    /// Which changes within a week count (B7).
    pub recompute: RecomputeConfig,
    /// The blend of tracks and the seats of the week (B0, B8).
    pub blend: BlendConfig,
    /// What each goal asks of each kind of track (B8.1).
    pub affinity: AffinityConfig,
    /// What a placement of sessions costs (B9).
    pub schedule: ScheduleConfig,
    /// How factors become loads, sets and efforts (B6).
    pub chain: ChainConfig,
    /// Landmarks of volume (B10).
    pub landmarks: LandmarkConfig,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            version: 1,
            strength: StrengthConfig::default(),
            trend: TrendConfig::default(),
            load: LoadConfig::default(),
            volume: VolumeConfig::default(),
            conservative: ConservativeConfig::default(),
            readiness: ReadinessConfig::default(),
            illness: IllnessConfig::default(),
            layoff: LayoffConfig::default(),
            adherence: AdherenceConfig::default(),
            recompute: RecomputeConfig::default(),
            blend: BlendConfig::default(),
            affinity: AffinityConfig::default(),
            schedule: ScheduleConfig::default(),
            chain: ChainConfig::default(),
            landmarks: LandmarkConfig::default(),
        }
    }
}

impl EngineConfig {
    /// Refuses the first constant outside its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        check("version", f64::from(self.version), 1.0, f64::from(u32::MAX))?;
        self.strength.validate()?;
        self.trend.validate()?;
        self.load.validate()?;
        self.volume.validate()?;
        self.conservative.validate()?;
        self.readiness.validate()?;
        self.illness.validate()?;
        self.layoff.validate()?;
        self.adherence.validate()?;
        self.recompute.validate()?;
        self.blend.validate()?;
        self.affinity.validate()?;
        self.schedule.validate()?;
        self.chain.validate()?;
        self.landmarks.validate()?;
        self.validate_order()
    }

    /// Refuses constants that contradict one another though each lies in its range.
    fn validate_order(&self) -> Result<(), ConfigError> {
        let (volume, recompute, trend) = (&self.volume, &self.recompute, &self.trend);
        check("volume.high_z", volume.high_z, volume.elevated_z, volume.extreme_z)?;
        check("volume.high_ewma", volume.high_ewma, volume.elevated_ewma, 10.0)?;
        check("volume.high_spike", volume.high_spike, volume.elevated_spike, 10.0)?;
        let windows = f64::from(volume.lookback_windows);
        check("volume.baseline_windows", f64::from(volume.baseline_windows), 1.0, windows)?;
        let baseline = f64::from(volume.baseline_windows);
        check("volume.min_windows", f64::from(volume.min_windows), 1.0, baseline)?;
        let load = &self.load;
        check("load.monotony_watch", load.monotony_watch, 0.0, load.monotony_high)?;
        check("load.strain_watch", load.strain_watch, 0.0, load.strain_high)?;
        let (needed, of) = (load.strain_needs_weeks, load.strain_lookback_weeks);
        check("load.strain_needs_weeks", f64::from(needed), 1.0, f64::from(of))?;
        let (known, of) = (load.ratio_known_days, load.chronic_days);
        check("load.ratio_known_days", f64::from(known), 1.0, f64::from(of))?;
        check("recompute.hrv_low_z", recompute.hrv_low_z, -3.0, recompute.hrv_band_z)?;
        check("conservative.load", self.conservative.load, self.chain.load_min, 1.0)?;
        check("trend.down_load", trend.down_load, self.chain.load_min, 1.0)?;
        let strength = &self.strength;
        let (missed, of) = (strength.missed_sessions, strength.missed_of);
        check("strength.missed_sessions", f64::from(missed), 1.0, f64::from(of))?;
        let (lighter, of) = (strength.lighter_sessions, strength.lighter_of);
        check("strength.lighter_sessions", f64::from(lighter), 1.0, f64::from(of))?;
        check(
            "load.chronic_days",
            f64::from(self.load.chronic_days),
            f64::from(self.load.acute_days),
            84.0,
        )?;
        check(
            "trend.min_span_days",
            f64::from(trend.min_span_days),
            1.0,
            f64::from(trend.window_days),
        )
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_defaults_are_valid_and_survive_json() {
        let config = EngineConfig::default();

        config.validate().unwrap();

        let json = serde_json::to_string(&config).unwrap();
        assert_eq!(serde_json::from_str::<EngineConfig>(&json).unwrap(), config);
    }

    #[test]
    fn constants_that_contradict_one_another_are_refused() {
        let refused = |json: &str| {
            let config: EngineConfig = serde_json::from_str(json).unwrap();
            config.validate().unwrap_err().field
        };
        let scale =
            |constants: &str| refused(&format!(r#"{{"readiness":{{"scale":{{{constants}}}}}}}"#));

        assert_eq!(
            refused(r#"{"chain":{"load_min":0.9},"trend":{"down_load":0.8}}"#),
            "trend.down_load"
        );
        assert_eq!(refused(r#"{"strength":{"missed_of":1}}"#), "strength.missed_sessions");
        assert_eq!(refused(r#"{"strength":{"lighter_of":2}}"#), "strength.lighter_sessions");
        assert_eq!(refused(r#"{"load":{"monotony_high":1.4}}"#), "load.monotony_watch");
        assert_eq!(refused(r#"{"load":{"strain_watch":7000}}"#), "load.strain_watch");
        assert_eq!(refused(r#"{"load":{"strain_lookback_weeks":8}}"#), "load.strain_needs_weeks");
        assert_eq!(refused(r#"{"load":{"chronic_days":20}}"#), "load.ratio_known_days");
        assert_eq!(
            refused(r#"{"landmarks":{"strength_sets":{"squat":{"least":13,"most":12}}}}"#),
            "landmarks.strength_sets.squat"
        );
        let curve = |knots: &str| refused(&format!(r#"{{"readiness":{{"score_by_z":{knots}}}}}"#));
        assert_eq!(curve("[[0,50]]"), "readiness.score_by_z (points)");
        assert_eq!(curve("[[0,50],[0,60]]"), "readiness.score_by_z (from)");
        assert_eq!(curve("[[-1,50],[1,40]]"), "readiness.score_by_z (to)");
        assert_eq!(
            refused(r#"{"readiness":{"cap_by_sleep":[[4,0],[7,101]]}}"#),
            "readiness.cap_by_sleep (to)"
        );
        assert_eq!(refused(r#"{"affinity":{"compete":{"strength":-1}}}"#), "affinity.compete");
        assert_eq!(scale(r#""week_days":2"#), "readiness.week_min_days");
        assert_eq!(scale(r#""hrv_days":2"#), "readiness.hrv_min_nights");
        assert_eq!(scale(r#""baseline_min":29"#), "readiness.baseline_min");
        assert_eq!(scale(r#""hrv_baseline_days":80"#), "readiness.hrv_baseline_days");
        assert_eq!(scale(r#""baseline_days":85"#), "readiness.baseline_days");
    }

    #[test]
    fn a_name_that_no_constant_has_is_refused_at_every_depth() {
        let band =
            r#"{"load":1,"sets":1,"rir":0,"rpe_cap":null,"steady":false,"recovery":false,"x":1}"#;
        for json in [
            r#"{"x":1}"#.to_owned(),
            r#"{"readiness":{"scale":{"x":1}}}"#.to_owned(),
            format!(r#"{{"readiness":{{"bands":{{"low":{band}}}}}}}"#),
            r#"{"illness":{"steps":[{"until_day":2,"sets":0.3,"load":0.9,"x":1}]}}"#.to_owned(),
            r#"{"layoff":{"steps":[{"from_days":15,"load":0.9,"sets":[0.8],"x":1}]}}"#.to_owned(),
        ] {
            assert!(serde_json::from_str::<EngineConfig>(&json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_configuration_that_names_one_constant_keeps_the_defaults_of_the_rest() {
        let config: EngineConfig =
            serde_json::from_str(r#"{"recompute":{"readiness_drop_points":20}}"#).unwrap();

        assert_eq!(config.recompute.readiness_drop_points, 20.0);
        assert_eq!(config.strength, StrengthConfig::default());
    }

    #[test]
    fn a_constant_that_makes_no_sense_is_refused_with_its_name_value_and_range() {
        let mut config = EngineConfig::default();
        config.strength.headroom = f64::NAN;
        assert_eq!(config.validate().unwrap_err().field, "strength.headroom");

        config = EngineConfig::default();
        config.readiness.source_priority.push(" ".to_owned());
        assert_eq!(config.validate().unwrap_err().field, "readiness.source_priority (length)");

        config = EngineConfig::default();
        config.readiness.bands.low.load = 1.4;
        let refused = config.validate().unwrap_err();
        assert_eq!(refused.to_string(), "readiness.bands.low.load must be 0.1 to 0.95, got 1.4");
    }

    /// Source text of the sections.
    const SECTIONS: [&str; 7] = [
        include_str!("config/affinity.rs"),
        include_str!("config/landmarks.rs"),
        include_str!("config/layoff.rs"),
        include_str!("config/load.rs"),
        include_str!("config/readiness.rs"),
        include_str!("config/strength.rs"),
        include_str!("config/week.rs"),
    ];
    /// Papers, programmes and notes that a number may come from.
    const SOURCES: [&str; 18] = [
        "5/3/1",
        "B3, from small samples",
        "Drake",
        "Foster",
        "Frandsen",
        "Grgic",
        "Ormsbee",
        "Plews",
        "Prilepin",
        "Saw 2016",
        "TrainingPeaks",
        "Williams",
        "liftosaur",
        "section-11",
        "textbook",
        "the same notes",
        "the same samples",
        "decision ",
    ];

    #[test]
    fn every_constant_says_where_its_number_comes_from() {
        for section in SECTIONS {
            let mut doc = String::new();
            for line in section.lines().map(str::trim) {
                if let Some(text) = line.strip_prefix("///") {
                    doc.push_str(text);
                } else if !line.starts_with('#') {
                    let is_constant = line.ends_with(';') && line.contains("..=");
                    let said = SOURCES.iter().any(|source| doc.contains(source));
                    assert!(!is_constant || said, "{line}: {doc}");
                    doc.clear();
                }
            }
        }
    }
}
