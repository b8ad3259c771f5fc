//! A coach's edits: what they do to a week, and what a recomputation keeps of them.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeSet;

use chrono::Days;
use common::{block, gym, lift, monday, percent, quiet, readiness, session, template, track};
use domain::calendar::WeekdaySet;
use domain::edit::{
    Addition, BlockEdit, Edit, EditCode, LineEdit, Move, PlanEdit, Scope, Values, apply, restore,
};
use domain::explain::Reader;
use domain::personalise::personalise;
use domain::plan::{Line, PlanDocument};
use domain::reason::Finding;
use domain::signals::{BaseSignal, Signals};
use domain::snapshot::{GymFacts, RestrictionFacts, TemplateFacts};
use domain::trace::replay;
use domain::vocab::{
    Axis, BlockType, BodyRegion, ChangeKind, FactorKind, MovementPattern, Provenance,
    RestrictionRule, WorkoutFormat,
};

/// Two strength sessions and one with three rounds, on Monday, Wednesday and Friday.
struct World {
    facts: GymFacts,
    template: TemplateFacts,
    signals: Signals,
    begun: BTreeSet<String>,
}

impl World {
    fn new() -> Self {
        let strength = |lines| block(BlockType::Strength, WorkoutFormat::StrengthSets, lines);
        let mut metcon =
            block(BlockType::Metcon, WorkoutFormat::ForTime, vec![percent("thruster", 1, 21, 0.4)]);
        (metcon.rounds, metcon.rep_scheme) = (Some(3), Some(vec![21, 15, 9]));
        let sessions = vec![
            session(
                "strength",
                1,
                1,
                vec![
                    strength(vec![
                        percent("back-squat", 5, 5, 0.75),
                        percent("bench-press", 5, 5, 0.7),
                    ]),
                    metcon,
                ],
            ),
            session("strength", 1, 2, vec![strength(vec![percent("deadlift", 3, 5, 0.8)])]),
        ];
        let mut signals = quiet();
        signals.member.sessions_per_week = 2;
        for key in ["back-squat", "bench-press", "deadlift", "front-squat", "thruster"] {
            signals.lifts.insert(key.into(), lift(100.0));
        }
        Self {
            facts: gym(),
            template: template(vec![track("strength", 1.0, 0.0, 1.0)], sessions, 1),
            signals,
            begun: BTreeSet::new(),
        }
    }

    fn week(&self) -> PlanDocument {
        personalise(&self.signals, &self.facts, &self.template, None)
    }

    fn scope(&self) -> Scope<'_> {
        Scope {
            facts: &self.facts,
            signals: &self.signals,
            template: Some(&self.template),
            restrictions: &self.signals.member.restrictions,
            today: self.signals.today,
            begun: &self.begun,
        }
    }

    fn edited(&self, edit: &PlanEdit) -> PlanDocument {
        apply(&self.week(), edit, &self.scope()).unwrap()
    }

    fn problems(&self, edit: &PlanEdit) -> Vec<(String, EditCode)> {
        let problems = apply(&self.week(), edit, &self.scope()).unwrap_err();
        problems.into_iter().map(|problem| (problem.path.join("."), problem.code)).collect()
    }

    /// `base` computed again after `with` has happened.
    fn again(
        &mut self,
        base: &PlanDocument,
        reduce_only: bool,
        redraw: bool,
        with: impl FnOnce(&mut Signals),
    ) -> PlanDocument {
        with(&mut self.signals);
        let untouchable = self.begun.iter().cloned().collect();
        self.signals.base = Some(BaseSignal { revision: 2, untouchable, reduce_only, redraw });
        personalise(&self.signals, &self.facts, &self.template, Some(base))
    }
}

fn line<'d>(document: &'d PlanDocument, movement: &str) -> &'d Line {
    let lines =
        document.sessions.iter().flat_map(|session| &session.blocks).flat_map(|block| &block.lines);
    lines.into_iter().find(|line| line.movement == movement).unwrap()
}

fn movements(document: &PlanDocument) -> Vec<&str> {
    let lines =
        document.sessions.iter().flat_map(|session| &session.blocks).flat_map(|block| &block.lines);
    lines.map(|line| line.movement.as_str()).collect()
}

fn of_line(document: &PlanDocument, movement: &str, values: Values) -> PlanEdit {
    let line = line(document, movement).key.clone();
    PlanEdit {
        lines: vec![LineEdit { line, values, ..LineEdit::default() }],
        ..PlanEdit::default()
    }
}

fn loaded(kg: f64) -> Values {
    Values { load_kg: Edit::Set(kg), ..Values::default() }
}

