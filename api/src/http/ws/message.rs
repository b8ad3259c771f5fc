//! The messages of the protocol, and the closes that answer what is none.

use async_graphql::ServerError;
use serde_json::{Map, Value, json};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// Longest reason that fits the frame of a close, in bytes.
const MAX_REASON_BYTES: usize = 123;

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
    /// The server stops; another takes its place.
    Restart,
    /// The other side broke the protocol of WebSocket.
    Protocol,
    /// A message was too long.
    TooLong,
    /// The other side reads too slowly, has too many sockets, or the database does not answer.
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
    pub(super) fn frame(self) -> CloseFrame {
        let (code, mut reason) = match self {
            Self::Restart => (CloseCode::Restart, "the server restarts".to_owned()),
            Self::Protocol => (CloseCode::Protocol, "protocol error".to_owned()),
            Self::TooLong => {
                let limit = super::MAX_MESSAGE_BYTES;
                (CloseCode::Size, format!("a message has at most {limit} bytes"))
            }
            Self::TryAgain(why) => (CloseCode::Again, why.to_owned()),
            Self::BadRequest(why) => (CloseCode::from(4400), why),
            Self::NotIntroduced => (CloseCode::from(4401), "Unauthorized".to_owned()),
            Self::Forbidden(why) => (CloseCode::from(4403), why),
            Self::Subprotocol => (CloseCode::from(4406), "Subprotocol not acceptable".to_owned()),
            Self::InitTimeout => {
                (CloseCode::from(4408), "Connection initialisation timeout".to_owned())
            }
            Self::Duplicate(id) => {
                (CloseCode::from(4409), format!("Subscriber for {id} already exists"))
            }
            Self::SecondInit => {
                (CloseCode::from(4429), "Too many initialisation requests".to_owned())
            }
        };
        reason.truncate(reason.floor_char_boundary(MAX_REASON_BYTES));
        CloseFrame { code, reason: reason.into() }
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
pub(super) fn next(id: &str, result: &str) -> String {
    tagged("next", id, result)
}

/// An operation did not run, or its source failed; nothing follows.
pub(super) fn refused(id: &str, errors: &str) -> String {
    tagged("error", id, errors)
}

/// The same, from the errors themselves.
pub(super) fn error(id: &str, errors: &[ServerError]) -> String {
    refused(id, &serde_json::to_string(errors).expect("errors are JSON"))
}

/// An operation has ended.
pub(super) fn complete(id: &str) -> String {
    json!({"id": id, "type": "complete"}).to_string()
}

fn tagged(kind: &str, id: &str, payload: &str) -> String {
    let id = serde_json::to_string(id).expect("text is JSON");
    let parts = ["{\"id\":", &id, ",\"type\":\"", kind, "\",\"payload\":", payload, "}"];
    parts.concat()
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
    fn a_reason_fits_its_frame_whatever_it_quotes() {
        let frame = Close::Duplicate("ü".repeat(200)).frame();

        assert_eq!(u16::from(frame.code), 4409);
        assert!(frame.reason.len() <= MAX_REASON_BYTES);
    }

    #[test]
    fn an_id_is_quoted_as_it_came() {
        let text = next("a\"b", r#"{"data":{"a":1}}"#);

        let read: Value = serde_json::from_str(&text).expect("the message is JSON");
        assert_eq!(read, json!({"id": "a\"b", "type": "next", "payload": {"data": {"a": 1}}}));
    }
}
