//! The client against a provider that is well, busy, broken, or says no.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jobs::narrator::claude::wire::{BatchRequest, Ending, Entry, Processing};
use jobs::narrator::claude::{Fault, FaultKind};
use tests::backend::run;
use tests::claude::{Fate, KEY, Misbehaviour};

use super::{client, provider, request, settings, with};

pub(super) fn fault<T>(answer: Result<T, Fault>) -> Fault {
    answer.err().expect("a fault")
}

pub(super) fn batch(names: impl Iterator<Item = String>) -> BatchRequest {
    let entry = |custom_id| Entry { custom_id, params: request("A week.") };
    BatchRequest { requests: names.map(entry).collect() }
}

#[test]
fn a_message_is_answered_and_the_system_prompt_is_read_from_the_cache_the_second_time() {
    run(async {
        let provider = provider();
        let claude = client(&provider);

        let first = claude.message(&request("A week.")).await.unwrap();
        let second = claude.message(&request("Another.")).await.unwrap();

        assert!(matches!(first.ending(), Ending::Whole(text) if text.contains("steady")));
        assert!(first.usage.cache_written() > 1024 && first.usage.cache_read() == 0);
        assert_eq!(second.usage.cache_read(), first.usage.cache_written());
        let sent = &provider.captured()[0];
        assert_eq!(
            (sent.what.as_str(), sent.version.as_deref()),
            ("POST /v1/messages", Some("2023-06-01"))
        );
    });
}

#[test]
fn what_passes_is_tried_again_and_answered() {
    run(async {
        let passing = [
            Misbehaviour::Status(429, "rate_limit_error", Some("0.01")),
            Misbehaviour::Status(500, "api_error", None),
            Misbehaviour::Status(503, "api_error", None),
            Misbehaviour::Status(504, "timeout_error", None),
            Misbehaviour::Status(529, "overloaded_error", Some("0")),
            Misbehaviour::HangUp,
            Misbehaviour::NotJson,
        ];
        for misbehaviour in passing {
            let provider = provider();
            provider.next(misbehaviour.clone());

            let answer = client(&provider).message(&request("A week.")).await;

            assert!(answer.is_ok(), "{misbehaviour:?}");
            assert_eq!((provider.captured().len(), provider.written().0), (2, 1));
        }
    });
}

#[test]
fn a_provider_that_does_not_answer_in_time_is_asked_again() {
    run(async {
        let provider = provider();
        provider.next(Misbehaviour::Hang);
        let mut settings = settings(provider.url());
        settings.patience.message = Duration::from_millis(300);

        let answer = with(settings).message(&request("A week.")).await;

        assert!(answer.is_ok());
        assert_eq!(provider.captured().len(), 2);
    });
}

#[test]
fn an_error_that_never_explains_itself_is_known_by_its_status() {
    run(async {
        let provider = provider();
        let mut settings = settings(provider.url());
        settings.patience.message = Duration::from_millis(300);
        let claude = with(settings);
        provider.next(Misbehaviour::StatusThenHang(529));
        provider.next(Misbehaviour::StatusThenHang(403));

        let week = request("A week.");
        let fault = tokio::time::timeout(Duration::from_mins(1), claude.message(&week)).await;
        let fault = fault.expect("it waits no longer than it was told to").err().unwrap();

        assert_eq!((fault.kind, fault.status), (FaultKind::Hopeless, Some(403)));
        assert_eq!(provider.captured().len(), 2, "the first passes");
    });
}

#[test]
fn what_will_fail_again_is_asked_once() {
    run(async {
        let hopeless = [
            (400, "invalid_request_error"),
            (401, "authentication_error"),
            (403, "permission_error"),
            (404, "not_found_error"),
            (413, "request_too_large"),
        ];
        for (code, kind) in hopeless {
            let provider = provider();
            provider.next(Misbehaviour::Status(code, kind, None));

            let fault = fault(client(&provider).message(&request("A week.")).await);

            assert_eq!((fault.kind, fault.maybe_done), (FaultKind::Hopeless, false));
            assert_eq!(fault.status, Some(code));
            assert!(fault.to_string().contains(kind), "{fault}");
            assert!(fault.request_id.is_some());
            assert_eq!(provider.captured().len(), 1);
        }
    });
}

#[test]
fn a_longer_wait_than_a_worker_has_is_left_to_the_ledger() {
    run(async {
        let provider = provider();
        provider.next(Misbehaviour::Status(429, "rate_limit_error", Some("40")));

        let fault = fault(client(&provider).message(&request("A week.")).await);

        assert_eq!(fault.kind, FaultKind::Transient);
        assert_eq!(fault.retry_after, Some(Duration::from_secs(40)));
        assert_eq!(provider.captured().len(), 1);
    });
}

#[test]
fn after_five_faults_in_a_row_nothing_is_sent_for_a_while() {
    run(async {
        let provider = provider();
        let claude = client(&provider);
        for _ in 0..6 {
            provider.next(Misbehaviour::Status(529, "overloaded_error", None));
        }

        let first = fault(claude.message(&request("A week.")).await);
        let second = fault(claude.message(&request("A week.")).await);
        let third = fault(claude.message(&request("A week.")).await);

        assert_eq!(first.kind, FaultKind::Transient);
        assert_eq!((second.kind, third.kind), (FaultKind::Resting, FaultKind::Resting));
        assert_eq!(provider.captured().len(), 5);
        assert!(claude.rests().is_some());
    });
}

