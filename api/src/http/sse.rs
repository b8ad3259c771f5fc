//! GraphQL over Server-Sent Events, in the mode of distinct connections: one request, one stream.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{HttpResponse, rt, web};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_stream::wrappers::ReceiverStream;
use tracing::Instrument as _;

use super::caller::{Caller, Credentials};
use super::limits::{Holder, Pass};
use super::live::{self, Inbox, Item, Opened, Said, Seat, Told, Voice};
use super::negotiate::Media;
use super::run::{self, Operation};
use super::{Shared, answer};
use crate::error::ApiError;

/// Events that may wait for a slow reader before its source has to wait too.
const BUFFER: usize = 16;

/// The end of the answers: nothing follows on this stream.
const COMPLETE: &str = "event: complete\ndata: \n\n";

/// The only operation of a stream.
const ONLY: u64 = 1;

/// Who asks for a stream.
pub(super) struct Client {
    pub(super) caller: Caller,
    pub(super) credentials: Credentials,
}

/// Answers with a stream, unless the operation is refused before it opens.
pub(super) async fn open(
    shared: web::Data<Shared>,
    operation: Operation,
    client: Client,
    request_id: String,
) -> HttpResponse {
    let Some(passes) = passes(&shared, &client) else {
        let error = ApiError::RateLimited { retry_after_seconds: 1 };
        return answer::refusal(Media::Events, StatusCode::TOO_MANY_REQUESTS, error);
    };
    let span = run::span(&request_id);
    let opened = match live::open(&shared, operation, client.caller, &request_id).await {
        Err(response) if run::has_no_result(&response) => {
            return answer::result(Media::Events, &response);
        }
        opened => opened,
    };
    let (sender, receiver) = mpsc::channel(BUFFER);
    let inbox = Arc::new(Inbox::default());
    let voice = Voice { inbox: inbox.clone(), operation: ONLY };
    let task = rt::spawn(speak(opened, shared.clone(), voice).instrument(span));
    let stream = Stream { shared, inbox, task: Some(task), seat: None, sender, _passes: passes };
    rt::spawn(stream.pump(client.credentials));
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, Media::Events.content_type()))
        .insert_header((CACHE_CONTROL, "no-cache, no-store"))
        // Compression would hold events back until a block of them is full.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(ReceiverStream::new(receiver))
}

/// The places that the stream takes; `None` where its user or address has too many.
fn passes(shared: &Shared, client: &Client) -> Option<Vec<Pass>> {
    let limits = shared.state.settings.limits;
    let user = client.caller.subject.clone().map(Holder::User);
    let address = Some(Holder::at(client.credentials.address()));
    let held = [(user, limits.connections_per_user), (address, limits.connections_per_address)];
    let held = held.into_iter().filter_map(|(holder, most)| Some((holder?, most)));
    held.map(|(holder, most)| shared.doors.admit(holder, most)).collect()
}

async fn speak(
    opened: Result<Opened, Box<async_graphql::Response>>,
    shared: web::Data<Shared>,
    voice: Voice,
) {
    match opened {
        Ok(opened) => opened.speak(shared, voice).await,
        Err(response) => voice.turn_away(&response).await,
    }
}

type Chunk = Result<web::Bytes, io::Error>;

/// One stream that is open.
struct Stream {
    shared: web::Data<Shared>,
    inbox: Arc<Inbox>,
    task: Option<JoinHandle<()>>,
    seat: Option<Box<Seat>>,
    sender: mpsc::Sender<Chunk>,
    _passes: Vec<Pass>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
        self.inbox.close();
    }
}

/// What an item of the inbox comes to.
enum Turn {
    Send(String),
    /// Nothing follows what is sent.
    End(String),
    /// The client comes back.
    Cut,
    Nothing,
}

