//! What must hold of a case over its lives (`engine.md` B12), and whether it does.

use domain::e1rm;
use domain::vocab::VolumeLevel;

use super::case::{Case, EVENT_WEEK, Holds, Rates};
use super::life::{Outcome, WeekOutcome};

/// First week whose basis is judged.
const SETTLED: usize = 8;
/// Weeks of a year.
const YEAR: usize = 52;
/// Weeks of the window in which a spiral shows.
const SPIRAL_WEEKS: usize = 26;
/// Largest difference of basis over truth between the ends of such a window.
const SPIRAL: f64 = 0.12;

/// Plans that the weekly guard compares with, and how far a week may lie over their mean (B6).
const GUARD_PLANS: usize = 4;
const GUARD_CEILING: f64 = 1.15;
/// Smallest set factor of the guard.
const GUARD_MIN: f64 = 0.60;

/// One criterion of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name of the case.
    pub case: String,
    /// What is measured.
    pub what: String,
    /// What it came to.
    pub value: f64,
    /// Least that passes.
    pub least: f64,
    /// Most that passes.
    pub most: f64,
    /// Seed of the life that lies farthest out.
    pub seed: Option<u64>,
}

impl Line {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.value >= self.least - 1e-9 && self.value <= self.most + 1e-9
    }
}

/// Judges the lives of a case; `without`: the same lives without their event, where it is compared.
pub fn judge(case: &Case, lives: &[Outcome], without: &[Outcome]) -> Vec<Line> {
    let mut out = Judge { case: &case.name, lives, lines: Vec::new() };
    match case.holds {
        Holds::Steady => out.steady(case, (0.95, 1.06), (0.95, 1.06), Some((0.98, 1.03)), 0.005),
        Holds::Unrated => out.steady(case, (0.93, 1.10), (0.90, 1.15), None, 0.02),
        Holds::Guarded => {
            match case.rates {
                Rates::Always => {
                    out.steady(case, (0.95, 1.06), (0.95, 1.06), Some((0.98, 1.03)), 0.005);
                }
                _ => out.steady(case, (0.93, 1.10), (0.90, 1.15), None, 0.02),
            }
            out.guarded();
        }
        Holds::Novice => {
            out.band("basis / true, weeks 8-51", SETTLED..YEAR, (0.85, 1.12));
            let gained = lives.iter().map(|life| life.gained).fold(f64::INFINITY, f64::min);
            out.push("true strength after a year / start, least", gained, (1.2, 9.0), None);
            out.spiral();
        }
        Holds::Return => out.comes_back(case),
        Holds::Overreach => {
            out.answers();
            out.extremes("basis / true throughout", 0..YEAR, (0.90, 1.06));
        }
        Holds::FirstRecord => {
            let ratios = out.ratios(SETTLED..YEAR);
            out.push(
                "median basis / true from week 8",
                percentile(&ratios, 0.5),
                (0.0, 1.05),
                None,
            );
        }
        Holds::RatedOff(low, high) => {
            out.band("basis / true, weeks 8-51", SETTLED..YEAR, (low, high));
            out.spiral();
        }
        Holds::Lighter => out.lighter(),
        Holds::Typed(most) => out.typed(without, most),
    }
    out.lines
}

struct Judge<'a> {
    case: &'a str,
    lives: &'a [Outcome],
    lines: Vec<Line>,
}

