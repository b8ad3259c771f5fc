//! The Message Batches API. As with the real one, a batch's messages are checked when they are written, not
//! when the batch is taken, and results come in an order of their own.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::route::Answer;
use super::world::{State, World};
use super::{check, messages};

/// Most messages of a batch.
const MOST_ENTRIES: usize = 100_000;
/// Most batches of a page.
const MOST_OF_PAGE: usize = 1000;

/// What becomes of a message of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is written.
    Written,
    /// It fails.
    Errored,
    /// It is not reached in time.
    Expired,
    /// The results have no line for it.
    Missing,
}

pub(super) struct Batch {
    id: String,
    created_at: DateTime<Utc>,
    cancelled_at: Option<DateTime<Utc>>,
    entries: Vec<Entry>,
    results: Option<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    requests: Vec<Entry>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Entry {
    custom_id: String,
    params: Value,
}

pub(super) fn create(world: &World, body: &Value) -> Result<Answer, Refusal> {
    let Create { requests } = check::read(body)?;
    if requests.is_empty() || requests.len() > MOST_ENTRIES {
        let message =
            format!("requests: must have 1 to {MOST_ENTRIES} items, got {}", requests.len());
        return Err(Refusal::invalid(message));
    }
    let mut names = BTreeSet::new();
    for (index, entry) in requests.iter().enumerate() {
        let name = &entry.custom_id;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if !(1..=64).contains(&name.len()) || !name.bytes().all(plain) {
            let message = format!("requests.{index}.custom_id: must match ^[a-zA-Z0-9_-]{{1,64}}$");
            return Err(Refusal::invalid(message));
        }
        if !names.insert(name.as_str()) {
            let message = format!("requests.{index}.custom_id: {name} is there twice");
            return Err(Refusal::invalid(message));
        }
        if !entry.params.is_object() {
            return Err(Refusal::invalid(format!("requests.{index}.params: must be an object")));
        }
    }
    let now = world.now();
    Ok(Answer::Json(world.with(|state| {
        let id = format!("msgbatch_{:022}", state.batches.len() + 1);
        let batch =
            Batch { id, created_at: now, cancelled_at: None, entries: requests, results: None };
        state.batches.push(batch);
        if !state.held {
            finish(state, &|_| Fate::Written);
        }
        shown(&world.url, &state.batches[state.batches.len() - 1])
    })))
}

/// Writes all that is to be written.
pub(super) fn finish(state: &mut State, fate: &dyn Fn(usize) -> Fate) {
    let mut batches = std::mem::take(&mut state.batches);
    for batch in batches.iter_mut().filter(|batch| batch.results.is_none()) {
        let called_off = batch.cancelled_at.is_some();
        let entries = std::mem::take(&mut batch.entries);
        let mut results: Vec<Value> = entries
            .iter()
            .enumerate()
            .filter(|(index, _)| called_off || fate(*index) != Fate::Missing)
            .map(|(index, entry)| {
                let result = match fate(index) {
                    _ if called_off => json!({ "type": "canceled" }),
                    Fate::Errored => errored("api_error", "Internal server error"),
                    Fate::Expired => json!({ "type": "expired" }),
                    Fate::Written | Fate::Missing => written(state, entry),
                };
                json!({ "custom_id": entry.custom_id, "result": result })
            })
            .collect();
        // Every other one from the end: nobody may count on an order.
        results.reverse();
        let (even, odd): (Vec<_>, Vec<_>) =
            results.into_iter().enumerate().partition(|(index, _)| index % 2 == 0);
        batch.results = Some(odd.into_iter().chain(even).map(|(_, line)| line).collect());
        batch.entries = entries;
    }
    state.batches = batches;
}

fn written(state: &mut State, entry: &Entry) -> Value {
    match check::params(&entry.params) {
        Ok(params) => {
            state.written_in_batches += 1;
            let message = messages::message(state, &params, &entry.params, None, "batch");
            json!({ "type": "succeeded", "message": message })
        }
        Err(refusal) => errored(refusal.kind, &refusal.message),
    }
}

fn errored(kind: &str, message: &str) -> Value {
    let error = json!({ "type": kind, "message": message });
    json!({ "type": "errored", "error": { "type": "error", "error": error, "request_id": null } })
}

fn shown(url: &str, batch: &Batch) -> Value {
    let when = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let count = |kind: &str| {
        let lines = batch.results.iter().flatten();
        lines.filter(|line| line["result"]["type"] == kind).count()
    };
    let ended = batch.results.is_some();
    let status = match (ended, batch.cancelled_at) {
        (true, _) => "ended",
        (false, Some(_)) => "canceling",
        (false, None) => "in_progress",
    };
    json!({
        "id": batch.id,
        "type": "message_batch",
        "processing_status": status,
        "request_counts": {
            "processing": if ended { 0 } else { batch.entries.len() },
            "succeeded": count("succeeded"),
            "errored": count("errored"),
            "canceled": count("canceled"),
            "expired": count("expired"),
        },
        "created_at": when(batch.created_at),
        "expires_at": when(batch.created_at + Duration::hours(24)),
        "ended_at": ended.then(|| when(batch.created_at)),
        "archived_at": null,
        "cancel_initiated_at": batch.cancelled_at.map(when),
        "results_url": ended.then(|| format!("{url}/v1/messages/batches/{}/results", batch.id)),
    })
}

fn position(state: &State, id: &str) -> Result<usize, Refusal> {
    let found = state.batches.iter().position(|batch| batch.id == id);
    found.ok_or_else(|| Refusal::not_found(&format!("batch {id}")))
}

pub(super) fn retrieve(world: &World, id: &str) -> Result<Answer, Refusal> {
    world.with(|state| {
        let at = position(state, id)?;
        Ok(Answer::Json(shown(&world.url, &state.batches[at])))
    })
}

pub(super) fn cancel(world: &World, id: &str) -> Result<Answer, Refusal> {
    let now = world.now();
    world.with(|state| {
        let at = position(state, id)?;
        let batch = &mut state.batches[at];
        if batch.results.is_some() {
            return Err(Refusal::invalid(format!("batch {id} has ended and can't be canceled")));
        }
        batch.cancelled_at.get_or_insert(now);
        Ok(Answer::Json(shown(&world.url, batch)))
    })
}

pub(super) fn delete(world: &World, id: &str) -> Result<Answer, Refusal> {
    world.with(|state| {
        let at = position(state, id)?;
        if state.batches[at].results.is_none() {
            return Err(Refusal::invalid(format!("batch {id} is in progress: cancel it first")));
        }
        state.batches.remove(at);
        Ok(Answer::Json(json!({ "id": id, "type": "message_batch_deleted" })))
    })
}

pub(super) fn results(world: &World, id: &str) -> Result<Answer, Refusal> {
    world.with(|state| {
        let at = position(state, id)?;
        let results = state.batches[at].results.clone();
        let early = || Refusal::not_found(&format!("results of batch {id}: it has not ended"));
        results.map(Answer::Lines).ok_or_else(early)
    })
}

/// Newest first.
pub(super) fn list(world: &World, query: &str) -> Result<Answer, Refusal> {
    let (mut limit, mut after, mut before) = (20, None, None);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "limit" => limit = value.parse().unwrap_or(0),
            "after_id" => after = Some(value),
            "before_id" => before = Some(value),
            _ => return Err(Refusal::invalid(format!("{name}: Extra inputs are not permitted"))),
        }
    }
    if !(1..=MOST_OF_PAGE).contains(&limit) {
        return Err(Refusal::invalid(format!("limit: must be 1 to {MOST_OF_PAGE}")));
    }
    world.with(|state| {
        let count = state.batches.len();
        // Places count from the newest.
        let place = |id: &str| position(state, id).map(|at| count - 1 - at);
        let from = after.map(place).transpose()?.map_or(0, |at| at + 1);
        let to = before.map(place).transpose()?.unwrap_or(count);
        let page: Vec<Value> = state
            .batches
            .iter()
            .rev()
            .take(to)
            .skip(from)
            .take(limit)
            .map(|batch| shown(&world.url, batch))
            .collect();
        let id = |batch: Option<&Value>| batch.map_or(Value::Null, |batch| batch["id"].clone());
        Ok(Answer::Json(json!({
            "has_more": from + page.len() < to,
            "first_id": id(page.first()),
            "last_id": id(page.last()),
            "data": page,
        })))
    })
}
