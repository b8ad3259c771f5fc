//! Constants of the week itself: blend, schedule and the load chain (B0, B6, B8, B9).

use super::section;

section! {
    /// The blend of tracks and the seats of the week (B0 step 5, B8). House choices.
    BlendConfig as "blend" {
        /// Most sessions a week: one day rests.
        most_sessions: u32 = 6, 1..=6;
        /// Smallest factor that adherence puts on a track's mix.
        adherence_min: f64 = 0.80, 0.1..=1.0;
        /// Largest factor that adherence puts on a track's mix.
        adherence_max: f64 = 1.25, 1..=5;
        /// How far adherence may move a share from its mix, in shares of the week.
        most_departure: f64 = 0.10, 0..=1;
        /// Most sessions carried into the next week, in either direction.
        most_carried: f64 = 1.5, 0..=7;
        /// How often one session is drawn in a week at most.
        most_draws: u32 = 2, 1..=7;
    }
}

section! {
    /// What a placement of sessions costs by the rule it breaks (B9; no unit). House choices.
    ScheduleConfig as "schedule" {
        /// Heavy work of one pattern within 48 hours.
        spacing: u32 = 8, 0..=1000;
        /// A third hard day in a row.
        third_hard_day: u32 = 6, 0..=1000;
        /// Heavy squats on the day beside heavy hinges.
        squat_next_to_hinge: u32 = 4, 0..=1000;
        /// Heavy legs on the day beside hard running.
        legs_next_to_running: u32 = 4, 0..=1000;
        /// The track of the weightiest goal does not come first.
        priority_not_first: u32 = 2, 0..=1000;
        /// The same session on adjacent days.
        repeat: u32 = 1, 0..=1000;
        /// Share of its basis from which strength work is heavy.
        heavy_share: f64 = 0.80, 0.1..=1.2;
        /// Rating from which strength work is heavy (RPE).
        heavy_rpe: f64 = 8.0, 5..=10;
    }
}

section! {
    /// How factors become loads, sets and efforts (B6). House choices.
    ChainConfig as "chain" {
        /// Smallest load factor of any reduction.
        load_min: f64 = 0.60, 0.1..=1.0;
        /// Largest increase over the programmed load, as a factor.
        increase_max: f64 = 1.05, 1..=1.5;
        /// Highest share of the basis for two or more repetitions.
        bound_reps: f64 = 0.95, 0.5..=1.2;
        /// Highest share of the basis for one repetition and for tests.
        bound_single: f64 = 1.05, 0.5..=1.2;
        /// Lowest rating that is ever asked for (RPE).
        rpe_min: f64 = 5.0, 1..=10;
        /// Highest rating of conditioning that became steady (RPE).
        steady_rpe: f64 = 6.0, 1..=10;
        /// How far a week's programmed load may lie over the usual (weekly guard).
        guard_ceiling: f64 = 1.15, 1..=3;
        /// Smallest set factor of the weekly guard.
        guard_min: f64 = 0.60, 0.1..=1.0;
    }
}
