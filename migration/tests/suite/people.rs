//! The store over gyms, their people and their programme.

use chrono::DateTime;
use domain::ids::{CoachId, TemplateId};
use domain::vocab::MovementPattern;
use entity::db::Db;
use entity::store::members::MemberFilter;
use entity::store::{self, Page};
use entity::{member, movement_alias, plan, staff, template, template_version};
use sea_orm::Set;

use crate::databases::{each, put};
use crate::rows::{
    gym_id, id, member, member_id, movement, plan_id, published_plan, template, two_gyms,
};

#[tokio::test]
async fn a_weekly_run_is_taken_by_one_scheduler() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let first = DateTime::from_timestamp_micros(1_000_001).expect("an instant");
        let second = DateTime::from_timestamp_micros(2_000_000).expect("an instant");
        let txn = db.write().await.expect("a transaction begins");
        assert!(store::gyms::advance(&txn, gym_id(1), None, Some(first)).await.expect("set"));
        txn.commit().await.expect("committed");

        let due = store::gyms::due(db.read(), first).await.expect("read");
        assert_eq!(due.iter().map(|gym| gym.id).collect::<Vec<_>>(), [id(1, 1)]);
        let txn = db.write().await.expect("a transaction begins");
        let winner = store::gyms::advance(&txn, gym_id(1), Some(first), Some(second)).await;
        let loser = store::gyms::advance(&txn, gym_id(1), Some(first), Some(second)).await;
        store::gyms::mark_served(&txn, gym_id(1), second).await.expect("marked");
        txn.commit().await.expect("committed");

        assert_eq!((winner.expect("asked"), loser.expect("asked")), (true, false));
        let gym = store::gyms::find(db.read(), gym_id(1)).await.expect("read").expect("there");
        assert_eq!((gym.next_run_at, gym.served_at), (Some(2_000_000), 2_000_000));
    })
    .await;
}

#[tokio::test]
async fn members_are_paged_by_name_from_either_end() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let twins = [3, 4, 5].map(|number| member::Model {
            display_name: "Member 002".into(),
            active: number != 4,
            ..member(1, number)
        });
        put(&db, twins).await.expect("new");
        let all = MemberFilter::default();
        let page = |page| {
            let (db, all) = (db.clone(), all.clone());
            async move {
                let part = store::members::page(db.read(), gym_id(1), &all, &page).await;
                part.expect("read")
            }
        };
        let numbers = |rows: &[member::Model]| -> Vec<u128> {
            rows.iter().map(|row| row.id.as_u128() & 0xff).collect()
        };
        let place = |row: &member::Model| (row.display_name.clone(), row.id);

        let first = page(Page::first(2)).await;
        assert_eq!(numbers(&first.rows), [1, 2]);
        assert_eq!((first.has_next, first.has_previous, first.total), (true, false, 5));
        let after = Some(place(&first.rows[1]));
        let rest = page(Page { after, ..Page::first(9) }).await;
        assert_eq!(numbers(&rest.rows), [3, 4, 5]);
        assert_eq!((rest.has_next, rest.has_previous), (false, true));
        let last = page(Page { from_end: true, ..Page::first(2) }).await;
        assert_eq!(numbers(&last.rows), [4, 5]);
        assert_eq!((last.has_next, last.has_previous), (false, true));
        let before = Some(place(&last.rows[0]));
        let middle = page(Page { before, from_end: true, ..Page::first(2) }).await;
        assert_eq!(numbers(&middle.rows), [2, 3]);

        let active = store::members::active_ids(db.read(), gym_id(1)).await.expect("read");
        assert_eq!(active, [1, 2, 3, 5].map(member_id));
    })
    .await;
}

#[tokio::test]
async fn a_search_takes_its_letters_as_they_are() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let named = |number, name: &str, external: &str| member::Model {
            display_name: name.into(),
            external_id: Some(external.into()),
            coach_id: Some(id(13, 1)),
            ..member(1, number)
        };
        put(&db, [named(3, "Ann 100%", "x-1"), named(4, "Bea_Ann\\", "x-2")]).await.expect("new");
        let found = async |search: &str| {
            let filter = MemberFilter { search: Some(search.into()), ..MemberFilter::default() };
            let ids = store::members::ids(db.read(), gym_id(1), &filter).await.expect("read");
            ids.into_iter().map(|id| id.uuid().as_u128() & 0xff).collect::<Vec<_>>()
        };

        assert_eq!(found("ANN").await, [3, 4]);
        assert_eq!(found("%").await, [3]);
        assert_eq!(found("_").await, [4]);
        assert_eq!(found("\\").await, [4]);
        assert_eq!(found("x-2").await, [4]);
        assert_eq!(found("x-").await, [] as [u128; 0]);
        let coach = Some(CoachId::from_uuid(id(13, 1)));
        let coached = MemberFilter { coach, ..MemberFilter::default() };
        let ids = store::members::ids(db.read(), gym_id(1), &coached).await.expect("read");
        assert_eq!(ids, [3, 4].map(member_id));
    })
    .await;
}

