//! The binary while it serves, as a person leaves it running in a terminal.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::program::Program;

/// How long a line may take to be printed, or the program to end.
const PATIENCE: Duration = Duration::from_mins(2);

/// A command that goes on until it is stopped.
pub struct Serving {
    process: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Serving {
    /// Starts a command.
    pub fn start(program: &Program, arguments: &[&str]) -> Self {
        Self::logging_to(program, arguments, Stdio::inherit())
    }

    /// The same with its log elsewhere than on the console.
    pub fn logging_to(program: &Program, arguments: &[&str], log: impl Into<Stdio>) -> Self {
        let mut command = program.command(arguments);
        let mut process = command.stdout(Stdio::piped()).stderr(log).spawn().expect("it starts");
        let out = process.stdout.take().expect("standard output is a pipe");
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return; // nobody reads on
                }
            }
        });
        Self { process, lines, said: Vec::new() }
    }

    /// The first line that begins so, once it is printed.
    pub fn line(&mut self, begin: &str) -> String {
        loop {
            if let Some(line) = self.said.iter().find(|line| line.starts_with(begin)) {
                return line.clone();
            }
            let next = self.lines.recv_timeout(PATIENCE);
            let next = next.unwrap_or_else(|_| panic!("no line {begin:?} after {:#?}", self.said));
            self.said.push(next);
        }
    }

    /// Number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Asks it to stop, as a supervisor does, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("kill is there").success());
        self.process.wait().expect("it ends")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}
