//! The cases of `engine.md` B12: who the athlete is, and what happens to them.

use domain::snapshot::TemplateFacts;
use domain::vocab::Experience;

use super::programme;

/// How often sets are rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rates {
    /// Always.
    Always,
    /// Every second line.
    Half,
    /// Never.
    Never,
}

impl Rates {
    /// As a probability.
    pub const fn share(self) -> f64 {
        match self {
            Self::Always => 1.0,
            Self::Half => 0.5,
            Self::Never => 0.0,
        }
    }
}

/// What happens once in a life, from a week on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// Nothing.
    None,
    /// Two weeks ill, flagged.
    Ill,
    /// Three weeks away.
    Away,
    /// Three weeks at 1.6 × the usual work.
    Overreach,
    /// One set typed too heavy by so many kilograms.
    Typed(f64),
}

/// The week in which the event begins.
pub const EVENT_WEEK: u32 = 20;

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Name.
    pub name: String,
    /// How well trained.
    pub experience: Experience,
    /// How often sets are rated.
    pub rates: Rates,
    /// Whether mornings are reported.
    pub mornings: bool,
    /// What is trained.
    pub programme: TemplateFacts,
    /// What happens.
    pub event: Event,
    /// What ratings are off by (RPE).
    pub rated_off: f64,
    /// Share of the prescribed load that is lifted.
    pub lifted: f64,
    /// Whether the last set of a line is done for as many repetitions as there are.
    pub all_out: bool,
    /// The first record over the truth.
    pub first_record: f64,
    /// Weeks of the life.
    pub weeks: u32,
    /// What must hold.
    pub holds: Holds,
}

/// What must hold of a case (B12).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Holds {
    /// Steady, rated always.
    Steady,
    /// Steady, rated half the time or never.
    Unrated,
    /// Steady, in a programme with weeks that the weekly guard holds back.
    Guarded,
    /// A novice.
    Novice,
    /// Back after an absence.
    Return,
    /// A conservative week after too much.
    Overreach,
    /// A first record that is too high.
    FirstRecord,
    /// Ratings that are off by one: lowest and highest basis over the truth.
    RatedOff(f64, f64),
    /// Always lighter than asked.
    Lighter,
    /// A typing error: most that the basis may rise over the same life without it.
    Typed(f64),
}

impl Case {
    fn new(name: &str, experience: Experience, rates: Rates, programme: TemplateFacts) -> Self {
        let holds = match (experience, rates) {
            (Experience::Novice, _) => Holds::Novice,
            (_, Rates::Always) => Holds::Steady,
            _ => Holds::Unrated,
        };
        Self {
            name: name.to_owned(),
            experience,
            rates,
            mornings: true,
            programme,
            event: Event::None,
            rated_off: 0.0,
            lifted: 1.0,
            all_out: false,
            first_record: 1.0,
            weeks: 52,
            holds,
        }
    }
}

/// Every case. `programmes`: more programmes for the steady athletes.
pub fn cases(programmes: &[TemplateFacts]) -> Vec<Case> {
    use Experience::{Advanced, Intermediate, Novice};
    use Rates::{Always, Half, Never};
    let wave = programme::wave;
    let mut out = Vec::new();
    for programme in [programme::wave(), programme::flat(), programme::block()] {
        let name = programme.template.name.clone();
        for (who, experience) in [("intermediate", Intermediate), ("advanced", Advanced)] {
            let case = Case::new(&format!("{who}, {name}"), experience, Always, programme.clone());
            out.push(Case { weeks: 156, ..case });
        }
        for (how, rates) in [("half rated", Half), ("unrated", Never)] {
            let name = format!("intermediate, {name}, {how}");
            let case = Case::new(&name, Intermediate, rates, programme.clone());
            out.push(Case { weeks: 156, ..case });
        }
    }
    out.extend(all_out());
    for (how, rates) in [("rated", Always), ("half rated", Half), ("unrated", Never)] {
        let case = Case::new(
            &format!("intermediate, peak, {how}"),
            Intermediate,
            rates,
            programme::peak(),
        );
        out.push(Case { weeks: 156, holds: Holds::Guarded, ..case });
    }
    for programme in programmes {
        let name = programme.template.name.clone();
        let of = |how: &str, rates| {
            let name = format!("intermediate, {name}, {how}");
            Case::new(&name, Intermediate, rates, programme.clone())
        };
        out.extend([of("rated", Always), of("unrated", Never)]);
    }
    out.push(Case::new("novice, flat, rated", Novice, Always, programme::flat()));
    out.push(Case::new("novice, flat, unrated", Novice, Never, programme::flat()));
    let silent = |name: &str, rates| Case {
        mornings: false,
        ..Case::new(name, Intermediate, rates, wave())
    };
    out.push(silent("no readiness", Always));
    out.push(silent("no readiness, unrated", Never));
    for (how, rates) in [("rated", Always), ("unrated", Never)] {
        let of = |what: &str, event, holds| Case {
            event,
            holds,
            ..Case::new(&format!("{what}, {how}"), Intermediate, rates, programme::flat())
        };
        out.push(of("two weeks ill", Event::Ill, Holds::Return));
        out.push(of("three weeks away", Event::Away, Holds::Return));
        out.push(of("three weeks at 1.6", Event::Overreach, Holds::Overreach));
        out.push(of("40 kg too heavy typed", Event::Typed(40.0), Holds::Typed(0.01)));
        out.push(of("12 kg too heavy typed", Event::Typed(12.0), Holds::Typed(0.05)));
        out.push(Case {
            first_record: 1.10,
            programme: programme::block(),
            ..of("first record 10 % too high", Event::None, Holds::FirstRecord)
        });
        out.push(Case {
            first_record: 1.10,
            programme: wave(),
            ..of("first record 10 % too high, wave", Event::None, Holds::FirstRecord)
        });
    }
    let off = |name: &str, rated_off, low, high| Case {
        rated_off,
        holds: Holds::RatedOff(low, high),
        ..Case::new(name, Intermediate, Always, programme::block())
    };
    out.push(off("rated 1 too low", -1.0, 1.00, 1.10));
    out.push(off("rated 1 too high", 1.0, 0.92, 1.02));
    out.push(Case {
        lifted: 0.88,
        holds: Holds::Lighter,
        ..Case::new("lifts 0.88 of the load, unrated", Intermediate, Never, wave())
    });
    out
}

/// Athletes who do the last set of every line for as many repetitions as there are.
fn all_out() -> Vec<Case> {
    use Experience::{Intermediate, Novice};
    let mut out = Vec::new();
    for programme in [programme::wave(), programme::flat(), programme::block()] {
        for (how, rates) in [("rated", Rates::Always), ("unrated", Rates::Never)] {
            let name =
                format!("intermediate, {}, last sets all out, {how}", programme.template.name);
            let case = Case::new(&name, Intermediate, rates, programme.clone());
            out.push(Case { weeks: 156, all_out: true, ..case });
        }
    }
    let novice = "novice, flat, last sets all out, unrated";
    out.push(Case { all_out: true, ..Case::new(novice, Novice, Rates::Never, programme::flat()) });
    out
}
