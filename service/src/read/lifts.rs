//! The series of a lift that its trend is read from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::calendar::Week;
use domain::evidence::{LiftSession, Reading, pieces};
use domain::signals::Signals;
use domain::snapshot::{RecordFacts, SessionFacts, Snapshot};
use domain::trend;

/// By key of the lift: the day and its estimated one-repetition maximum in kilograms, oldest first.
pub type LiftPoints = BTreeMap<String, Vec<(NaiveDate, f64)>>;

/// What the trend of each lift in `signals` rests on: sessions that were rated, tested or missed,
/// conservative weeks left out, of the last year.
pub fn points(snapshot: &Snapshot<'_>, signals: &Signals) -> LiftPoints {
    let reading = Reading::of(
        snapshot.member.experience,
        snapshot.member.first_set_on,
        &snapshot.gym.config.strength,
    );
    let conservative = conservative_weeks(snapshot);
    let known =
        |date: NaiveDate, recorded_at| date < signals.today && recorded_at <= snapshot.as_of;
    let mut sessions: Vec<&SessionFacts> = snapshot
        .sessions
        .iter()
        .filter(|session| known(session.date, session.recorded_at))
        .collect();
    sessions.sort_by_key(|session| session.date);
    let records: Vec<&RecordFacts> =
        snapshot.records.iter().filter(|record| known(record.date, record.recorded_at)).collect();
    let strength = &snapshot.gym.config.strength;
    let catalogue = &snapshot.gym.catalogue;
    let of_lift = |lift: &String| {
        let worked = sessions.iter().flat_map(|session| {
            let digests = session.digest.lifts.iter().filter(|digest| &digest.lift == lift);
            digests.map(|digest| LiftSession {
                date: session.date,
                conservative: conservative.contains(&Week::containing(session.date)),
                digest,
            })
        });
        let own = records.iter().filter(|record| catalogue.lift_of(&record.movement) == lift);
        let own: Vec<&RecordFacts> = own.copied().collect();
        let evidence = pieces(&worked.collect::<Vec<_>>(), &own, reading, strength).confirmed;
        trend::points(&evidence).iter().map(|point| (point.date, point.value_kg)).collect()
    };
    signals.lifts.keys().map(|lift| (lift.clone(), of_lift(lift))).collect()
}

fn conservative_weeks(snapshot: &Snapshot<'_>) -> BTreeSet<Week> {
    let past = snapshot.plans.iter().map(|plan| (plan.week, &*plan.document));
    let base = snapshot.request.base.iter().map(|base| (snapshot.week, &*base.document));
    past.chain(base)
        .filter(|(_, document)| document.adjustment.conservative)
        .map(|(week, _)| week)
        .collect()
}
