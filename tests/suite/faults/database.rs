//! PostgreSQL crashes and recovers; connections are cut while they are in use.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, Statement};
use service::env::Env;
use tests::backend::Backend;
use tests::cluster::Cluster;

use super::{Gyms, busy, on_cluster, sized};

#[test]
fn a_database_that_crashes_mid_run_loses_nothing_that_was_committed() {
    tests::backend::run(async {
        let Some(backend) = Backend::private() else { return };
        let mut cluster = Cluster::on(backend).await;
        let (members, crashes) = sized((100, 2), (500, 4));
        let gyms = Gyms::found(&cluster.env, 4, members).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");
        gyms.run(&cluster.env).await;

        let mut seen = BTreeSet::new();
        for _ in 0..crashes {
            busy(&mut cluster, &gyms, &mut seen).await;
            cluster.crash_database().await;
        }

        gyms.settle(&mut cluster).await;
        assert_eq!(cluster.fallen, 0, "a restart of the database ends no process");
    });
}

#[test]
fn connections_that_are_cut_mid_transaction_cost_an_attempt_at_most() {
    on_cluster(async |mut cluster| {
        let (members, cuts) = sized((100, 6), (500, 20));
        let gyms = Gyms::found(&cluster.env, 4, members).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");
        gyms.run(&cluster.env).await;

        let mut seen = BTreeSet::new();
        let mut cut = 0;
        while cut < cuts {
            busy(&mut cluster, &gyms, &mut seen).await;
            for _ in 0..20 {
                cut += cut_one(&cluster.env).await;
            }
        }

        gyms.settle(&mut cluster).await;
        eprintln!("{cut} transactions were cut");
        assert_eq!(cluster.fallen, 0);
    });
}

/// Cuts a connection of a worker that has written something and not committed yet, where there is one.
async fn cut_one(env: &Env) -> usize {
    let sql = "SELECT COUNT(pg_terminate_backend(pid)) FROM (
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'node-%' AND backend_xid IS NOT NULL
        ORDER BY xact_start DESC LIMIT 1) AS busy";
    let row = env.db.read().query_one_raw(Statement::from_string(env.db.backend(), sql)).await;
    let count: i64 = row.unwrap().unwrap().try_get_by_index(0).unwrap();
    usize::try_from(count).unwrap()
}
