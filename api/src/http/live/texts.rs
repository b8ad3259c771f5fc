//! Texts of events that were just made: who comes back together asks for the same ones.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lru::LruCache;
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::audience::Audience;
use super::inbox::Told;

/// Texts that are kept.
const KEPT: NonZeroUsize = NonZeroUsize::new(2_048).expect("not zero");

/// Longest text that is kept, in bytes: all of them together take at most 32 MiB.
const LONGEST: usize = 16 * 1024;

/// How long a text serves those who come later. They see a plan as it was at most so long ago, as who was
/// there saw it then; whether the event is theirs at all, or erased meanwhile, is judged on its row before.
const FRESH: Duration = Duration::from_secs(2);

/// Its audience, which is of one gym, and the event's number.
type Key = (Audience, i64);

/// Made by whoever asks first; the others wait for it.
type Text = Arc<OnceCell<Option<Arc<Told>>>>;

/// A text that was made.
pub(super) struct Made {
    /// `None`: the event does not concern the audience.
    pub(super) told: Option<Told>,
    /// Whether it only says that something failed, which may be over for who asks next.
    pub(super) surprise: bool,
}

/// The texts that one node has made lately.
pub(super) struct Texts(Mutex<LruCache<Key, (Instant, Text)>>);

impl Default for Texts {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Texts {
    /// The text of an event for an audience: the one that was made a moment ago, or is being made, or a new one.
    pub(super) async fn share(
        &self,
        audience: &Audience,
        seq: i64,
        make: impl Future<Output = Made>,
    ) -> Option<Arc<Told>> {
        let key = (audience.clone(), seq);
        let text = self.text(&key, Instant::now());
        let mut lasting = true;
        let made = text.get_or_init(async || {
            let Made { told, surprise } = make.await;
            lasting = !surprise && told.as_ref().is_none_or(|told| told.json.len() <= LONGEST);
            told.map(Arc::new)
        });
        let told = made.await.clone();
        if !lasting {
            self.forget(&key, &text);
        }
        told
    }

    fn text(&self, key: &Key, now: Instant) -> Text {
        let mut texts = self.texts();
        if let Some((since, text)) = texts.get(key)
            && now.saturating_duration_since(*since) < FRESH
        {
            return text.clone();
        }
        let text = Text::default();
        texts.put(key.clone(), (now, text.clone()));
        text
    }

    fn forget(&self, key: &Key, text: &Text) {
        let mut texts = self.texts();
        if texts.peek(key).is_some_and(|(_, kept)| Arc::ptr_eq(kept, text)) {
            texts.pop(key);
        }
    }

    fn texts(&self) -> MutexGuard<'_, LruCache<Key, (Instant, Text)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    use async_graphql::Request;
    use async_graphql::parser::parse_query;
    use domain::access::{Actor, Sight};
    use domain::ids::GymId;
    use domain::vocab::Role;
    use uuid::Uuid;

    use crate::http::live::Script;

    /// The coaches of a gym who ask for this.
    fn audience(gym: u128, query: &str) -> Audience {
        let request = Request::new(query);
        let document = parse_query(query).expect("a document");
        let (script, _) = Script::of(&request, &document).expect("of plans");
        let sight = Sight::of(&Actor {
            gym: GymId::from_uuid(Uuid::from_u128(gym)),
            subject: "ann".into(),
            display_name: "Ann".into(),
            roles: vec![Role::Coach],
            coach: None,
            member: None,
            integration: None,
        });
        Audience { script, sight: sight.expect("no integration") }
    }

    const CURSORS: &str = "subscription { planUpdated { cursor } }";

    fn made(length: usize) -> Made {
        let told = Some(Told { seq: 1, cursor: None, json: "x".repeat(length) });
        Made { told, surprise: false }
    }

    #[tokio::test]
    async fn who_asks_alike_at_the_same_time_is_told_one_text() {
        let (texts, asked) = (Texts::default(), Cell::new(0));
        let coaches = audience(1, CURSORS);
        let make = async || {
            asked.set(asked.get() + 1);
            tokio::task::yield_now().await;
            made(10)
        };

        let (one, two) =
            tokio::join!(texts.share(&coaches, 1, make()), texts.share(&coaches, 1, make()));
        let later = texts.share(&coaches, 1, make()).await;

        assert_eq!((&one, &one), (&two, &later));
        assert_eq!(asked.get(), 1);
    }

    #[tokio::test]
    async fn another_event_document_or_gym_has_a_text_of_its_own() {
        let (texts, asked) = (Texts::default(), Cell::new(0));
        let make = async || {
            asked.set(asked.get() + 1);
            made(10)
        };

        texts.share(&audience(1, CURSORS), 1, make()).await;
        texts.share(&audience(1, CURSORS), 2, make()).await;
        texts.share(&audience(2, CURSORS), 1, make()).await;
        texts.share(&audience(1, "subscription { planUpdated { kind } }"), 1, make()).await;

        assert_eq!(asked.get(), 4);
    }

    #[tokio::test]
    async fn a_long_text_and_one_that_only_says_what_failed_are_not_kept() {
        let (texts, asked) = (Texts::default(), Cell::new(0));
        let coaches = audience(1, CURSORS);

        for surprise in [false, true] {
            for _ in 0..2 {
                let length = if surprise { 10 } else { LONGEST + 1 };
                let make = async || {
                    asked.set(asked.get() + 1);
                    Made { surprise, ..made(length) }
                };
                assert!(texts.share(&coaches, 1, make()).await.is_some());
            }
        }

        assert_eq!(asked.get(), 4);
    }

    #[test]
    fn a_text_serves_for_a_moment() {
        let (texts, now) = (Texts::default(), Instant::now());
        let key = (audience(1, CURSORS), 1);
        let first = texts.text(&key, now);

        assert!(Arc::ptr_eq(&first, &texts.text(&key, now + FRESH / 2)));
        let later = texts.text(&key, now + FRESH);
        assert!(!Arc::ptr_eq(&first, &later));
    }
}