impl Judge<'_> {
    fn push(&mut self, what: &str, value: f64, (least, most): (f64, f64), seed: Option<u64>) {
        let (case, what) = (self.case.to_owned(), what.to_owned());
        self.lines.push(Line { case, what, value, least, most, seed });
    }

    fn steady(
        &mut self,
        case: &Case,
        first: (f64, f64),
        later: (f64, f64),
        median: Option<(f64, f64)>,
        missed: f64,
    ) {
        self.band("basis / true, weeks 8-51", SETTLED..YEAR, first);
        if let Some(median) = median {
            let ratios = self.ratios(SETTLED..YEAR);
            self.push("median basis / true", percentile(&ratios, 0.5), median, None);
        }
        if case.weeks as usize > YEAR {
            self.band("basis / true, years 2 and 3", YEAR..case.weeks as usize, later);
        }
        let sets: u32 = self.all().map(|week| week.count.sets).sum();
        let gone: u32 = self.all().map(|week| week.count.missed).sum();
        let share = f64::from(gone) / f64::from(sets.max(1));
        if !tests_maxima(case) {
            self.push("share of sets missed", share, (0.0, missed), None);
        }
        self.conservative_weeks();
        self.spiral();
    }

    /// Weeks that are programmed too far over the usual are held back, and no others.
    fn guarded(&mut self) {
        let (mut over, mut held, mut beyond, mut idle) = (0.0, 0.0, f64::NEG_INFINITY, 0.0);
        for life in self.lives {
            let mut usual: Vec<f64> = Vec::new();
            for week in &life.weeks {
                let last = &usual[usual.len().saturating_sub(GUARD_PLANS)..];
                let mean = last.iter().sum::<f64>() / GUARD_PLANS as f64;
                if last.len() == GUARD_PLANS && week.programmed_au > GUARD_CEILING * mean + 1e-9 {
                    over += 1.0;
                    held += f64::from(u8::from(week.guarded));
                    let factor = GUARD_CEILING * mean / week.programmed_au;
                    beyond = beyond.max(week.sets_kept - factor.max(GUARD_MIN));
                } else {
                    idle += f64::from(u8::from(week.guarded));
                }
                if !week.conservative {
                    usual.push(week.programmed_au);
                }
            }
        }
        let years = self.all().count() as f64 / YEAR as f64;
        self.push("weeks programmed over the ceiling, a year", over / years, (4.0, 99.0), None);
        self.push("share of them that the guard held back", held / over.max(1.0), (1.0, 9.0), None);
        // Lines of five sets and more: half a set is a tenth.
        self.push("sets kept in them over the factor, most", beyond, (-9.0, 0.1), None);
        self.push("weeks held back without cause", idle, (0.0, 0.0), None);
    }

    /// How often a steady member is held back.
    fn conservative_weeks(&mut self) {
        let year = |life: &Outcome| -> Vec<bool> {
            life.weeks.iter().take(YEAR).map(|week| week.conservative).collect()
        };
        let mut counts: Vec<f64> = self
            .lives
            .iter()
            .map(|life| year(life).into_iter().filter(|light| *light).count() as f64)
            .collect();
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        counts.sort_by(f64::total_cmp);
        self.push("conservative weeks in 52, mean", mean, (0.0, 5.0), None);
        self.push("conservative weeks in 52, p95", percentile(&counts, 0.95), (0.0, 8.0), None);
        let twice = |life: &&Outcome| {
            let weeks: Vec<bool> = life.weeks.iter().map(|week| week.conservative).collect();
            weeks.windows(3).any(|three| three.iter().filter(|light| **light).count() > 1)
        };
        let seed = self.lives.iter().find(twice).map(|life| life.seed);
        let bad = f64::from(u8::from(seed.is_some()));
        self.push("two conservative weeks in three", bad, (0.0, 0.0), seed);
        let weeks = self.all().count() as f64;
        let cut = self.all().filter(|week| week.readiness_cut).count() as f64;
        self.push("share of weeks with loads cut by readiness", cut / weeks, (0.0, 0.12), None);
        let fell = self.all().filter(|week| week.fell).count() as f64;
        self.push("weeks in 52 in which B7.1 fires, mean", 52.0 * fell / weeks, (0.0, 13.0), None);
    }

    /// Back to the load before the absence: weeks after the return.
    fn comes_back(&mut self, case: &Case) {
        let absent = if case.event == super::case::Event::Ill { 2 } else { 3 };
        let event = EVENT_WEEK as usize;
        let back = event + absent;
        let weeks_to = |life: &Outcome| -> f64 {
            let before = mean_load(&life.weeks[event - 4..event]);
            let reached =
                |week: &&WeekOutcome| mean_load(std::slice::from_ref(*week)) >= 0.97 * before;
            let at = life.weeks[back..].iter().position(|week| reached(&week));
            at.map_or(99.0, |at| at as f64)
        };
        let mut weeks: Vec<f64> = self.lives.iter().map(weeks_to).collect();
        let worst = self.lives.iter().max_by(|a, b| weeks_to(a).total_cmp(&weeks_to(b)));
        let seed = worst.map(|life| life.seed);
        weeks.sort_by(f64::total_cmp);
        self.push(
            "weeks until back at 0.97 of the load, median",
            percentile(&weeks, 0.5),
            (0.0, 2.0),
            None,
        );
        self.push(
            "weeks until back at 0.97 of the load, p90",
            percentile(&weeks, 0.9),
            (0.0, 4.0),
            seed,
        );
        let after = || self.lives.iter().flat_map(|life| &life.weeks[back..back + 4]);
        let high = after().filter(|week| week.volume == VolumeLevel::High).count() as f64;
        let share = high / after().count() as f64;
        self.push("share HIGH in the four weeks after", share, (0.0, 0.08), None);
    }

    /// A conservative week by the week after the third hard one; the first of them was planned before it began.
    fn answers(&mut self) {
        let event = EVENT_WEEK as usize;
        let answered =
            |life: &&Outcome| life.weeks[event + 1..event + 4].iter().any(|week| week.conservative);
        let share = self.lives.iter().filter(answered).count() as f64 / self.lives.len() as f64;
        let seed = self.lives.iter().find(|life| !answered(life)).map(|life| life.seed);
        self.push("share answered by a conservative week", share, (0.8, 1.0), seed);
    }

    fn lighter(&mut self) {
        let ratios = self.ratios(0..YEAR);
        let least = ratios.first().copied().unwrap_or(0.0);
        self.push("basis / true, least in 52 weeks", least, (0.70, 9.0), None);
        let told = |life: &Outcome| -> f64 {
            life.weeks.iter().position(|week| week.told_lighter).map_or(99.0, |at| at as f64)
        };
        let latest = self.lives.iter().map(told).fold(0.0, f64::max);
        self.push("week in which the coach is told, latest", latest, (0.0, 4.0), None);
    }

    fn typed(&mut self, without: &[Outcome], most: f64) {
        let event = EVENT_WEEK as usize;
        let mut worst: (f64, Option<u64>) = (f64::NEG_INFINITY, None);
        for (life, other) in self.lives.iter().zip(without) {
            for (week, usual) in
                life.weeks[event + 1..event + 5].iter().zip(&other.weeks[event + 1..])
            {
                for lift in &week.lifts {
                    let same = usual.lifts.iter().find(|same| same.lift == lift.lift);
                    if let Some(same) = same {
                        let over = lift.basis_kg / same.basis_kg - 1.0;
                        if over > worst.0 {
                            worst = (over, Some(life.seed));
                        }
                    }
                }
            }
        }
        self.push("basis over the same life without it", worst.0, (-1.0, most), worst.1);
    }

    fn spiral(&mut self) {
        let mut worst: (f64, Option<u64>) = (0.0, None);
        for life in self.lives {
            let weeks: Vec<Option<f64>> = life.weeks.iter().map(mean_ratio).collect();
            let mean = |from: usize| -> Option<f64> {
                let of: Vec<f64> = weeks.get(from..from + 4)?.iter().copied().flatten().collect();
                (!of.is_empty()).then(|| of.iter().sum::<f64>() / of.len() as f64)
            };
            for from in SETTLED..weeks.len().saturating_sub(SPIRAL_WEEKS - 1) {
                let apart = mean(from).zip(mean(from + SPIRAL_WEEKS - 4));
                let apart = apart.map_or(0.0, |(a, b)| (a - b).abs());
                if apart > worst.0 {
                    worst = (apart, Some(life.seed));
                }
            }
        }
        self.push("largest drift in 26 weeks", worst.0, (0.0, SPIRAL), worst.1);
    }

    fn all(&self) -> impl Iterator<Item = &WeekOutcome> {
        self.lives.iter().flat_map(|life| &life.weeks)
    }

    /// Basis over truth of every lift and week, ascending.
    fn ratios(&self, weeks: std::ops::Range<usize>) -> Vec<f64> {
        let of_weeks = self.lives.iter().flat_map(|life| {
            life.weeks[weeks.start.min(life.weeks.len())..weeks.end.min(life.weeks.len())].iter()
        });
        let mut out: Vec<f64> = of_weeks
            .flat_map(|week| &week.lifts)
            .map(|lift| lift.basis_kg / lift.true_kg)
            .collect();
        out.sort_by(f64::total_cmp);
        out
    }

    fn band(&mut self, what: &str, weeks: std::ops::Range<usize>, band: (f64, f64)) {
        let ratios = self.ratios(weeks);
        self.push(&format!("{what}, p5"), percentile(&ratios, 0.05), (band.0, 9.0), None);
        self.push(&format!("{what}, p95"), percentile(&ratios, 0.95), (0.0, band.1), None);
    }

    fn extremes(&mut self, what: &str, weeks: std::ops::Range<usize>, band: (f64, f64)) {
        self.band(what, weeks, band);
    }
}

