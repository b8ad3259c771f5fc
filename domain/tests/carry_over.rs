//! Sessions per track over a season, each week computed from the plans before it (`engine.md` B8.6, E7, E17).
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use chrono::Days;
use common::{block, gym, monday, noon, percent, session, template, track};
use domain::calendar::{Week, WeekdaySet};
use domain::digest::SessionDigest;
use domain::personalise::compute;
use domain::plan::{PlanDocument, PlannedSession};
use domain::snapshot::{
    GoalFacts, GymFacts, MemberFacts, PastPlan, Request, SessionFacts, Snapshot, TemplateFacts,
};
use domain::vocab::{BlockType, Experience, GoalKind, Trigger, WorkoutFormat};

const TRACKS: [&str; 4] = ["strength", "conditioning", "gymnastics", "mobility"];
/// The shares of E7(c) at four decimals.
const E7C: [f64; 4] = [0.4328, 0.3158, 0.1473, 0.1041];

/// Three sessions of each track, whose shares may lie within `room` of these.
fn programme(shares: [f64; 4], room: f64) -> TemplateFacts {
    let line = || vec![percent("back-squat", 3, 5, 0.7)];
    let work = || vec![block(BlockType::Strength, WorkoutFormat::StrengthSets, line())];
    let of_track = |key: &str| (1..=3).map(|order| session(key, 1, order, work())).collect();
    let sessions = TRACKS.iter().flat_map(|key| -> Vec<_> { of_track(key) }).collect();
    let bounded =
        |(key, share): (&&str, f64)| track(key, share, (share - room).max(0.0), share + room);
    template(TRACKS.iter().zip(shares).map(bounded).collect(), sessions, 1)
}

/// Which planned sessions the member does.
type Does = fn(&PlannedSession, usize) -> bool;

/// `weeks` weeks of `per_week` sessions. Each is computed from what its snapshot holds, the stored documents of
/// the weeks before among it.
fn season(
    template: &TemplateFacts,
    goals: &[GoalFacts],
    per_week: u32,
    weeks: usize,
    does: Does,
) -> Vec<PlanDocument> {
    let facts = gym();
    let member = MemberFacts {
        experience: Experience::Intermediate,
        sessions_per_week: per_week,
        available_days: WeekdaySet::ALL,
        bodyweight_kg: Some(80.0),
        goals: goals.to_vec(),
        restrictions: Vec::new(),
        first_set_on: None,
    };
    let mut plans: Vec<PastPlan> = Vec::new();
    let mut logs: Vec<SessionFacts> = Vec::new();
    for number in 0..weeks {
        let week = monday().plus(number as i64);
        let document = one_week(&facts, template, &member, week, &plans, &logs);
        let done = document.sessions.iter().filter(|planned| does(planned, number));
        logs.extend(done.map(|planned| log(week, planned)));
        plans.push(PastPlan { week, document: document.into(), excused: Vec::new() });
    }
    plans.into_iter().map(|plan| (*plan.document).clone()).collect()
}

fn one_week(
    facts: &GymFacts,
    template: &TemplateFacts,
    member: &MemberFacts,
    week: Week,
    plans: &[PastPlan],
    logs: &[SessionFacts],
) -> PlanDocument {
    let document = compute(&Snapshot {
        as_of: noon(week.monday() - Days::new(1)),
        week,
        gym: facts,
        template,
        starts_on: monday(),
        member: member.clone(),
        sessions: logs,
        records: &[],
        readiness: &[],
        plans,
        request: Request { trigger: Trigger::Weekly, base: None },
    })
    .document;
    // What the next week reads is what was stored.
    serde_json::from_str(&serde_json::to_string(&document).unwrap()).unwrap()
}

fn log(week: Week, planned: &PlannedSession) -> SessionFacts {
    SessionFacts {
        date: planned.date,
        recorded_at: noon(planned.date),
        track: planned.track.clone(),
        answers: Some((week, planned.key.clone())),
        minutes: planned.minutes,
        session_rpe: Some(6.0),
        completion: None,
        digest: SessionDigest::default(),
    }
}

