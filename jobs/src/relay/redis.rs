//! Wake-ups between nodes: a short stream, read from the last one seen, so that a dropped connection
//! loses none.

use std::iter::repeat_with;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use redis::AsyncCommands as _;
use redis::aio::{ConnectionManager, MultiplexedConnection};
use redis::streams::{StreamMaxlen, StreamReadOptions, StreamReadReply};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::events::{Wake, Wakes};
use tokio::sync::watch;

use super::Relay;
use crate::lane::redis::connect;

/// The stream's key.
const STREAM: &str = "{microcycle}:wake";
/// Wake-ups that are kept: minutes of the busiest gym.
const KEPT: usize = 10_000;
/// How long one read waits.
const WAIT: Duration = Duration::from_secs(5);
/// Pause before another try.
const PAUSE: Duration = Duration::from_secs(1);

/// What a wake-up says.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Message {
    events: Vec<(String, i64)>,
    /// For each of them the events that it carries. What another release wrote otherwise is read from the log.
    #[serde(default)]
    carried: Value,
    work: bool,
    /// Whether the lane was given a lease.
    #[serde(default)]
    offer: bool,
}

/// The connection that tells, and how to open the one that reads.
#[derive(Clone)]
pub(crate) struct Wires {
    client: redis::Client,
    tell: ConnectionManager,
}

impl Wires {
    pub(crate) async fn connect(url: &str) -> anyhow::Result<Self> {
        let client = redis::Client::open(url).context("REDIS_URL is no address of a Redis")?;
        Ok(Self { client, tell: connect(url).await? })
    }

    /// Tells the other nodes. What gets lost is seen at their next look.
    pub(crate) async fn tell(&self, wakes: &Wakes) {
        self.send(&Message::of(wakes)).await;
    }

    /// Tells the other nodes' workers that the lane holds something.
    pub(crate) async fn tell_offer(&self) {
        self.send(&Message { offer: true, ..Message::default() }).await;
    }

    async fn send(&self, message: &Message) {
        let Ok(text) = serde_json::to_string(message) else { return };
        let mut redis = self.tell.clone();
        let kept = StreamMaxlen::Approx(KEPT);
        let told: Result<(), _> = redis.xadd_maxlen(STREAM, kept, "*", &[("w", text)]).await;
        if let Err(error) = told {
            tracing::debug!(%error, "a wake-up was not told");
        }
    }

    async fn reader(&self) -> redis::RedisResult<MultiplexedConnection> {
        let config = redis::AsyncConnectionConfig::new().set_response_timeout(Some(2 * WAIT));
        self.client.get_multiplexed_async_connection_with_config(&config).await
    }
}

/// Reads wake-ups until the node stops.
pub(crate) async fn read(relay: Arc<Relay>, wires: Wires, mut stopping: watch::Receiver<bool>) {
    let mut last = "$".to_owned();
    let reading = async {
        loop {
            if let Err(error) = follow(&relay, &wires, &mut last).await {
                tracing::warn!(%error, "wake-ups could not be read; trying again");
            }
            tokio::time::sleep(PAUSE).await;
            if let Err(error) = relay.look().await {
                tracing::warn!(error = format!("{error:#}"), "the logs could not be looked at");
            }
        }
    };
    tokio::select! {
        _ = stopping.wait_for(|stopping| *stopping) => {}
        () = reading => {}
    }
}

async fn follow(relay: &Relay, wires: &Wires, last: &mut String) -> redis::RedisResult<()> {
    let mut redis = wires.reader().await?;
    if last == "$" {
        // A place in the stream, not "from now on": a read that waits in vain must not skip any.
        let newest: StreamReadReply = newest(&mut redis).await?;
        let id = newest.keys.first().and_then(|key| key.ids.last()).map(|entry| entry.id.clone());
        *last = id.unwrap_or_else(|| "0".to_owned());
    }
    let options = StreamReadOptions::default().block(WAIT.as_millis() as usize).count(100);
    loop {
        let reply: Option<StreamReadReply> =
            redis.xread_options(&[STREAM], &[last.as_str()], &options).await?;
        let entries = reply.into_iter().flat_map(|reply| reply.keys).flat_map(|key| key.ids);
        for entry in entries {
            let text: Option<String> = entry.get("w");
            match text.and_then(|text| serde_json::from_str::<Message>(&text).ok()) {
                Some(message) if message.offer => relay.offer_seen(),
                Some(message) => relay.woken(&message.wakes()).await,
                None => {}
            }
            *last = entry.id;
        }
    }
}

/// The newest entry, in the shape of a read.
async fn newest(redis: &mut MultiplexedConnection) -> redis::RedisResult<StreamReadReply> {
    let range: redis::streams::StreamRangeReply =
        redis.xrevrange_count(STREAM, "+", "-", 1).await?;
    let key = redis::streams::StreamKey { key: STREAM.to_owned(), ids: range.ids };
    Ok(StreamReadReply { keys: vec![key] })
}

impl Message {
    fn of(wakes: &Wakes) -> Self {
        let named = |wake: &Wake| (wake.gym.to_string(), wake.seq);
        let carried = |wake: &Wake| serde_json::to_value(&wake.events).unwrap_or_default();
        let carried = wakes.events.iter().map(carried).collect();
        Self {
            events: wakes.events.iter().map(named).collect(),
            carried,
            work: wakes.work,
            offer: false,
        }
    }

    fn wakes(self) -> Wakes {
        let carried: Vec<Value> = serde_json::from_value(self.carried).unwrap_or_default();
        let carried = carried.into_iter().chain(repeat_with(Value::default));
        let wake = |((gym, seq), carried): ((String, i64), Value)| {
            let events = serde_json::from_value(carried).unwrap_or_default();
            Some(Wake::told(gym.parse().ok()?, seq, events))
        };
        Wakes {
            events: self.events.into_iter().zip(carried).filter_map(wake).collect(),
            work: self.work,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use domain::ids::GymId;
    use entity::event;

    fn wakes() -> Wakes {
        let gym: GymId = "gym_00000000000000000000000000".parse().expect("an id");
        let event = |seq| event::Model {
            gym_id: gym.uuid(),
            seq,
            plan_id: Some(gym.uuid()),
            member_id: None,
            revision: Some(3),
            kind: "REVISED".to_owned(),
            trigger: None,
            detail: "{}".to_owned(),
            occurred_at: 1,
            erased_at: None,
        };
        let (few, many) = (vec![event(4), event(5)], Vec::new());
        let events = vec![Wake { gym, seq: 5, events: few }, Wake { gym, seq: 90, events: many }];
        Wakes { events, work: true }
    }

    fn sent(text: &str) -> Wakes {
        serde_json::from_str::<Message>(text).expect("a message").wakes()
    }

    #[test]
    fn a_wake_up_arrives_as_it_was_sent() {
        let text = serde_json::to_string(&Message::of(&wakes())).expect("JSON");

        assert_eq!(sent(&text), wakes());
    }

    #[test]
    fn what_another_release_carries_otherwise_or_not_at_all_is_left_to_the_log() {
        let mut bare = wakes();
        bare.events.iter_mut().for_each(|wake| wake.events.clear());
        let mut message = serde_json::to_value(Message::of(&wakes())).expect("JSON");

        let mut other = message.clone();
        other["carried"][0][0]["colour"] = "blue".into();
        assert_eq!(sent(&other.to_string()), bare);
        other["carried"] = "blue".into();
        assert_eq!(sent(&other.to_string()), bare);
        message.as_object_mut().expect("an object").remove("carried");
        assert_eq!(sent(&message.to_string()), bare);
    }
}
