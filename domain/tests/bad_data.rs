//! Input that no one should send: an error, or a fallback that is said, and never a broken week.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use chrono::{Days, NaiveDate};
use common::season::{Season, sets};
use common::{day, monday, noon};
use domain::digest::{Candidate, Held, LiftDigest, LoggedSet, digest};
use domain::equipment::Equipment;
use domain::explain::Reader;
use domain::narrative;
use domain::personalise::{Computed, compute};
use domain::plan::PlanDocument;
use domain::reason::Finding;
use domain::signals::Signals;
use domain::snapshot::{Base, GoalFacts, RecordFacts, RestrictionFacts};
use domain::template_check;
use domain::vocab::{BodyRegion, E1rmBasis, GoalKind, LoadBasis, RestrictionRule};

/// Numbers that no scale, watch or person reports.
const ABSURD: [f64; 8] =
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e308, -1.0, 1e9, 1e308, f64::MIN_POSITIVE];

/// The week, with what must hold of every week: it and its signals come back from JSON as they were (no number
/// is NaN or infinite), every load is one that can be lifted, and its sentences can be said.
fn sound(season: &Season) -> Computed {
    let computed = compute(&season.snapshot(None));
    let document: PlanDocument =
        serde_json::from_slice(&serde_json::to_vec(&computed.document).unwrap()).unwrap();
    let signals: Signals =
        serde_json::from_slice(&serde_json::to_vec(&computed.signals).unwrap()).unwrap();
    assert!(document == computed.document, "a number of the week is none");
    assert!(signals == computed.signals, "a number of the signals is none");
    for line in document.sessions.iter().flat_map(|one| &one.blocks).flat_map(|block| &block.lines)
    {
        assert!(line.load_kg.is_none_or(|kg| (0.0..=1000.0).contains(&kg)), "{line:?}");
        assert!(line.sets >= 1 && line.sets <= line.programmed_sets, "{line:?}");
    }
    let shares: f64 = document.blend.iter().map(|share| share.share).sum();
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
    let reader = Reader::new(&season.facts, &signals);
    assert!(!narrative::rules(&reader, &document).focus.is_empty());
    computed
}

fn dropped(computed: &Computed, of: &str) -> u32 {
    let count = |finding: &Finding| match finding {
        Finding::InputDropped { what, count } if what == of => Some(*count),
        _ => None,
    };
    computed.document.findings.iter().find_map(count).unwrap_or(0)
}

fn set(load_kg: f64, rpe: f64) -> LoggedSet {
    LoggedSet { load_kg: Some(load_kg), rpe: Some(rpe), ..sets(0, 10)[0].clone() }
}

#[test]
fn sets_of_nonsense_are_left_out_and_said() {
    let clean = sound(&Season::new(20));
    for value in ABSURD {
        let mut season = Season::new(20);
        let last = season.sessions.last().unwrap().clone();
        let nonsense = [set(value, 8.0), set(100.0, value)];
        let extra = digest(
            &nonsense,
            last.minutes,
            Some(value),
            Some(value),
            &season.facts.catalogue,
            &season.facts.config.strength,
        );
        let impossible = u32::from(!(value.is_finite() && value.abs() <= 1000.0))
            + u32::from(!(0.0..=10.0).contains(&value));
        assert_eq!(extra.dropped_sets, impossible, "{value}");
        season.sessions.push(domain::snapshot::SessionFacts { digest: extra, ..last });

        let found = sound(&season);

        assert_eq!(dropped(&found, "set"), impossible, "{value}");
        let squat = |of: &Computed| of.signals.lifts["back-squat"].capacity_kg.unwrap();
        let (was, is) = (squat(&clean), squat(&found));
        assert!((was * 0.9..=was * 1.16).contains(&is), "{value}: {was} became {is}");
    }
}

#[test]
fn digests_that_were_damaged_in_storage_break_no_week() {
    for value in ABSURD {
        let mut season = Season::new(20);
        let candidate = Some(Candidate {
            value_kg: value,
            reps: u32::MAX,
            next_kg: Some(value),
            doubtful: true,
        });
        for session in season.sessions.iter_mut().rev().take(5) {
            session.digest.tonnage_kg = value;
            session.digest.run_metres = value;
            session.session_rpe = Some(value);
            session.completion = Some(value);
            session.minutes = u32::MAX;
            session.digest.patterns[0].tonnage_kg = value;
            session.digest.lifts.push(LiftDigest {
                lift: "back-squat".into(),
                tested: candidate,
                held: Some(Held {
                    basis_kg: value,
                    at_least_kg: value,
                    next_kg: Some(value),
                    reps: 0,
                    doubtful: true,
                    earns_step: true,
                }),
                basis_kg: Some(value),
                over_target: Some(value),
                ..LiftDigest::default()
            });
        }

        let found = sound(&season);

        assert_eq!(dropped(&found, "session"), 5, "{value}");
    }
}

