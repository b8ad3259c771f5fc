//! Readiness, and what it is read from.

use super::vocabulary;

vocabulary! {
    /// Bands of the readiness score.
    ReadinessBand {
        /// `PEAK`.
        Peak = "PEAK",
        /// `GOOD`.
        Good = "GOOD",
        /// `MODERATE`.
        Moderate = "MODERATE",
        /// `LOW`.
        Low = "LOW",
        /// `VERY_LOW`.
        VeryLow = "VERY_LOW",
        /// `UNKNOWN`.
        Unknown = "UNKNOWN",
    }
}

vocabulary! {
    /// How much of the evidence is there.
    Confidence {
        /// `HIGH`.
        High = "HIGH",
        /// `MEDIUM`.
        Medium = "MEDIUM",
        /// `LOW`.
        Low = "LOW",
        /// `NONE`.
        None = "NONE",
    }
}

vocabulary! {
    /// The signals of the readiness score.
    ReadinessSignalKind {
        /// `HRV`.
        Hrv = "HRV",
        /// `RESTING_HEART_RATE`.
        RestingHeartRate = "RESTING_HEART_RATE",
        /// `SLEEP`.
        Sleep = "SLEEP",
        /// `SUBJECTIVE`.
        Subjective = "SUBJECTIVE",
        /// `VENDOR_SCORE`.
        VendorScore = "VENDOR_SCORE",
    }
}

vocabulary! {
    /// Whether a source stands by its entry.
    EntryQuality {
        /// `FINAL`.
        Final = "FINAL",
        /// `PROVISIONAL`.
        Provisional = "PROVISIONAL",
        /// `UNSCORABLE`.
        Unscorable = "UNSCORABLE",
    }
}

vocabulary! {
    /// How heart-rate variability was computed; never converted into one another.
    HrvMetric {
        /// `RMSSD`.
        Rmssd = "RMSSD",
        /// `SDNN`.
        Sdnn = "SDNN",
    }
}

vocabulary! {
    /// When heart-rate variability was measured.
    HrvWindow {
        /// `OVERNIGHT`.
        Overnight = "OVERNIGHT",
        /// `MORNING`.
        Morning = "MORNING",
        /// `SPOT`.
        Spot = "SPOT",
    }
}