#[tokio::test]
async fn another_gyms_rows_do_not_exist() {
    each(async |db: Db| {
        two_gyms(&db).await;
        published_plan(&db, 1).await;
        let (read, other) = (db.read(), gym_id(2));

        let member = store::members::find(read, other, member_id(1)).await.expect("read");
        let plan = store::plans::find(read, other, plan_id(1)).await.expect("read");
        let revision = store::plan_revisions::find(read, other, plan_id(1), 1).await.expect("read");
        assert!(member.is_none() && plan.is_none() && revision.is_none());

        let txn = db.write().await.expect("a transaction begins");
        let changes = member::ActiveModel { active: Set(false), ..Default::default() };
        let changed = store::members::update(&txn, other, &[member_id(1)], changes).await;
        assert_eq!(changed.expect("asked"), 0);
        let theirs = plan::Model { status: "REJECTED".into(), ..crate::rows::plan(1, 1) };
        store::plans::save(&txn, other, vec![theirs]).await.expect("nothing is written");
        txn.commit().await.expect("committed");
        let plan = store::plans::find(db.read(), gym_id(1), plan_id(1)).await.expect("read");
        assert_eq!(plan.expect("untouched").status, "PUBLISHED");
    })
    .await;
}

#[tokio::test]
async fn a_login_is_found_in_every_gym_and_in_one() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let grant = |gym: u128| staff::Model {
            id: id(14, gym),
            gym_id: id(1, gym),
            subject: "ann".into(),
            display_name: "Ann".into(),
            owner: true,
            coach_id: None,
        };
        put(&db, [grant(1), grant(2)]).await.expect("new");
        let subject = Some("ann".to_owned());
        put(&db, [member::Model { subject, ..member(1, 3) }]).await.expect("new");
        let read = db.read();

        assert_eq!(store::staff::by_subject(read, "ann").await.expect("read").len(), 2);
        assert_eq!(store::members::by_subject(read, "ann").await.expect("read").len(), 1);
        let here = store::staff::find_subject(read, gym_id(2), "ann").await.expect("read");
        assert_eq!(here.expect("a grant").id, id(14, 2));
        assert_eq!(store::staff::owners(read, gym_id(1)).await.expect("read"), 1);
        let none = store::members::find_subject(read, gym_id(2), "ann").await.expect("read");
        assert!(none.is_none());
    })
    .await;
}

#[tokio::test]
async fn movements_are_found_by_name_alias_and_pattern() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let alias = movement_alias::Model {
            gym_id: id(1, 2),
            folded: "bs".into(),
            alias: "BS".into(),
            movement_id: id(8, 1),
        };
        let txn = db.write().await.expect("a transaction begins");
        let press = vec![movement(2, "press")];
        store::movements::insert(&txn, gym_id(1), press, vec![alias]).await.expect("new");
        txn.commit().await.expect("committed");
        let found = async |search: Option<&str>, pattern| {
            let page = Page::first(10);
            let part = store::movements::page(db.read(), gym_id(1), search, pattern, &page).await;
            part.expect("read").rows.into_iter().map(|row| row.key).collect::<Vec<_>>()
        };

        assert_eq!(found(None, None).await, ["back-squat", "press"]);
        assert_eq!(found(Some("bs"), None).await, ["back-squat"]);
        assert_eq!(found(Some("PRE"), Some(MovementPattern::Squat)).await, ["press"]);
        assert_eq!(found(None, Some(MovementPattern::Hinge)).await, [] as [&str; 0]);
        let aliases = store::movements::aliases(db.read(), gym_id(1)).await.expect("read");
        assert_eq!(aliases[0].movement_id, id(8, 1));
    })
    .await;
}

#[tokio::test]
async fn the_version_in_force_is_the_one_the_template_names() {
    each(async |db: Db| {
        two_gyms(&db).await;
        let version = |number: i32| template_version::Model {
            id: id(15, number as u128),
            gym_id: id(1, 1),
            template_id: id(12, 1),
            number,
            status: "DRAFT".into(),
            document: format!("{{\"n\":{number}}}"),
            created_at: 1,
            published_at: None,
        };
        let template_id = TemplateId::from_uuid(id(12, 1));
        put(&db, [template(1, "Base"), template(2, "None")]).await.expect("new");
        put(&db, [version(1), version(2)]).await.expect("new");
        let txn = db.write().await.expect("a transaction begins");
        store::templates::lock(&txn, gym_id(1), template_id).await.expect("locked");
        let changes = template::ActiveModel { published: Set(Some(2)), ..Default::default() };
        assert!(store::templates::update(&txn, gym_id(1), template_id, changes).await.expect("ok"));
        let assign =
            member::ActiveModel { template_id: Set(Some(id(12, 1))), ..Default::default() };
        store::members::update(&txn, gym_id(1), &[1, 2].map(member_id), assign).await.expect("ok");
        txn.commit().await.expect("committed");

        let both = [1, 2].map(|number| TemplateId::from_uuid(id(12, number)));
        let in_force = store::templates::published_versions(db.read(), gym_id(1), &both).await;
        let numbers: Vec<i32> = in_force.expect("read").iter().map(|row| row.number).collect();
        assert_eq!(numbers, [2]);
        let assigned = store::members::assigned(db.read(), gym_id(1)).await.expect("read");
        assert_eq!(assigned.into_iter().collect::<Vec<_>>(), [(template_id, 2)]);
    })
    .await;
}
