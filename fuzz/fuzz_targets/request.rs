//! Whatever is sent to `/graphql`, the server answers, and never with a fault of its own.
//!
//! A whole server, in this process, on SQLite with the demo gym in it; the fuzzer writes what goes over the wire.
#![no_main]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Mutex, OnceLock, mpsc};

use libfuzzer_sys::{Corpus, fuzz_target};
use tests::app::App;
use tests::backend::Backend;

/// Where the server listens, and a token of each role.
struct Server {
    address: String,
    tokens: Vec<String>,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let (sender, started) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = App::idle(Backend::sqlite(), "2026-02-28T18:00:00Z").await;
                service::demo::fill::fill(&app.env, 2, 1, &|_| {}).await.expect("the demo gym");
                let logins = ["demo-owner", "demo-coach-1", "demo-member-1"];
                let tokens = logins.map(|login| app.token(login)).to_vec();
                let address = app.address().to_owned();
                sender.send(Server { address, tokens }).expect("somebody waits");
                std::future::pending::<()>().await;
            });
        });
        started.recv().expect("the server starts")
    })
}

/// One request. The first byte says how the rest is sent.
struct Sent<'a> {
    how: u8,
    rest: &'a [u8],
}

impl Sent<'_> {
    fn bytes(&self, server: &Server) -> Vec<u8> {
        let token = server.tokens.get(usize::from(self.how >> 6));
        let authorization =
            token.map_or(String::new(), |token| format!("authorization: Bearer {token}\r\n"));
        let accept = match (self.how >> 3) & 3 {
            0 => "application/json",
            1 => "application/graphql-response+json",
            2 => "text/event-stream",
            _ => "*/*",
        };
        let head = format!("host: fuzz\r\naccept: {accept}\r\n{authorization}");
        match self.how & 7 {
            0 | 1 => post(&head, self.rest.to_vec()),
            2 => get(&head, self.rest),
            _ => post(&head, document(self.rest)),
        }
    }
}

/// The bytes as a document, with variables where a zero byte parts them.
fn document(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let query = String::from_utf8_lossy(parts.next().unwrap_or_default());
    let variables = parts.next().and_then(|json| std::str::from_utf8(json).ok());
    let variables = variables.filter(|json| !json.is_empty()).unwrap_or("null");
    format!("{{\"query\":{},\"variables\":{variables}}}", quoted(&query)).into_bytes()
}

fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            c if c.is_control() => format!("\\u{:04x}", c as u32).chars().collect(),
            c => vec![c],
        })
        .collect();
    format!("\"{escaped}\"")
}

fn post(head: &str, body: Vec<u8>) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST /graphql HTTP/1.1\r\n{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    [head.into_bytes(), body].concat()
}

fn get(head: &str, query: &[u8]) -> Vec<u8> {
    let encoded: String = query.iter().map(|byte| format!("%{byte:02x}")).collect();
    format!("GET /graphql?query={encoded} HTTP/1.1\r\n{head}\r\n").into_bytes()
}

/// Sends a request on a connection that is kept; the status and the body of the answer.
fn exchange(request: &[u8], address: &str) -> std::io::Result<(u16, Vec<u8>)> {
    static KEPT: Mutex<Option<BufReader<TcpStream>>> = Mutex::new(None);
    let mut kept = KEPT.lock().expect("no other thread sends");
    let mut connection = match kept.take() {
        Some(connection) => connection,
        None => BufReader::new(TcpStream::connect(address)?),
    };
    connection.get_mut().set_read_timeout(Some(std::time::Duration::from_secs(20)))?;
    connection.get_mut().write_all(request)?;
    let mut line = String::new();
    if connection.read_line(&mut line)? == 0 {
        // Closed after the answer before: the request was not read.
        return Err(std::io::ErrorKind::ConnectionReset.into());
    }
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let (mut length, mut stays) = (None, true);
    loop {
        line.clear();
        if connection.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let header = line.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length: ") {
            length = value.parse::<usize>().ok();
        }
        stays &= header != "connection: close";
    }
    let mut body = vec![0; length.unwrap_or(0)];
    connection.read_exact(&mut body)?;
    if length.is_some() && stays {
        *kept = Some(connection); // a stream of events is left with its connection
    }
    Ok((status, body))
}

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((how, rest)) = data.split_first() else { return Corpus::Reject };
    let server = server();
    let request = Sent { how: *how, rest }.bytes(server);
    // A connection that the server closed after the answer before is opened again.
    let answer =
        exchange(&request, &server.address).or_else(|_| exchange(&request, &server.address));
    let (status, body) = answer.expect("the server answers");
    assert!((200..500).contains(&status), "status {status}");
    let text = String::from_utf8_lossy(&body);
    assert!(!text.contains("\"code\":\"INTERNAL\""), "{text}");
    Corpus::Keep
});
