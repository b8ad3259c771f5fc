//! How the program tells of its own work.

use clap::{Args, ValueEnum};

/// How the program tells of its own work.
#[derive(Args, Debug, Clone)]
pub struct Telemetry {
    /// How lines of the log are written: `text` for people, `json` for programs.
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value = "text", global = true)]
    pub log_format: LogFormat,
    /// Collector of traces (OpenTelemetry, OTLP over HTTP), e.g. `http://127.0.0.1:4318`; without it, none are kept.
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", global = true, hide_env_values = true)]
    pub otel_exporter_otlp_endpoint: Option<String>,
}

/// How lines of the log are written.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}
