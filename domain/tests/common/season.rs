//! A member's seasons, the same every time: no dice, only arithmetic.

use chrono::{Days, NaiveDate};
use domain::calendar::WeekdaySet;
use domain::digest::{LoggedSet, digest};
use domain::snapshot::{
    Base, GoalFacts, GymFacts, MemberFacts, PastPlan, ReadinessFacts, RecordFacts, Request,
    SessionFacts, Snapshot, TemplateFacts,
};
use domain::template::{TemplateBlock, TemplatePrescription, TemplateSession};
use domain::vocab::{
    BlockType, E1rmBasis, EntryQuality, Experience, GoalKind, HrvMetric, HrvWindow, LoadBasis,
    SetKind, Trigger, WorkoutFormat,
};

use super::{block, gym, monday, noon, percent, session, template, track};

/// Days of a week on which the member trains: four sessions.
const DAYS: [u64; 4] = [0, 1, 3, 5];
/// Lifts of the four sessions, with what was first lifted for five repetitions, in kilograms.
const LIFTS: [[(&str, f64); 3]; 4] = [
    [("back-squat", 80.0), ("bench-press", 60.0), ("barbell-row", 55.0)],
    [("deadlift", 100.0), ("strict-press", 37.5), ("pull-up", 0.0)],
    [("front-squat", 65.0), ("incline-bench-press", 50.0), ("romanian-deadlift", 70.0)],
    [("power-clean", 50.0), ("push-press", 45.0), ("walking-lunge", 20.0)],
];
/// Weeks of plans that a snapshot holds.
const PLAN_WEEKS: i64 = 12;

/// Everything of a member before the week of 2 March 2026.
pub struct Season {
    pub facts: GymFacts,
    pub template: TemplateFacts,
    pub member: MemberFacts,
    pub sessions: Vec<SessionFacts>,
    pub records: Vec<RecordFacts>,
    pub readiness: Vec<ReadinessFacts>,
    pub plans: Vec<PastPlan>,
    pub trigger: Trigger,
    /// Day on which the week is computed.
    pub today: NaiveDate,
}

impl Season {
    /// An intermediate who has trained four times and checked in seven times a week for so many weeks, with
    /// the plans of the last twelve.
    pub fn new(weeks: u32) -> Self {
        let mut out = Self::without_plans(weeks);
        for back in (1..=PLAN_WEEKS.min(i64::from(weeks))).rev() {
            let week = monday().plus(-back);
            let snapshot =
                Snapshot { as_of: noon(week.monday() - Days::new(1)), week, ..out.snapshot(None) };
            let document = domain::personalise::compute(&snapshot).document;
            out.plans.push(PastPlan { week, document: document.into(), excused: Vec::new() });
        }
        out
    }

    /// The same member without a plan.
    pub fn without_plans(weeks: u32) -> Self {
        let facts = gym();
        let first = monday().plus(-i64::from(weeks)).monday();
        let days = u64::from(weeks) * 7;
        Self {
            sessions: (0..u64::from(weeks)).flat_map(|week| of_week(first, week, &facts)).collect(),
            readiness: (0..days).map(|day| morning(first + Days::new(day), day)).collect(),
            records: Vec::new(),
            template: programme(),
            facts,
            member: MemberFacts {
                experience: Experience::Intermediate,
                sessions_per_week: 4,
                available_days: WeekdaySet::ALL,
                bodyweight_kg: Some(80.0),
                goals: vec![
                    GoalFacts { kind: GoalKind::BuildStrength, weight: 3.0 },
                    GoalFacts { kind: GoalKind::ImproveConditioning, weight: 1.0 },
                ],
                restrictions: Vec::new(),
                first_set_on: (weeks > 0).then_some(first),
            },
            plans: Vec::new(),
            trigger: Trigger::Weekly,
            today: monday().monday() - Days::new(1),
        }
    }

    pub fn snapshot(&self, base: Option<Base>) -> Snapshot<'_> {
        Snapshot {
            as_of: noon(self.today),
            week: monday(),
            gym: &self.facts,
            template: &self.template,
            starts_on: monday().plus(-8),
            member: self.member.clone(),
            sessions: &self.sessions,
            records: &self.records,
            readiness: &self.readiness,
            plans: &self.plans,
            request: Request { trigger: self.trigger, base },
        }
    }

    /// A tested single on a day.
    pub fn test(&mut self, movement: &str, date: NaiveDate, load_kg: f64) {
        self.records.push(RecordFacts {
            date,
            recorded_at: noon(date),
            movement: movement.to_owned(),
            reps: 1,
            load_kg,
            rpe: None,
            basis: E1rmBasis::Tested,
            confirmed: true,
            decided: true,
        });
    }
}

