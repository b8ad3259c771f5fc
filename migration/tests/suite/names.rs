//! What may be called so only once, tried name by name.

use entity::db::Db;
use entity::{
    idempotency, integration, integration_member, member, movement_alias, staff, template_version,
};

use crate::constraints::refused_as_double;
use crate::databases::{each, put};
use crate::rows::{id, member, movement, template, track, two_gyms};

#[tokio::test]
async fn names_are_unique_within_a_gym() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let known = |number, gym| member::Model {
            external_id: Some("m-1".into()),
            subject: Some("ann".into()),
            ..member(gym, number)
        };
        put(&db, [known(3, 1), known(4, 2)]).await.expect("one a gym");
        put(&db, [template(1, "Base")]).await.expect("new");

        refused_as_double(put(&db, [member::Model { subject: None, ..known(5, 1) }]).await);
        refused_as_double(put(&db, [member::Model { external_id: None, ..known(5, 1) }]).await);
        refused_as_double(put(&db, [track(2, "strength")]).await);
        refused_as_double(put(&db, [movement(2, "back-squat")]).await);
        refused_as_double(put(&db, [template(2, "Base")]).await);
    })
    .await;
}

#[tokio::test]
async fn grants_versions_aliases_links_and_answers_are_unique() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let grant = |number| staff::Model {
            id: id(14, number),
            gym_id: id(1, 1),
            subject: "ann".into(),
            display_name: "Ann".into(),
            owner: true,
            coach_id: None,
        };
        let version = |number| template_version::Model {
            id: id(15, number),
            gym_id: id(1, 1),
            template_id: id(12, 1),
            number: 1,
            status: "DRAFT".into(),
            document: "{}".into(),
            created_at: 1,
            published_at: None,
        };
        let alias = |alias: &str| movement_alias::Model {
            gym_id: id(1, 1),
            folded: "squat".into(),
            alias: alias.into(),
            movement_id: id(8, 1),
        };
        let link = |member, external: &str| integration_member::Model {
            integration_id: id(16, 1),
            member_id: id(2, member),
            gym_id: id(1, 1),
            external_id: external.into(),
        };
        let answer = |response: &str| idempotency::Model {
            gym_id: id(1, 1),
            principal: "ann".into(),
            key: "k".into(),
            request_hash: vec![1],
            response: response.into(),
            created_at: 1,
        };
        put(&db, [template(1, "Base")]).await.expect("new");
        put(&db, [a_ring()]).await.expect("new");
        put(&db, [grant(1)]).await.expect("new");
        put(&db, [version(1)]).await.expect("new");
        put(&db, [alias("Squat")]).await.expect("new");
        put(&db, [link(1, "r-1")]).await.expect("new");
        put(&db, [answer("{}")]).await.expect("new");

        refused_as_double(put(&db, [grant(2)]).await);
        refused_as_double(put(&db, [version(2)]).await);
        refused_as_double(put(&db, [alias("SQUAT")]).await);
        refused_as_double(put(&db, [link(1, "r-2")]).await);
        refused_as_double(put(&db, [link(2, "r-1")]).await);
        refused_as_double(put(&db, [answer("[]")]).await);
    })
    .await;
}

fn a_ring() -> integration::Model {
    integration::Model {
        id: id(16, 1),
        gym_id: id(1, 1),
        name: "Ring".into(),
        scopes: "[]".into(),
        key_hash: vec![1; 32],
        key_prefix: "mc_1".into(),
        created_at: 1,
        last_used_at: None,
        revoked_at: None,
        previous_key_hash: None,
        previous_key_until_at: None,
    }
}
