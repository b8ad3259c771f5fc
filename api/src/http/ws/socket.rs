//! One socket, from handshake to close.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::time::{
    Instant, Interval, MissedTickBehavior, Sleep, interval_at, sleep, sleep_until, timeout,
};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{self, Message as Frame};

use super::message::{self, Close, Message};
use super::operations::{Operations, Turn};
use super::{CLOSE_TIMEOUT, DRAIN_JITTER_MILLIS, INIT_TIMEOUT, LAST_WORDS};
use crate::error::ApiError;
use crate::http::Shared;
use crate::http::caller::Credentials;
use crate::http::limits::{Holder, Pass};
use crate::http::live::{self, Cut, Inbox, Item};
use crate::http::params::Params;
use crate::http::run;

/// As whom a client opens a socket.
pub(super) struct Visitor {
    /// Of the handshake's headers.
    pub(super) credentials: Result<Credentials, ApiError>,
    /// Whether it speaks our protocol.
    pub(super) spoken: bool,
    /// Its address's place.
    pub(super) pass: Option<Pass>,
}

type Stream = Box<WebSocketStream<TcpStream>>;

/// Why a socket's task ends.
enum End {
    /// The other side is gone.
    Gone,
    /// This side closes.
    Close(Close),
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// Speaks with a client until either side ends it.
pub(super) async fn run(mut stream: Stream, shared: web::Data<Shared>, visitor: Visitor) {
    let Visitor { credentials, spoken, pass: _pass } = visitor;
    let end = match credentials {
        _ if !spoken => End::Close(Close::Subprotocol),
        Err(error) => refused(&error),
        Ok(credentials) => {
            let now = Instant::now();
            let pings = pings(&shared, now);
            let mut socket = Socket {
                operations: Operations::new(shared.clone()),
                shared,
                stream: &mut stream,
                credentials,
                introduced: false,
                pass: None,
                pings,
                unanswered: 0,
            };
            socket.speak(now + INIT_TIMEOUT).await
        }
    };
    if let End::Close(close) = end {
        Box::pin(bid_farewell(stream, close)).await;
    }
}

/// Closes, and waits for the answer: what the other side has not read yet would be lost without.
async fn bid_farewell(mut stream: Stream, close: Close) {
    let patience = match close {
        // It may yet read what stands before the close.
        Close::TryAgain(_) => LAST_WORDS,
        _ => CLOSE_TIMEOUT,
    };
    if matches!(
        timeout(patience, WebSocketStream::close(&mut stream, Some(close.frame()))).await,
        Ok(Ok(()))
    ) {
        // It may have much to read before it comes to the close; a pong to a connection that is gone would
        // take all of that from it.
        let answered = async { while let Some(Ok(_)) = stream.next().await {} };
        let _gone = timeout(patience, answered).await;
    }
}

struct Socket<'s> {
    shared: web::Data<Shared>,
    stream: &'s mut Stream,
    operations: Operations,
    credentials: Credentials,
    introduced: bool,
    /// Its user's place, once they are known.
    pass: Option<Pass>,
    pings: Interval,
    /// Pings since anything was heard.
    unanswered: u8,
}

