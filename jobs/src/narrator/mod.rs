//! Asks Claude to narrate weeks. Nobody waits for it: a plan is whole with the rules' words.
//!
//! Narratives are claimed by whichever node has room, without the dispatch lane: a node that waits for Claude
//! has no other work to do meanwhile, and any may.

mod ahead;
mod asking;
pub mod claude;
mod live;
pub mod request;
mod submit;
mod watch;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use service::env::Env;
use tokio::sync::watch as channel;
use tokio::task::JoinSet;

use crate::relay::Relay;
use claude::Claude;

pub use asking::bought;

/// What narrates on a node. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Narrator {
    env: Env,
    claude: Claude,
    relay: Arc<Relay>,
    /// Under which leases are held.
    holder: String,
    /// Requests under way, by what they ask: who asks the same waits for the first one's answer.
    asking: Arc<Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>>,
}

impl Narrator {
    pub(crate) fn new(env: Env, claude: Claude, relay: Arc<Relay>, holder: String) -> Self {
        Self { env, claude, relay, holder, asking: Arc::default() }
    }

    /// Starts asking: alone for what is urgent, together for what is ahead of time.
    pub(crate) fn start(&self, stopping: &channel::Receiver<bool>, parts: &mut JoinSet<()>) {
        parts.spawn(self.clone().live(stopping.clone()));
        parts.spawn(self.clone().ahead(stopping.clone()));
    }

    /// The lock of a request.
    fn only_one(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        asking.retain(|_, lock| lock.strong_count() > 0);
        if let Some(lock) = asking.get(key).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::new(tokio::sync::Mutex::new(()));
        asking.insert(key.to_owned(), Arc::downgrade(&lock));
        lock
    }
}
