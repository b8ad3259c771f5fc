//! One sentence for each step.

use super::Reader;
use super::words::{self, counted, days, number, off, points, reserve};
use crate::observe::HISTORY_DAYS;
use crate::plan::{Line, Step};
use crate::readiness::row_of;
use crate::reason::{EstimateSource, Reason, Refusal};
use crate::vocab::{Axis, FactorKind, ReadinessBand, VolumeLevel};

/// Two values this close, as a fraction of 1, are one: they are quotients of floats.
const SAME: f64 = 1e-9;

impl Reader<'_> {
    /// Why a step did what it did.
    pub(super) fn sentence(&self, step: &Step, line: Option<&Line>) -> String {
        let lift = line.map(|line| self.movement(self.facts.catalogue.lift_of(&line.movement)));
        let lift = lift.unwrap_or_else(|| "this work".to_owned());
        let changed = step.to.is_some();
        match &step.reason {
            Reason::Same => nothing(step),
            Reason::Programmed => format!("The programme asks for {}.", self.value(step)),
            Reason::Estimated(source) => self.estimated(*source, step, &lift, line),
            Reason::Calibrate if step.axis == Axis::Effort => {
                format!("Until the load is known, {}.", self.reserve(line))
            }
            Reason::Calibrate => format!(
                "Nothing is known of your {lift} yet: find a load, {}, and log it.",
                self.reserve(line)
            ),
            Reason::NotCarriedOver => format!(
                "The programmed load is not carried over to another movement: find a load, {}, and log it.",
                self.reserve(line)
            ),
            Reason::NoLoad => "No external load is prescribed.".to_owned(),
            Reason::NoBodyweight => {
                "The load is a share of your bodyweight, which is not known.".to_owned()
            }
            Reason::Substituted => self.substituted(line),
            Reason::Restricted => format!(
                "A restriction keeps it to {} % of what is programmed.",
                number(step.by.unwrap_or(1.0) * 100.0, 0)
            ),
            Reason::TrendUp(percent) => {
                format!("Your {lift} has been rising by {} % a week.", number(*percent, 1))
            }
            Reason::TrendDown => format!("Your {lift} has been falling: {}.", reduced(step)),
            Reason::IncreaseRefused(why) => refused(*why, &lift),
            Reason::Readiness(band, score) => self.by_readiness(*band, *score, step),
            Reason::Illness(after) => {
                format!("{} after you reported being ill: {}.", days(*after), reduced(step))
            }
            Reason::ConservativeWeek => format!("This is a lighter week: {}.", reduced(step)),
            Reason::Volume(level) => volume(*level),
            Reason::WeeklyGuard => {
                format!("The programmed week is more than you are used to: {}.", reduced(step))
            }
            Reason::Layoff(gap) => {
                format!("After {} without {}: {}.", away(*gap), self.kind(line), reduced(step))
            }
            Reason::SafetyBound if changed => format!(
                "No heavier than {}: beyond it the repetitions would not be safe.",
                self.amount(step)
            ),
            Reason::SafetyBound => "Inside the safe limit.".to_owned(),
            Reason::Rounded => format!("To what the gym can load: {}.", self.value(step)),
            Reason::RoundedDown => format!("Down to what the gym can load: {}.", self.value(step)),
            Reason::BelowMinimum => "Lighter than the lightest the gym has.".to_owned(),
            Reason::Whole if changed => format!("Rounded to {}.", self.value(step)),
            Reason::Whole => "Nothing to round.".to_owned(),
            Reason::NotRaised if changed => "Not raised in the middle of the week.".to_owned(),
            Reason::NotRaised => "Not above what was planned before.".to_owned(),
            Reason::CoachEdit => "Your coach chose it.".to_owned(),
            other => week_reason(other),
        }
    }

    fn estimated(
        &self,
        source: EstimateSource,
        step: &Step,
        lift: &str,
        line: Option<&Line>,
    ) -> String {
        let share = number(step.by.unwrap_or(0.0) * 100.0, 1);
        let basis = line.and_then(|line| line.basis_kg);
        let read = step.to.zip(step.by).filter(|(_, by)| *by > 0.0).map(|(to, by)| to / by);
        let from = read.or(basis);
        let below_basis = from.zip(basis).is_some_and(|(from, basis)| from < basis * (1.0 - SAME));
        let strength = &self.facts.config.strength;
        let because = match source {
            // A load that follows a rating reads the recent middle where that is the lower one.
            _ if below_basis => "your last sessions".to_owned(),
            EstimateSource::Capacity => {
                format!("your best of the last {}", days(strength.evidence_days))
            }
            EstimateSource::FewPieces => {
                "your best so far, read with care because there is little of it".to_owned()
            }
            EstimateSource::Working => "your last sessions".to_owned(),
            EstimateSource::FreshTest => "your recent test".to_owned(),
            EstimateSource::Floor => format!(
                "{} % of the highest that your loads were read from in the last {}, as no rating and no miss says otherwise",
                number(strength.floor_share * 100.0, 1),
                days(strength.floor_days)
            ),
            EstimateSource::Ceiling => {
                "your last prescription, which it may not outgrow at once".to_owned()
            }
        };
        let from = from.map_or_else(String::new, |kg| self.load(kg));
        format!("{share} % of {from}, your estimated best single in the {lift}: {because}.")
    }

    /// What stays in reserve until a load is known.
    fn reserve(&self, line: Option<&Line>) -> String {
        let asked = line.and_then(|line| line.min_rir);
        reserve(asked.unwrap_or(self.facts.config.strength.calibrate_rir))
    }

    fn substituted(&self, line: Option<&Line>) -> String {
        let asked = line.and_then(|line| line.substituted_for.as_deref());
        let asked =
            asked.map_or_else(|| "the programmed movement".to_owned(), |key| self.movement(key));
        format!("In place of {asked}, which a restriction rules out.")
    }

    /// What a gap is a gap of: any movement of the same pattern keeps a lift in training.
    fn kind(&self, line: Option<&Line>) -> &'static str {
        let movement = line.and_then(|line| self.facts.catalogue.get(&line.movement));
        movement.map_or("this work", |of| words::training(of.pattern))
    }

    /// What a step led to, with its unit.
    fn value(&self, step: &Step) -> String {
        step.to.map_or_else(|| "the same".to_owned(), |to| self.with_unit(step.axis, to))
    }

    /// What a step tried, with its unit.
    fn amount(&self, step: &Step) -> String {
        step.by.map_or_else(|| "this".to_owned(), |by| self.with_unit(step.axis, by))
    }

    fn with_unit(&self, axis: Axis, value: f64) -> String {
        match axis {
            Axis::Load => self.load(value),
            Axis::Effort => format!("RPE {}", number(value, 1)),
            Axis::Rounds => counted(value, "round"),
            Axis::Minutes => counted(value, "minute"),
            Axis::Sets => number(value, 1),
        }
    }
}