#[test]
fn an_answer_says_how_it_ended() {
    run(async {
        let provider = provider();
        let claude = client(&provider);
        let endings = [
            ("end_turn", None),
            ("max_tokens", Some(Ending::CutOff)),
            ("model_context_window_exceeded", Some(Ending::CutOff)),
            ("refusal", Some(Ending::Refused)),
            ("tool_use", Some(Ending::Strange)),
            ("pause_turn", Some(Ending::Strange)),
            ("something_new", Some(Ending::Strange)),
        ];
        for (reason, ending) in endings {
            provider.next(Misbehaviour::Stop(reason));

            let message = claude.message(&request("A week.")).await.unwrap();

            match ending {
                Some(ending) => assert_eq!(message.ending(), ending, "{reason}"),
                None => assert!(matches!(message.ending(), Ending::Whole(_))),
            }
        }
    });
}

#[test]
fn a_batch_is_bought_watched_and_read_in_whatever_order_it_comes() {
    run(async {
        let provider = provider();
        provider.hold();
        let claude = client(&provider);
        let names: Vec<String> = (0..50).map(|index| format!("week_{index}")).collect();

        let batch = claude.create_batch(&batch(names.clone().into_iter())).await.unwrap();
        let waiting = claude.batch(&batch.id).await.unwrap();
        provider.finish(|index| match index {
            7 => Fate::Errored,
            9 => Fate::Expired,
            11 => Fate::Missing,
            _ => Fate::Written,
        });
        let ended = claude.batch(&batch.id).await.unwrap();
        let mut results = claude.results(&batch.id).await.unwrap();
        let mut seen = Vec::new();
        while let Some(line) = results.next().await.unwrap() {
            seen.push((line.custom_id, line.result.failure()));
        }

        assert_eq!(waiting.processing_status, Processing::InProgress);
        assert_eq!((waiting.request_counts.processing, waiting.request_counts.total()), (50, 50));
        assert_eq!(ended.processing_status, Processing::Ended);
        assert_ne!(seen[0].0, "week_0", "in an order of their own");
        seen.sort_by_key(|(name, _)| names.iter().position(|known| known == name));
        let missed: Vec<&str> = seen
            .iter()
            .filter(|(_, failure)| failure.is_some())
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!((seen.len(), missed), (49, vec!["week_7", "week_9"]));
    });
}

#[test]
fn a_batch_that_may_have_been_bought_is_not_bought_again() {
    run(async {
        let provider = provider();
        let claude = client(&provider);
        provider.next(Misbehaviour::DoneThenHangUp);

        let fault = fault(claude.create_batch(&batch(["a".to_owned()].into_iter())).await);
        let list = claude.batches(None).await.unwrap();

        assert!(fault.maybe_done);
        assert_eq!((provider.batches(), list.data.len(), list.has_more), (1, 1, false));
    });
}

#[test]
fn a_batch_is_on_its_way_no_longer_than_all_its_tries_together_may_take() {
    run(async {
        let provider = provider();
        let mut settings = settings(provider.url());
        settings.patience.submit = Duration::from_millis(300);
        provider.next(Misbehaviour::Status(503, "api_error", None));
        provider.next(Misbehaviour::Hang);

        let batch = batch(["a".to_owned()].into_iter());
        let claude = with(settings);
        let sent = tokio::time::timeout(Duration::from_mins(1), claude.create_batch(&batch)).await;

        let fault = fault(sent.expect("a try of five minutes is broken off"));
        assert!(fault.maybe_done && fault.kind == FaultKind::Transient, "{fault}");
        assert_eq!(provider.captured().len(), 2);
    });
}

#[test]
fn a_batch_that_was_refused_for_now_is_offered_again() {
    run(async {
        let provider = provider();
        provider.next(Misbehaviour::Status(429, "rate_limit_error", Some("0.01")));

        let batch = client(&provider).create_batch(&batch(["a".to_owned()].into_iter())).await;

        assert!(batch.is_ok());
        assert_eq!(provider.batches(), 1);
    });
}

#[test]
fn a_batch_that_is_called_off_ends() {
    run(async {
        let provider = provider();
        provider.hold();
        let claude = client(&provider);
        let batch = claude.create_batch(&batch(["a".to_owned()].into_iter())).await.unwrap();

        let called_off = claude.cancel_batch(&batch.id).await.unwrap();
        provider.finish(|_| Fate::Written);

        assert_eq!(called_off.processing_status, Processing::Canceling);
        let counts = claude.batch(&batch.id).await.unwrap().request_counts;
        assert_eq!((counts.canceled, counts.succeeded), (1, 0));
    });
}

/// What a subscriber writes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn neither_the_key_nor_a_word_of_the_prompt_is_ever_logged() {
    run(async {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let provider = provider();
        let claude = client(&provider);
        let misbehaviours = [
            None,
            Some(Misbehaviour::Status(400, "invalid_request_error", None)),
            Some(Misbehaviour::Status(529, "overloaded_error", None)),
            Some(Misbehaviour::HangUp),
            Some(Misbehaviour::NotJson),
            Some(Misbehaviour::Say("the member is tired".to_owned())),
        ];
        for misbehaviour in misbehaviours {
            if let Some(misbehaviour) = misbehaviour {
                provider.next(misbehaviour);
            }
            let answer = claude.message(&request("the member is tired")).await;
            if let Err(fault) = answer {
                tracing::warn!(?fault, %fault, "as any caller may log it");
            }
        }

        let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(said.contains("a call of Claude failed"), "{said}");
        for secret in [KEY, "the member is tired", "Narrate the week"] {
            assert!(!said.contains(secret), "{secret:?} is in the log:\n{said}");
        }
    });
}
