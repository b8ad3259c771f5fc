//! Words ahead of time: bought in batches, and looked after until they are there.

use std::time::Duration;

use tokio::sync::watch;

use super::Narrator;

/// How often it looks whether something is to be bought or read. House choice: minutes are soon enough, but
/// a person may be waiting at a terminal.
const LOOK: Duration = Duration::from_millis(500);
/// Pause after a fault.
const PAUSE: Duration = Duration::from_secs(5);

impl Narrator {
    /// Until the node stops.
    pub(super) async fn ahead(self, mut stopping: watch::Receiver<bool>) {
        loop {
            let mut pause = LOOK;
            if self.claude.rests().is_none() {
                let turns = [self.look_at_batches().await, self.buy_batches().await];
                for turn in turns {
                    if let Err(error) = turn {
                        tracing::warn!(error = %error.report(), "batches of narratives wait");
                        pause = PAUSE;
                    }
                }
            }
            tokio::select! {
                biased;
                _ = stopping.wait_for(|stopping| *stopping) => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}
