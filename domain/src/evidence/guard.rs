//! The guard against typing errors (`engine.md` B1b): what is far over everything confirmed waits for a
//! coach, or for two further sessions that reach it (decision 0040).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Candidate, Pieces, best_before, waits};
use crate::config::StrengthConfig;

/// Deals `candidates`, oldest first, out to what counts and what waits.
pub(super) fn sift(candidates: Vec<Candidate>, out: &mut Pieces, config: &StrengthConfig) {
    let reached: Vec<(NaiveDate, f64)> =
        candidates.iter().map(|one| (one.evidence.date, one.typed_kg)).collect();
    for Candidate { evidence, typed_kg, trusted } in candidates {
        let best = best_before(&out.confirmed, evidence.date, config);
        let held = !trusted && waits(typed_kg, best, config);
        if held && !is_reached_again(typed_kg, evidence.date, &reached, config) {
            out.waiting.push(evidence);
        } else {
            out.confirmed.push(evidence);
        }
    }
}

/// Whether sessions on enough later days, within the days that the guard compares, come close to the value.
pub(super) fn is_reached_again(
    value_kg: f64,
    date: NaiveDate,
    sessions: &[(NaiveDate, f64)],
    config: &StrengthConfig,
) -> bool {
    let enough = config.repeated_share * value_kg;
    let days: BTreeSet<NaiveDate> = sessions
        .iter()
        .filter(|(on, reached)| *on > date && *reached >= enough)
        .map(|(on, _)| *on)
        .filter(|on| (*on - date).num_days() <= i64::from(config.typo_days))
        .collect();
    days.len() >= config.repeated_days as usize
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::signals::{Evidence, EvidenceKind};

    /// A session of March with this value, unrated and outside any plan.
    fn session(day: u32, value_kg: f64) -> Candidate {
        let date = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let kind = EvidenceKind::Lower;
        let evidence = Evidence { date, kind, value_kg, reps: 5, conservative: false };
        Candidate { evidence, typed_kg: value_kg, trusted: false }
    }

    fn sifted(candidates: Vec<Candidate>) -> (Vec<f64>, Vec<f64>) {
        let mut out = Pieces::default();
        sift(candidates, &mut out, &StrengthConfig::default());
        let values = |pieces: &[Evidence]| pieces.iter().map(|piece| piece.value_kg).collect();
        (values(&out.confirmed), values(&out.waiting))
    }

    #[test]
    fn a_slip_of_the_finger_waits_and_what_follows_counts() {
        let (confirmed, waiting) =
            sifted(vec![session(1, 100.0), session(3, 1000.0), session(5, 102.0)]);

        assert_eq!(confirmed, [100.0, 102.0]);
        assert_eq!(waiting, [1000.0]);
    }

    #[test]
    fn a_rise_that_two_more_sessions_reach_counts_from_its_own_day() {
        let first = vec![session(1, 100.0), session(3, 120.0), session(5, 118.0)];
        let second: Vec<Candidate> =
            vec![session(1, 100.0), session(3, 120.0), session(5, 118.0), session(8, 130.0)];

        assert_eq!(sifted(first).1, [120.0, 118.0]);
        assert_eq!(sifted(second), (vec![100.0, 120.0, 118.0, 130.0], vec![]));
    }

    #[test]
    fn two_sessions_on_one_day_are_one_witness() {
        let (_, waiting) = sifted(vec![
            session(1, 100.0),
            session(3, 120.0),
            session(5, 120.0),
            session(5, 120.0),
        ]);

        assert_eq!(waiting, [120.0, 120.0, 120.0]);
    }
}
