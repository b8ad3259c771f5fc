//! Constants of the week itself: adherence, blend, schedule, the load chain and recomputation (B0, B6 to B9).

use super::section;

section! {
    /// The blend of tracks and the seats of the week (B0 step 5, B8). House choices.
    BlendConfig as "blend" {
        /// Most sessions a week: one day rests. Default (decision 0051).
        most_sessions: u32 = 6, 1..=6;
        /// Smallest factor that adherence puts on a track's mix (no unit). Default (decision 0051).
        adherence_min: f64 = 0.80, 0.1..=1.0;
        /// Largest factor that adherence puts on a track's mix (no unit). Default (decision 0051).
        adherence_max: f64 = 1.25, 1..=5;
        /// Power that a track's adherence over the mean one is raised to (no unit): a half damps it to the root.
        /// Default (decision 0051).
        adherence_power: f64 = 0.5, 0..=2;
        /// How far adherence may move a share from its mix, as a fraction of the week. Default (decision 0051).
        most_departure: f64 = 0.10, 0..=1;
        /// Most sessions carried into the next week, in either direction. Default (decision 0051).
        most_carried: f64 = 1.5, 0..=7;
        /// How often one session is drawn in a week at most. Default (decision 0051).
        most_draws: u32 = 2, 1..=7;
    }
}

section! {
    /// What a placement of sessions costs by the rule it breaks (B9; no unit). House choices.
    ScheduleConfig as "schedule" {
        /// Heavy work of one pattern within 48 hours (cost). Default (decision 0051).
        spacing: u32 = 8, 0..=1000;
        /// A third hard day in a row (cost). Default (decision 0051).
        third_hard_day: u32 = 6, 0..=1000;
        /// Heavy squats on the day beside heavy hinges (cost). Default (decision 0051).
        squat_next_to_hinge: u32 = 4, 0..=1000;
        /// Heavy legs on the day beside hard running (cost). Default (decision 0051).
        legs_next_to_running: u32 = 4, 0..=1000;
        /// The track of the weightiest goal does not come first (cost). Default (decision 0051).
        priority_not_first: u32 = 2, 0..=1000;
        /// The same session on adjacent days (cost). Default (decision 0051).
        repeat: u32 = 1, 0..=1000;
        /// Share of its basis, a fraction of 1, from which strength work is heavy. Default (decision 0051).
        heavy_share: f64 = 0.80, 0.1..=1.2;
        /// Rating from which strength work is heavy (RPE). Default (decision 0051).
        heavy_rpe: f64 = 8.0, 5..=10;
    }
}

section! {
    /// How factors become loads, sets and efforts (B6). House choices.
    ChainConfig as "chain" {
        /// Smallest load factor of any reduction, a fraction of 1. Default (decision 0051).
        load_min: f64 = 0.60, 0.1..=1.0;
        /// Largest increase over the programmed load, as a factor (no unit). Default (decision 0051).
        increase_max: f64 = 1.05, 1..=1.5;
        /// Highest share of the basis, a fraction of 1, for two or more repetitions. Default (decision 0051).
        bound_reps: f64 = 0.95, 0.5..=1.2;
        /// Highest share of the basis, a fraction of 1, for one repetition and for tests. Default (decision 0051).
        bound_single: f64 = 1.05, 0.5..=1.2;
        /// Lowest rating that is ever asked for (RPE). Default (decision 0051).
        rpe_min: f64 = 5.0, 1..=10;
        /// Highest rating of conditioning that became steady (RPE). Default (decision 0051).
        steady_rpe: f64 = 6.0, 1..=10;
        /// How far a week's programmed load may lie over the usual, as a factor (weekly guard).
        /// Default (decision 0051).
        guard_ceiling: f64 = 1.15, 1..=3;
        /// Newest plans, no conservative ones among them, whose programmed load is the usual one (weekly guard).
        /// Default (decision 0051).
        guard_plans: u32 = 4, 1..=12;
        /// Smallest set factor of the weekly guard, a fraction of 1. Default (decision 0051).
        guard_min: f64 = 0.60, 0.1..=1.0;
    }
}

section! {
    /// Planned against completed sessions (B8.3). House choices.
    AdherenceConfig as "adherence" {
        /// Completed sessions that the prior stands for. Default (decision 0051).
        prior_completed: f64 = 8.0, 0.1..=100.0;
        /// Missed sessions that the prior stands for. Default (decision 0051).
        prior_missed: f64 = 2.0, 0.0..=100.0;
        /// Days of plans that count. Default (decision 0051).
        window_days: u32 = 84, 7..=365;
        /// Days in which a planned session's weight halves. Default (decision 0051).
        half_life_days: f64 = 28.0, 1..=365;
        /// Share of the work, a fraction of 1, with which a session counts as completed. Default (decision 0051).
        completed_share: f64 = 0.5, 0..=1;
        /// A gap longer than this, in days, without any log counts in neither. Default (decision 0051).
        gap_days: u32 = 14, 7..=365;
        /// Rate, a fraction of 1, under which a track is avoided, told to the coach. Default (decision 0051).
        avoidance_rate: f64 = 0.50, 0..=1;
        /// Planned sessions that such a verdict needs. Default (decision 0051).
        avoidance_planned: u32 = 6, 1..=100;
    }
}

section! {
    /// Which changes within a week count, and how often (B7). A gym sets some of them.
    RecomputeConfig as "recompute" {
        /// Fall of a day's score under the week's that counts, in points. Default (decision 0051).
        readiness_drop_points: f64 = 15.0, 1..=100;
        /// Score that such a day must be under, in points. Default (decision 0051).
        readiness_below: f64 = 50.0, 0..=100;
        /// Fall on two days in a row that counts, in points. Default (decision 0051).
        two_day_drop_points: f64 = 10.0, 1..=100;
        /// z of the HRV mean whose crossing counts where it was inside (standard deviations).
        /// Default (decision 0051).
        hrv_band_z: f64 = -0.5, -3..=0;
        /// z of the HRV mean whose passing always counts (standard deviations). Default (decision 0051).
        hrv_low_z: f64 = -1.0, -3..=0;
        /// Fall of a basis that counts, a fraction of 1. Default (decision 0051).
        basis_fall: f64 = 0.05, 0.001..=1.0;
        /// Repetitions for which bases are compared. Default (decision 0051).
        basis_reps: u32 = 5, 1..=10;
    }
}
