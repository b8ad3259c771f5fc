//! Followers of plans on Node: the clients that apps use, and what each of them was told.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::node::script;

/// One process with any number of followers.
pub struct Followers {
    process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

/// How a follower connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// The client `graphql-ws`.
    Socket,
    /// The client `graphql-sse`.
    Events,
}

/// What a follower was told.
#[derive(Debug, Deserialize)]
pub struct Told {
    seqs: Vec<(i64, i64)>,
    /// How often it connected.
    pub connects: u32,
    /// Codes that its sockets were closed with.
    pub codes: Vec<u16>,
    /// Why it follows no more.
    pub refused: Option<String>,
}

impl Told {
    /// Numbers of the events, in the order they came.
    pub fn seqs(&self) -> Vec<i64> {
        self.seqs.iter().flat_map(|(first, count)| *first..first + count).collect()
    }
}

impl Followers {
    /// Nobody follows yet.
    pub fn start() -> Self {
        let mut process = script("live/followers.mjs")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is installed");
        let orders = process.stdin.take().expect("it is a pipe");
        let answers = BufReader::new(process.stdout.take().expect("it is a pipe")).lines();
        Self { process, orders, answers }
    }

    /// Someone follows from a cursor on; where there are several nodes, another with each connection.
    pub fn follow(
        &mut self,
        name: &str,
        transport: Transport,
        token: &str,
        after: &str,
        nodes: &[String],
    ) {
        self.follow_with(name, transport, token, after, nodes, None);
    }

    /// The same, told these fields of the plan with each event.
    pub fn follow_with(
        &mut self,
        name: &str,
        transport: Transport,
        token: &str,
        after: &str,
        nodes: &[String],
        plan: Option<&str>,
    ) {
        let transport = if transport == Transport::Socket { "ws" } else { "sse" };
        self.order(&json!({ "follow": {
            "name": name, "transport": transport, "token": token, "after": after, "nodes": nodes, "plan": plan,
        } }));
    }

    /// Its reader stops reading.
    pub fn pause(&mut self, name: &str) {
        self.order(&json!({ "pause": name }));
    }

    /// It reads on.
    pub fn resume(&mut self, name: &str) {
        self.order(&json!({ "resume": name }));
    }

    /// Waits until each has the event of its number, or is refused; what each was told.
    pub fn told<'n>(
        &mut self,
        until: impl IntoIterator<Item = (&'n str, i64)>,
    ) -> BTreeMap<String, Told> {
        let until: serde_json::Map<String, Value> =
            until.into_iter().map(|(name, seq)| (name.to_owned(), json!(seq))).collect();
        self.order(&json!({ "await": until }));
        let line = self.answers.next().expect("it answers").expect("a line");
        serde_json::from_str(&line).expect("what was told")
    }

    fn order(&mut self, order: &Value) {
        writeln!(self.orders, "{order}").expect("the followers run");
    }
}

impl Drop for Followers {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}