#[test]
fn records_of_nonsense_are_left_out_and_said() {
    for value in ABSURD {
        let mut season = Season::new(20);
        let on = day("2026-02-20");
        let record = |load_kg, reps, rpe| RecordFacts {
            date: on,
            recorded_at: noon(on),
            movement: "back-squat".into(),
            reps,
            load_kg,
            rpe,
            basis: E1rmBasis::RpeChart,
            confirmed: true,
            decided: true,
        };
        season.records =
            vec![record(value, 1, None), record(100.0, 0, None), record(100.0, 5, Some(value))];

        let found = sound(&season);

        let possible = value > 0.0 && value <= 1000.0;
        assert_eq!(dropped(&found, "record"), if possible { 1 } else { 2 }, "{value}");
    }
}

#[test]
fn readiness_of_nonsense_is_left_out_and_said() {
    for value in ABSURD {
        let mut season = Season::new(20);
        let entry = season.readiness.last_mut().unwrap();
        (entry.hrv_ms, entry.resting_heart_rate_bpm) = (Some(value), Some(value));
        (entry.vendor_score, entry.asleep_minutes) = (Some(value), Some(u32::MAX));
        (entry.soreness, entry.mood) = (Some(0), Some(255));

        let found = sound(&season);

        assert_eq!(dropped(&found, "readiness"), 1, "{value}");
    }
}

#[test]
fn a_member_of_nonsense_gets_a_week() {
    for value in ABSURD {
        let mut season = Season::new(20);
        season.member.bodyweight_kg = Some(value);
        season.member.sessions_per_week = u32::MAX;
        season.member.goals = vec![
            GoalFacts { kind: GoalKind::BuildMuscle, weight: value },
            GoalFacts { kind: GoalKind::Compete, weight: value },
        ];
        season.member.restrictions.push(RestrictionFacts {
            id: "restriction_01".into(),
            region: BodyRegion::Knee,
            patterns: Vec::new(),
            movements: vec!["no-such-movement".into()],
            rule: RestrictionRule::CapLoad,
            load_cap: Some(value),
            since: day("1900-01-01"),
            cleared_on: None,
        });
        let line = &mut season.template.template.sessions[0].blocks[0].prescriptions[0];
        (line.load_basis, line.load) = (LoadBasis::Bodyweight, Some(0.5));

        let found = sound(&season);

        assert!(found.document.sessions.len() <= 6, "one day of rest at least");
        let possible = (0.0..=1.0).contains(&value);
        assert_eq!(dropped(&found, "restriction"), u32::from(!possible), "{value}");
    }
}

#[test]
fn of_whom_nothing_is_known_gets_a_week_to_calibrate() {
    let found = sound(&Season::without_plans(0));

    assert_eq!(found.document.sessions.len(), 4);
    assert!(found.signals.lifts.is_empty());
    let lines = found.document.sessions.iter().flat_map(|one| &one.blocks).flat_map(|b| &b.lines);
    assert!(lines.filter(|line| line.movement == "back-squat").all(|line| line.load_kg.is_none()));
}

#[test]
fn twenty_years_of_history_say_what_the_last_year_says() {
    let long = Season::new(20 * 52);
    let mut short = Season::new(20 * 52);
    let from = monday().monday() - Days::new(366);
    short.sessions.retain(|session| session.date >= from);
    short.readiness.retain(|entry| entry.date >= from);

    assert!(long.sessions.len() > 4000);
    assert!(sound(&long) == sound(&short), "older history counts");
}

#[test]
fn sessions_before_and_after_all_time_count_for_nothing() {
    let clean = sound(&Season::new(20));
    let mut season = Season::new(20);
    for date in [NaiveDate::MIN, day("0001-01-01"), day("9999-12-31"), NaiveDate::MAX] {
        let mut session = season.sessions[0].clone();
        session.date = date;
        season.sessions.push(session);
        let mut entry = season.readiness[0].clone();
        entry.date = date;
        season.readiness.push(entry);
        let record = |movement: &str| RecordFacts {
            date,
            recorded_at: noon(day("2026-02-01")),
            movement: movement.into(),
            reps: 1,
            load_kg: 300.0,
            rpe: None,
            basis: E1rmBasis::Tested,
            confirmed: true,
            decided: true,
        };
        season.records.push(record("overhead-squat"));
    }

    let found = sound(&season);

    assert!(found.document.sessions == clean.document.sessions, "they count");
}

