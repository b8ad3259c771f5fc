//! The operations that run on a socket, each in a task of its own.

use std::collections::HashMap;

use actix_web::{rt, web};
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use super::message;
use crate::error::ApiError;
use crate::http::caller::Credentials;
use crate::http::params::Params;
use crate::http::{Shared, run};

/// Results that may wait for a slow reader before their sources have to wait too.
const BUFFER: usize = 16;

/// What an operation has to say.
pub(super) struct Outgoing {
    id: String,
    turn: u64,
    text: String,
    last: bool,
}

/// An operation's task, which ends with it.
struct Running {
    turn: u64,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The operations of one socket, by the client's ids.
pub(super) struct Operations {
    shared: web::Data<Shared>,
    running: HashMap<String, Running>,
    /// Counts operations: what one with a used-up id still had to say is not taken for its successor's.
    turns: u64,
    sender: mpsc::Sender<Outgoing>,
    receiver: mpsc::Receiver<Outgoing>,
}

impl Operations {
    pub(super) fn new(shared: web::Data<Shared>) -> Self {
        let (sender, receiver) = mpsc::channel(BUFFER);
        Self { shared, running: HashMap::new(), turns: 0, sender, receiver }
    }

    pub(super) fn runs(&self, id: &str) -> bool {
        self.running.contains_key(id)
    }

    pub(super) fn count(&self) -> usize {
        self.running.len()
    }

    /// Starts an operation under an id that none has.
    pub(super) fn start(&mut self, id: String, params: Params, credentials: Credentials) {
        self.turns += 1;
        let voice = Voice { id: id.clone(), turn: self.turns, sender: self.sender.clone() };
        let request_id = format!("{:016x}", self.shared.state.env.random_u64());
        let span = run::span(&request_id);
        let driven = drive(self.shared.clone(), params, credentials, voice, request_id);
        let task = rt::spawn(driven.instrument(span));
        self.running.insert(id, Running { turn: self.turns, task });
    }

    /// Ends an operation without a word. One that has ended already is no error.
    pub(super) fn stop(&mut self, id: &str) {
        self.running.remove(id);
    }

    /// The next message of any operation that still runs.
    pub(super) async fn next(&mut self) -> String {
        loop {
            // The set holds a sender itself, so the channel stays open.
            let Some(outgoing) = self.receiver.recv().await else {
                return std::future::pending().await;
            };
            let current =
                self.running.get(&outgoing.id).is_some_and(|running| running.turn == outgoing.turn);
            if !current {
                continue;
            }
            if outgoing.last {
                self.running.remove(&outgoing.id);
            }
            return outgoing.text;
        }
    }
}

/// By which an operation speaks to its socket.
struct Voice {
    id: String,
    turn: u64,
    sender: mpsc::Sender<Outgoing>,
}

impl Voice {
    /// Waits where the reader is slow. False once the socket is gone.
    async fn say(&self, text: String, last: bool) -> bool {
        let outgoing = Outgoing { id: self.id.clone(), turn: self.turn, text, last };
        self.sender.send(outgoing).await.is_ok()
    }

    async fn next(&self, response: &Response) -> bool {
        self.say(message::next(&self.id, response), false).await
    }

    async fn complete(&self) {
        self.say(message::complete(&self.id), true).await;
    }

    async fn error(&self, response: &Response) {
        self.say(message::error(&self.id, &response.errors), true).await;
    }
}

/// Runs one operation to its end.
async fn drive(
    shared: web::Data<Shared>,
    params: Params,
    credentials: Credentials,
    voice: Voice,
    request_id: String,
) {
    let state = &shared.state;
    if let Err(error) = credentials.admit_again(&shared).await {
        return voice.error(&refused(error, &request_id)).await;
    }
    let mut operation = match run::prepare(&shared, params).await {
        Ok(operation) => operation,
        Err(error) => return voice.error(&Response::from_errors(vec![error])).await,
    };
    let caller = match credentials.caller(&state.env).await {
        Ok(caller) => caller,
        Err(error) => return voice.error(&refused(error, &request_id)).await,
    };
    operation.keep_document(&shared, &caller).await;
    if operation.kind != OperationType::Subscription {
        let response = run::run(&shared.schema, operation, caller, &request_id).await;
        if run::has_no_result(&response) {
            return voice.error(&response).await;
        }
        voice.next(&response).await;
        return voice.complete().await;
    }
    let mut events = run::stream(&shared.schema, operation, caller, request_id);
    while let Some(event) = events.next().await {
        if run::source_failed(&event) {
            return voice.error(&event).await;
        }
        if !voice.next(&event).await {
            return;
        }
    }
    voice.complete().await;
}

fn refused(error: ApiError, request_id: &str) -> Response {
    run::settle(run::failed(error), request_id)
}