impl Reader<'_> {
    /// A reason of the week as a whole.
    ///
    /// `reduced`: whether anything of the week is.
    pub(super) fn week_sentence(&self, reason: &Reason, reduced: bool) -> String {
        match reason {
            Reason::Readiness(band, score) => {
                let head = self.readiness_head(*band, *score);
                let row = row_of(*score, &self.facts.config.readiness);
                if row.load < 1.0 || row.sets < 1.0 {
                    format!("{head}: loads {}, sets {}.", down(row.load), down(row.sets))
                } else {
                    format!("{head}: nothing is reduced for it.")
                }
            }
            Reason::ConservativeWeek => {
                "This is a lighter week: fewer sets, lighter loads, more in reserve.".to_owned()
            }
            Reason::Illness(after) => {
                format!("{} after you reported being ill: less of everything.", days(*after))
            }
            Reason::WeeklyGuard => {
                "The programmed week is more than you are used to: fewer sets.".to_owned()
            }
            Reason::WouldLowReadiness(score) => {
                let what = if reduced { "more" } else { "the week" };
                format!(
                    "With readiness below {}, {what} would be reduced.",
                    number(score.round(), 0)
                )
            }
            other => week_reason(other),
        }
    }

    fn readiness_head(&self, band: ReadinessBand, score: Option<f64>) -> String {
        let scale = &self.facts.config.readiness.scale;
        match score {
            Some(score) => {
                format!("Readiness is {} ({} of 100)", words::band(band), points(score, scale))
            }
            None => "Too little is known of your readiness".to_owned(),
        }
    }

    fn by_readiness(&self, band: ReadinessBand, score: Option<f64>, step: &Step) -> String {
        let head = self.readiness_head(band, score);
        match (band, step.by) {
            (ReadinessBand::Unknown, _) => format!("{head}: nothing is changed for it."),
            (_, Some(_)) => format!("{head}: {}.", reduced(step)),
            (_, None) => format!("{head}: as programmed."),
        }
    }
}

