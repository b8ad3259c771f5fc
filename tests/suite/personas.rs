//! The demo's members are told apart by their weeks, as a coach would tell them.

use domain::ids::MemberId;
use domain::plan::{Line, PlanDocument};
use domain::signals::Signals;
use domain::vocab::{FactorKind, MovementPattern, VolumeLevel};
use entity::{pack, store};
use tests::backend::Backend;
use tests::demo::{Demo, document};
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        the_week_of_each_member_shows_how_their_season_went
    }
}

/// Members of one round of seasons: steady, steady, fading, overreaching, steady, returning, injured, new.
const ROUND: u32 = 8;

/// A member's week, and what it was computed from.
struct Week {
    document: PlanDocument,
    signals: Signals,
}

impl Week {
    async fn of(demo: &Demo, number: u32) -> Self {
        let name = [format!("M-{number:05}")];
        let db = demo.app.env.db.read();
        let found = store::members::by_external_ids(db, demo.gym, &name).await.unwrap();
        let revisions = demo.revisions(MemberId::from_uuid(found[0].id)).await;
        Self {
            document: document(&revisions[0]),
            signals: pack::unpack(&revisions[0].signals).unwrap(),
        }
    }

    fn lines(&self) -> impl Iterator<Item = &Line> {
        let blocks = self.document.sessions.iter().flat_map(|session| &session.blocks);
        blocks.flat_map(|block| &block.lines)
    }

    /// Whether a step of that kind lowered anything.
    fn lowered_by(&self, factor: FactorKind) -> bool {
        let mut steps = self.lines().flat_map(|line| &line.trace);
        steps.any(|step| step.factor == factor && step.by.is_some_and(|by| by < 1.0))
    }
}

async fn the_week_of_each_member_shows_how_their_season_went(backend: Backend) {
    let demo = Demo::start(backend, ROUND).await;
    demo.run_week().await;
    let weeks = async |number| Week::of(&demo, number).await;

    for steady in [1, 2, 5] {
        let week = weeks(steady).await;
        assert!(!week.document.adjustment.conservative, "{steady}: {:?}", week.document.adjustment);
        assert!(week.signals.days_since_any_log.is_some_and(|days| days <= 6), "{steady}");
        let loads = week.lines().filter(|line| line.load_kg.is_some()).count();
        assert!(loads >= 3, "{steady}: {loads} loads");
    }

    let fading = weeks(3).await;
    assert!(fading.signals.days_since_any_log.is_some_and(|days| days >= 15));
    assert!(fading.lowered_by(FactorKind::Layoff), "{:?}", fading.signals.layoffs);

    let overreaching = weeks(4).await;
    let level = overreaching.document.adjustment.volume;
    assert_eq!(level, VolumeLevel::High, "{:?}", overreaching.signals.volume);
    assert!(overreaching.document.adjustment.conservative, "a lighter week follows");

    let returning = weeks(6).await;
    assert!(returning.lowered_by(FactorKind::Layoff), "{:?}", returning.signals.layoffs);

    let injured = weeks(7).await;
    let catalogue = demo_catalogue(&demo).await;
    for line in injured.lines() {
        let pattern = catalogue.get(&line.movement).map(|movement| movement.pattern);
        let barred = [MovementPattern::Squat, MovementPattern::Lunge];
        assert!(pattern.is_none_or(|pattern| !barred.contains(&pattern)), "{}", line.movement);
    }

    let new = weeks(8).await;
    assert!(new.signals.lifts.values().all(|lift| lift.pieces <= 6), "hardly anything is known");
    demo.app.stop().await;
}

async fn demo_catalogue(demo: &Demo) -> domain::catalogue::Catalogue {
    let facts = service::inputs::gym_facts(demo.app.env.db.read(), &demo.row().await).await;
    facts.unwrap_or_else(|error| panic!("{}", error.report())).catalogue
}
