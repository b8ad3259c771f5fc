//! Constants of training load, volume and the conservative week (B3, B4, B10).

use super::section;

section! {
    /// Training load (B3): Foster's session rating, monotony and strain; Williams' moving averages.
    LoadConfig as "load" {
        /// Training days that seven days need for a monotony. Default (decision 0051).
        monotony_min_days: u32 = 3, 1..=7;
        /// Monotony worth watching (no unit; Foster).
        monotony_watch: f64 = 1.5, 0..=20;
        /// High monotony (no unit; Foster).
        monotony_high: f64 = 2.0, 0..=20;
        /// Share of the 28-day weekly mean, a fraction of 1, at or under which a week is quiet and neither its
        /// monotony nor its strain is told: monotony rises artificially in a deload (section-11).
        monotony_quiet_share: f64 = 0.80, 0..=1;
        /// Strain worth watching where too few of a member's weeks are known (AU; B3, from small samples of endurance
        /// athletes).
        strain_watch: f64 = 4500.0, 0..=50_000;
        /// High strain where too few of a member's weeks are known (AU; the same samples).
        strain_high: f64 = 6000.0, 0..=50_000;
        /// Share of a member's own weeks, a fraction of 1, whose strain a strenuous week lies over.
        /// Default (decision 0020).
        strain_percentile: f64 = 0.90, 0.5..=1.0;
        /// Weeks of known strain from which a member is compared with themselves. Default (decision 0020).
        strain_needs_weeks: u32 = 12, 2..=51;
        /// Weeks before the newest that they are looked for in. Default (decision 0020).
        strain_lookback_weeks: u32 = 26, 2..=51;
        /// Days of the acute average (Williams 2017).
        acute_days: u32 = 7, 2..=28;
        /// Days of the chronic average (Williams 2017).
        chronic_days: u32 = 28, 7..=84;
        /// Days of the chronic average whose load must be known before a ratio is given. Default (decision 0051).
        ratio_known_days: u32 = 21, 1..=84;
        /// Days of the fitness average, display only (CTL; `TrainingPeaks`, Banister's τ of about 42, textbook).
        fitness_days: u32 = 42, 7..=365;
        /// AU a minute of a session programmed as hard (B6, weekly guard). Default (decision 0051).
        hard_au_per_minute: f64 = 8.0, 1..=10;
        /// AU a minute of any other session (B6, weekly guard). Default (decision 0051).
        easy_au_per_minute: f64 = 5.5, 1..=10;
    }
}

section! {
    /// The detector of unusually high volume (B4). House choices, defensible from B3's sources.
    VolumeConfig as "volume" {
        /// Seven-day windows before the newest that are looked at. Default (decision 0051).
        lookback_windows: u32 = 12, 4..=52;
        /// Newest typical windows (of seven days) that make the baseline. Default (decision 0051).
        baseline_windows: u32 = 8, 1..=52;
        /// Typical windows (of seven days) without which the level is unknown. Default (decision 0051).
        min_windows: u32 = 4, 1..=52;
        /// Share of the median of the logged windows, a fraction of 1, under which one is not typical.
        /// Default (decision 0051).
        typical_share: f64 = 0.5, 0..=1;
        /// Share of sessions, a fraction of 1, that must have AU for windows to be counted in AU.
        /// Default (decision 0051).
        rated_share: f64 = 0.80, 0..=1;
        /// Floor of the median absolute deviation, as a fraction of the median. Default (decision 0051).
        mad_floor: f64 = 0.05, 0.001..=1.0;
        /// Typical windows (of seven days) that rule C compares with. Default (decision 0051).
        spike_windows: u32 = 4, 1..=52;
        /// Days that rule B's averages run over. Default (decision 0051).
        ewma_days: u32 = 84, 35..=365;
        /// Days in which rule D looks for a comparable session (Frandsen 2025: 30).
        session_days: u32 = 30, 7..=365;
        /// Robust z of a high week (no unit; rule A). Default (decision 0051).
        high_z: f64 = 2.5, 0..=20;
        /// Ratio of averages beside it (no unit; rule B). Default (decision 0051).
        high_ewma: f64 = 1.5, 1..=10;
        /// Spike beside it, newest over usual (no unit; rule C). Default (decision 0051).
        high_spike: f64 = 1.30, 1..=10;
        /// Robust z that is high with a small spike (no unit). Default (decision 0051).
        extreme_z: f64 = 3.5, 0..=20;
        /// That small spike (no unit). Default (decision 0051).
        extreme_spike: f64 = 1.15, 1..=10;
        /// Robust z of an elevated week (no unit). Default (decision 0051).
        elevated_z: f64 = 1.5, 0..=20;
        /// Ratio of averages of an elevated week (no unit). Default (decision 0051).
        elevated_ewma: f64 = 1.3, 1..=10;
        /// Spike of an elevated week (no unit). Default (decision 0051).
        elevated_spike: f64 = 1.20, 1..=10;
        /// Session spike of an elevated week (no unit; rule D). Default (decision 0051).
        elevated_session: f64 = 1.30, 1..=10;
        /// Week's readiness under which an elevated week is promoted to high (Williams 2017).
        promote_readiness: f64 = 65.0, 0..=100;
        /// z of the 7-day HRV mean under which it is promoted (standard deviations). Default (decision 0051).
        promote_hrv_z: f64 = -0.5, -3..=0;
        /// AU under which a week of few sessions is never high. Default (decision 0051).
        small_au: f64 = 600.0, 0..=5000;
        /// Sessions under which such a week is small. Default (decision 0051).
        small_sessions: u32 = 3, 0..=14;
        /// Seven-day windows that planned overreach is measured against. Default (decision 0051).
        overreach_windows: u32 = 4, 1..=12;
    }
}

section! {
    /// The conservative week (B4; Rogerson 2024, Bell 2022) and when it starts (B10).
    ConservativeConfig as "conservative" {
        /// Set factor, a fraction of 1. Default (decision 0051).
        sets: f64 = 0.60, 0.1..=1.0;
        /// Load factor, a fraction of 1. Default (decision 0051).
        load: f64 = 0.90, 0.1..=1.0;
        /// Repetitions in reserve added. Default (decision 0051).
        rir: u32 = 2, 0..=5;
        /// Plans (weeks) before this one of which none may have been conservative: one week in three.
        /// Default (decision 0051).
        spacing_weeks: u32 = 2, 0..=12;
        /// Stalled lifts that call for one, together with tiredness. Default (decision 0051).
        stalled_lifts: u32 = 2, 1..=20;
        /// Week's readiness that counts as tired (points). Default (decision 0051).
        tired_readiness: f64 = 65.0, 0..=100;
        /// Ratings over target that count as tired, on average (RPE). Default (decision 0051).
        tired_over_target: f64 = 0.5, 0..=5;
        /// Newest rated exposures whose ratings are averaged. Default (decision 0051).
        tired_exposures: u32 = 3, 1..=20;
        /// Full weeks since the last conservative week or week without a log. Default (decision 0051).
        weeks_between: u32 = 5, 0..=52;
    }
}
