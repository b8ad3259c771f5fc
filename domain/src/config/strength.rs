//! Constants of estimates and trends (B1, B1b, B2).

use super::section;

section! {
    /// What sets say about strength, and which estimate a load is read from (B1, B1b).
    ///
    /// House choices of `engine.md` B1b (decision 0051), measured on ten real training logs and in
    /// simulation, unless a source is named.
    StrengthConfig as "strength" {
        /// Most repetitions of a set whose rating is read (B1). Default (decision 0051).
        rated_reps_max: u32 = 10, 1..=20;
        /// Lowest rating that is read (RPE); easier ones say nothing (B1). Default (decision 0051).
        rated_rpe_min: f64 = 6.0, 1..=10;
        /// Largest chart index k that is read: repetitions beyond the first plus those in reserve (B1).
        /// Default (decision 0051).
        rated_index_max: f64 = 9.5, 0..=14.5;
        /// Most repetitions that Epley's formula is read for; a longer set counts as one of this length.
        /// Default (decision 0051).
        epley_reps_max: u32 = 20, 1..=36;
        /// Value over the best confirmed of the window, as a ratio, at which it waits for a coach (B1b, typo
        /// guard). Default (decision 0051).
        typo_ratio: f64 = 1.15, 1..=3;
        /// Load over the prescribed one from which a set waits for a coach where another set of its line is not
        /// so heavy (decision 0008).
        over_prescribed: f64 = 1.08, 1..=3;
        /// Kilograms over the prescribed load that it must be too: a plate more is no typing error.
        /// Default (decision 0051).
        over_prescribed_kg: f64 = 5.0, 0..=100;
        /// Days that the typo guard compares with. Default (decision 0051).
        typo_days: u32 = 90, 1..=365;
        /// Oldest evidence that is read, in days before the lift's last exposure (B1b). Default (decision 0051).
        evidence_days: u32 = 90, 1..=365;
        /// Days for which a value keeps its whole worth (B1b, capacity). Default (decision 0051).
        fresh_days: u32 = 28, 0..=365;
        /// Share of a value, a fraction of 1, lost per day beyond `fresh_days` (B1b, capacity).
        /// Default (decision 0051).
        decay_per_day: f64 = 0.001, 0..=0.01;
        /// Missed sessions among the newest `missed_of` at which older values are capped (B1b).
        /// Default (decision 0051).
        missed_sessions: u32 = 2, 1..=12;
        /// Newest sessions in which misses are counted (B1b). Default (decision 0051).
        missed_of: u32 = 3, 1..=12;
        /// Share of the last basis, a fraction of 1, that the cap after misses never undercuts (B1b).
        /// Default (decision 0051).
        missed_basis_share: f64 = 0.90, 0.1..=1.0;
        /// Sessions that the working estimate is read from (B1b). Default (decision 0051).
        working_sessions: u32 = 12, 1..=60;
        /// Days in which a session's weight halves (B1b, working). Default (decision 0051).
        working_half_life_days: f64 = 7.0, 1..=365;
        /// Repetitions of difference at which a session's weight falls to 1/e (B1b, working).
        /// Default (decision 0051).
        working_reps_scale: f64 = 2.0, 0.1..=20.0;
        /// Sessions that the working estimate needs (B1b). Default (decision 0051).
        working_needs: u32 = 5, 1..=60;
        /// Days before the last exposure in which it needs them (B1b). Default (decision 0051).
        working_needs_days: u32 = 42, 1..=365;
        /// How far the basis may stand over the working estimate, a fraction of 1 (B1b, h).
        /// Default (decision 0051).
        headroom: f64 = 1.02, 1..=1.5;
        /// The same where working stands on lower bounds alone, a fraction of 1 (B1b, h). Default (decision 0051).
        headroom_lower: f64 = 1.05, 1..=1.5;
        /// Newest pieces whose middle holds the basis down where working says nothing (decision 0008).
        middle_pieces: u32 = 3, 1..=20;
        /// How far the basis may stand over the middle of the newest three pieces where working says nothing
        /// (decision 0008).
        headroom_middle: f64 = 1.03, 1..=1.5;
        /// Share that a first test is read at while no rating and no miss bears it out (decision 0007).
        first_test_share: f64 = 0.963, 0.5..=1.0;
        /// Pieces of evidence under which capacity alone is read with care (B1b). Default (decision 0051).
        few_pieces: u32 = 3, 0..=20;
        /// Share of capacity that is read then, a fraction of 1 (B1b). Default (decision 0051).
        few_pieces_share: f64 = 0.95, 0.1..=1.0;
        /// Share of the highest basis prescribed, a fraction of 1, that stays where no rating or miss says
        /// otherwise (B1b). Default (decision 0051).
        floor_share: f64 = 0.80, 0..=1;
        /// Days in which that highest basis is looked for (B1b). Default (decision 0051).
        floor_days: u32 = 365, 1..=3650;
        /// Most that the basis may be over that of the last prescription, a fraction of 1 (B1b).
        /// Default (decision 0051).
        ceiling: f64 = 1.05, 1..=2;
        /// Days before the last exposure in which that last prescription lies (B1b, decision 0017).
        ceiling_days: u32 = 28, 1..=365;
        /// Days in which a step is earned at most once per lift (B1b). Default (decision 0051).
        step_days: u32 = 7, 1..=365;
        /// Share of the basis, a fraction of 1, that a held set must reach to earn a step (B1b).
        /// Default (decision 0051).
        step_share: f64 = 0.70, 0..=1;
        /// Repetitions beyond those asked for from which a held set shows how many there were (decision 0019).
        all_out_reps: u32 = 2, 1..=20;
        /// Step of a novice, a fraction of 1 (B1b). Default (decision 0051).
        step_novice: f64 = 0.010, 0.0..=0.1;
        /// Step of an intermediate, a fraction of 1 (B1b). Default (decision 0051).
        step_intermediate: f64 = 0.0025, 0.0..=0.1;
        /// Step of the advanced, a fraction of 1 (B1b). Default (decision 0051).
        step_advanced: f64 = 0.001, 0.0..=0.1;
        /// Training max as a share of the basis: 5/3/1 convention, Liftosaur's `getTrainingMax` (B1).
        training_max_share: f64 = 0.90, 0.5..=1.0;
        /// Days from the first logged set to the newest session in which a novice's ratings are not read (B1).
        ///
        /// Novices under-report the repetitions in reserve far from failure: Ormsbee 2017; Zourdos 2021.
        novice_days: u32 = 84, 0..=365;
        /// Share of the basis, a fraction of 1, that `ONE_RM` percentages are read from meanwhile (B1).
        /// Default (decision 0051).
        novice_one_rm_share: f64 = 0.90, 0.5..=1.0;
        /// Repetitions in reserve asked for where nothing is known of a lift (B1b, calibrate).
        /// Default (decision 0051).
        calibrate_rir: f64 = 3.0, 0..=9;
        /// Newest prescribed sessions in which lighter ones are counted (B1b). Default (decision 0051).
        lighter_of: u32 = 4, 1..=20;
        /// Lighter sessions among them that a coach is told of (B1b). Default (decision 0051).
        lighter_sessions: u32 = 3, 1..=20;
        /// Rating from which a set counts as a hard one (RPE; B3, hard sets). Default (decision 0051).
        hard_rpe: f64 = 7.0, 1..=10;
        /// Share of a prescribed load, a fraction of 1, under which a set is lighter than prescribed (decision 0018).
        lighter_share: f64 = 0.995, 0.5..=1.0;
        /// Heaviest load that a log is believed, in kilograms; heavier ones are dropped. Default (decision 0051).
        load_max_kg: f64 = 1000.0, 1..=10000;
    }
}

