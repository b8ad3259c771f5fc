//! Processes that die, and processes that are asked to go.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tests::cluster::Cluster;
use uuid::Uuid;

use super::{Gyms, attempts, done, on_cluster, open, sized, under_way};

#[test]
fn workers_that_are_killed_lose_and_double_nothing() {
    on_cluster(async |mut cluster| {
        let (members, kills) = sized((100, 3), (500, 8));
        let gyms = Gyms::found(&cluster.env, 4, members).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");
        gyms.run(&cluster.env).await;
        let began = Instant::now();

        let mut seen = BTreeSet::new();
        for kill in 0..kills {
            busy(&mut cluster, &gyms, &mut seen).await;
            // At another stage of the work each time.
            tokio::time::sleep(Duration::from_millis(60 * kill)).await;
            let worker = cluster.with("worker")[0];
            cluster.replace(worker);
        }

        gyms.settle(&mut cluster).await;
        let (most, again) = attempts(&cluster.env).await;
        eprintln!(
            "{kills} kills: {} computed in {:?}; {again} of them started more than once, {most} times at most",
            done(&cluster.env).await,
            began.elapsed()
        );
        assert!(again > 0, "no kill has met any work");
        assert_eq!(cluster.fallen, 0);
    });
}

/// Waits until a worker is busy with something new. Where all is done, the week is run once more.
async fn busy(cluster: &mut Cluster, gyms: &Gyms, seen: &mut BTreeSet<Uuid>) {
    cluster
        .until("a worker is busy", async |env| {
            let now = under_way(env).await;
            let new = now.iter().any(|lease| !seen.contains(lease));
            if new {
                seen.extend(now);
            } else if open(env).await == 0 {
                gyms.run(env).await;
            }
            new
        })
        .await;
}

#[test]
fn workers_that_are_replaced_one_by_one_finish_what_they_began() {
    on_cluster(async |mut cluster| {
        let (members, rounds) = sized((100, 3), (500, 8));
        let gyms = Gyms::found(&cluster.env, 4, members).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");
        gyms.run(&cluster.env).await;
        let began = Instant::now();

        let mut seen = BTreeSet::new();
        for _ in 0..rounds {
            busy(&mut cluster, &gyms, &mut seen).await;
            let worker = cluster.with("worker")[0];
            cluster.add("worker");
            let asked = Instant::now();
            let status = cluster.stop(worker);
            assert!(status.success(), "it ended with {status}");
            eprintln!("stopped in {:?}", asked.elapsed());
        }

        gyms.settle(&mut cluster).await;
        let (most, again) = attempts(&cluster.env).await;
        eprintln!(
            "{rounds} restarts: {} computed in {:?}",
            done(&cluster.env).await,
            began.elapsed()
        );
        assert_eq!((most, again), (1, 0), "nothing was begun in vain");
        assert_eq!(cluster.fallen, 0);
    });
}
