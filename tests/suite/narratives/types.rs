//! What our client sends, against the types of the official SDK.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Output;

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::backend::{Backend, run};
use tests::node;

use super::batches::sources;
use super::{FALSE, TRUE, later_until, provider, season_with};

/// What the compiler says of values of the SDK's types.
fn compile(messages: &[Value], batches: &[Value]) -> Output {
    let folder = TempDir::new().unwrap();
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/node_modules/@anthropic-ai/sdk");
    let mut code = String::from(
        "import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages/messages';\n\
         import type { BatchCreateParams } from '@anthropic-ai/sdk/resources/messages/batches';\n",
    );
    for (index, body) in messages.iter().enumerate() {
        writeln!(code, "export const message{index}: MessageCreateParamsNonStreaming = {body};")
            .unwrap();
    }
    for (index, body) in batches.iter().enumerate() {
        writeln!(code, "export const batch{index}: BatchCreateParams = {body};").unwrap();
    }
    std::fs::write(folder.path().join("captured.ts"), code).unwrap();
    let options = json!({
        "compilerOptions": {
            "noEmit": true, "strict": true, "skipLibCheck": true, "types": [], "target": "es2022",
            "module": "esnext", "moduleResolution": "bundler",
            "paths": { "@anthropic-ai/sdk/*": [format!("{}/*", sdk.display())] },
        },
        "files": ["captured.ts"],
    });
    std::fs::write(folder.path().join("tsconfig.json"), options.to_string()).unwrap();
    let mut compiler = node::script("node_modules/typescript/bin/tsc");
    compiler.arg("-p").arg(folder.path()).output().expect("node is installed")
}

/// What a season sends in which the first answers are not true: a batch, messages alone, and second tries.
async fn sent() -> (Vec<Value>, Vec<Value>) {
    let provider = provider();
    provider.writes(|params| {
        let second = params["messages"].as_array().is_some_and(|turns| turns.len() == 3);
        if second { TRUE } else { FALSE }.to_owned()
    });
    let season = season_with(Backend::sqlite(), &provider, 2, ReviewPolicy::None).await;
    season.run().await;
    later_until(&season, async || sources(&season).await == (2, 0)).await;
    season.monday_morning();
    season.falls_ill().await;
    season.app.narrated_all().await;
    let of = |path: &str| -> Vec<Value> {
        let all = provider.captured().into_iter().filter(|sent| sent.what == path);
        all.map(|sent| sent.body).collect()
    };
    (of("POST /v1/messages"), of("POST /v1/messages/batches"))
}

#[test]
fn what_is_sent_is_of_the_official_types() {
    run(async {
        let (messages, batches) = sent().await;
        let turns: Vec<usize> =
            messages.iter().map(|body| body["messages"].as_array().unwrap().len()).collect();
        assert!(turns.contains(&1) && turns.contains(&3), "{turns:?}");
        assert_eq!((batches.len(), batches[0]["requests"].as_array().unwrap().len()), (1, 2));

        let output = compile(&messages, &batches);
        let mut wrong = messages[0].clone();
        wrong["output_config"]["former"] = json!(1);
        let refused = compile(&[wrong], &[]);

        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let said = String::from_utf8_lossy(&refused.stdout).into_owned();
        assert!(!refused.status.success() && said.contains("\"former\"' does not exist"), "{said}");
    });
}
