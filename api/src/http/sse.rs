//! GraphQL over Server-Sent Events, in the mode of distinct connections: one request, one stream.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{HttpResponse, rt, web};
use async_graphql::parser::types::OperationType;
use async_graphql::{Response, Value};
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};
use tokio_stream::wrappers::ReceiverStream;
use tracing::Instrument as _;

use super::Shared;
use super::answer::{self, Body};
use super::caller::{Caller, Credentials};
use super::negotiate::Media;
use super::run::{self, Operation};

/// How often something is sent at least: proxies close what is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(12);

/// Events that may wait for a slow reader before its source has to wait too.
const BUFFER: usize = 16;

/// The end of the answers: nothing follows on this stream.
const COMPLETE: web::Bytes = web::Bytes::from_static(b"event: complete\ndata: \n\n");

/// Answers with a stream, unless the document is refused before it opens.
pub(super) async fn open(
    shared: web::Data<Shared>,
    operation: Operation,
    caller: Caller,
    credentials: Credentials,
    request_id: String,
) -> HttpResponse {
    let span = run::span(&request_id);
    let results = if operation.kind == OperationType::Subscription {
        run::stream(&shared.schema, operation, caller, request_id).fuse().boxed()
    } else {
        let response = run::run(&shared.schema, operation, caller, &request_id).await;
        stream::iter([response]).boxed()
    };
    let mut results = results.peekable();
    // Validation is done when the results are first asked for; an event seldom waits there.
    if let Some(Some(first)) = Pin::new(&mut results).peek().now_or_never()
        && run::has_no_result(first)
    {
        return answer::result(Media::Events, first);
    }
    let (sender, receiver) = mpsc::channel(BUFFER);
    rt::spawn(pump(results.boxed(), sender, shared, credentials).instrument(span));
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, Media::Events.content_type()))
        .insert_header((CACHE_CONTROL, "no-cache, no-store"))
        // Compression would hold events back until a block of them is full.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(ReceiverStream::new(receiver))
}

type Chunk = Result<web::Bytes, io::Error>;

/// Sends results until they end, the reader leaves, the token runs out or the server stops.
///
/// Where it is not the results that end, the connection is cut without `complete`: the client then
/// connects again, and goes on after its last event.
async fn pump(
    mut results: BoxStream<'static, Response>,
    sender: mpsc::Sender<Chunk>,
    shared: web::Data<Shared>,
    credentials: Credentials,
) {
    let mut alive = interval(KEEP_ALIVE);
    alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let ended = ended(&shared, &credentials);
    tokio::pin!(ended);
    loop {
        let chunk = tokio::select! {
            why = &mut ended => Err(io::Error::other(why)),
            () = sender.closed() => return,
            _ = alive.tick() => Ok(web::Bytes::from_static(b":\n\n")),
            result = results.next() => Ok(result.map_or(COMPLETE, |result| next(&result))),
        };
        let last = chunk.as_ref().map_or(true, |chunk| *chunk == COMPLETE);
        if sender.send(chunk).await.is_err() || last {
            return;
        }
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
fn next(result: &Response) -> web::Bytes {
    let id = cursor(&result.data).map(|cursor| format!("id: {cursor}\n")).unwrap_or_default();
    format!("{id}event: next\ndata: {}\n\n", Body::of(result).text()).into()
}

fn cursor(data: &Value) -> Option<&str> {
    let Value::Object(fields) = data else {
        return None;
    };
    let Value::Object(event) = fields.values().next()? else {
        return None;
    };
    match event.get("cursor")? {
        Value::String(cursor) if !cursor.contains(['\n', '\r', '\0']) => Some(cursor),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::value;

    #[test]
    fn an_event_is_named_by_its_cursor() {
        let event = Response::new(value!({"planUpdated": {"cursor": "abc", "kind": "REVISED"}}));

        let chunk = next(&event);

        assert!(chunk.starts_with(b"id: abc\nevent: next\ndata: {\"data\""), "{chunk:?}");
        assert!(chunk.ends_with(b"}\n\n"));
        assert!(next(&Response::new(value!({"gym": {"id": "1"}}))).starts_with(b"event: next"));
    }
}
