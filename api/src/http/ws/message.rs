//! The messages of the protocol, and the closes that answer what is none.

use actix_ws::{CloseCode, CloseReason};
use async_graphql::{Response, ServerError};
use serde_json::{Map, Value, json};

use crate::http::answer::Body;

/// What a client may say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Message {
    Init(Value),
    Ping(Option<Value>),
    Pong,
    Subscribe { id: String, payload: Value },
    Complete { id: String },
}

/// Why a socket ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Close {
    /// The server stops.
    Away,
    /// The other side broke the protocol of WebSocket.
    Protocol,
    /// A message was too long.
    TooLong,
    /// The other side reads too slowly, or the database does not answer.
    TryAgain(&'static str),
    /// A message that the protocol does not know.
    BadRequest(String),
    /// An operation before the introduction.
    NotIntroduced,
    /// The token is no good, or no longer.
    Forbidden(String),
    /// The client speaks no protocol of ours.
    Subprotocol,
    /// The introduction took too long.
    InitTimeout,
    /// An operation with the id of one that runs.
    Duplicate(String),
    /// A second introduction.
    SecondInit,
}

impl Close {
    /// As the frame has it; reasons are for developers.
    pub(super) fn reason(self) -> CloseReason {
        let (code, description) = match self {
            Self::Away => (CloseCode::Away, "the server restarts".to_owned()),
            Self::Protocol => (CloseCode::Protocol, "protocol error".to_owned()),
            Self::TooLong => {
                let limit = super::MAX_MESSAGE_BYTES;
                (CloseCode::Size, format!("a message has at most {limit} bytes"))
            }
            Self::TryAgain(why) => (CloseCode::Again, why.to_owned()),
            Self::BadRequest(why) => (CloseCode::Other(4400), why),
            Self::NotIntroduced => (CloseCode::Other(4401), "Unauthorized".to_owned()),
            Self::Forbidden(why) => (CloseCode::Other(4403), why),
            Self::Subprotocol => (CloseCode::Other(4406), "Subprotocol not acceptable".to_owned()),
            Self::InitTimeout => {
                (CloseCode::Other(4408), "Connection initialisation timeout".to_owned())
            }
            Self::Duplicate(id) => {
                (CloseCode::Other(4409), format!("Subscriber for {id} already exists"))
            }
            Self::SecondInit => {
                (CloseCode::Other(4429), "Too many initialisation requests".to_owned())
            }
        };
        CloseReason { code, description: Some(description) }
    }
}

/// Reads a message; what is none of the protocol's closes the socket.
pub(super) fn read(text: &str) -> Result<Message, Close> {
    let bad = |why: &str| Err(Close::BadRequest(why.to_owned()));
    let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
        return bad("a message must be a JSON object");
    };
    let kind = message.remove("type");
    let payload = message.remove("payload").filter(|payload| !payload.is_null());
    match kind.as_ref().and_then(Value::as_str) {
        Some("connection_init") => match payload {
            None => Ok(Message::Init(Value::Object(Map::new()))),
            Some(payload) if payload.is_object() => Ok(Message::Init(payload)),
            Some(_) => bad("the payload of connection_init must be an object"),
        },
        Some("ping") => Ok(Message::Ping(payload)),
        Some("pong") => Ok(Message::Pong),
        Some("subscribe") => {
            let payload = payload.unwrap_or_default();
            Ok(Message::Subscribe { id: id(&mut message)?, payload })
        }
        Some("complete") => Ok(Message::Complete { id: id(&mut message)? }),
        Some(kind) => bad(&format!("there is no message of type {kind:?}")),
        None => bad("a message must have a type"),
    }
}

fn id(message: &mut Map<String, Value>) -> Result<String, Close> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        _ => Err(Close::BadRequest("the id must be a string that is not empty".to_owned())),
    }
}

/// The introduction is accepted.
pub(super) fn ack() -> String {
    json!({"type": "connection_ack"}).to_string()
}

/// Answers a ping with what it brought.
pub(super) fn pong(payload: Option<Value>) -> String {
    match payload {
        None => json!({"type": "pong"}).to_string(),
        Some(payload) => json!({"type": "pong", "payload": payload}).to_string(),
    }
}

/// One result of an operation.
pub(super) fn next(id: &str, response: &Response) -> String {
    tagged("next", id, &Body::of(response).text())
}

/// An operation did not run, or its source failed; nothing follows.
pub(super) fn error(id: &str, errors: &[ServerError]) -> String {
    tagged("error", id, &serde_json::to_string(errors).expect("errors are JSON"))
}

/// An operation has ended.
pub(super) fn complete(id: &str) -> String {
    json!({"id": id, "type": "complete"}).to_string()
}

fn tagged(kind: &str, id: &str, payload: &str) -> String {
    format!(r#"{{"id":{},"type":"{kind}","payload":{payload}}}"#, Value::from(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_closes_the_socket() {
        for text in [
            "{nope",
            "[]",
            r#"{"id": "1"}"#,
            r#"{"type": "start", "id": "1"}"#,
            r#"{"type": "subscribe", "payload": {}}"#,
            r#"{"type": "complete", "id": ""}"#,
            r#"{"type": "connection_init", "payload": 3}"#,
        ] {
            assert!(matches!(read(text), Err(Close::BadRequest(_))), "{text}");
        }
        assert_eq!(read(r#"{"type": "pong", "payload": 1}"#), Ok(Message::Pong));
        assert_eq!(
            read(r#"{"type": "complete", "id": "a"}"#),
            Ok(Message::Complete { id: "a".into() })
        );
    }

    #[test]
    fn an_id_is_quoted_as_it_came() {
        let response = Response::new(async_graphql::value!({"a": 1}));

        let text = next("a\"b", &response);

        let read: Value = serde_json::from_str(&text).expect("the message is JSON");
        assert_eq!(read, json!({"id": "a\"b", "type": "next", "payload": {"data": {"a": 1}}}));
    }
}
