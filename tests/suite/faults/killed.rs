//! Processes that die, that are asked to go, and that stand still.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{at_work, attempts, busy, leases, on_cluster, sized};

#[test]
fn workers_that_are_killed_lose_and_double_nothing() {
    on_cluster(async |mut cluster| {
        let (members, kills) = sized((100, 3), (500, 8));
        let gyms = at_work(&mut cluster, members).await;

        let mut seen = BTreeSet::new();
        for kill in 0..kills {
            busy(&mut cluster, &gyms, &mut seen).await;
            // At another stage of the work each time.
            tokio::time::sleep(Duration::from_millis(60 * kill)).await;
            let worker = cluster.with("worker")[0];
            cluster.replace(worker);
        }

        gyms.settle(&mut cluster).await;
        assert!(attempts(&cluster.env).await.1 > 0, "no kill has met any work");
        assert_eq!(cluster.fallen, 0);
    });
}

#[test]
fn workers_that_are_replaced_one_by_one_finish_what_they_began() {
    on_cluster(async |mut cluster| {
        let (members, rounds) = sized((100, 3), (500, 8));
        cluster.lease_seconds = 30;
        let gyms = at_work(&mut cluster, members).await;

        let mut seen = BTreeSet::new();
        for _ in 0..rounds {
            busy(&mut cluster, &gyms, &mut seen).await;
            let worker = cluster.with("worker")[0];
            cluster.add("worker");
            let status = cluster.stop(worker);
            assert!(status.success(), "it ended with {status}");
        }

        gyms.settle(&mut cluster).await;
        assert_eq!(attempts(&cluster.env).await, (1, 0), "nothing was begun in vain");
        assert_eq!(cluster.fallen, 0);
    });
}

#[test]
fn a_worker_that_stood_still_writes_nothing_late() {
    on_cluster(async |mut cluster| {
        let (members, pauses) = sized((60, 1), (500, 4));
        let gyms = at_work(&mut cluster, members).await;

        let mut seen = BTreeSet::new();
        for pause in 0..pauses {
            busy(&mut cluster, &gyms, &mut seen).await;
            tokio::time::sleep(Duration::from_millis(100 * pause)).await; // at another stage each time
            let worker = cluster.with("worker")[0];
            let held = leases(&cluster.env).await.unwrap();
            cluster.pause(worker);
            cluster
                .until("what it held is taken back", async |env| {
                    let now = leases(env).await.unwrap();
                    let left = |old: &&entity::lease::Model| {
                        now.iter().any(|lease| lease.id == old.id && lease.holder == old.holder)
                    };
                    held.iter().filter(left).count() == 0
                })
                .await;
            cluster.resume(worker);
        }

        gyms.settle(&mut cluster).await;
        assert_eq!(cluster.fallen, 0);
    });
}
