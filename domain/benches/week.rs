//! What a member's week costs: time, allocations, and how both grow with the history.
//!
//! `cargo bench -p domain`; `docs/performance.md` holds what was measured. Targets: a week from a year of
//! digested history in 200 µs, a session digested in 20 µs, growth no worse than linear.

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;

use common::season::{Season, sets};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use domain::digest::digest;
use domain::observe::observe;
use domain::personalise::{compute, personalise};

/// Weeks of the ordinary history: 208 sessions and 364 readiness days.
const YEAR: u32 = 52;
/// Sessions of a week.
const DIGESTS_A_WEEK: u32 = 4;

fn week(c: &mut Criterion) {
    let season = Season::new(YEAR);
    let snapshot = season.snapshot(None);
    let signals = observe(&snapshot);
    allocations("week", || drop(black_box(compute(&snapshot))));
    allocations("week/observe", || drop(black_box(observe(&snapshot))));
    let mut group = c.benchmark_group("week");
    group.bench_function("of a year", |b| b.iter(|| compute(black_box(&snapshot))));
    group.bench_function("of a year/observe", |b| b.iter(|| observe(black_box(&snapshot))));
    group.bench_function("of a year/personalise", |b| {
        b.iter(|| personalise(black_box(&signals), &season.facts, &season.template, None));
    });
    group.finish();
}

fn session(c: &mut Criterion) {
    let season = Season::without_plans(0);
    let sets = sets(0, 10);
    let (catalogue, config) = (&season.facts.catalogue, &season.facts.config.strength);
    let read = || digest(black_box(&sets), 60, Some(7.0), Some(80.0), catalogue, config);
    allocations("digest", || drop(black_box(read())));
    c.bench_function("digest a session of 15 sets", |b| {
        b.iter(read);
    });
}

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("week after so many digests");
    for digests in [100, 200, 400, 800, 4000] {
        let season = Season::new(digests / DIGESTS_A_WEEK);
        let snapshot = season.snapshot(None);
        let what = format!("week after {digests} digests");
        allocations(&what, || drop(black_box(compute(&snapshot))));
        group.bench_with_input(BenchmarkId::from_parameter(digests), &snapshot, |b, snapshot| {
            b.iter(|| compute(black_box(snapshot)));
        });
    }
    group.finish();
}

/// Says on standard error what one run allocates.
fn allocations(what: &str, run: impl FnOnce()) {
    let found = allocation_counter::measure(run);
    eprintln!(
        "{what}: {} allocations, {} bytes in all, {} bytes at most at once",
        found.count_total, found.bytes_total, found.bytes_max
    );
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(60);
    targets = week, session, growth
}
criterion_main!(benches);