section! {
    /// Where a lift is heading (B2). House choices where no source is named.
    TrendConfig as "trend" {
        /// Days of the series. Default (decision 0051).
        window_days: u32 = 84, 7..=730;
        /// Sessions it needs. Default (decision 0051).
        min_sessions: u32 = 5, 3..=100;
        /// Days it must span. Default (decision 0051).
        min_span_days: u32 = 21, 1..=365;
        /// Oldest that its last point may be, in days. Default (decision 0051).
        last_within_days: u32 = 28, 1..=365;
        /// Two-sided 80 % quantile of the normal distribution (no unit; textbook), for Sen's rank interval.
        confidence_z: f64 = 1.2816, 0.5..=4.0;
        /// Fitted gain or loss over the window that is called a trend, a fraction of 1.
        ///
        /// Single tests scatter by 4.2 % (Grgic 2020): one small record is no trend, many points are.
        min_gain: f64 = 0.025, 0.0..=0.5;
        /// Days that a lift must stand still to be called stalled. Default (decision 0051).
        stalled_days: u32 = 21, 7..=365;
        /// Exposures of the lift in those days. Default (decision 0051).
        stalled_exposures: u32 = 4, 1..=100;
        /// Largest increase of a load, in percent per week. Default (decision 0051).
        max_percent_per_week: f64 = 2.5, 0..=10;
        /// Largest increase for squat, hinge, lunge and Olympic lifts, in kilograms. Default (decision 0051).
        max_step_lower_kg: f64 = 5.0, 0..=20;
        /// Largest increase for the rest, in kilograms. Default (decision 0051).
        max_step_upper_kg: f64 = 2.5, 0..=20;
        /// Load factor of a falling lift, a fraction of 1. Default (decision 0051).
        down_load: f64 = 0.975, 0.5..=1.0;
    }
}
