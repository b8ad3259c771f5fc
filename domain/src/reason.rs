//! Why a value is what it is, as codes with numbers. Sentences are made of them on reading (`explain`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::estimate::BasisBound;
use crate::landmarks::{Muscle, StrengthLift};
use crate::load::{LoadFlag, StrainLimit};
use crate::vocab::{GoalKind, MovementPattern, ReadinessBand, VolumeLevel};

/// The cause of one step, share or adjustment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// Nothing applied.
    #[default]
    #[serde(rename = "-")]
    Same,
    /// The programme asks for it.
    #[serde(rename = "p")]
    Programmed,
    /// A share of an estimate, which `BasisBound` decided.
    #[serde(rename = "e")]
    Estimated(EstimateSource),
    /// Nothing is known of the lift.
    #[serde(rename = "cal")]
    Calibrate,
    /// Kilograms and shares of bodyweight are not carried over to another movement.
    #[serde(rename = "nc")]
    NotCarriedOver,
    /// No external load is prescribed.
    #[serde(rename = "nl")]
    NoLoad,
    /// Bodyweight is unknown.
    #[serde(rename = "bw")]
    NoBodyweight,
    /// Another movement, for a restriction.
    #[serde(rename = "sub")]
    Substituted,
    /// A restriction caps the load at this share.
    #[serde(rename = "cap")]
    Restricted,
    /// The lift goes up, in percent a week: what was fitted, which may be more than the step takes.
    #[serde(rename = "up")]
    TrendUp(f64),
    /// The lift goes down.
    #[serde(rename = "dn")]
    TrendDown,
    /// The lift goes up, but something forbids an increase.
    #[serde(rename = "no")]
    IncreaseRefused(Refusal),
    /// Readiness: its band and score.
    #[serde(rename = "rd")]
    Readiness(ReadinessBand, Option<f64>),
    /// So many days after an illness.
    #[serde(rename = "ill")]
    Illness(u32),
    /// A conservative week.
    #[serde(rename = "con")]
    ConservativeWeek,
    /// Volume was unusual, which changes no number.
    #[serde(rename = "vol")]
    Volume(VolumeLevel),
    /// The programmed week is more than the member is used to.
    #[serde(rename = "wg")]
    WeeklyGuard,
    /// A gap of so many days.
    #[serde(rename = "gap")]
    Layoff(u32),
    /// No set may be heavier than this.
    #[serde(rename = "sb")]
    SafetyBound,
    /// To what the gym can load.
    #[serde(rename = "rnd")]
    Rounded,
    /// To what the gym can load, downwards because something reduces.
    #[serde(rename = "rdn")]
    RoundedDown,
    /// Lighter than the lightest implement.
    #[serde(rename = "min")]
    BelowMinimum,
    /// To whole sets, rounds, minutes.
    #[serde(rename = "whole")]
    Whole,
    /// Never above the value in force.
    #[serde(rename = "keep")]
    NotRaised,
    /// A coach's value.
    #[serde(rename = "ce")]
    CoachEdit,
    /// The share follows the template.
    #[serde(rename = "st")]
    ShareTemplate,
    /// The share follows a goal.
    #[serde(rename = "sg")]
    ShareGoal(GoalKind),
    /// Completed more than other tracks.
    #[serde(rename = "sa")]
    ShareFavoured,
    /// Completed less than other tracks.
    #[serde(rename = "sd")]
    ShareNeglected,
    /// At a bound of the template.
    #[serde(rename = "sx")]
    ShareBound,
    /// Readiness at or above this score would change the week.
    #[serde(rename = "wr")]
    WouldReadiness(f64),
    /// Readiness below this score would change the week.
    #[serde(rename = "wl")]
    WouldLowReadiness(f64),
    /// A week of ordinary volume would change it.
    #[serde(rename = "wv")]
    WouldVolume,
    /// A stalled lift that moves again would change it.
    #[serde(rename = "wp")]
    WouldProgress,
    /// So many days without illness would change it.
    #[serde(rename = "wh")]
    WouldHealth(u32),
    /// A programmed week of the usual size would change it.
    #[serde(rename = "wu")]
    WouldGuard,
}

impl Reason {
    /// Whether nothing applied.
    pub fn is_same(&self) -> bool {
        *self == Self::Same
    }
}

/// What a basis rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EstimateSource {
    /// The best of 90 days.
    #[serde(rename = "c")]
    Capacity,
    /// Few pieces of evidence, read with care.
    #[serde(rename = "f")]
    FewPieces,
    /// The recent middle.
    #[serde(rename = "w")]
    Working,
    /// A fresh test.
    #[serde(rename = "t")]
    FreshTest,
    /// Not under a share of the highest prescribed.
    #[serde(rename = "lo")]
    Floor,
    /// Not far over the last prescription.
    #[serde(rename = "hi")]
    Ceiling,
}

impl From<BasisBound> for EstimateSource {
    fn from(bound: BasisBound) -> Self {
        match bound {
            BasisBound::Capacity => Self::Capacity,
            BasisBound::FewPieces => Self::FewPieces,
            BasisBound::Working => Self::Working,
            BasisBound::FreshTest => Self::FreshTest,
            BasisBound::Floor => Self::Floor,
            BasisBound::Ceiling => Self::Ceiling,
        }
    }
}

/// Why an increase was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Something reduces load or sets of the whole week.
    #[serde(rename = "r")]
    Reduced,
    /// The lift itself comes back from a gap.
    #[serde(rename = "g")]
    Gap,
    /// Readiness is not good enough, unknown, or a flag is set.
    #[serde(rename = "d")]
    Readiness,
    /// Volume is elevated or high.
    #[serde(rename = "v")]
    Volume,
    /// A restriction is on the movement.
    #[serde(rename = "x")]
    Restriction,
}