#[test]
fn a_member_with_no_day_gets_an_empty_week_that_says_so() {
    let mut no_day = Season::new(20);
    no_day.member.available_days = domain::calendar::WeekdaySet::from_bits(0);
    let mut none_wanted = Season::new(20);
    none_wanted.member.sessions_per_week = 0;
    let mut over = Season::new(20);
    over.today = monday().sunday();
    over.member.available_days = domain::calendar::WeekdaySet::from_bits(1);

    for season in [no_day, none_wanted, over] {
        let found = sound(&season);

        assert!(found.document.sessions.is_empty());
        assert!(found.document.findings.contains(&Finding::NoDay));
    }
}

#[test]
fn a_track_without_sessions_is_refused_when_saved_and_said_when_met() {
    let mut season = Season::new(20);
    season.template.template.sessions.retain(|session| session.track != "conditioning");

    let refused = template_check::check(
        &season.template.template,
        &season.facts.tracks,
        &season.facts.catalogue,
    );
    let found = sound(&season);

    assert!(!refused.is_empty());
    assert!(found.document.findings.contains(&Finding::NoSessions("conditioning".into())));
    assert!(found.document.sessions.iter().all(|session| session.track != "conditioning"));
}

#[test]
fn a_template_without_any_session_gives_an_empty_week() {
    let mut season = Season::new(20);
    season.template.template.sessions.clear();

    let found = compute(&season.snapshot(None));

    assert!(found.document.sessions.is_empty());
    assert!(
        found.document.findings.iter().any(|finding| matches!(finding, Finding::NoSessions(_)))
    );
}

#[test]
fn a_template_of_nonsense_is_refused_with_field_and_range() {
    for value in ABSURD {
        let season = Season::new(0);
        let refused = |change: fn(&mut domain::template::Template, f64)| {
            let mut template = season.template.template.clone();
            change(&mut template, value);
            let found =
                template_check::check(&template, &season.facts.tracks, &season.facts.catalogue);
            assert!(!found.is_empty(), "{value}");
            assert!(found.iter().all(|problem| !problem.message.is_empty()));
        };
        if value != f64::MIN_POSITIVE {
            refused(|template, value| template.goal_influence = value);
            refused(|template, value| template.tracks[0].max_share = value);
            refused(|template, value| {
                template.sessions[0].blocks[0].prescriptions[0].load = Some(value);
            });
        }
        refused(|template, value| template.tracks[0].target_share = value);
        refused(|template, value| {
            template.sessions[0].blocks[0].prescriptions[0].target_rpe = Some(value);
        });
    }
}

#[test]
fn equipment_of_nonsense_loads_what_is_left_of_it() {
    let clean = sound(&Season::new(20));
    let mut cluttered = Season::new(20);
    cluttered.facts.equipment.plates_kg.extend(ABSURD);
    cluttered.facts.equipment.dumbbells_kg.extend(ABSURD);
    cluttered.facts.equipment.kettlebells_kg.extend(ABSURD);
    assert!(sound(&cluttered).document == clean.document, "nonsense is loaded");

    for value in ABSURD {
        let mut broken = Season::new(20);
        broken.facts.equipment = Equipment {
            bar_kg: value,
            plates_kg: vec![value, 7.0],
            dumbbells_kg: vec![value],
            kettlebells_kg: Vec::new(),
            stack_step_kg: value,
        };

        let found = sound(&broken);

        let lines =
            found.document.sessions.iter().flat_map(|one| &one.blocks).flat_map(|b| &b.lines);
        assert!(
            lines.filter(|line| line.movement == "back-squat").all(|line| line.load_kg.is_none())
        );
    }
}

#[test]
fn a_template_without_tracks_is_refused_when_saved_and_gives_an_empty_week_that_says_so() {
    let mut season = Season::new(20);
    season.template.template.tracks.clear();

    let refused = template_check::check(
        &season.template.template,
        &season.facts.tracks,
        &season.facts.catalogue,
    );
    let found = compute(&season.snapshot(None));

    assert!(refused.iter().any(|problem| problem.path == ["tracks"]), "{refused:?}");
    assert!(found.document.sessions.is_empty() && found.document.blend.is_empty());
    assert!(
        found.document.findings.contains(&Finding::EmptySeats(4)),
        "{:?}",
        found.document.findings
    );
    let reader = Reader::new(&season.facts, &found.signals);
    assert!(!narrative::rules(&reader, &found.document).focus.is_empty());
}

