//! The closed loop: a week is computed, lived and logged, and the next one is computed from what was logged.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::calendar::{Week, WeekdaySet};
use domain::catalogue::{Catalogue, starter};
use domain::equipment::Equipment;
use domain::load;
use domain::material::{self, MaterialChange};
use domain::personalise::{Computed, compute};
use domain::plan::PlanDocument;
use domain::readiness;
use domain::reason::{Finding, Reason};
use domain::snapshot::{
    Base, GymFacts, MemberFacts, PastPlan, ReadinessFacts, RecordFacts, Request, SessionFacts,
    Snapshot, TrackFacts,
};
use domain::vocab::{E1rmBasis, Experience, TrackKind, Trigger, VolumeLevel, WeightUnit};

use super::body::{Body, Level};
use super::case::{Case, EVENT_WEEK, Event};
use super::dice::Dice;
use super::morning::{self, State, Usual};
use super::session::{self, BODYWEIGHT_KG, Count, Day};

/// Plans that the engine is given.
const PLANS: usize = 14;
/// Probability that a strength session is missed.
const MISSES_STRENGTH: f64 = 0.07;
/// Probability that another session is missed.
const MISSES_OTHER: f64 = 0.12;
/// Days of mornings before the first week.
const MORNINGS_BEFORE: u64 = 70;

/// One lift in one week.
#[derive(Debug, Clone, PartialEq)]
pub struct LiftWeek {
    /// Key of the lift.
    pub lift: String,
    /// Basis of the first line of the lift, in kilograms.
    pub basis_kg: f64,
    /// Exact prescribed load of that line, in kilograms.
    pub load_kg: f64,
    /// True strength at the start of the week, in kilograms.
    pub true_kg: f64,
}

/// One week of a life.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any combination")]
pub struct WeekOutcome {
    /// Lifts that had a load.
    pub lifts: Vec<LiftWeek>,
    /// Whether it was a conservative week.
    pub conservative: bool,
    /// Whether the weekly guard held it back.
    pub guarded: bool,
    /// Load that was programmed, in AU.
    pub programmed_au: f64,
    /// Sets of strength work that were planned over those programmed.
    pub sets_kept: f64,
    /// Whether readiness cut loads as the week was planned.
    pub readiness_cut: bool,
    /// Whether rule B7.1 fired.
    pub fell: bool,
    /// Level of the newest volume window.
    pub volume: VolumeLevel,
    /// Sets with a load, and missed ones.
    pub count: Count,
    /// Whether the coach was told that loads are lighter than prescribed.
    pub told_lighter: bool,
    /// Sessions done.
    pub sessions: u32,
}

/// A life.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its seed.
    pub seed: u64,
    /// Its weeks.
    pub weeks: Vec<WeekOutcome>,
    /// True strength after 52 weeks over that at the start, of the lift that gained least.
    pub gained: f64,
}

/// Lives `case` with a seed.
pub fn live(case: &Case, seed: u64) -> Outcome {
    let facts = gym();
    let mut life = Life::new(case, seed, &facts);
    let mut weeks = Vec::with_capacity(case.weeks as usize);
    let mut gained = 1.0;
    for number in 0..case.weeks {
        weeks.push(life.week(number));
        if number == case.weeks.min(52) - 1 {
            gained = life.body.gained();
        }
    }
    Outcome { seed, weeks, gained }
}

fn gym() -> GymFacts {
    let track = |key: &str, kind| (key.to_owned(), TrackFacts { name: key.to_owned(), kind });
    GymFacts {
        time_zone: chrono_tz::UTC,
        unit: WeightUnit::Kilogram,
        equipment: Equipment::standard(WeightUnit::Kilogram),
        catalogue: Catalogue::new(starter().into_iter().map(|entry| entry.movement)),
        tracks: BTreeMap::from([
            track("strength", TrackKind::Strength),
            track("conditioning", TrackKind::Conditioning),
        ]),
        config: Box::default(),
    }
}

struct Life<'a> {
    case: &'a Case,
    seed: u64,
    facts: &'a GymFacts,
    start: Week,
    body: Body,
    member: MemberFacts,
    sessions: Vec<SessionFacts>,
    records: Vec<RecordFacts>,
    readiness: Vec<ReadinessFacts>,
    plans: Vec<PastPlan>,
}

