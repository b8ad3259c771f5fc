//! How long it takes to refuse a document that is sent to hurt: read, measured, turned away.
//!
//! `cargo bench -p tests --bench guard`; `docs/performance.md` holds what was measured.

use std::hint::black_box;

use api::guard;
use async_graphql::Variables;
use async_graphql::parser::parse_query;
use criterion::{Criterion, criterion_group, criterion_main};
use tests::hostile::corpus;

/// What the server does of it before anything runs; whether it is refused.
fn refused(document: &str) -> bool {
    document.len() > guard::MAX_DOCUMENT_BYTES
        || guard::brackets::check(document).is_err()
        || parse_query(document)
            .is_ok_and(|parsed| guard::check(&parsed, &Variables::default(), true).is_err())
}

fn hostile(c: &mut Criterion) {
    let mut group = c.benchmark_group("refuse");
    for of in corpus("query", "gym") {
        let name = format!("{} ({} bytes)", of.name, of.document.len());
        group.bench_function(name, |b| b.iter(|| refused(black_box(&of.document))));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = hostile
}
criterion_main!(benches);
