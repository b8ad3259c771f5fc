//! The default installation, one process and a file, killed at any point.

use std::collections::BTreeSet;
use std::time::Duration;

use tests::backend::Backend;
use tests::cluster::Cluster;

use super::{Gyms, attempts, busy, sized};

/// All that one process can do.
const EVERYTHING: &str = "api,worker,scheduler";

#[test]
fn the_embedded_default_killed_at_any_point_goes_on_where_it_stood() {
    tests::backend::run(async {
        let mut cluster = Cluster::on(Backend::sqlite()).await;
        let (members, kills) = sized((100, 4), (500, 12));
        let gyms = Gyms::found(&cluster.env, 4, members).await;
        gyms.run(&cluster.env).await;
        let mut node = cluster.add(EVERYTHING);

        let mut seen = BTreeSet::new();
        for kill in 0..kills {
            busy(&mut cluster, &gyms, &mut seen).await;
            // At another stage of the work each time.
            tokio::time::sleep(Duration::from_millis(45 * kill)).await;
            node = cluster.replace(node);
        }
        // And before it has come up.
        node = cluster.replace(node);
        cluster.replace(node);

        gyms.settle(&mut cluster).await;
        assert!(attempts(&cluster.env).await.1 > 0, "no kill has met any work");
        assert_eq!(cluster.fallen, 0);
    });
}
