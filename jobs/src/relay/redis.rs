//! Wake-ups between nodes: a short stream, read from the last one seen, so that a dropped connection
//! loses none.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use domain::ids::GymId;
use redis::AsyncCommands as _;
use redis::aio::{ConnectionManager, MultiplexedConnection};
use redis::streams::{StreamMaxlen, StreamReadOptions, StreamReadReply};
use serde::{Deserialize, Serialize};
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
#[derive(Debug, Serialize, Deserialize)]
struct Message {
    events: Vec<(String, i64)>,
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
        let events = wakes.events.iter().map(|wake| (wake.gym.to_string(), wake.seq)).collect();
        self.send(&Message { events, work: wakes.work, offer: false }).await;
    }

    /// Tells the other nodes' workers that the lane holds something.
    pub(crate) async fn tell_offer(&self) {
        self.send(&Message { events: Vec::new(), work: false, offer: true }).await;
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
    fn wakes(self) -> Wakes {
        let wake = |(gym, seq): (String, i64)| Some(Wake { gym: gym.parse::<GymId>().ok()?, seq });
        Wakes { events: self.events.into_iter().filter_map(wake).collect(), work: self.work }
    }
}