impl<'a> Life<'a> {
    fn new(case: &'a Case, seed: u64, facts: &'a GymFacts) -> Self {
        let start = Week::containing(NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default());
        let usual_au = weekly_au(case, facts);
        let maxima = maxima(seed);
        let tested_on = start.monday() - Days::new(4);
        let record = |(lift, kg): &(String, f64)| RecordFacts {
            date: tested_on,
            recorded_at: noon(tested_on),
            movement: lift.clone(),
            reps: 1,
            load_kg: kg * case.first_record,
            rpe: None,
            basis: E1rmBasis::Tested,
            confirmed: true,
            decided: true,
        };
        let first_set = match case.experience {
            Experience::Novice => tested_on,
            _ => tested_on - Days::new(700),
        };
        let mut life = Self {
            case,
            seed,
            facts,
            start,
            records: maxima.iter().map(record).collect(),
            body: Body::new(Level::of(case.experience), maxima, usual_au),
            member: MemberFacts {
                experience: case.experience,
                sessions_per_week: 4,
                available_days: WeekdaySet::from_bits(0b101_1011),
                bodyweight_kg: Some(BODYWEIGHT_KG),
                goals: Vec::new(),
                restrictions: Vec::new(),
                first_set_on: Some(first_set),
            },
            sessions: Vec::new(),
            readiness: Vec::new(),
            plans: Vec::new(),
        };
        for back in (1..=MORNINGS_BEFORE).rev() {
            life.morning(start.monday() - Days::new(back), false);
        }
        life
    }

    fn week(&mut self, number: u32) -> WeekOutcome {
        let week = self.start.plus(i64::from(number));
        let truth: BTreeMap<String, f64> = self.truth();
        let planned = self.compute(week, week.monday() - Days::new(1), None);
        let mut out = self.outcome(&planned, &truth);
        let mut document = planned.document.clone();
        let mut recomputed = false;
        let mut done: Vec<String> = Vec::new();
        for date in week.dates() {
            self.body.wake(date);
            self.morning(date, self.happens(number, Event::Ill));
            let fell = self.fell(&planned, date);
            out.fell |= fell;
            if fell && !recomputed {
                document = self.again(&document, week, date, &done);
                recomputed = true;
            }
            let today = document.sessions.iter().filter(|session| session.date == date);
            let today: Vec<_> = today.cloned().collect();
            for session in today {
                if self.misses(number, date, &session.track) {
                    continue;
                }
                done.push(session.key.clone());
                let day = self.day(number, date, out.sessions);
                let (facts, count) =
                    session::train(&mut self.body, &session, week, self.facts, &day);
                self.sessions.push(facts);
                out.count.sets += count.sets;
                out.count.missed += count.missed;
                out.sessions += 1;
            }
        }
        self.plans.push(PastPlan { week, document: document.into(), excused: Vec::new() });
        if self.plans.len() > PLANS {
            self.plans.remove(0);
        }
        out
    }