fn knee(rule: RestrictionRule) -> RestrictionFacts {
    RestrictionFacts {
        id: "restriction_01".into(),
        region: BodyRegion::Knee,
        patterns: vec![MovementPattern::Squat],
        movements: Vec::new(),
        rule,
        load_cap: None,
        since: monday().monday() - Days::new(30),
        cleared_on: None,
    }
}

#[test]
fn a_coach_s_load_is_a_step_after_rounding_and_is_rounded_to_nothing() {
    let world = World::new();
    let before = world.week();

    let after = world.edited(&of_line(&before, "back-squat", loaded(81.3)));

    let squat = line(&after, "back-squat");
    assert_eq!((squat.load_kg, squat.exact_kg), (Some(81.3), Some(81.3)));
    assert_eq!(squat.provenance, Provenance::CoachEdited);
    let of_load: Vec<_> = squat.trace.iter().filter(|step| step.axis == Axis::Load).collect();
    let factors: Vec<FactorKind> = of_load.iter().map(|step| step.factor).collect();
    assert_eq!(factors[factors.len() - 2..], [FactorKind::Rounding, FactorKind::CoachEdit]);
    assert_eq!(replay(&squat.trace, Axis::Load), Some(81.3));
    assert_eq!(replay(&squat.trace, Axis::Sets), Some(5.0));
    let trace = Reader::new(&world.facts, &world.signals).line_trace(squat);
    let edit = trace.iter().find(|step| step.factor == FactorKind::CoachEdit).unwrap();
    assert_eq!(
        (edit.before, edit.after, edit.bound),
        (line(&before, "back-squat").load_kg, Some(81.3), true)
    );
}

#[test]
fn a_second_edit_takes_the_place_of_the_first() {
    let world = World::new();
    let first = world.edited(&of_line(&world.week(), "back-squat", loaded(81.3)));

    let second =
        apply(&first, &of_line(&first, "back-squat", loaded(60.0)), &world.scope()).unwrap();

    let edits = line(&second, "back-squat")
        .trace
        .iter()
        .filter(|step| step.factor == FactorKind::CoachEdit);
    assert_eq!(edits.map(|step| step.to).collect::<Vec<_>>(), [Some(60.0)]);
}

#[test]
fn a_load_that_is_cleared_is_none() {
    let world = World::new();
    let values = Values { load_kg: Edit::Clear, ..Values::default() };

    let after = world.edited(&of_line(&world.week(), "back-squat", values));

    let squat = line(&after, "back-squat");
    assert_eq!(squat.load_kg, None);
    let trace = Reader::new(&world.facts, &world.signals).line_trace(squat);
    assert_eq!(trace.iter().rfind(|step| step.axis == Axis::Load).unwrap().after, None);
}

#[test]
fn another_movement_is_another_line_prescribed_from_its_own_lift() {
    let mut world = World::new();
    world.signals.lifts.insert("front-squat".into(), lift(80.0));
    let before = world.week();
    let edit = PlanEdit {
        lines: vec![LineEdit {
            line: line(&before, "back-squat").key.clone(),
            movement: Some("front-squat".into()),
            ..LineEdit::default()
        }],
        ..PlanEdit::default()
    };

    let after = world.edited(&edit);

    let squat = line(&after, "front-squat");
    assert_eq!(squat.programmed_kg, Some(60.0));
    assert_eq!(squat.key, line(&before, "back-squat").key.replace("back", "front"));
    assert_eq!(
        (squat.provenance, squat.substituted_for.as_deref()),
        (Provenance::CoachEdited, None)
    );
    assert_eq!(movements(&after), ["front-squat", "bench-press", "thruster", "deadlift"]);
    let again =
        world.again(&after, true, false, |signals| signals.readiness = readiness(Some(20.0)));
    let reduced = line(&again, "front-squat");
    assert!(reduced.load_kg < squat.load_kg, "the movement is the coach's, the load is not");
    assert_eq!(movements(&again), movements(&after));
}

#[test]
fn values_that_a_coach_chose_survive_and_the_others_are_reduced() {
    let mut world = World::new();
    let before = world.edited(&of_line(&world.week(), "back-squat", loaded(81.3)));

    let after =
        world.again(&before, true, false, |signals| signals.readiness = readiness(Some(20.0)));

    let squat = line(&after, "back-squat");
    assert_eq!(squat.load_kg, Some(81.3));
    assert!(squat.sets < 5, "sets are the engine's: {}", squat.sets);
    assert_eq!(replay(&squat.trace, Axis::Load), Some(81.3));
    assert!(line(&after, "deadlift").load_kg < line(&before, "deadlift").load_kg);
}

