//! What a provider, a gateway or the way there may do.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream;

use super::refusal::Refusal;

/// What the server does instead of what was asked.
#[derive(Debug, Clone)]
pub enum Misbehaviour {
    /// Answers with this status, kind of error, and `retry-after`.
    Status(u16, &'static str, Option<&'static str>),
    /// Answers with this status, begins to explain itself, and never ends.
    StatusThenHang(u16),
    /// Never answers.
    Hang,
    /// Does nothing, begins an answer and breaks the connection.
    HangUp,
    /// Does what was asked, and breaks the connection in the middle of its answer.
    DoneThenHangUp,
    /// Answers well, and not with JSON.
    NotJson,
    /// Writes, and ends for this reason.
    Stop(&'static str),
    /// Writes this text.
    Say(String),
}

impl Misbehaviour {
    /// The answer, where nothing of what was asked is done.
    pub(super) async fn answer(&self, request_id: &str) -> Option<HttpResponse> {
        match self {
            Self::Status(code, kind, retry_after) => {
                // As the real one may: with words of the request in it.
                let message = "it says: the member is tired".to_owned();
                let refusal = Refusal { code: *code, kind, message };
                Some(refusal.response(request_id, *retry_after))
            }
            Self::StatusThenHang(code) => Some(unending(*code)),
            Self::Hang => std::future::pending().await,
            Self::HangUp => Some(broken("{\"id\":")),
            Self::NotJson => Some(HttpResponse::Ok().body("<html>welcome to the gateway</html>")),
            Self::DoneThenHangUp | Self::Stop(_) | Self::Say(_) => None,
        }
    }

    /// Why the answer ends.
    pub(super) fn stop_reason(&self) -> Option<&'static str> {
        match self {
            Self::Stop(reason) => Some(reason),
            _ => None,
        }
    }

    /// What it writes.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Say(text) => Some(text.clone()),
            _ => None,
        }
    }
}

/// A status and the beginning of an answer that does not end.
fn unending(code: u16) -> HttpResponse {
    let code = StatusCode::from_u16(code).expect("a status of HTTP");
    let beginning = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{\"type\":"))]);
    HttpResponse::build(code)
        .content_type("application/json")
        .streaming(beginning.chain(stream::pending()))
}

/// The beginning of an answer, and then nothing.
pub(super) fn broken(beginning: &str) -> HttpResponse {
    let pieces: Vec<Result<Bytes, std::io::Error>> = vec![
        Ok(Bytes::copy_from_slice(beginning.as_bytes())),
        Err(std::io::Error::other("the line is cut")),
    ];
    HttpResponse::Ok().content_type("application/json").streaming(stream::iter(pieces))
}
