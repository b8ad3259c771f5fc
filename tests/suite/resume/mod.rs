//! Nobody who follows plans misses an event, sees one twice or out of order, or sees one they may not: whatever
//! dies meanwhile.

mod gym;
mod order;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tests::backend::{self, Backend};
use tests::followers::{Followers, Told, Transport};

use self::gym::{Gym, Happened, OWNER, Reach};

/// How much is followed, and by how many over each transport.
struct Size {
    events: usize,
    followers: usize,
    /// What the slow one asks for: so much that no buffer holds what they do not read.
    slow: &'static str,
}

const SMALL: Size = Size {
    events: 600,
    followers: 6,
    slow: "a: sessions { blocks { prescriptions { trace { reason } } } } b: sessions { blocks { prescriptions { trace { reason } } } }",
};
const FULL: Size = Size {
    events: 20_000,
    followers: 100,
    slow: "sessions { id date blocks { id key prescriptions { id key sets load } } }",
};

/// Longer than the nodes wait for a slow reader.
const TOO_LONG: Duration = Duration::from_secs(3);

/// How long the nodes wait until one whom they gave up has read that they did: after that they cut them off.
const GIVEN_UP: Duration = Duration::from_secs(30);

/// The member who is erased meanwhile.
const ERASED: usize = 9;

#[test]
fn every_follower_ends_with_exactly_the_events_they_may_see_whatever_fails_meanwhile() {
    backend::run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let full = std::env::var("MICROCYCLE_LIVE").is_ok_and(|size| size == "full");
        let size = if full { FULL } else { SMALL };
        let mut gym = Gym::open(backend).await;
        let mut followers = Followers::start();
        let mut reaches = BTreeMap::new();
        follow(&gym, &mut followers, &size, &mut reaches);

        let Ends { leaver_until, paused } =
            everything_fails(&mut gym, &mut followers, size.events / 10).await;

        for (name, transport) in [("late", Transport::Socket), ("late-stream", Transport::Events)] {
            join(&gym, &mut followers, &mut reaches, name, transport, Reach::All, 0);
        }
        let ends = reaches.iter().map(|(name, reach)| (name.as_str(), gym.last_for(*reach)));
        let told = followers.told(ends);
        for (name, told) in &told {
            let until = (name == "leaver").then_some(leaver_until);
            check(name, told, &gym.happened, reaches[name], until);
        }
        assert!(told["leaver"].refused.is_some(), "{:?}", told["leaver"]);
        let said = told["slow"].codes.contains(&1013);
        assert!(said || paused > GIVEN_UP, "{:?} after {paused:?}", told["slow"].codes);
        let drained = told.values().filter(|told| told.codes.contains(&1012)).count();
        assert!(drained > 0, "nobody was told that the server restarts");
        let reconnected = told.values().filter(|told| told.connects > 1).count();
        assert!(reconnected >= size.followers, "only {reconnected} had to come back");
    });
}

/// Half of them see all, half a member's own.
fn follow(
    gym: &Gym,
    followers: &mut Followers,
    size: &Size,
    reaches: &mut BTreeMap<String, Reach>,
) {
    for number in 0..size.followers {
        let reach = if number % 2 == 0 { Reach::All } else { Reach::Own(number % ERASED) };
        for (kind, transport) in [("socket", Transport::Socket), ("stream", Transport::Events)] {
            join(gym, followers, reaches, &format!("{kind}-{number}"), transport, reach, number);
        }
    }
    // On the node that stays: they are told all that they may be told, and nothing else ends them.
    let [first, stays] = &gym.nodes()[..] else { unreachable!("two nodes") };
    let (token, slow) = (gym.token(OWNER), Some(size.slow));
    // Given up there, the slow one comes back on the other.
    let nodes = [stays.clone(), first.clone()];
    followers.follow_with("slow", Transport::Socket, &token, &gym.start, &nodes, slow);
    reaches.insert("slow".to_owned(), Reach::All);
    let nodes = [stays.clone()];
    followers.follow("leaver", Transport::Socket, &gym.token("leaver"), &gym.start, &nodes);
    reaches.insert("leaver".to_owned(), Reach::All);
}

fn join(
    gym: &Gym,
    followers: &mut Followers,
    reaches: &mut BTreeMap<String, Reach>,
    name: &str,
    transport: Transport,
    reach: Reach,
    turn: usize,
) {
    let subject = match reach {
        Reach::All => OWNER.to_owned(),
        Reach::Own(number) => gym::member(number),
    };
    let mut nodes = gym.nodes();
    nodes.rotate_left(turn % 2);
    followers.follow(name, transport, &gym.token(&subject), &gym.start, &nodes);
    reaches.insert(name.to_owned(), reach);
}

/// How the faults ended for two of the followers.
struct Ends {
    /// The number of the event that took the leaver's rights.
    leaver_until: i64,
    /// How long the slow one read nothing.
    paused: Duration,
}

/// Ten rounds of events with a fault after each.
async fn everything_fails(gym: &mut Gym, followers: &mut Followers, round: usize) -> Ends {
    gym.happen(round).await;
    followers.told([("leaver", gym.last_for(Reach::All)), ("slow", gym.last_for(Reach::All))]);
    followers.pause("slow");
    let since = Instant::now();
    gym.happen_to(ERASED, 3).await;
    gym.happen(round).await;
    gym.kill(0);
    gym.happen(round).await;
    gym.revive(0);
    gym.happen(round).await;
    gym.redis().kill();
    gym.happen(round).await;
    gym.redis().restart();
    gym.happen(round).await;
    gym.redis().flush().await;
    gym.happen(round).await;
    // Who is behind when their rights are taken is told nothing more, not even of before.
    followers.told([("leaver", gym.last_for(Reach::All))]);
    let revoked = gym.revoke("leaver").await;
    gym.happen(round).await;
    // Before its node stops: it could not come back for what it may still see.
    followers.told([("leaver", revoked)]);
    tokio::time::sleep(TOO_LONG).await;
    followers.resume("slow");
    let paused = since.elapsed();
    followers.told([("slow", gym.last_for(Reach::All))]);
    gym.erase(ERASED).await;
    // Nobody has had a reason yet to leave the other node.
    gym.stop(1);
    gym.happen(round).await;
    gym.revive(1);
    gym.happen(round).await;
    Ends { leaver_until: revoked, paused }
}

fn check(name: &str, told: &Told, happened: &[Happened], reach: Reach, until: Option<i64>) {
    let seqs = told.seqs();
    assert!(seqs.windows(2).all(|pair| pair[0] < pair[1]), "{name}: twice or out of order");
    let before = |event: &&Happened| until.is_none_or(|until| event.seq < until);
    let erased: Vec<i64> =
        happened.iter().filter(|event| event.member == ERASED).map(|event| event.seq).collect();
    let mine = happened.iter().filter(|event| reach.covers(event.member)).filter(before);
    // Who was there before the erasure was told of them.
    let expected: Vec<i64> =
        mine.map(|event| event.seq).filter(|seq| !erased.contains(seq)).collect();
    let got: Vec<i64> = seqs.iter().copied().filter(|seq| !erased.contains(seq)).collect();
    let missing: Vec<_> = expected.iter().filter(|seq| !got.contains(seq)).take(5).collect();
    let foreign: Vec<_> = got.iter().filter(|seq| !expected.contains(seq)).take(5).collect();
    assert!(got == expected, "{name}: misses {missing:?}, may not see {foreign:?}: {told:?}");
    if name.starts_with("late") {
        assert!(!seqs.iter().any(|seq| erased.contains(seq)), "{name} was told what was erased");
    }
}