/// What was left out, could not be met, or a coach should know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// Impossible input was left out.
    InputDropped {
        /// What sort.
        what: String,
        /// How many.
        count: u32,
    },
    /// A value so far beyond the rest that it waits for a coach.
    ValueWaits {
        /// Key of the lift.
        lift: String,
        /// The day.
        date: NaiveDate,
        /// Kilograms.
        value_kg: f64,
    },
    /// No sessions are wanted, or no day is available.
    NoDay,
    /// Fewer sessions than wanted, for lack of days.
    FewerSessions {
        /// Wanted.
        wanted: u32,
        /// Planned.
        planned: u32,
    },
    /// Seats that no track had a session for.
    EmptySeats(u32),
    /// Minimum sessions that did not fit into the week.
    MinimumUnmet {
        /// Key of the track.
        track: String,
        /// Sessions missing.
        missing: u32,
    },
    /// The template can't be blended: its bounds leave no room.
    Infeasible,
    /// A track has no sessions to draw from.
    NoSessions(String),
    /// The member avoids a track.
    Avoided(String),
    /// A line was dropped for a restriction.
    LineDropped {
        /// Key of the movement.
        movement: String,
    },
    /// A movement was replaced for a restriction.
    Replaced {
        /// Asked for.
        from: String,
        /// Prescribed.
        to: String,
    },
    /// A restriction names a region that nothing in the catalogue loads.
    RestrictionUnmatched(String),
    /// Heavy work of a pattern within 48 hours.
    CloseHeavy(MovementPattern, NaiveDate),
    /// A third hard day in a row.
    ThirdHardDay(NaiveDate),
    /// Heavy squats next to heavy hinges.
    SquatNextToHinge(NaiveDate),
    /// Heavy legs next to hard running.
    LegsNextToRunning(NaiveDate),
    /// The track of the weightiest goal does not come first.
    PriorityNotFirst(String),
    /// The same session on adjacent days.
    Repeated(NaiveDate),
    /// More heavy repetitions in a session than Prilepin's table has.
    ManyReps {
        /// Key of the lift.
        lift: String,
        /// The day.
        date: NaiveDate,
        /// Planned repetitions in the zone.
        reps: u32,
        /// The most of that zone.
        most: u32,
    },
    /// A session that is very hard for a lift.
    VeryHard {
        /// Key of the lift.
        lift: String,
        /// The day.
        date: NaiveDate,
        /// Intensity and number of lifts.
        inol: f64,
    },
    /// More hard sets of a muscle in the week, or on one day of it, than a coach should let pass unseen.
    ManySets {
        /// The muscle.
        muscle: Muscle,
        /// The day, where it is about one.
        date: Option<NaiveDate>,
        /// Planned hard sets; those of helpers count half.
        sets: f64,
    },
    /// A week that is tough for a lift.
    ToughWeek {
        /// Key of the lift.
        lift: String,
        /// Intensity and number of lifts of the week.
        inol: f64,
    },
    /// Fewer or more hard sets of a lift in the week than strength as a goal asks for.
    SetsForStrength {
        /// The lift.
        lift: StrengthLift,
        /// Hard sets: planned where they are many, programmed where they are few.
        sets: u32,
        /// Fewest that are asked for.
        least: u32,
        /// Most that are asked for.
        most: u32,
    },
    /// The newest seven days were much alike.
    EvenDays {
        /// Mean daily load over its deviation (Foster; no unit).
        monotony: f64,
        /// How far that is from usual.
        flag: LoadFlag,
    },
    /// The newest seven days were strenuous.
    Strenuous {
        /// Load × monotony in AU (Foster).
        strain: f64,
        /// What it is compared with.
        limit: StrainLimit,
        /// That limit in AU.
        over: f64,
    },
    /// A prescription is lighter than anything the gym has for its movement.
    TooLight {
        /// Key of the movement.
        movement: String,
        /// Key of one that could take its place, where there is one.
        instead: Option<String>,
    },
    /// A lift should be tested again.
    Retest(String),
    /// A lift has stood still.
    Stalled(String),
    /// A lift goes down.
    Declining(String),
    /// Lighter than prescribed in most of the last sessions.
    LighterThanPrescribed(String),
    /// Readiness is so low that a coach should look.
    VeryLowReadiness,
    /// Illness was flagged in the last week.
    Ill,
    /// Pain was flagged in the last week: it cuts nothing by itself.
    Pain,
    /// A coach's edit was dropped: its line is gone.
    EditDropped(String),
}

impl Finding {
    /// Whether it is a landmark of volume that the week passes.
    pub fn is_landmark(&self) -> bool {
        matches!(
            self,
            Self::ManyReps { .. }
                | Self::VeryHard { .. }
                | Self::ManySets { .. }
                | Self::ToughWeek { .. }
                | Self::SetsForStrength { .. }
        )
    }

    /// Whether it is of the draw and its days, which a recomputation keeps.
    pub fn is_of_draw(&self) -> bool {
        matches!(
            self,
            Self::NoDay
                | Self::FewerSessions { .. }
                | Self::EmptySeats(_)
                | Self::MinimumUnmet { .. }
                | Self::Infeasible
                | Self::NoSessions(_)
                | Self::Avoided(_)
                | Self::CloseHeavy(..)
                | Self::ThirdHardDay(_)
                | Self::SquatNextToHinge(_)
                | Self::LegsNextToRunning(_)
                | Self::PriorityNotFirst(_)
                | Self::Repeated(_)
        )
    }
}