impl Stream {
    /// Sends results until they end, the reader leaves, the token runs out or the server stops.
    ///
    /// Where it is not the results that end, the connection is cut without `complete`: the client then
    /// connects again, and goes on after its last event.
    async fn pump(mut self, credentials: Credentials) {
        let (shared, inbox, sender) =
            (self.shared.clone(), self.inbox.clone(), self.sender.clone());
        // Proxies close what is silent.
        let mut alive = interval(shared.state.settings.limits.keep_alive);
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let ended = ended(&shared, &credentials);
        tokio::pin!(ended);
        loop {
            let turn = tokio::select! {
                why = &mut ended => Err(why),
                () = sender.closed() => return,
                _ = alive.tick() => Ok(Turn::Send(":\n\n".to_owned())),
                item = inbox.next() => Ok(self.take(item).await),
            };
            let going_on = match turn {
                Ok(Turn::Nothing) => true,
                Ok(Turn::Send(text)) => self.send(text).await,
                Ok(Turn::End(text)) => {
                    self.send(text).await;
                    false
                }
                Ok(Turn::Cut) => self.cut("come again").await,
                Err(why) => self.cut(why).await,
            };
            if !going_on {
                return;
            }
        }
    }

    async fn take(&mut self, item: Item) -> Turn {
        match item {
            Item::Told(_, told) | Item::Said(_, Said::Next(told)) => Turn::Send(next(&told)),
            Item::Said(_, Said::Complete) => Turn::End(COMPLETE.to_owned()),
            Item::Said(_, Said::Refused(errors)) => {
                let json = format!("{{\"errors\":{errors}}}");
                Turn::End(next(&Told { seq: 0, cursor: None, json }) + COMPLETE)
            }
            Item::Said(_, Said::Cut(_)) => Turn::Cut,
            Item::Seated(_, seat) => {
                (self.task, self.seat) = (None, Some(seat));
                Turn::Nothing
            }
            Item::RightsChanged(_) => match &self.seat {
                Some(seat) => match live::rights(&self.shared, seat.subscription()).await {
                    Ok(()) => Turn::Nothing,
                    Err(_) => Turn::Cut,
                },
                None => Turn::Nothing, // its task asks by itself
            },
            Item::Behind(_, after) => {
                if let Some(seat) = self.seat.take() {
                    let voice = Voice { inbox: self.inbox.clone(), operation: ONLY };
                    let subscription = seat.subscription().clone();
                    let task = live::catch_up(self.shared.clone(), subscription, voice, after);
                    self.task = Some(rt::spawn(task));
                }
                Turn::Nothing
            }
        }
    }

    /// False once the reader is gone, or reads too slowly.
    async fn send(&self, text: String) -> bool {
        let patience = self.shared.state.settings.limits.slow_reader;
        matches!(timeout(patience, self.sender.send(Ok(text.into()))).await, Ok(Ok(())))
    }

    async fn cut(&self, why: &'static str) -> bool {
        let cut = self.sender.send(Err(io::Error::other(why)));
        let _gone = timeout(Duration::from_secs(1), cut).await;
        false
    }
}

/// Returns when a stream may not go on: with the server, or with its token.
async fn ended(shared: &Shared, credentials: &Credentials) -> &'static str {
    let expiry = async {
        match credentials.left(&shared.state.env) {
            Some(left) => tokio::time::sleep(left).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = shared.stopped() => "the server stops",
        () = expiry => "the token has expired",
    }
}

/// One result. Its cursor is the event's id, so that a browser that reconnects names it.
fn next(told: &Told) -> String {
    let id = told.cursor.as_ref().map(|cursor| format!("id: {cursor}\n")).unwrap_or_default();
    format!("{id}event: next\ndata: {}\n\n", told.json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_named_by_its_cursor() {
        let json = r#"{"data":{}}"#.to_owned();
        let event = Told { seq: 7, cursor: Some("abc".into()), json: json.clone() };

        assert_eq!(next(&event), "id: abc\nevent: next\ndata: {\"data\":{}}\n\n");
        let other = Told { seq: 0, cursor: None, json };
        assert_eq!(next(&other), "event: next\ndata: {\"data\":{}}\n\n");
    }
}
