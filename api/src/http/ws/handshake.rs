//! From an HTTP request to a socket. The connection is taken from the web server as it is, so that an idle
//! socket costs no more than its own buffers.

use std::convert::Infallible;
use std::net::SocketAddr;

use actix_codec::Framed;
use actix_http::Request;
use actix_http::h1::Codec;
use actix_web::http::header::{
    HeaderMap, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{rt, web};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::socket::{self, Visitor};
use super::{MAX_MESSAGE_BYTES, PROTOCOL, READ_BYTES};
use crate::error::ApiError;
use crate::http::answer::Body;
use crate::http::caller::Credentials;
use crate::http::limits::{Holder, Pass};
use crate::http::{PATH, Shared, address, origin, run};

/// A request that is no socket's after all.
struct Refusal(StatusCode, ApiError);

/// Opens a socket, unless a foreign page asks for it, or an address that holds too many.
pub(in crate::http) async fn upgrade(
    shared: web::Data<Shared>,
    request: Request,
    connection: Framed<TcpStream, Codec>,
) -> Result<(), Infallible> {
    let open = shared.sockets.token(); // before it is asked whether the server stops, which waits for this then
    let parts = connection.into_parts();
    let mut stream = parts.io;
    let (accepted, visitor) = match admit(&shared, &request, &stream).await {
        Ok(admitted) => admitted,
        Err(refusal) => {
            // The other side may be gone; then nobody is there to be refused.
            let _ = stream.write_all(refusal.text().as_bytes()).await;
            return Ok(());
        }
    };
    drop(request); // its headers hold the buffer they were read into
    if stream.write_all(accepted.as_bytes()).await.is_ok() {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BYTES)
            .write_buffer_size(0)
            .max_message_size(Some(MAX_MESSAGE_BYTES))
            .max_frame_size(Some(MAX_MESSAGE_BYTES));
        let early = parts.read_buf.to_vec();
        drop((parts.read_buf, parts.write_buf));
        let socket =
            WebSocketStream::from_partially_read(stream, early, Role::Server, Some(config)).await;
        // A task of its own: the web server's, which could be any request's, is larger than all that a socket needs.
        rt::spawn(async move {
            let _open = open;
            socket::run(Box::new(socket), shared, visitor).await;
        });
    }
    Ok(())
}

/// The answer that opens the socket, and who comes in.
async fn admit(
    shared: &Shared,
    request: &Request,
    stream: &TcpStream,
) -> Result<(String, Visitor), Refusal> {
    let settings = &shared.state.settings;
    let headers = request.head().headers();
    let key = key(request)?;
    if *shared.stop.borrow() {
        let later = ApiError::RateLimited { retry_after_seconds: 1 };
        return Err(Refusal(StatusCode::SERVICE_UNAVAILABLE, later));
    }
    if !origin::may_connect(headers, &settings.allowed_origins) {
        return Err(Refusal(StatusCode::FORBIDDEN, ApiError::Forbidden));
    }
    let peer = stream.peer_addr().ok();
    let pass = pass(shared, headers, peer)?;
    let spoken = speaks(headers);
    let credentials = Credentials::admit(headers, peer, shared).await;
    if let Err(error @ ApiError::RateLimited { .. }) = credentials {
        return Err(Refusal(StatusCode::TOO_MANY_REQUESTS, error));
    }
    let protocol =
        if spoken { format!("{SEC_WEBSOCKET_PROTOCOL}: {PROTOCOL}\r\n") } else { String::new() };
    let accepted = format!(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-accept: {}\r\n{protocol}\r\n",
        derive_accept_key(key.as_bytes())
    );
    Ok((accepted, Visitor { credentials, spoken, pass }))
}

fn key(request: &Request) -> Result<String, Refusal> {
    let bad = |status, text: &str| Err(Refusal(status, ApiError::BadRequest(text.to_owned())));
    let header = |name| request.head().headers().get(name).and_then(|value| value.to_str().ok());
    if request.path() != PATH {
        return bad(StatusCode::NOT_FOUND, "sockets are opened at /graphql");
    }
    if request.method() != Method::GET {
        return bad(StatusCode::METHOD_NOT_ALLOWED, "a socket is opened by GET");
    }
    if header(SEC_WEBSOCKET_VERSION) != Some("13") {
        return bad(StatusCode::UPGRADE_REQUIRED, "sec-websocket-version must be 13");
    }
    match header(SEC_WEBSOCKET_KEY) {
        Some(key) => Ok(key.to_owned()),
        None => bad(StatusCode::BAD_REQUEST, "sec-websocket-key is missing"),
    }
}

fn pass(
    shared: &Shared,
    headers: &HeaderMap,
    peer: Option<SocketAddr>,
) -> Result<Option<Pass>, Refusal> {
    let settings = &shared.state.settings;
    let address = address::of(headers, peer, settings.trusted_proxies);
    let most = settings.limits.connections_per_address;
    let pass = shared.doors.admit(Holder::at(address), most);
    let full = ApiError::RateLimited { retry_after_seconds: 1 };
    pass.map(Some).ok_or(Refusal(StatusCode::TOO_MANY_REQUESTS, full))
}

fn speaks(headers: &HeaderMap) -> bool {
    headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|name| name.trim() == PROTOCOL))
}

impl Refusal {
    /// The whole answer; the connection ends with it.
    fn text(self) -> String {
        let Self(status, error) = self;
        let more = match &error {
            ApiError::RateLimited { retry_after_seconds } => {
                format!("retry-after: {retry_after_seconds}\r\n")
            }
            _ if status == StatusCode::UPGRADE_REQUIRED => {
                "sec-websocket-version: 13\r\n".to_owned()
            }
            _ => String::new(),
        };
        let body = Body::of(&run::failed(error)).text();
        format!(
            "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n\
             content-length: {}\r\n{more}\r\n{body}",
            body.len()
        )
    }
}
