//! Whether who listens may still listen: asked again before anything is told, and when someone's rights in the
//! gym have changed.

use std::sync::Arc;

use domain::access::Actor;
use entity::event;
use service::env::Env;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::auth::Claims;
use crate::auth::actor::actor as known_as;
use crate::error::ApiError;

/// Ends the subscription of a caller whose rights have changed: what they may see must be asked for anew.
pub async fn still_the_same(env: &Env, actor: &Actor) -> Result<(), ApiError> {
    let claims = Claims {
        sub: actor.subject.clone(),
        gym: Some(actor.gym.to_string()),
        exp: 0, // the transport ends what has expired
    };
    let now = known_as(env.db.read(), &claims, None).await?;
    let same = now.is_some_and(|now| (&now.roles, now.member) == (&actor.roles, actor.member));
    if same {
        Ok(())
    } else {
        Err(ApiError::Unauthenticated("your roles have changed: subscribe again"))
    }
}

/// Whether an event may say that rights have changed.
pub fn concerns_rights(event: &event::Model) -> bool {
    event.kind == event::RIGHTS_CHANGED
}

/// Waits until the rights of someone in the gym may have changed.
pub async fn changed(events: &mut broadcast::Receiver<Arc<event::Model>>) {
    loop {
        match events.recv().await {
            Ok(event) if !concerns_rights(&event) => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            // Nobody tells of changes any more; what is told next is asked about anyway.
            Err(RecvError::Closed) => std::future::pending::<()>().await,
        }
    }
}