    fn day(&self, number: u32, date: NaiveDate, sessions: u32) -> Day<'a> {
        let typed = match self.case.event {
            Event::Typed(kg) if number == EVENT_WEEK && sessions == 0 => kg,
            _ => 0.0,
        };
        Day {
            case: self.case,
            seed: self.seed,
            number: (date - self.start.monday()).num_days(),
            date,
            recorded_at: noon(date) + chrono::Duration::hours(7),
            volume: if self.happens(number, Event::Overreach) { 1.6 } else { 1.0 },
            typed_kg: typed,
        }
    }

    /// Whether an event of the case is under way in a week of the life.
    fn happens(&self, number: u32, event: Event) -> bool {
        let weeks = match event {
            Event::Ill => 2,
            Event::Away | Event::Overreach => 3,
            Event::None | Event::Typed(_) => 1,
        };
        self.case.event == event && (EVENT_WEEK..EVENT_WEEK + weeks).contains(&number)
    }

    fn misses(&self, number: u32, date: NaiveDate, track: &str) -> bool {
        let share = if track == "strength" { MISSES_STRENGTH } else { MISSES_OTHER };
        let absent = self.happens(number, Event::Ill) || self.happens(number, Event::Away);
        absent || Dice::new(self.seed, (date - self.start.monday()).num_days(), 4).chance(share)
    }

    fn morning(&mut self, date: NaiveDate, ill: bool) {
        if !self.case.mornings {
            return;
        }
        let state = State { tiredness: self.body.tiredness(), ill };
        let recorded_at = noon(date) - chrono::Duration::hours(5);
        let entry = morning::entry(&Usual::default(), state, self.seed, date, recorded_at);
        self.readiness.push(entry);
    }

    /// Whether the day's score fell far under the week's (B7 rule 1).
    fn fell(&self, planned: &Computed, date: NaiveDate) -> bool {
        if !self.case.mornings {
            return false;
        }
        let config = &self.facts.config;
        let recent = self.readiness.len().saturating_sub(100);
        let mut now = planned.signals.clone();
        now.readiness = readiness::week(&self.readiness[recent..], date, &config.readiness);
        let changes = material::changes(&planned.signals, &now, false, config);
        changes.iter().any(|change| matches!(change, MaterialChange::ReadinessFell { .. }))
    }

    fn again(
        &self,
        document: &PlanDocument,
        week: Week,
        date: NaiveDate,
        done: &[String],
    ) -> PlanDocument {
        let base = Base {
            revision: 1,
            document: Arc::new(document.clone()),
            untouchable: done.to_vec(),
            excused: Vec::new(),
            reduce_only: true,
            redraw: false,
        };
        self.compute(week, date, Some(base)).document
    }

    /// The week as computed in the evening of `today`, or in its morning where it is computed again.
    fn compute(&self, week: Week, today: NaiveDate, base: Option<Base>) -> Computed {
        let trigger = if base.is_some() { Trigger::Readiness } else { Trigger::Weekly };
        let hours = if base.is_some() { -4 } else { 8 };
        let recent = self.readiness.len().saturating_sub(100);
        let snapshot = Snapshot {
            as_of: noon(today) + chrono::Duration::hours(hours),
            week,
            gym: self.facts,
            template: &self.case.programme,
            starts_on: self.start,
            member: self.member.clone(),
            sessions: &self.sessions,
            records: &self.records,
            readiness: &self.readiness[recent..],
            plans: &self.plans,
            request: Request { trigger, base },
        };
        compute(&snapshot)
    }

    fn truth(&self) -> BTreeMap<String, f64> {
        let of = |lift: &str| Some((lift.to_owned(), self.body.maximum(lift)?));
        self.records.iter().filter_map(|record| of(&record.movement)).collect()
    }

    fn outcome(&self, planned: &Computed, truth: &BTreeMap<String, f64>) -> WeekOutcome {
        let document = &planned.document;
        let mut lifts: BTreeMap<String, LiftWeek> = BTreeMap::new();
        let lines = document.sessions.iter().flat_map(|session| &session.blocks);
        for line in lines.flat_map(|block| &block.lines) {
            let Some((basis_kg, load_kg)) = line.lift_basis_kg().zip(line.exact_kg) else {
                continue;
            };
            if let Some(true_kg) = truth.get(&line.movement).copied() {
                let lift = line.movement.clone();
                let of_week = LiftWeek { lift: lift.clone(), basis_kg, load_kg, true_kg };
                lifts.entry(lift).or_insert(of_week);
            }
        }
        let config = &self.facts.config;
        let cut = |session: &domain::plan::PlannedSession| {
            readiness::effect_of(&planned.signals, session.date, config).load < 1.0
        };
        let lighter = |finding: &Finding| matches!(finding, Finding::LighterThanPrescribed(_));
        WeekOutcome {
            lifts: lifts.into_values().collect(),
            conservative: document.adjustment.conservative,
            guarded: document.adjustment.reasons.contains(&Reason::WeeklyGuard),
            programmed_au: document.programmed_au,
            sets_kept: sets_kept(document),
            readiness_cut: document.sessions.iter().any(cut),
            fell: false,
            volume: document.adjustment.volume,
            count: Count::default(),
            told_lighter: document.findings.iter().any(lighter),
            sessions: 0,
        }
    }
}

/// Planned over programmed sets of the lines that have a load.
fn sets_kept(document: &PlanDocument) -> f64 {
    let lines = document.sessions.iter().flat_map(|session| &session.blocks);
    let (mut planned, mut programmed) = (0, 0);
    for line in lines.flat_map(|block| &block.lines).filter(|line| line.load_kg.is_some()) {
        planned += line.sets;
        programmed += line.programmed_sets;
    }
    f64::from(planned) / f64::from(programmed.max(1))
}

/// Maxima at the start, in kilograms.
fn maxima(seed: u64) -> Vec<(String, f64)> {
    let mut dice = Dice::new(seed, 0, 0);
    let lifts =
        [("back-squat", 130.0), ("bench-press", 95.0), ("deadlift", 160.0), ("strict-press", 60.0)];
    lifts.iter().map(|(lift, kg)| ((*lift).to_owned(), kg * (0.85 + 0.3 * dice.share()))).collect()
}

/// Load of a usual week in AU: what the programme asks for, less what is missed.
fn weekly_au(case: &Case, facts: &GymFacts) -> f64 {
    let template = &case.programme.template;
    let au = |session: &domain::template::TemplateSession| {
        load::programmed(session.minutes, session.hard, &facts.config.load)
    };
    let all: f64 = template.sessions.iter().map(au).sum();
    let sessions = template.sessions.len() as f64;
    4.0 * all / sessions.max(1.0) * (1.0 - MISSES_STRENGTH)
}

fn noon(date: NaiveDate) -> DateTime<Utc> {
    date.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc()
}