/// Whether the programme asks for sets with less than a repetition in reserve: they are missed by design.
fn tests_maxima(case: &Case) -> bool {
    let sessions = &case.programme.template.sessions;
    let lines =
        sessions.iter().flat_map(|session| &session.blocks).flat_map(|block| &block.prescriptions);
    lines.into_iter().any(|line| {
        let hardest = line.reps_max.and_then(|reps| e1rm::chart_for(reps, 9.0));
        line.target_rpe.is_some_and(|rpe| rpe > 9.0)
            || line.load.zip(hardest).is_some_and(|(load, hardest)| load > hardest)
    })
}

fn mean_ratio(week: &WeekOutcome) -> Option<f64> {
    let ratios: Vec<f64> = week.lifts.iter().map(|lift| lift.basis_kg / lift.true_kg).collect();
    (!ratios.is_empty()).then(|| ratios.iter().sum::<f64>() / ratios.len() as f64)
}

/// Mean load of the lifts of some weeks, each as a share of its true strength before the event.
fn mean_load(weeks: &[WeekOutcome]) -> f64 {
    let loads: Vec<f64> = weeks
        .iter()
        .filter(|week| !week.conservative)
        .flat_map(|week| &week.lifts)
        .filter(|lift| lift.lift == "back-squat" || lift.lift == "bench-press")
        .map(|lift| lift.load_kg)
        .collect();
    if loads.is_empty() { 0.0 } else { loads.iter().sum::<f64>() / loads.len() as f64 }
}

/// The value at a share of `sorted`, nearest rank.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted[at.clamp(1, sorted.len()) - 1]
}