#[test]
fn what_was_taken_out_or_added_stays_so() {
    let mut world = World::new();
    let before = world.week();
    let removed = LineEdit {
        line: line(&before, "bench-press").key.clone(),
        remove: true,
        ..LineEdit::default()
    };
    let added = Addition {
        block: before.sessions[0].blocks[0].key.clone(),
        movement: "plank".into(),
        values: Values { sets: Some(3), duration_seconds: Edit::Set(40), ..Values::default() },
    };
    let edit = PlanEdit { lines: vec![removed], additions: vec![added], ..PlanEdit::default() };
    let edited = world.edited(&edit);
    assert_eq!(movements(&edited), ["back-squat", "plank", "thruster", "deadlift"]);

    let after = world.again(&edited, false, false, |_| {});

    assert_eq!(movements(&after), movements(&edited));
    assert_eq!(line(&after, "plank"), line(&edited, "plank"));
}

#[test]
fn an_edit_whose_movement_is_ruled_out_is_dropped_and_said() {
    let mut world = World::new();
    let before = world.edited(&of_line(&world.week(), "back-squat", loaded(81.3)));

    let after = world.again(&before, true, false, |signals| {
        signals.member.restrictions.push(knee(RestrictionRule::Forbid));
    });

    assert!(!movements(&after).contains(&"back-squat"));
    assert!(after.findings.contains(&Finding::EditDropped("back-squat".into())));
    let changes = domain::diff::changes(&before, &after);
    let said = changes.iter().find(|change| change.path == "coachEdit").unwrap();
    assert_eq!(said.kind, ChangeKind::Removed);
    let text = Reader::new(&world.facts, &world.signals).change(said);
    assert_eq!(text, "The coach's edit of Back Squat was dropped: its movement is ruled out now.");
}

#[test]
fn an_edited_session_stands_while_the_rest_is_drawn_again() {
    let mut world = World::new();
    let before = world.edited(&of_line(&world.week(), "back-squat", loaded(81.3)));
    world.template.version = 2;

    let after = world.again(&before, false, true, |_| {});

    assert_eq!(line(&after, "back-squat"), line(&before, "back-squat"));
    assert_eq!(after.sessions.len(), 2);
    assert!(line(&after, "deadlift").key.starts_with("strength-v2"));
}

#[test]
fn a_session_that_was_taken_out_is_not_drawn_again() {
    let mut world = World::new();
    let key = world.week().sessions[0].key.clone();
    let before = world.edited(&PlanEdit { removals: vec![key], ..PlanEdit::default() });
    assert_eq!((before.sessions.len(), before.blend[0].sessions), (1, 1));
    assert!(before.programmed_au < world.week().programmed_au);

    let same = world.again(&before, false, false, |_| {});
    let redrawn = world.again(&before, false, true, |_| {});

    assert_eq!((same.sessions.len(), redrawn.sessions.len()), (1, 1));
}

#[test]
fn one_taken_out_of_a_week_that_had_fewer_than_wanted_is_not_drawn_again() {
    let mut world = World::new();
    world.signals.member.sessions_per_week = 4;
    world.signals.member.available_days = WeekdaySet::from_bits(0b100);
    let key = world.week().sessions[0].key.clone();
    let before = world.edited(&PlanEdit { removals: vec![key], ..PlanEdit::default() });

    let redrawn = world.again(&before, false, true, |_| {});

    assert_eq!((before.sessions.len(), redrawn.sessions.len()), (0, 0));
}

#[test]
fn the_session_that_was_taken_out_is_missing_from_the_new_draw_and_no_other() {
    let mut world = World::new();
    let keys: Vec<String> = world.week().sessions.iter().map(|one| one.key.clone()).collect();
    let removals = vec![keys[0].clone()];
    let before = world.edited(&PlanEdit { removals, ..PlanEdit::default() });

    let redrawn = world.again(&before, false, true, |_| {});

    let left: Vec<&String> = redrawn.sessions.iter().map(|one| &one.key).collect();
    assert_eq!(left, [&keys[1]]);
    assert_eq!(redrawn.blend[0].sessions, 1);
}

