//! A gym in which everything that a door leads to is there, and another gym.

mod made;

use std::collections::BTreeMap;

use serde_json::Value;
use tests::backend::Backend;
use tests::client::Client;
use tests::season::{COACH, MEMBER, OWNER, Season};
use tests::subscriber::Subscriber;
use tests::templates;

/// The identities that every door is tried as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Without a credential.
    Nobody,
    /// The member whom everything is about.
    Member,
    /// Another member of the gym.
    Other,
    /// A coach of the gym.
    Coach,
    /// The owner of the gym.
    Owner,
    /// An integration of the gym.
    Key,
    /// A coach of another gym.
    Elsewhere,
}

impl Who {
    /// In the order of the table's columns.
    pub const ALL: [Self; 7] = [
        Self::Nobody,
        Self::Member,
        Self::Other,
        Self::Coach,
        Self::Owner,
        Self::Key,
        Self::Elsewhere,
    ];

    /// The `sub` of the login.
    fn subject(self) -> Option<&'static str> {
        match self {
            Self::Nobody | Self::Key => None,
            Self::Member => Some(MEMBER),
            Self::Other => Some("other-member"),
            Self::Coach => Some(COACH),
            Self::Owner => Some(OWNER),
            Self::Elsewhere => Some("elsewhere-coach"),
        }
    }

    /// As part of names that only one identity uses.
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// The gym, and what is in it by the names that the table uses.
pub struct World {
    pub season: Season,
    key: String,
    ids: BTreeMap<&'static str, String>,
}

impl World {
    /// Everything is there, and nothing is computed any more.
    pub async fn build(backend: Backend) -> Self {
        made::world(backend).await
    }

    /// What a name stands for, as a literal.
    pub fn id(&self, name: &str) -> &str {
        self.ids.get(name).map_or("null", String::as_str)
    }

    /// A client of an identity.
    pub fn client(&self, who: Who) -> Client {
        if who == Who::Key {
            return Client::new(self.season.app.address(), Some(self.key.clone()));
        }
        self.season.app.client(who.subject())
    }

    /// What a subscription tells first: an event, or why there is none.
    pub async fn listen(&self, who: Who, request: &str) -> Value {
        let token = match who {
            Who::Key => Some(self.key.clone()),
            _ => who.subject().map(|subject| self.season.app.token(subject)),
        };
        let mut socket = Subscriber::showing(self.season.app.address(), token.as_deref()).await;
        socket.subscribe("1", request, Value::Null).await;
        socket.told().await
    }

    /// A request with the names in it replaced by what they stand for.
    pub fn filled(&self, request: &str, who: Who) -> String {
        let mut text = request.replace("$who", &who.name());
        if let Some((before, rest)) = text.split_once("$content(") {
            let (name, after) = rest.split_once(')').expect("$content names a template");
            text = format!("{before}{}{after}", templates::literal(&templates::small(name)));
        }
        // Who writes what can be written once only has one of their own.
        for own in ["draft", "erasable", "fresh"] {
            let key = format!("{own} of {}", who.name());
            let value = self.ids.get(key.as_str()).or_else(|| self.ids.get(own));
            text = text.replace(&format!("${own}"), &value.cloned().unwrap_or_default());
        }
        // Longer names first: `$member` begins others.
        for (name, value) in self.ids.iter().rev() {
            text = text.replace(&format!("${name}"), value);
        }
        assert!(!text.contains('$'), "the world has no such thing: {text}");
        text
    }
}
