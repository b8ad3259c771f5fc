//! `graphql-transport-ws` over WebSocket: one task for each socket, one for each operation.
//!
//! What a close code means to clients: after 4400, 4401, 4409 and 4429 they give up, since they would do the
//! same again; after 4403 they come back with a fresh token, after 1001, 1013 and 4408 as they were.

mod message;
mod operations;
mod socket;

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONNECTION, HeaderName, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use actix_web::{HttpRequest, HttpResponse, rt, web};

use super::caller::Credentials;
use super::negotiate::Media;
use super::{Shared, answer, origin};
use crate::error::ApiError;

/// The subprotocol that is spoken. Its predecessor, `graphql-ws`, is no longer maintained.
const PROTOCOL: &str = "graphql-transport-ws";

/// Largest message, in bytes.
const MAX_MESSAGE_BYTES: usize = 128 * 1024;

/// Most operations that run at once on one socket.
const MAX_OPERATIONS: usize = 50;

/// How long a client may take to introduce itself.
const INIT_TIMEOUT: Duration = Duration::from_secs(3);

/// How often the other side is asked whether it still lives; it has two turns to answer.
const PING_EVERY: Duration = Duration::from_secs(12);

/// Longest wait for a reader that is slow.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// Sockets that the server closes when it stops do not all come back in the same moment.
const DRAIN_JITTER_MILLIS: u64 = 1_000;

/// Whether a request asks for a socket.
pub(super) fn is_upgrade(request: &HttpRequest) -> bool {
    let names = |header: &HeaderName, word: &str| {
        request.headers().get_all(header).any(|value| {
            value.to_str().is_ok_and(|value| {
                value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word))
            })
        })
    };
    names(&UPGRADE, "websocket") && names(&CONNECTION, "upgrade")
}

/// Opens a socket, unless a foreign page asks for it.
pub(super) async fn open(
    request: &HttpRequest,
    payload: web::Payload,
    shared: web::Data<Shared>,
) -> HttpResponse {
    let state = &shared.state;
    if !origin::may_connect(request, &state.settings.allowed_origins) {
        return answer::refusal(Media::Json, StatusCode::FORBIDDEN, ApiError::Forbidden);
    }
    let credentials = Credentials::admit(request.headers(), request.peer_addr(), &shared).await;
    if let Err(error @ ApiError::RateLimited { .. }) = credentials {
        return answer::refusal(Media::Json, answer::status(&error), error);
    }
    let handshake = actix_ws::handle_with_protocols(request, payload, &[PROTOCOL]);
    let (response, session, stream) = match handshake {
        Ok(opened) => opened,
        Err(fault) => return fault.error_response(),
    };
    let frames = stream
        .max_frame_size(MAX_MESSAGE_BYTES)
        .aggregate_continuations()
        .max_continuation_size(MAX_MESSAGE_BYTES);
    let spoken = response.headers().contains_key(SEC_WEBSOCKET_PROTOCOL);
    rt::spawn(socket::run(session, frames, shared, credentials, spoken));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_request_for_a_socket_is_told_from_a_visit() {
        let socket = TestRequest::default()
            .insert_header(("upgrade", "WebSocket"))
            .insert_header(("connection", "keep-alive, Upgrade"))
            .to_http_request();

        assert!(is_upgrade(&socket));
        assert!(!is_upgrade(&TestRequest::default().to_http_request()));
    }
}
