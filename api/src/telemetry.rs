//! The log, and traces where a collector is named.

use std::io::IsTerminal as _;
use std::panic::PanicHookInfo;

use anyhow::Context as _;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::config::{self, LogFormat};

/// What is logged where `RUST_LOG` does not say.
const DEFAULT_LOG: &str = "warn,microcycle=info,api=info,jobs=info,service=info";
/// Whose spans are traced: the work of the product, not of its libraries.
const TRACED: [&str; 4] = ["microcycle", "api", "jobs", "service"];
/// Where a collector takes spans, below its address.
const SPANS: &str = "/v1/traces";

/// What tells of the program's work; ended last.
pub struct Telemetry(Option<SdkTracerProvider>);

/// Starts the log, and traces where a collector is named. Once a process.
pub fn start(wanted: &config::Telemetry) -> anyhow::Result<Telemetry> {
    let endpoint = wanted.otel_exporter_otlp_endpoint.as_deref().filter(|url| !url.is_empty());
    let provider = endpoint.map(provider).transpose()?;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| DEFAULT_LOG.into());
    tracing_subscriber::registry()
        .with(log(wanted.log_format).with_filter(filter))
        .with(provider.as_ref().map(traces))
        .init();
    std::panic::set_hook(Box::new(panicked));
    Ok(Telemetry(provider))
}

impl Telemetry {
    /// Sends what is left to send.
    pub fn end(self) {
        if let Some(Err(error)) = self.0.map(|provider| provider.shutdown()) {
            tracing::warn!(%error, "the last traces were not taken");
        }
    }
}

fn log<S>(format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'s> LookupSpan<'s>,
{
    let lines = fmt::layer().with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).boxed(),
    }
}

fn traces<S>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S>
where
    S: tracing::Subscriber + for<'s> LookupSpan<'s>,
{
    let tracer: SdkTracer = provider.tracer("microcycle");
    let ours = TRACED.map(|target| (target, LevelFilter::INFO));
    OpenTelemetryLayer::new(tracer).with_filter(Targets::new().with_targets(ours))
}

fn provider(endpoint: &str) -> anyhow::Result<SdkTracerProvider> {
    if !endpoint.starts_with("http://") && !endpoint.starts_with("https://") {
        anyhow::bail!("OTEL_EXPORTER_OTLP_ENDPOINT must start with http:// or https://");
    }
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{}{SPANS}", endpoint.trim_end_matches('/')))
        .build()
        .context("OTEL_EXPORTER_OTLP_ENDPOINT is no address of a collector")?;
    let resource = Resource::builder()
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    let named = std::env::var_os("OTEL_SERVICE_NAME").is_some();
    let resource = if named { resource } else { resource.with_service_name("microcycle") };
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource.build())
        .build())
}

/// A panic is a line of the log like any other surprise, with the request or job that it ended.
fn panicked(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let said = info.payload();
    let text = said.downcast_ref::<&str>().copied().map(str::to_owned);
    let text = text.or_else(|| said.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(panic = text, place, "a thread panicked");
}
