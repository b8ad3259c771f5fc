//! The boards of all gyms that someone follows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use domain::ids::GymId;
use jobs::relay::Relay;
use service::env::Env;

use super::board::Board;
use super::present::Stage;
use crate::graphql::Schema;

/// One for each node.
pub(in crate::http) struct Hub {
    stage: Stage,
    relay: Arc<Relay>,
    boards: Mutex<HashMap<GymId, Weak<Board>>>,
}

impl Hub {
    pub(in crate::http) fn new(env: Env, schema: Schema, relay: Arc<Relay>) -> Self {
        Self { stage: Stage::new(env, schema), relay, boards: Mutex::default() }
    }

    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The board of a gym, which is followed for as long as someone has it.
    pub(super) async fn board(&self, gym: GymId) -> Arc<Board> {
        let board = {
            let mut boards = self.boards.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(board) = boards.get(&gym).and_then(Weak::upgrade) {
                board
            } else {
                boards.retain(|_, board| board.strong_count() > 0);
                let board = Board::start(gym, self.stage.clone(), &self.relay);
                boards.insert(gym, Arc::downgrade(&board));
                board
            }
        };
        board.begun().await;
        board
    }
}