#[test]
fn a_session_moves_within_its_week_and_stays_there() {
    let mut world = World::new();
    let before = world.week();
    let (first, other) = (&before.sessions[0], &before.sessions[1]);
    let edit = PlanEdit {
        moves: vec![Move { session: first.key.clone(), date: other.date }],
        ..PlanEdit::default()
    };

    let moved = world.edited(&edit);
    let after = world.again(&moved, false, false, |_| {});

    for document in [&moved, &after] {
        let days: Vec<_> = document.sessions.iter().map(|one| (one.date, one.order)).collect();
        assert_eq!(days, [(other.date, 1), (other.date, 2)]);
    }
    let late = Move { session: first.key.clone(), date: monday().plus(1).monday() };
    let late = PlanEdit { moves: vec![late], ..PlanEdit::default() };
    assert_eq!(world.problems(&late), [("moves.0.date".to_owned(), EditCode::OutOfRange)]);
}

#[test]
fn rounds_of_a_block_are_a_step_and_stay() {
    let mut world = World::new();
    let key = world.week().sessions[0].blocks[1].key.clone();
    let change = BlockEdit {
        block: key,
        rounds: Edit::Set(2),
        notes: Edit::Set("Steady.".into()),
        ..BlockEdit::default()
    };
    let before = world.edited(&PlanEdit { blocks: vec![change.clone()], ..PlanEdit::default() });

    let after = world.again(&before, false, false, |_| {});

    for document in [&before, &after] {
        let block = &document.sessions[0].blocks[1];
        assert_eq!((block.rounds, block.rep_scheme.clone()), (Some(2), Some(vec![21, 15])));
        assert_eq!(block.notes.as_deref(), Some("Steady."));
        assert_eq!(replay(&block.trace, Axis::Rounds), Some(2.0));
    }
    let many = BlockEdit { rounds: Edit::Set(4), ..change };
    let many = PlanEdit { blocks: vec![many], ..PlanEdit::default() };
    assert_eq!(world.problems(&many), [("blocks.0.rounds".to_owned(), EditCode::OutOfRange)]);
}

#[test]
fn every_fault_of_an_edit_is_named_and_nothing_of_it_is_done() {
    let mut world = World::new();
    world.signals.member.restrictions.push(RestrictionFacts {
        patterns: vec![MovementPattern::HorizontalPull],
        ..knee(RestrictionRule::Forbid)
    });
    let week = world.week();
    let at = |movement: &str| line(&week, movement).key.clone();
    world.begun.insert(week.sessions[1].key.clone());
    let edit = PlanEdit {
        lines: vec![
            LineEdit {
                line: at("back-squat"),
                values: Values { sets: Some(0), load_kg: Edit::Set(-1.0), ..Values::default() },
                ..LineEdit::default()
            },
            LineEdit { line: "nothing".into(), remove: true, ..LineEdit::default() },
            LineEdit {
                line: at("bench-press"),
                movement: Some("barbell-row".into()),
                ..LineEdit::default()
            },
            LineEdit { line: at("deadlift"), values: loaded(50.0), ..LineEdit::default() },
            LineEdit {
                line: at("thruster"),
                values: Values { reps_min: Edit::Set(30), ..Values::default() },
                ..LineEdit::default()
            },
        ],
        additions: vec![Addition {
            block: "nothing".into(),
            movement: "plank".into(),
            values: Values::default(),
        }],
        ..PlanEdit::default()
    };

    let problems = world.problems(&edit);

    let named = |path: &str, code| (path.to_owned(), code);
    assert_eq!(
        problems,
        [
            named("edits.0.sets", EditCode::OutOfRange),
            named("edits.0.loadKg", EditCode::OutOfRange),
            named("edits.1.prescriptionId", EditCode::NotFound),
            named("edits.2.movementKey", EditCode::NotAllowed),
            named("edits.3.prescriptionId", EditCode::NotAllowed),
            named("edits.4.repsMax", EditCode::Invalid),
            named("additions.0.blockId", EditCode::NotFound),
        ]
    );
}

#[test]
fn a_session_can_t_be_emptied_line_by_line() {
    let world = World::new();
    let line = line(&world.week(), "deadlift").key.clone();
    let edit = PlanEdit {
        lines: vec![LineEdit { line, remove: true, ..LineEdit::default() }],
        ..PlanEdit::default()
    };

    assert_eq!(world.problems(&edit), [("edits.0.remove".to_owned(), EditCode::Invalid)]);
}

#[test]
fn what_was_done_stays_when_an_earlier_week_comes_back() {
    let mut world = World::new();
    let before = world.week();
    let reduced =
        world.again(&before, true, false, |signals| signals.readiness = readiness(Some(20.0)));
    let done = reduced.sessions[0].key.clone();

    let back = restore(&before, &reduced, before.week.monday(), &BTreeSet::from([done]));

    assert_eq!(back.sessions[0], reduced.sessions[0]);
    assert_eq!(back.sessions[1], before.sessions[1]);
    assert_ne!(back.sessions[1], reduced.sessions[1]);
}