/// Sessions of each track in a week.
fn seats(document: &PlanDocument) -> [u32; 4] {
    TRACKS.map(|track| {
        document.sessions.iter().filter(|session| session.track == track).count() as u32
    })
}

/// After each week, no track is more than a session from the sum of its weekly shares.
#[track_caller]
fn stays_within_one_of_its_target(documents: &[PlanDocument]) {
    let (mut given, mut target) = ([0.0; 4], [0.0; 4]);
    for (number, document) in documents.iter().enumerate() {
        let planned: u32 = seats(document).iter().sum();
        for (index, share) in document.blend.iter().enumerate() {
            given[index] += f64::from(seats(document)[index]);
            target[index] += f64::from(planned) * share.share;
            let off: f64 = given[index] - target[index];
            assert!(off.abs() <= 1.0, "{} is {off} off in week {number}", share.track);
        }
    }
}

/// A track goes through its three sessions in order, from where the week before stopped. Days follow other rules
/// than the draw, so a week's sessions are compared without their order.
#[track_caller]
fn is_drawn_in_order(documents: &[PlanDocument]) {
    let mut drawn = [0; 4];
    for document in documents {
        for (track, drawn) in TRACKS.iter().zip(&mut drawn) {
            let of_track = document.sessions.iter().filter(|session| session.track == *track);
            let mut titles: Vec<&str> = of_track.map(|session| session.title.as_str()).collect();
            let next = *drawn..*drawn + titles.len();
            let mut expected: Vec<String> =
                next.map(|nth| format!("{track} {}", nth % 3 + 1)).collect();
            *drawn += titles.len();
            titles.sort_unstable();
            expected.sort_unstable();
            assert_eq!(titles, expected);
        }
    }
}

#[test]
fn carry_over_serves_every_track_at_its_rate_as_e7c() {
    let documents = season(&programme(E7C, 0.0), &[], 5, 20, |_, _| true);

    let weeks: Vec<[u32; 4]> = documents.iter().map(seats).collect();
    assert_eq!(weeks[..4], [[2, 2, 1, 0], [2, 1, 1, 1], [2, 2, 0, 1], [3, 1, 1, 0]]);
    let total = |track: usize| weeks.iter().map(|week| week[track]).sum::<u32>();
    assert_eq!([0, 1, 2, 3].map(total), [43, 32, 15, 10]);
    stays_within_one_of_its_target(&documents);
    is_drawn_in_order(&documents);
}

#[test]
fn one_session_a_week_sees_every_track_as_e17() {
    let documents = season(&programme(E7C, 0.0), &[], 1, 12, |_, _| true);

    let order: Vec<&str> = documents
        .iter()
        .map(|document| match document.sessions[0].track.as_str() {
            "strength" => "S",
            "conditioning" => "C",
            "gymnastics" => "G",
            _ => "M",
        })
        .collect();
    assert_eq!(order.concat(), "SCGSCMSCSGSC");
    let carried = documents[11].blend.iter().map(|share| share.carry_over);
    for (carried, expected) in carried.zip([0.1936, -0.2104, -0.2324, 0.2492]) {
        assert!((carried - expected).abs() <= 1e-9, "{carried} is not {expected}");
    }
    is_drawn_in_order(&documents);
}

#[test]
fn over_20_weeks_each_track_stays_within_one_session_of_its_target() {
    let goals = [
        GoalFacts { kind: GoalKind::BuildStrength, weight: 3.0 },
        GoalFacts { kind: GoalKind::ImproveConditioning, weight: 1.0 },
    ];
    // Does all; never does gymnastics; misses every third week's conditioning.
    let members: [Does; 3] = [
        |_, _| true,
        |planned, _| planned.track != "gymnastics",
        |planned, week| planned.track != "conditioning" || week % 3 != 0,
    ];
    let template = programme([0.40, 0.30, 0.20, 0.10], 0.15);
    for per_week in 1..=6 {
        for does in members {
            let documents = season(&template, &goals, per_week, 20, does);
            let all: u32 = documents.iter().flat_map(seats).sum();
            assert_eq!(all, 20 * per_week);
            stays_within_one_of_its_target(&documents);
            is_drawn_in_order(&documents);
        }
    }
}
