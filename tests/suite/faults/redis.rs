//! Redis dies, forgets, and stays away. It carries work and holds none of it.

use std::collections::BTreeSet;

use super::{Gyms, at_rest, at_work, attempts, busy, leases, on_cluster, open, sized};

#[test]
fn a_redis_that_dies_and_comes_back_empty_loses_nothing() {
    on_cluster(async |mut cluster| {
        let (members, deaths) = sized((100, 2), (500, 4));
        cluster.lease_seconds = 8;
        let gyms = at_work(&mut cluster, members).await;

        let mut seen = BTreeSet::new();
        for _ in 0..deaths {
            busy(&mut cluster, &gyms, &mut seen).await;
            cluster.redis().restart();
        }

        gyms.settle(&mut cluster).await;
        assert_eq!(attempts(&cluster.env).await.0, 1, "what is begun is finished without it");
    });
}

#[test]
fn a_redis_that_forgets_everything_mid_run_loses_nothing() {
    on_cluster(async |mut cluster| {
        let (members, times) = sized((100, 2), (500, 8));
        cluster.lease_seconds = 8;
        let gyms = at_work(&mut cluster, members).await;

        let mut seen = BTreeSet::new();
        for _ in 0..times {
            busy(&mut cluster, &gyms, &mut seen).await;
            cluster.redis().flush().await;
        }

        gyms.settle(&mut cluster).await;
        assert_eq!(attempts(&cluster.env).await.0, 1, "what is begun is finished without it");
    });
}

#[test]
fn a_redis_that_is_gone_for_a_whole_run_costs_time_and_nothing_else() {
    on_cluster(async |mut cluster| {
        cluster.lease_seconds = 30;
        let gyms = Gyms::found(&cluster.env, 4, sized(100, 500)).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");
        // They are up once a first week has gone through them.
        gyms.run(&cluster.env).await;
        cluster.until("a first week is done", at_rest).await;

        cluster.redis().kill();
        gyms.run(&cluster.env).await;
        let waiting = open(&cluster.env).await;
        cluster.until_logged("Redis took no work").await;
        cluster
            .until("what was claimed in vain is given back", async |env| {
                leases(env).await.is_some_and(|all| all.is_empty())
            })
            .await;
        assert_eq!(open(&cluster.env).await, waiting, "nothing is lost and nothing gives up");
        cluster.redis().restart();

        gyms.settle(&mut cluster).await;
        assert_eq!(attempts(&cluster.env).await.0, 1, "what was never begun costs no attempt");
    });
}
