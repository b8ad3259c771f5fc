//! What of a member asks for a coach's attention now.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::access::Actor;
use domain::adherence::{is_avoided, is_stale};
use domain::calendar::{Week, local_date};
use domain::ids::{GymId, MemberId};
use domain::layoff;
use domain::restrict;
use domain::signals::{LayoffSignal, Signals};
use domain::vocab::{GoalStatus, MemberFlag, PlanStatus, ReadinessBand, TrendClass, VolumeLevel};
use entity::instant::FIRST_DAY;
use entity::store;
use entity::store::members::MemberFilter;
use uuid::Uuid;

use super::GymView;
use super::standing::{self, Standings};
use crate::env::Env;
use crate::error::Result;

/// Members whose history is read at once when all of a gym's are looked at.
const AT_ONCE: usize = 100;

/// By member; who has no flag has an empty set.
pub type Flags = HashMap<Uuid, BTreeSet<MemberFlag>>;

/// The flags of these members.
pub async fn of_members(env: &Env, gym: &GymView, members: &[Uuid]) -> Result<Flags> {
    let standings = standing::of_members(env, gym, members).await?;
    of_standings(env, gym, members, &standings).await
}

/// The flags of these members, of whom it is known where they stand.
pub async fn of_standings(
    env: &Env,
    gym: &GymView,
    members: &[Uuid],
    standings: &Standings,
) -> Result<Flags> {
    let (db, id) = (env.db.read(), GymId::from_uuid(gym.row.id));
    let ids: Vec<MemberId> = members.iter().map(|member| MemberId::from_uuid(*member)).collect();
    let today = local_date(env.now(), gym.facts.time_zone);
    let week = Week::containing(today);
    // On the way to a first run the coming week's plan is the one there is.
    let (from, to) = (week.monday(), week.plus(1).monday());
    let planned: BTreeSet<Uuid> = store::plans::between(db, id, &ids, from, to)
        .await?
        .into_iter()
        .filter(|plan| {
            plan.published.is_some() || plan.status == PlanStatus::PendingReview.as_str()
        })
        .map(|plan| plan.member_id)
        .collect();
    let mut flags = Flags::new();
    for member in store::members::by_ids(db, id, &ids).await? {
        let own = flags.entry(member.id).or_default();
        let signals = standings.get(&member.id).map(|standing| &standing.signals);
        if let Some(signals) = signals {
            own.extend(of_signals(signals, gym));
        }
        if member.active && !planned.contains(&member.id) {
            own.insert(MemberFlag::NoPlan);
        }
        let stale = signals
            .is_some_and(|signals| is_stale(signals.days_since_any_log, member.joined_on, today));
        if member.active && stale {
            own.insert(MemberFlag::StaleData);
        }
    }
    for goal in store::goals::of_members(db, id, &ids).await? {
        if goal.status == GoalStatus::PendingApproval.as_str() {
            flags.entry(goal.member_id).or_default().insert(MemberFlag::GoalWaiting);
        }
    }
    for record in store::records::since(db, id, &ids, FIRST_DAY).await? {
        if !record.confirmed {
            flags.entry(record.member_id).or_default().insert(MemberFlag::RecordWaiting);
        }
    }
    Ok(flags)
}

/// Those members whom `filter` lets through with any of the flags.
pub async fn members_with(
    env: &Env,
    actor: &Actor,
    gym: &GymView,
    filter: &MemberFilter,
    wanted: &[MemberFlag],
) -> Result<Vec<MemberId>> {
    let all = store::members::ids(env.db.read(), actor.gym, filter).await?;
    let mut found = Vec::new();
    for some in all.chunks(AT_ONCE) {
        let ids: Vec<Uuid> = some.iter().map(MemberId::uuid).collect();
        let flags = of_members(env, gym, &ids).await?;
        let has = |member: &&MemberId| {
            flags
                .get(&member.uuid())
                .is_some_and(|own| wanted.iter().any(|flag| own.contains(flag)))
        };
        found.extend(some.iter().filter(has));
    }
    Ok(found)
}

fn of_signals(signals: &Signals, gym: &GymView) -> BTreeSet<MemberFlag> {
    let config = &gym.facts.config;
    let any_lift = |class: TrendClass| signals.lifts.values().any(|lift| lift.trend.class == class);
    let flag_days = i64::from(config.readiness.scale.flag_days);
    let recent = |on: NaiveDate| (signals.today - on).num_days() < flag_days;
    let unwell =
        [signals.readiness.ill_on, signals.readiness.pain_on].into_iter().flatten().any(recent);
    let returning = |layoff: &LayoffSignal| {
        !layoff.ramps.is_empty()
            && layoff::effect(layoff, None, signals.today, false, config).reduces()
    };
    let found = [
        (MemberFlag::LowReadiness, is_low(signals)),
        (MemberFlag::IllnessOrPain, unwell),
        (MemberFlag::HighVolume, signals.volume.level == VolumeLevel::High),
        (MemberFlag::DecliningLift, any_lift(TrendClass::Down)),
        (MemberFlag::StalledLift, any_lift(TrendClass::Stalled)),
        (MemberFlag::ReturningFromLayoff, signals.layoffs.values().any(returning)),
        (
            MemberFlag::AvoidingATrack,
            signals.adherence.values().any(|track| is_avoided(track, &config.adherence)),
        ),
        (
            MemberFlag::LighterThanPrescribed,
            signals.lifts.values().any(|lift| lift.lighter_than_prescribed),
        ),
        (
            MemberFlag::RestrictionUnmatched,
            !restrict::unmatched(signals, &gym.facts.catalogue).is_empty(),
        ),
    ];
    found.into_iter().filter_map(|(flag, stands)| stands.then_some(flag)).collect()
}

/// Of the newest day where one is fresh, else of the week.
fn is_low(signals: &Signals) -> bool {
    let readiness = &signals.readiness;
    let band = readiness.latest.as_ref().map_or(readiness.band, |day| day.band);
    matches!(band, ReadinessBand::Low | ReadinessBand::VeryLow)
}
