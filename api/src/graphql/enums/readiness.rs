//! Readiness, and what it is read from.

use async_graphql::Enum;
use domain::vocab;

use super::Vocabulary;

vocabularies! {
    /// Bands of the readiness score.
    ReadinessBand = ReadinessBand {
        /// Unusually good.
        Peak
        /// Good.
        Good
        /// As usual.
        Moderate
        /// Below what is usual.
        Low
        /// Far below what is usual.
        VeryLow
        /// Too little is known.
        Unknown
    }
    /// How much of the evidence is there.
    Confidence = Confidence {
        /// Most of the evidence is there.
        High
        /// Some of it is there.
        Medium
        /// Little of it is there.
        Low
        /// There is none.
        None
    }
    /// The signals of the readiness score.
    ReadinessSignalKind = ReadinessSignalKind {
        /// Heart-rate variability.
        Hrv
        /// Resting heart rate.
        RestingHeartRate
        /// Hours asleep.
        Sleep
        /// The member's own check-in.
        Subjective
        /// A vendor's score, where its components are missing.
        VendorScore
    }
    /// Whether the source stands by its entry.
    EntryQuality = EntryQuality {
        /// The source stands by it.
        Final
        /// It may still change: shown, and counts for nothing.
        Provisional
        /// It could not score the day: shown, and counts for nothing.
        Unscorable
    }
    /// Never converted into one another: each has its own baseline per source and window.
    HrvMetric = HrvMetric {
        /// Root mean square of successive differences: the one that is scored.
        Rmssd
        /// Standard deviation of intervals: shown, and not scored.
        Sdnn
    }
    /// When the measurement was taken.
    HrvWindow = HrvWindow {
        /// During sleep.
        Overnight
        /// On waking.
        Morning
        /// At any time of the day.
        Spot
    }
}
