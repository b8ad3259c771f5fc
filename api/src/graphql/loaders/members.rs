//! Batches of members and of what is read of them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::NaiveDate;
use domain::vocab::MemberFlag;
use entity::{
    coach_note, goal, integration_member, member, personal_record, readiness_entry, restriction,
    session_log, set_log, store,
};
use service::read::days::{self, ReadDay};
use service::read::flags;
use service::read::standing::{self, Standing, Standings};
use uuid::Uuid;

use super::{Batch, Fault, batch, row_by_id, rows_of};

row_by_id! {
    /// A member by id.
    MemberById -> member::Model: MemberId, store::members::by_ids
}

row_by_id! {
    /// A goal by id.
    GoalById -> goal::Model: GoalId, store::goals::by_ids
}

row_by_id! {
    /// A restriction by id.
    RestrictionById -> restriction::Model: RestrictionId, store::restrictions::by_ids
}

row_by_id! {
    /// A coach's note by id.
    NoteById -> coach_note::Model: NoteId, store::notes::by_ids
}

row_by_id! {
    /// An entry of readiness by id, withdrawn or not.
    EntryById -> readiness_entry::Model: ReadinessEntryId, store::readiness::by_ids
}

row_by_id! {
    /// A record by id.
    RecordById -> personal_record::Model: RecordId, store::records::by_ids
}

rows_of! {
    /// A member's goals, whatever their state.
    GoalsOf -> goal::Model: MemberId, member_id, store::goals::of_members
}

rows_of! {
    /// A member's restrictions, whatever their state.
    RestrictionsOf -> restriction::Model: MemberId, member_id, store::restrictions::of_members
}

rows_of! {
    /// The ids by which integrations know a member.
    LinksOf -> integration_member::Model: MemberId, member_id, store::integrations::links_of_members
}

batch! {
    /// A member's readiness on a day.
    DayOf(Uuid, NaiveDate) -> Arc<ReadDay>: |batch, keys| {
        let wanted: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let days = days::days(batch.db(), &*batch.gym().await?, &wanted).await?;
        Ok(days.into_iter().map(|((member, date), day)| (DayOf(member, date), day)).collect())
    }
}

batch! {
    /// A member's newest day of readiness.
    LatestDayOf(Uuid) -> Arc<ReadDay>: |batch, keys| {
        let members: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let days = days::latest(batch.db(), &*batch.gym().await?, &members).await?;
        Ok(days.into_iter().map(|(member, day)| (LatestDayOf(member), day)).collect())
    }
}

batch! {
    /// Where a member stands now.
    StandingOf(Uuid) -> Arc<Standing>: |batch, keys| {
        let members: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let standings = batch.standings(&members).await?;
        Ok(standings.into_iter().map(|(member, of)| (StandingOf(member), of)).collect())
    }
}

batch! {
    /// What of a member asks for attention.
    FlagsOf(Uuid) -> BTreeSet<MemberFlag>: |batch, keys| {
        let members: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let gym = batch.gym().await?;
        let standings = batch.standings(&members).await?;
        let flags = flags::of_standings(&batch.env, &gym, &members, &standings).await?;
        Ok(flags.into_iter().map(|(member, of)| (FlagsOf(member), of)).collect())
    }
}

impl Batch {
    /// Where members stand: read once for whatever asks for it.
    async fn standings(&self, members: &[Uuid]) -> Result<Standings, Fault> {
        let gym = self.gym().await?;
        // Held while they are read: who asks meanwhile waits, and finds them.
        let mut known = self.standings.lock().await;
        let unknown: Vec<Uuid> =
            members.iter().copied().filter(|member| !known.contains_key(member)).collect();
        if !unknown.is_empty() {
            let read = standing::of_members(&self.env, &gym, &unknown).await;
            // Kept where it failed as well: who waited would wait as long again.
            let read = read.map_err(Fault::from);
            let of =
                |member| read.as_ref().map(|of| of.get(&member).cloned()).map_err(Fault::clone);
            known.extend(unknown.into_iter().map(|member| (member, of(member))));
        }
        let mut standings = Standings::new();
        for member in members {
            let of = known.get(member).cloned().transpose()?.flatten();
            standings.extend(of.map(|of| (*member, of)));
        }
        Ok(standings)
    }
}

row_by_id! {
    /// A logged session by id.
    LogById -> session_log::Model: SessionLogId, store::session_logs::by_ids
}

rows_of! {
    /// The sets of a logged session.
    SetsOf -> set_log::Model: SessionLogId, session_log_id, store::session_logs::sets
}
