//! What our client sends, against the types of the official SDK.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Output;

use jobs::narrator::claude::wire::{BatchRequest, Entry};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::backend::run;
use tests::node;

use super::{client, provider, request};

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

#[test]
fn what_is_sent_is_of_the_official_types() {
    run(async {
        let provider = provider();
        let claude = client(&provider);
        claude.message(&request("A week.")).await.unwrap();
        let requests = vec![Entry { custom_id: "mc_1".into(), params: request("A week.") }];
        claude.create_batch(&BatchRequest { requests }).await.unwrap();
        let sent = |path: &str| -> Vec<Value> {
            let all = provider.captured().into_iter().filter(|sent| sent.what == path);
            all.map(|sent| sent.body).collect()
        };
        let (messages, batches) = (sent("POST /v1/messages"), sent("POST /v1/messages/batches"));
        assert_eq!((messages.len(), batches.len()), (1, 1));

        let output = compile(&messages, &batches);
        let mut wrong = messages[0].clone();
        wrong["output_config"]["former"] = json!(1);
        let refused = compile(&[wrong], &[]);

        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let said = String::from_utf8_lossy(&refused.stdout).into_owned();
        assert!(!refused.status.success() && said.contains("\"former\"' does not exist"), "{said}");
    });
}