impl Socket<'_> {
    /// `deadline`: until when the client must have introduced itself; after that, when its token ends.
    ///
    /// What is done now and then is boxed, so that a socket which waits has no room for it.
    async fn speak(&mut self, deadline: Instant) -> End {
        let (shared, inbox) = (self.shared.clone(), self.operations.inbox());
        let mut stopped = Box::pin(async move { shared.stopped().await });
        let mut deadline = Some(Box::pin(sleep_until(deadline)));
        loop {
            let turn = tokio::select! {
                () = &mut stopped => Err(Box::pin(self.drain()).await),
                () = until(deadline.as_mut()) => Err(self.deadline_passed()),
                frame = self.stream.next() => Box::pin(self.hear(frame, &mut deadline)).await,
                item = inbox.next() => Box::pin(self.tell(item, &inbox)).await,
                _ = self.pings.tick() => Box::pin(self.ping()).await,
            };
            if let Err(end) = turn {
                return end;
            }
        }
    }

    async fn hear(
        &mut self,
        frame: Option<tungstenite::Result<Frame>>,
        deadline: &mut Option<std::pin::Pin<Box<Sleep>>>,
    ) -> Result<(), End> {
        self.unanswered = 0;
        match frame {
            None => Err(End::Gone),
            Some(Ok(Frame::Text(text))) => match message::read(&text) {
                Ok(Message::Init(payload)) => {
                    let left = self.introduce(&payload).await?;
                    *deadline = left.map(|left| Box::pin(sleep(left)));
                    Ok(())
                }
                Ok(message) => self.take(message).await,
                Err(close) => Err(close.into()),
            },
            Some(Ok(Frame::Binary(_))) => {
                Err(Close::BadRequest("a message must be text".to_owned()).into())
            }
            // Pings and closes are answered by the stream itself, which then ends.
            Some(Ok(_)) => self.flush().await,
            Some(Err(fault)) => Err(broken(&fault)),
        }
    }

    async fn take(&mut self, message: Message) -> Result<(), End> {
        match message {
            Message::Ping(payload) => self.say(message::pong(payload)).await,
            Message::Init(_) | Message::Pong => Ok(()),
            Message::Complete { id } => {
                self.operations.stop(&id);
                Ok(())
            }
            Message::Subscribe { .. } if !self.introduced => Err(Close::NotIntroduced.into()),
            Message::Subscribe { id, .. } if self.operations.runs(&id) => {
                Err(Close::Duplicate(id).into())
            }
            Message::Subscribe { id, payload } => self.subscribe(id, payload).await,
        }
    }

    /// Takes the client's credential; how long it is good. Its roles are read again with each operation.
    async fn introduce(&mut self, payload: &serde_json::Value) -> Result<Option<Duration>, End> {
        if self.introduced {
            return Err(Close::SecondInit.into());
        }
        let state = &self.shared.state;
        let shown = self.credentials.clone();
        self.credentials = shown
            .with_payload(payload, &state.settings, &state.env)
            .await
            .map_err(|error| refused(&error))?;
        let caller = self.credentials.caller(&state.env).await.map_err(|error| refused(&error))?;
        if let Some(subject) = caller.subject {
            let most = state.settings.limits.connections_per_user;
            self.pass = self.shared.doors.admit(Holder::User(subject), most);
            if self.pass.is_none() {
                return Err(Close::TryAgain("this login has too many connections open").into());
            }
        }
        self.introduced = true;
        let left = self.credentials.left(&self.shared.state.env);
        self.say(message::ack()).await?;
        Ok(left)
    }

    async fn subscribe(&mut self, id: String, payload: serde_json::Value) -> Result<(), End> {
        if self.operations.count() >= self.shared.state.settings.limits.operations_per_socket {
            let error = run::failed(ApiError::RateLimited { retry_after_seconds: 1 });
            return self.say(message::error(&id, &error.errors)).await;
        }
        match Params::from_value(payload) {
            Ok(params) => {
                self.operations.start(id, params, self.credentials.clone());
                Ok(())
            }
            Err(error) => Err(Close::BadRequest(error.message()).into()),
        }
    }

    /// Does what waits in the inbox, in one write where it can.
    async fn tell(&mut self, item: Item, inbox: &Arc<Inbox>) -> Result<(), End> {
        let mut item = Some(item);
        while let Some(next) = item {
            match self.operations.take(next) {
                Turn::Nothing => {}
                Turn::Say(text) => self.say(text).await?,
                Turn::Ask(subscription) => {
                    let asked = Box::pin(live::rights(&self.shared, &subscription));
                    asked.await.map_err(|cut| End::Close(cut.into()))?;
                }
                Turn::Cut(cut) => return Err(End::Close(cut.into())),
            }
            item = inbox.take();
        }
        Ok(())
    }

    /// Sends a message, and waits for a reader that is slow; its sources wait meanwhile.
    async fn say(&mut self, text: String) -> Result<(), End> {
        let patience = self.shared.state.settings.limits.slow_reader;
        match timeout(patience, self.stream.send(Frame::text(text))).await {
            Ok(sent) => sent.map_err(|_| End::Gone),
            Err(_) => Err(Close::TryAgain("the client reads too slowly").into()),
        }
    }

    async fn flush(&mut self) -> Result<(), End> {
        let patience = self.shared.state.settings.limits.slow_reader;
        let flushed = timeout(patience, self.stream.flush()).await;
        flushed.map_or(Err(End::Gone), |flushed| flushed.map_err(|_| End::Gone))
    }

    async fn ping(&mut self) -> Result<(), End> {
        if self.unanswered >= 2 {
            return Err(End::Gone);
        }
        self.unanswered += 1;
        let ping = Frame::Ping(tungstenite::Bytes::new());
        match timeout(self.pings.period(), self.stream.send(ping)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(End::Gone),
        }
    }

    fn deadline_passed(&self) -> End {
        End::Close(if self.introduced {
            Close::Forbidden("the token has expired".to_owned())
        } else {
            Close::InitTimeout
        })
    }

    /// No `complete`: the client would believe that its events have ended, and not come back.
    async fn drain(&self) -> End {
        let millis = self.shared.state.env.random_u64() % DRAIN_JITTER_MILLIS;
        sleep(Duration::from_millis(millis)).await;
        End::Close(Close::Restart)
    }
}

impl From<Cut> for Close {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::Revoked => Self::Forbidden("your roles have changed: connect again".to_owned()),
            Cut::TryAgain => Self::TryAgain("events can't be read now"),
        }
    }
}

/// When the other side is asked whether it still lives. Sockets that were opened together are not asked together.
fn pings(shared: &Shared, now: Instant) -> Interval {
    let every = shared.state.settings.limits.keep_alive;
    let sooner = every * (shared.state.env.random_u64() % 50) as u32 / 100;
    let mut pings = interval_at(now + every - sooner, every);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings
}

async fn until(deadline: Option<&mut std::pin::Pin<Box<Sleep>>>) {
    match deadline {
        Some(deadline) => deadline.await,
        None => std::future::pending().await,
    }
}

fn refused(error: &ApiError) -> End {
    End::Close(match error {
        ApiError::Unauthenticated(_) => Close::Forbidden(error.message()),
        ApiError::Internal(cause) => {
            tracing::error!(cause = format!("{cause:#}"), "a socket could not be opened");
            Close::TryAgain("try again")
        }
        ApiError::Timeout => Close::TryAgain("try again"),
        _ => Close::BadRequest(error.message()),
    })
}

fn broken(fault: &tungstenite::Error) -> End {
    match fault {
        tungstenite::Error::Capacity(_) => End::Close(Close::TooLong),
        tungstenite::Error::Protocol(
            tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
        ) => End::Gone,
        tungstenite::Error::Protocol(_) | tungstenite::Error::Utf8(_) => {
            End::Close(Close::Protocol)
        }
        _ => End::Gone,
    }
}
