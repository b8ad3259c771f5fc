//! Rows as the engine sees them.

use std::collections::HashMap;

use domain::calendar::{Week, WeekdaySet};
use domain::digest::SessionDigest;
use domain::ids::RestrictionId;
use domain::snapshot::{
    GoalFacts, MemberFacts, ReadinessFacts, RecordFacts, RestrictionFacts, SessionFacts,
};
use domain::vocab::{GoalStatus, HrvWindow};
use entity::instant::instant;
use entity::store::readiness::Reported;
use entity::store::records::Achieved;
use entity::store::session_logs::Digest;
use entity::{goal, member, restriction};
use uuid::Uuid;

/// A member with active goals and every restriction.
pub(super) fn member_facts(
    member: &member::Model,
    goals: &[goal::Model],
    restrictions: &[restriction::Model],
    first_set_on: Option<chrono::NaiveDate>,
) -> anyhow::Result<MemberFacts> {
    Ok(MemberFacts {
        experience: member.experience.parse()?,
        sessions_per_week: u32::try_from(member.sessions_per_week).unwrap_or(0),
        available_days: WeekdaySet::from_bits(u8::try_from(member.available_days & 0x7f)?),
        bodyweight_kg: member.bodyweight_kg,
        goals: goals
            .iter()
            .filter(|goal| goal.status == GoalStatus::Active.as_str())
            .map(|goal| Ok(GoalFacts { kind: goal.kind.parse()?, weight: goal.weight }))
            .collect::<anyhow::Result<_>>()?,
        restrictions: restrictions.iter().map(restriction_facts).collect::<anyhow::Result<_>>()?,
        first_set_on,
    })
}

pub(super) fn session(
    row: &Digest,
    tracks: &HashMap<Uuid, String>,
    plans: &HashMap<Uuid, Week>,
) -> anyhow::Result<SessionFacts> {
    let digest: SessionDigest = postcard::from_bytes(&row.digest).map_err(|error| {
        anyhow::anyhow!("the digest of session {} can't be read: {error}", row.id)
    })?;
    let answers =
        row.plan_id.and_then(|plan| plans.get(&plan).copied()).zip(row.session_key.clone());
    Ok(SessionFacts {
        date: row.date,
        recorded_at: instant(row.recorded_at),
        track: tracks.get(&row.track_id).cloned().unwrap_or_default(),
        answers,
        minutes: u32::try_from(row.duration_minutes).unwrap_or(0),
        session_rpe: row.session_rpe,
        completion: row.completion,
        digest,
    })
}

/// A record as the engine sees it; `None` for one of time or distance, which says nothing of strength.
pub fn record(
    row: &Achieved,
    movements: &HashMap<Uuid, String, impl std::hash::BuildHasher>,
) -> anyhow::Result<Option<RecordFacts>> {
    let (Some(load_kg), Some(reps), Some(basis)) = (row.load_kg, row.reps, row.basis.as_ref())
    else {
        return Ok(None);
    };
    let Some(movement) = movements.get(&row.movement_id) else {
        return Ok(None);
    };
    Ok(Some(RecordFacts {
        date: row.achieved_on,
        recorded_at: instant(row.recorded_at),
        movement: movement.clone(),
        reps: u32::try_from(reps)?,
        load_kg,
        rpe: row.rpe,
        basis: basis.parse()?,
        confirmed: row.confirmed,
        decided: row.decided_at.is_some() || row.session_log_id.is_none(),
    }))
}

/// A readiness entry as the engine sees it.
pub fn readiness(row: &Reported) -> anyhow::Result<ReadinessFacts> {
    let item = |value: Option<i32>| value.and_then(|value| u8::try_from(value).ok());
    Ok(ReadinessFacts {
        date: row.date,
        recorded_at: instant(row.recorded_at),
        source: row.source.clone(),
        quality: row.quality.parse()?,
        hrv_ms: row.hrv_ms,
        hrv_metric: row.hrv_metric.as_deref().map(str::parse).transpose()?,
        hrv_window: row
            .hrv_window
            .as_deref()
            .map(str::parse)
            .transpose()?
            .unwrap_or(HrvWindow::Overnight),
        resting_heart_rate_bpm: row.resting_heart_rate_bpm,
        asleep_minutes: row.asleep_minutes.and_then(|minutes| u32::try_from(minutes).ok()),
        soreness: item(row.soreness),
        stress: item(row.stress),
        energy: item(row.energy),
        mood: item(row.mood),
        sleep_quality: item(row.sleep_quality),
        vendor_score: row.vendor_score,
        illness: row.illness,
        pain: row.pain,
    })
}

/// A restriction as the engine sees it.
pub(crate) fn restriction_facts(row: &restriction::Model) -> anyhow::Result<RestrictionFacts> {
    Ok(RestrictionFacts {
        id: RestrictionId::from_uuid(row.id).to_string(),
        region: row.body_region.parse()?,
        patterns: serde_json::from_str(&row.patterns)?,
        movements: serde_json::from_str(&row.movement_keys)?,
        rule: row.rule.parse()?,
        load_cap: row.load_cap,
        since: row.since,
        cleared_on: row.cleared_on,
    })
}