fn of_week(first: NaiveDate, week: u64, facts: &GymFacts) -> Vec<SessionFacts> {
    let of_day = |(index, day): (usize, &u64)| {
        let date = first + Days::new(7 * week + day);
        let sets = sets(index, week);
        let (minutes, rpe) = (55 + (week % 3) as u32 * 5, Some(6.0 + (week % 4) as f64 / 2.0));
        SessionFacts {
            date,
            recorded_at: noon(date),
            track: if index == 3 { "conditioning" } else { "strength" }.to_owned(),
            answers: None,
            minutes,
            session_rpe: rpe,
            completion: None,
            digest: digest(
                &sets,
                minutes,
                rpe,
                Some(80.0),
                &facts.catalogue,
                &facts.config.strength,
            ),
        }
    };
    DAYS.iter().enumerate().map(of_day).collect()
}

/// The sets of one session: five of each lift, a little heavier every month, every second session rated.
pub fn sets(index: usize, week: u64) -> Vec<LoggedSet> {
    let of_lift = |&(movement, start): &(&str, f64)| {
        let load = start + 2.5 * (week % 52 / 4) as f64 - if week % 4 == 3 { 5.0 } else { 0.0 };
        let rpe = week.is_multiple_of(2).then_some(7.5 + (week % 3) as f64 / 2.0);
        let one = LoggedSet {
            movement: movement.to_owned(),
            kind: SetKind::Working,
            reps: Some(5),
            load_kg: (start > 0.0).then_some(load),
            rpe,
            distance_metres: None,
            prescribed: None,
        };
        std::iter::repeat_n(one, 5)
    };
    LIFTS[index].iter().flat_map(of_lift).collect()
}

/// One morning's check-in and wearable.
fn morning(date: NaiveDate, day: u64) -> ReadinessFacts {
    let item = |step: u64| Some((1 + (day * step) % 5) as u8);
    ReadinessFacts {
        date,
        recorded_at: noon(date) - chrono::Duration::hours(4),
        source: "check-in".to_owned(),
        quality: EntryQuality::Final,
        hrv_ms: Some(58.0 + ((day * 7) % 11) as f64),
        hrv_metric: Some(HrvMetric::Rmssd),
        hrv_window: HrvWindow::Overnight,
        resting_heart_rate_bpm: Some(52.0 + ((day * 5) % 7) as f64),
        asleep_minutes: Some(410 + ((day * 13) % 90) as u32),
        soreness: item(3).map(|value| value.min(3)),
        stress: item(2).map(|value| value.min(3)),
        energy: item(1).map(|value| value.max(3)),
        mood: item(4).map(|value| value.max(3)),
        sleep_quality: None,
        vendor_score: None,
        illness: false,
        pain: false,
    }
}

/// Four weeks of strength, conditioning and gymnastics.
pub fn programme() -> TemplateFacts {
    let mut sessions: Vec<TemplateSession> = Vec::new();
    for week in 1..=4_u32 {
        let share = 0.675 + 0.05 * f64::from(week % 4);
        for order in 1..=3 {
            sessions.push(session("strength", week, order, strength(order as usize, share)));
        }
        for order in 1..=2 {
            sessions.push(session("conditioning", week, order, vec![metcon(8 + 2 * week)]));
        }
        sessions.push(session("gymnastics", week, 1, vec![skill(), metcon(10)]));
    }
    let tracks = vec![
        track("strength", 0.5, 0.3, 0.75),
        track("conditioning", 0.3, 0.1, 0.5),
        track("gymnastics", 0.2, 0.0, 0.4),
    ];
    template(tracks, sessions, 4)
}

fn strength(order: usize, share: f64) -> Vec<TemplateBlock> {
    let lines = LIFTS[order - 1].iter().filter(|lift| lift.1 > 0.0);
    let mut lines: Vec<TemplatePrescription> =
        lines.map(|lift| percent(lift.0, 5, 5, share)).collect();
    lines[1].load_basis = LoadBasis::Rpe;
    lines[1].load = None;
    lines[1].target_rpe = Some(8.0);
    vec![block(BlockType::Strength, WorkoutFormat::StrengthSets, lines), metcon(12)]
}

fn metcon(minutes: u32) -> TemplateBlock {
    let mut thrusters = percent("thruster", 1, 12, 0.35);
    thrusters.load_basis = LoadBasis::Absolute;
    thrusters.load = Some(42.5);
    let mut out = block(BlockType::Metcon, WorkoutFormat::Amrap, vec![thrusters, free("burpee")]);
    out.time_cap_minutes = Some(minutes);
    out
}

fn skill() -> TemplateBlock {
    block(BlockType::Skill, WorkoutFormat::Quality, vec![free("pull-up"), free("handstand-walk")])
}

fn free(movement: &str) -> TemplatePrescription {
    let mut line = percent(movement, 3, 8, 0.0);
    line.load_basis = LoadBasis::None;
    line.load = None;
    line
}
