//! A coach's dashboard: subscriptions over `graphql-transport-ws`.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a message may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long nothing is waited for.
const MOMENT: Duration = Duration::from_millis(300);

/// One socket, acknowledged.
pub struct Subscriber {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Subscriber {
    /// Connects with a credential and is let in.
    pub async fn connect(address: &str, token: &str) -> Self {
        Self::introduced(address, &bearer(token)).await
    }

    /// Connects, introduces itself with this and is let in.
    pub async fn introduced(address: &str, payload: &Value) -> Self {
        let mut subscriber = Self::knock(address, payload).await;
        assert_eq!(subscriber.next_of("connection_ack").await["type"], "connection_ack");
        subscriber
    }

    /// The code that a new socket is closed with; `None` where it is let in.
    pub async fn turned_away(address: &str, token: &str) -> Option<u16> {
        let mut subscriber = Self::knock(address, &bearer(token)).await;
        loop {
            match subscriber.frame().await {
                Message::Close(frame) => return frame.map(|frame| frame.code.into()),
                Message::Ping(_) => {}
                _ => return None,
            }
        }
    }

    /// Reads on until the server closes; the code it closes with.
    pub async fn close_code(&mut self) -> u16 {
        loop {
            if let Message::Close(frame) = self.frame().await {
                return frame.expect("a reason").code.into();
            }
        }
    }

    /// Reads on until the server closes: how many events came before, and the code it closes with.
    pub async fn events_until_closed(&mut self) -> (usize, u16) {
        let mut events = 0;
        loop {
            match self.frame().await {
                Message::Text(text) if text.contains("\"type\":\"next\"") => events += 1,
                Message::Close(frame) => return (events, frame.expect("a reason").code.into()),
                _ => {}
            }
        }
    }

    /// Reads on until the connection ends; the code it was closed with, `None` where it broke.
    pub async fn end(&mut self) -> Option<u16> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match next.expect("an end in time") {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    async fn knock(address: &str, payload: &Value) -> Self {
        let mut request = format!("ws://{address}/graphql").into_client_request().expect("a url");
        let protocol = "graphql-transport-ws".parse().expect("a header");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        let (socket, _) = connect_async(request).await.expect("the server takes sockets");
        let mut subscriber = Self { socket };
        subscriber.send(&json!({ "type": "connection_init", "payload": payload })).await;
        subscriber
    }

    /// Starts a subscription.
    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        self.send_operation(id, json!({ "query": query, "variables": variables })).await;
    }

    /// Starts an operation with parameters of the test's own.
    pub async fn send_operation(&mut self, id: &str, payload: Value) {
        self.send(&json!({ "id": id, "type": "subscribe", "payload": payload })).await;
    }

    /// Connects with a credential of whatever kind, or none, and is let in.
    pub async fn showing(address: &str, credential: Option<&str>) -> Self {
        let payload = credential.map(|text| json!({ "authorization": format!("Bearer {text}") }));
        Self::introduced(address, &payload.unwrap_or_else(|| json!({}))).await
    }

    /// What a subscription tells first, as an answer: its data, or the errors it ended with.
    pub async fn told(&mut self) -> Value {
        loop {
            let mut message = self.message().await;
            match message["type"].as_str() {
                Some("next") => return message["payload"].take(),
                Some("error") => return json!({ "errors": message["payload"] }),
                Some("ping" | "pong") => {}
                _ => panic!("nothing was told: {message:#}"),
            }
        }
    }

    /// Whether nothing is told within a moment.
    pub async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(MOMENT, self.next()).await.is_err()
    }

    /// The errors of the operation that is refused next.
    pub async fn errors(&mut self) -> Value {
        self.next_of("error").await["payload"].take()
    }

    /// The data of the next event.
    pub async fn next(&mut self) -> Value {
        let mut message = self.next_of("next").await;
        assert!(message["payload"].get("errors").is_none(), "{message:#}");
        message["payload"]["data"].take()
    }

    /// Waits until the subscription has ended, gathering what came before.
    pub async fn rest(&mut self) -> Vec<Value> {
        let mut gathered = Vec::new();
        loop {
            let mut message = self.message().await;
            match message["type"].as_str() {
                Some("next") => gathered.push(message["payload"]["data"].take()),
                Some("complete") => return gathered,
                _ => {}
            }
        }
    }

    /// The errors that a subscription is refused with.
    pub async fn refused(&mut self, id: &str) -> Value {
        let mut message = self.next_of("error").await;
        assert_eq!(message["id"], id);
        message["payload"].take()
    }

    async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let message = self.message().await;
            if message["type"] == kind {
                return message;
            }
            assert!(message["type"] == "ping" || message["type"] == "pong", "{message:#}");
        }
    }

    async fn message(&mut self) -> Value {
        loop {
            match self.frame().await {
                Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
                Message::Close(frame) => panic!("the server closed the socket: {frame:?}"),
                _ => {}
            }
        }
    }

    async fn frame(&mut self) -> Message {
        let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
        next.expect("a message in time").expect("the socket is open").expect("a sound message")
    }

    /// Sends a message.
    pub async fn send(&mut self, message: &Value) {
        self.socket.send(Message::text(message.to_string())).await.expect("the socket is open");
    }
}

fn bearer(token: &str) -> Value {
    json!({ "authorization": format!("Bearer {token}") })
}
