//! One socket, from handshake to close.

use actix_web::web;
use actix_ws::{AggregatedMessage, AggregatedMessageStream, ProtocolError, Session};
use tokio::time::{
    Instant, Interval, MissedTickBehavior, interval_at, sleep, sleep_until, timeout,
};

use super::message::{self, Close, Message};
use super::operations::Operations;
use super::{DRAIN_JITTER_MILLIS, INIT_TIMEOUT, MAX_OPERATIONS, PING_EVERY, WRITE_TIMEOUT};
use crate::error::ApiError;
use crate::http::Shared;
use crate::http::caller::Credentials;
use crate::http::params::Params;
use crate::http::run;

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
pub(super) async fn run(
    session: Session,
    frames: AggregatedMessageStream,
    shared: web::Data<Shared>,
    credentials: Result<Credentials, ApiError>,
    spoken: bool,
) {
    let closing = session.clone();
    let end = match credentials {
        _ if !spoken => End::Close(Close::Subprotocol),
        Err(error) => refused(&error),
        Ok(credentials) => {
            let now = Instant::now();
            let mut pings = interval_at(now + PING_EVERY, PING_EVERY);
            pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let socket = Socket {
                operations: Operations::new(shared.clone()),
                shared,
                session,
                credentials,
                introduced: false,
                deadline: Some(now + INIT_TIMEOUT),
                pings,
                unanswered: 0,
            };
            socket.speak(frames).await
        }
    };
    if let End::Close(close) = end {
        // The other side may read no more; then the connection ends without a word.
        let _gone = timeout(WRITE_TIMEOUT, closing.close(Some(close.reason()))).await;
    }
}

struct Socket {
    shared: web::Data<Shared>,
    session: Session,
    operations: Operations,
    credentials: Credentials,
    introduced: bool,
    /// Until when the client must have introduced itself; after that, when its token ends.
    deadline: Option<Instant>,
    pings: Interval,
    /// Pings since anything was heard.
    unanswered: u8,
}

impl Socket {
    async fn speak(mut self, mut frames: AggregatedMessageStream) -> End {
        loop {
            let turn = tokio::select! {
                () = self.shared.stopped() => Err(self.drain().await),
                () = until(self.deadline) => Err(self.deadline_passed()),
                frame = frames.recv() => self.hear(frame).await,
                text = self.operations.next() => self.say(text).await,
                _ = self.pings.tick() => self.ping().await,
            };
            if let Err(end) = turn {
                return end;
            }
        }
    }

    async fn hear(
        &mut self,
        frame: Option<Result<AggregatedMessage, ProtocolError>>,
    ) -> Result<(), End> {
        self.unanswered = 0;
        match frame {
            None | Some(Ok(AggregatedMessage::Close(None))) => Err(End::Gone),
            Some(Ok(AggregatedMessage::Close(Some(reason)))) => {
                let _gone = self.session.clone().close(Some(reason)).await;
                Err(End::Gone)
            }
            Some(Ok(AggregatedMessage::Text(text))) => match message::read(&text) {
                Ok(message) => self.take(message).await,
                Err(close) => Err(close.into()),
            },
            Some(Ok(AggregatedMessage::Binary(_))) => {
                Err(Close::BadRequest("a message must be text".to_owned()).into())
            }
            Some(Ok(AggregatedMessage::Ping(bytes))) => {
                self.session.pong(&bytes).await.map_err(|_| End::Gone)
            }
            Some(Ok(AggregatedMessage::Pong(_))) => Ok(()),
            Some(Err(fault)) => Err(broken(&fault)),
        }
    }

    async fn take(&mut self, message: Message) -> Result<(), End> {
        match message {
            Message::Init(payload) => self.introduce(&payload).await,
            Message::Ping(payload) => self.say(message::pong(payload)).await,
            Message::Pong => Ok(()),
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

    /// Takes the client's credential. Its roles are read again with each operation.
    async fn introduce(&mut self, payload: &serde_json::Value) -> Result<(), End> {
        if self.introduced {
            return Err(Close::SecondInit.into());
        }
        let state = &self.shared.state;
        let shown = self.credentials.clone();
        self.credentials = shown
            .with_payload(payload, &state.settings, &state.env)
            .await
            .map_err(|error| refused(&error))?;
        self.credentials.caller(&state.env).await.map_err(|error| refused(&error))?;
        self.deadline = self.credentials.left(&state.env).map(|left| Instant::now() + left);
        self.introduced = true;
        self.say(message::ack()).await
    }

    async fn subscribe(&mut self, id: String, payload: serde_json::Value) -> Result<(), End> {
        if self.operations.count() >= MAX_OPERATIONS {
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

    /// Sends a message, and waits for a reader that is slow; its sources wait meanwhile.
    async fn say(&mut self, text: String) -> Result<(), End> {
        match timeout(WRITE_TIMEOUT, self.session.text(text)).await {
            Ok(sent) => sent.map_err(|_| End::Gone),
            Err(_) => Err(Close::TryAgain("the client reads too slowly").into()),
        }
    }

    async fn ping(&mut self) -> Result<(), End> {
        if self.unanswered >= 2 {
            return Err(End::Gone);
        }
        self.unanswered += 1;
        self.session.ping(b"").await.map_err(|_| End::Gone)
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
        sleep(std::time::Duration::from_millis(millis)).await;
        End::Close(Close::Away)
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
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
        _ => Close::BadRequest(error.message()),
    })
}

fn broken(fault: &ProtocolError) -> End {
    match fault {
        ProtocolError::Overflow => End::Close(Close::TooLong),
        // The only one of its kind that is not the connection's end: parts that add up to too much.
        ProtocolError::Io(io) if io.to_string().contains("continuation size") => {
            End::Close(Close::TooLong)
        }
        ProtocolError::Io(io) if io.kind() == std::io::ErrorKind::InvalidData => {
            End::Close(Close::Protocol)
        }
        ProtocolError::Io(_) => End::Gone,
        _ => End::Close(Close::Protocol),
    }
}
