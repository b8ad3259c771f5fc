//! The results of a batch, read line by line: a large one has hundreds of megabytes.

use reqwest::{Method, Response};

use super::batches::{batch_path, look};
use super::wire::Line;
use super::{Claude, Fault};

/// Longest line, in bytes; a message has some thousands.
const LONGEST_LINE: usize = 4 << 20;

/// Results as they arrive.
pub struct Results {
    response: Response,
    patience: std::time::Duration,
    /// Read, and not yet handed out.
    rest: Vec<u8>,
    /// So many bytes of it are handed out.
    used: usize,
    ended: bool,
}

impl Claude {
    /// The results of a batch that has ended, in any order.
    pub async fn results(&self, id: &str) -> Result<Results, Fault> {
        // At our own address: the key goes nowhere else, whatever the batch says.
        let call = look(Method::GET, format!("{}/results", batch_path(id)?));
        let response = self.open(&call).await?;
        let patience = self.settings.patience.piece;
        Ok(Results { response, patience, rest: Vec::new(), used: 0, ended: false })
    }
}

impl Results {
    /// The next line; `None` after the last. A whole line that can't be read is passed over, for it will not be
    /// another the next time; an end in the midst of one is a fault, for then all is read again.
    pub async fn next(&mut self) -> Result<Option<Line>, Fault> {
        loop {
            if let Some(line) = self.line() {
                if line.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                match (Line::read(&line), line.ends_with(b"\n")) {
                    (Some(line), _) => return Ok(Some(line)),
                    (None, true) => tracing::warn!("a line of a batch's results can't be read"),
                    (None, false) => {
                        return Err(Fault::transient("a batch's results broke off"));
                    }
                }
                continue;
            }
            if self.ended {
                return Ok(None);
            }
            self.more().await?;
        }
    }

    /// A whole line, where one has arrived; at the end, what is left.
    fn line(&mut self) -> Option<Vec<u8>> {
        let unused = &self.rest[self.used..];
        let length = match unused.iter().position(|byte| *byte == b'\n') {
            Some(end) => end + 1,
            None if self.ended && !unused.is_empty() => unused.len(),
            None => return None,
        };
        let line = unused[..length].to_vec();
        self.used += length;
        Some(line)
    }

    async fn more(&mut self) -> Result<(), Fault> {
        self.rest.drain(..self.used);
        self.used = 0;
        if self.rest.len() > LONGEST_LINE {
            return Err(Fault::transient("a batch's results have a line without end"));
        }
        match tokio::time::timeout(self.patience, self.response.chunk()).await {
            Ok(Ok(Some(piece))) => self.rest.extend_from_slice(&piece),
            Ok(Ok(None)) => self.ended = true,
            Ok(Err(_)) => return Err(Fault::transient("a batch's results broke off")),
            Err(_) => return Err(Fault::transient("a batch's results stopped coming")),
        }
        Ok(())
    }
}