/// Every number of a week that a computation may have stored wrongly, absurd.
fn damaged(document: &PlanDocument, value: f64) -> PlanDocument {
    let mut out = document.clone();
    out.programmed_au = value;
    (out.template.cycle_week, out.config) = (u32::MAX, u32::MAX);
    out.cursors.iter_mut().for_each(|cursor| cursor.1 = u32::MAX);
    let adjustment = &mut out.adjustment;
    (adjustment.load_multiplier, adjustment.set_multiplier) = (value, value);
    (adjustment.score, adjustment.rir_delta) = (Some(value), u32::MAX);
    for share in &mut out.blend {
        (share.template_share, share.goal_share, share.mix) = (value, value, value);
        (share.share, share.wanted, share.adherence) = (value, value, value);
        (share.carried_in, share.carry_over) = (value, value);
        share.sessions = u32::MAX;
    }
    for session in &mut out.sessions {
        session.minutes = u32::MAX;
        for line in session.blocks.iter_mut().flat_map(|block| &mut block.lines) {
            (line.load_kg, line.exact_kg, line.basis_kg) = (Some(value), Some(value), Some(value));
            (line.programmed_kg, line.target_rpe) = (Some(value), Some(value));
            (line.programmed_rpe, line.distance_metres) = (Some(value), Some(value));
            line.min_rir = Some(value);
            (line.sets, line.programmed_sets) = (u32::MAX, u32::MAX);
            (line.reps_min, line.reps_max) = (Some(u32::MAX), Some(u32::MAX));
            for step in &mut line.trace {
                (step.to, step.by) = (step.to.map(|_| value), step.by.map(|_| value));
            }
        }
    }
    out
}

/// More than the usual ones: such as a zero that a division meets, and what overflows when it is summed.
fn absurd() -> impl Iterator<Item = f64> {
    ABSURD.into_iter().chain([0.0, 1e300, -1e300])
}

#[test]
fn past_weeks_of_nonsense_break_no_week_and_are_said() {
    for value in absurd() {
        for newest in [1, 6, 12] {
            let mut season = Season::new(20);
            for plan in season.plans.iter_mut().rev().take(newest) {
                plan.document = damaged(&plan.document, value).into();
            }

            let found = sound(&season);

            assert!(!found.document.sessions.is_empty(), "{value}");
            let impossible = if value == f64::MIN_POSITIVE { 0 } else { newest as u32 };
            assert_eq!(dropped(&found, "plan"), impossible, "{value}");
            let text = domain::text::week(&found.document, &found.signals, &season.facts, true);
            assert!(!text.contains("NaN") && !text.contains("inf "), "{value}: {text}");
        }
    }
}

#[test]
fn a_basis_of_nonsense_in_a_past_week_moves_no_load() {
    let unrated = || {
        let mut season = Season::new(20);
        for lift in season.sessions.iter_mut().flat_map(|session| &mut session.digest.lifts) {
            (lift.rpe, lift.missed) = (None, None);
        }
        season
    };
    let clean = sound(&unrated());
    for value in absurd().filter(|value| *value != f64::MIN_POSITIVE) {
        let mut season = unrated();
        let document = season.plans.last().unwrap().document.clone();
        let mut broken = (*document).clone();
        for line in
            broken.sessions.iter_mut().flat_map(|one| &mut one.blocks).flat_map(|b| &mut b.lines)
        {
            line.basis_kg = line.basis_kg.map(|_| value);
        }
        season.plans.last_mut().unwrap().document = broken.into();

        let found = sound(&season);

        let load = |week: &Computed| {
            let lines =
                week.document.sessions.iter().flat_map(|one| &one.blocks).flat_map(|b| &b.lines);
            let squats = lines.filter(|line| line.movement == "back-squat");
            squats.filter_map(|line| line.load_kg).fold(0.0, f64::max)
        };
        assert!((load(&found) - load(&clean)).abs() <= 2.5, "{value}: {}", load(&found));
    }
}

#[test]
fn what_a_past_week_carries_over_is_never_more_than_a_week_may() {
    for value in absurd() {
        let mut season = Season::new(20);
        let mut broken = (*season.plans.last().unwrap().document).clone();
        broken.blend.iter_mut().for_each(|share| share.carry_over = value);
        season.plans.last_mut().unwrap().document = broken.into();

        let found = sound(&season);

        let most = season.facts.config.blend.most_carried;
        assert!(found.signals.carry_over.values().all(|carried| carried.abs() <= most), "{value}");
    }
}

#[test]
fn a_base_of_nonsense_is_computed_again_or_stands_and_is_no_panic() {
    for value in absurd() {
        for (reduce_only, redraw) in [(true, false), (false, false), (true, true)] {
            let mut season = Season::new(20);
            let document = compute(&season.snapshot(None)).document;
            season.today = monday().monday() + Days::new(2);
            let base = Base {
                revision: 1,
                document: damaged(&document, value).into(),
                untouchable: vec![document.sessions[0].key.clone()],
                excused: Vec::new(),
                reduce_only,
                redraw,
            };

            let found = compute(&season.snapshot(Some(base)));

            let open = found.document.sessions.iter().filter(|one| one.date >= season.today);
            for line in open.flat_map(|one| &one.blocks).flat_map(|block| &block.lines) {
                let possible = line.load_kg.is_none_or(|kg| (0.0..=1000.0).contains(&kg));
                assert!(possible, "{value}, {reduce_only}, {redraw}: {line:?}");
            }
        }
    }
}