/// How long a gap is. Of one that is longer than the history that is read, no more is known.
fn away(gap_days: u32) -> String {
    if u64::from(gap_days) > HISTORY_DAYS { "more than a year".to_owned() } else { days(gap_days) }
}

/// How far a factor takes something down.
fn down(by: f64) -> String {
    if by < 1.0 { format!("down {}", off(by)) } else { "as programmed".to_owned() }
}

/// What a reduction does to the value of its axis.
fn reduced(step: &Step) -> String {
    let Some(by) = step.by else {
        return "as programmed".to_owned();
    };
    let text = match step.axis {
        Axis::Effort => format!("at most RPE {}", number(by, 1)),
        _ if by < 1.0 => format!("{} less", off(by)),
        _ => "as programmed".to_owned(),
    };
    if step.to.is_none() { format!("{text}, which changes nothing more") } else { text }
}

fn refused(why: Refusal, lift: &str) -> String {
    let because = match why {
        Refusal::Reduced => "the week is reduced",
        Refusal::Gap => "it comes back from a gap in training",
        Refusal::Readiness => "readiness does not allow more",
        Refusal::Volume => "recent volume was high",
        Refusal::Restriction => "a restriction is on the movement",
    };
    format!("Your {lift} has been rising, but it is not raised: {because}.")
}

fn volume(level: VolumeLevel) -> String {
    match level {
        VolumeLevel::Elevated | VolumeLevel::High => {
            format!("Recent volume is {}: nothing is raised.", words::level(level))
        }
        _ => format!("Recent volume is {}.", words::level(level)),
    }
}

/// A reason that is of the week and no step.
fn week_reason(reason: &Reason) -> String {
    match reason {
        Reason::Volume(level) => volume(*level),
        Reason::WouldReadiness(score) => {
            format!(
                "With readiness of {} or more, less would be reduced.",
                number(score.round(), 0)
            )
        }
        Reason::WouldVolume => {
            "After a week of ordinary volume, nothing would be reduced for it.".to_owned()
        }
        Reason::WouldProgress => {
            "Once a stalled lift moves again, the week would not be a lighter one.".to_owned()
        }
        Reason::WouldHealth(left) => {
            format!("With {} more without illness, less would be reduced.", days(*left))
        }
        Reason::WouldGuard => {
            "With a programmed week of the usual size, no sets would be taken for it.".to_owned()
        }
        _ => "Nothing changed.".to_owned(),
    }
}

/// What a step that changes nothing says.
fn nothing(step: &Step) -> String {
    let of_load = step.axis == Axis::Load;
    match step.factor {
        FactorKind::Base => "Nothing is programmed.",
        FactorKind::Substitution if !of_load => "The movement changes nothing here.",
        FactorKind::Restriction if !of_load => "Restrictions change nothing here.",
        FactorKind::PrTrend if !of_load => "The trend changes nothing here.",
        FactorKind::Substitution => "The movement is the one that is programmed.",
        FactorKind::Restriction => "No restriction.",
        FactorKind::PrTrend => "The trend changes nothing.",
        FactorKind::Readiness => "Readiness changes nothing here.",
        FactorKind::Volume => "Recent volume changes nothing here.",
        FactorKind::Layoff => "No gap in training costs anything here.",
        FactorKind::CoachBound => "No limit is set.",
        FactorKind::SafetyBound if step.by.is_some() => "Not above what was planned before.",
        FactorKind::SafetyBound if of_load => "No safe limit is known.",
        FactorKind::SafetyBound => "No limit bears on it.",
        FactorKind::Rounding => "Nothing to round.",
        FactorKind::CoachEdit => "No edit.",
    }
    .to_owned()
}
