//! The operations of a socket: those that run have a task, those that wait for events a seat.

use std::sync::Arc;

use actix_web::{rt, web};
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tracing::Instrument as _;

use super::message;
use crate::error::ApiError;
use crate::http::Shared;
use crate::http::caller::{Caller, Credentials};
use crate::http::live::{self, Cut, Inbox, Item, Said, Seat, Subscription, Voice};
use crate::http::params::Params;
use crate::http::run::{self, MAX_RUN, Operation};

/// One operation. Dropped, it ends.
struct Running {
    id: String,
    /// Counts operations: what one with a used-up id still had to say is not taken for its successor's.
    turn: u64,
    task: Option<JoinHandle<()>>,
    seat: Option<Box<Seat>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// What a socket has to do next.
pub(super) enum Turn {
    Say(String),
    /// Ask whether the subscriber is still who they were.
    Ask(Subscription),
    Cut(Cut),
    Nothing,
}

/// The operations of one socket.
pub(super) struct Operations {
    shared: web::Data<Shared>,
    inbox: Arc<Inbox>,
    running: Vec<Running>,
    turns: u64,
}

impl Drop for Operations {
    fn drop(&mut self) {
        self.running.clear();
        self.inbox.close();
    }
}

impl Operations {
    pub(super) fn new(shared: web::Data<Shared>) -> Self {
        Self { shared, inbox: Arc::default(), running: Vec::new(), turns: 0 }
    }

    pub(super) fn inbox(&self) -> Arc<Inbox> {
        self.inbox.clone()
    }

    pub(super) fn runs(&self, id: &str) -> bool {
        self.running.iter().any(|running| running.id == id)
    }

    pub(super) fn count(&self) -> usize {
        self.running.len()
    }

    /// Starts an operation under an id that none has.
    pub(super) fn start(&mut self, id: String, params: Params, credentials: Credentials) {
        self.turns += 1;
        let voice = Voice { inbox: self.inbox.clone(), operation: self.turns };
        let request_id = format!("{:016x}", self.shared.state.env.random_u64());
        let span = run::span(&request_id);
        let driven = drive(self.shared.clone(), params, credentials, voice, request_id);
        let task = Some(rt::spawn(driven.instrument(span)));
        self.running.push(Running { id, turn: self.turns, task, seat: None });
    }

    /// Ends an operation without a word. One that has ended already is no error.
    pub(super) fn stop(&mut self, id: &str) {
        self.running.retain(|running| running.id != id);
    }

    /// What an item of the inbox asks for; nothing where its operation has ended.
    pub(super) fn take(&mut self, item: Item) -> Turn {
        let (Item::Said(turn, _)
        | Item::Seated(turn, _)
        | Item::Told(turn, _)
        | Item::RightsChanged(turn)
        | Item::Behind(turn, _)) = &item;
        let Some(place) = self.running.iter().position(|running| running.turn == *turn) else {
            return Turn::Nothing;
        };
        let running = &mut self.running[place];
        match item {
            Item::Told(_, told) | Item::Said(_, Said::Next(told)) => {
                Turn::Say(message::next(&running.id, &told.json))
            }
            Item::Said(_, Said::Cut(cut)) => Turn::Cut(cut),
            Item::Said(_, Said::Refused(errors)) => {
                let id = std::mem::take(&mut self.running.swap_remove(place).id);
                Turn::Say(message::refused(&id, &errors))
            }
            Item::Said(_, Said::Complete) => {
                let id = std::mem::take(&mut self.running.swap_remove(place).id);
                Turn::Say(message::complete(&id))
            }
            Item::Seated(_, seat) => {
                (running.task, running.seat) = (None, Some(seat));
                Turn::Nothing
            }
            Item::RightsChanged(_) => match &running.seat {
                Some(seat) => Turn::Ask(seat.subscription().clone()),
                None => Turn::Nothing, // its task asks by itself
            },
            Item::Behind(_, after) => {
                self.catch_up(place, after);
                Turn::Nothing
            }
        }
    }

    fn catch_up(&mut self, place: usize, after: i64) {
        let running = &mut self.running[place];
        let Some(seat) = running.seat.take() else { return };
        let voice = Voice { inbox: self.inbox.clone(), operation: running.turn };
        let subscription = seat.subscription().clone();
        let task = live::catch_up(self.shared.clone(), subscription, voice, after);
        running.task = Some(rt::spawn(task));
    }
}

/// Runs one operation to its end, or to its seat.
async fn drive(
    shared: web::Data<Shared>,
    params: Params,
    credentials: Credentials,
    voice: Voice,
    id: String,
) {
    if let Err(error) = credentials.admit_again(&shared).await {
        return voice.refuse(&refused(error, &id)).await;
    }
    // Boxed step by step: thousands who come back together wait here for what few can do at once.
    let Ok(entry) = timeout(MAX_RUN, shared.entries.acquire()).await else {
        return voice.cut(Cut::TryAgain).await;
    };
    let entered = Box::pin(enter(&shared, params, credentials, &id)).await;
    drop(entry); // before anything is said: a reader who is slow holds up no other socket
    let (operation, caller) = match entered {
        Ok(entered) => entered,
        Err(refusal) => return fail(&voice, refusal.kind, &refusal.response).await,
    };
    let kind = operation.kind;
    match live::open(&shared, operation, caller, &id).await {
        Ok(opened) => Box::pin(opened.speak(shared, voice)).await,
        Err(response) => fail(&voice, kind, &response).await,
    }
}

/// Why an operation may not run.
struct Refusal {
    /// A query, where it is not known.
    kind: OperationType,
    response: Response,
}

/// Whether an operation may run, and whose it is.
async fn enter(
    shared: &Shared,
    params: Params,
    credentials: Credentials,
    id: &str,
) -> Result<(Operation, Caller), Box<Refusal>> {
    let refusal = |kind, response| Box::new(Refusal { kind, response });
    let prepared = run::prepare(shared, params).await;
    let unread = |error| refusal(OperationType::Query, Response::from_errors(vec![error]));
    let mut operation = prepared.map_err(unread)?;
    let caller = credentials.caller(&shared.state.env).await;
    let caller = caller.map_err(|error| refusal(operation.kind, refused(error, id)))?;
    operation.keep_document(shared, &caller).await;
    Ok((operation, caller))
}

async fn fail(voice: &Voice, kind: OperationType, response: &Response) {
    if kind == OperationType::Subscription {
        voice.turn_away(response).await;
    } else {
        voice.refuse(response).await;
    }
}

fn refused(error: ApiError, request_id: &str) -> Response {
    run::settle(run::failed(error), request_id)
}
