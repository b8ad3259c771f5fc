//! What is written down of batches and of calls, a step at a time.

use chrono::Duration;
use domain::calendar::Week;
use domain::ids::{BatchId, Call, GymId};
use domain::narrative_cost::{Asked, Tokens};
use domain::vocab::ReviewPolicy;
use entity::{narrative_batch, store};
use serde_json::json;
use service::env::Env;
use service::ledger::{self, Work};
use service::narrate::batch::{self, Entry, Heard};
use service::narrate::{self, Answer, Ending, Paid, Subject};
use tests::backend::Backend;
use tests::claude::Fate;
use tests::hand::work_off;
use tests::on_both;
use tests::season::Season;

use super::batches::held_out;
use super::{TRUE, later_until, open_batches, settings};

mod both {
    use super::on_both;
    on_both! {
        a_batch_costs_although_a_member_of_it_was_erased
        what_is_kept_twice_costs_once
        of_somebody_who_was_erased_meanwhile_only_the_cost_is_kept
        a_batch_that_is_searched_for_is_not_sent
    }
}

async fn erase_first(season: &Season) {
    let input = json!({ "member": { "id": season.member_id().await } });
    let erase = "mutation($input: EraseMemberInput!) { eraseMember(input: $input) { userErrors { message } } }";
    let erased = season.owner().data(erase, json!({ "input": input })).await;
    assert_eq!(erased["eraseMember"]["userErrors"], json!([]), "{erased:#}");
}

/// How many answers are kept, and how many calls are booked.
async fn kept(season: &Season) -> (usize, usize) {
    let all = season.app.contents().await;
    (all.rows("narrative_answer").len(), all.rows("narrative_call").len())
}

async fn a_batch_costs_although_a_member_of_it_was_erased(backend: Backend) {
    let (provider, season) = held_out(backend, 3).await;

    erase_first(&season).await;
    provider.finish(|_| Fate::Written);
    later_until(&season, async || open_batches(&season).await == 0).await;

    assert_eq!(provider.written(), (0, 3));
    assert_eq!(kept(&season).await, (2, 3));
}

/// A season without a worker, whose words are claimed to be asked for together.
async fn claimed(backend: Backend) -> (Season, Work, Vec<Subject>) {
    let backend = backend.narrated(settings("http://127.0.0.1:1"));
    let season = Season::by_hand(backend, 2, ReviewPolicy::None).await;
    let env = &season.app.env;
    let week = Week::new(Season::monday()).unwrap();
    service::runs::start(env, season.gym, Some(week)).await.unwrap();
    work_off(env).await;
    let work = batch::claim(env, "test").await.unwrap().unwrap();
    let subjects = narrate::load(env, &work).await.unwrap().subjects;
    assert_eq!(subjects.len(), 2);
    (season, work, subjects)
}

async fn recorded(env: &Env, work: &Work, subjects: &[Subject]) -> (BatchId, Vec<String>) {
    let entry = |(message, subject): (usize, &Subject)| Entry {
        computation: subject.computation,
        member: subject.member,
        plan: subject.plan,
        number: subject.number,
        key: subject.key.clone(),
        message,
    };
    let entries: Vec<Entry> = subjects.iter().enumerate().map(entry).collect();
    batch::record(env, work, &entries, 0.0).await.unwrap().unwrap()
}

/// The record, once it is to be looked at.
async fn to_look_at(season: &Season) -> narrative_batch::Model {
    season.app.clock.advance(Duration::minutes(11));
    batch::looks(&season.app.env).await.unwrap().remove(0)
}

fn answered() -> (Answer, Paid) {
    let model = jobs::narrator::claude::DEFAULT_MODEL.to_owned();
    let tokens = Tokens { input: 1_000, output: 200, ..Tokens::default() };
    let answer = Answer { ending: Ending::Whole, text: TRUE.to_owned(), model };
    (answer, Paid { tokens, asked: Asked::InBatch })
}

async fn what_is_kept_twice_costs_once(backend: Backend) {
    let (season, work, subjects) = claimed(backend).await;
    let (env, gym) = (&season.app.env, season.gym);
    let (_, names) = recorded(env, &work, &subjects).await;
    let row = to_look_at(&season).await;
    let heard = |name: &String| {
        let (answer, paid) = answered();
        Heard { name: name.clone(), answer, paid }
    };
    let heard: Vec<Heard> = names.iter().map(heard).collect();

    // Two nodes read the same batch, or one reads it again from the start.
    for some in [&heard[..1], &heard[..], &heard[..]] {
        let open = batch::open(env, &row).await.unwrap();
        batch::keep(env, &open, some).await.unwrap();
    }
    let of_batch = kept(&season).await;
    // Nobody knew whether the first was committed.
    let (call, (answer, paid)) = (env.id::<Call>(), answered());
    for _ in 0..2 {
        narrate::keep(env, gym, call, &subjects[0], 2, &answer, paid).await.unwrap();
    }

    assert_eq!(of_batch, (2, 2));
    assert_eq!(kept(&season).await, (3, 3));
    assert!(spent(env, gym).await > 0.0);
}

async fn spent(env: &Env, gym: GymId) -> f64 {
    let since = env.now() - Duration::days(1);
    store::narrative_calls::costs_since(env.db.read(), gym, since).await.unwrap().iter().sum()
}

async fn of_somebody_who_was_erased_meanwhile_only_the_cost_is_kept(backend: Backend) {
    let (season, _, subjects) = claimed(backend).await;
    let (env, (answer, paid)) = (&season.app.env, answered());
    let first = season.member_id().await;
    let first = subjects.iter().find(|one| json!(one.member.to_string()) == first).unwrap();

    erase_first(&season).await;
    let call = env.id::<Call>();
    narrate::keep(env, season.gym, call, first, 1, &answer, paid).await.unwrap();

    assert_eq!(kept(&season).await, (0, 1));
}

async fn a_batch_that_is_searched_for_is_not_sent(backend: Backend) {
    let (season, work, subjects) = claimed(backend).await;
    let (env, gym) = (&season.app.env, season.gym);

    let (sent, _) = recorded(env, &work, &subjects).await;
    season.app.clock.advance(Duration::minutes(5));
    let first = batch::sending(env, gym, sent).await.unwrap();
    let again = batch::sending(env, gym, sent).await.unwrap();
    season.app.clock.advance(Duration::minutes(9));
    let searched = batch::looks(env).await.unwrap().len();
    ledger::release(env, work.lease).await.unwrap();
    batch::lose(env, gym, sent).await.unwrap();
    let after = batch::sending(env, gym, sent).await.unwrap();

    assert_eq!((first, again, searched, after), (true, false, 0, false));

    // A node that slept between the record and the call finds that another has begun to search.
    let work = batch::claim(env, "test").await.unwrap().unwrap();
    let (late, _) = recorded(env, &work, &subjects).await;
    let row = to_look_at(&season).await;
    assert!(batch::take(env, &row).await.unwrap());
    assert!(!batch::sending(env, gym, late).await.unwrap());
}
