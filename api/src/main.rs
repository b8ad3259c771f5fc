//! The `microcycle` program: reads the command line, hands the system's clock and randomness down, and
//! says in one line what went wrong.

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The command line itself is at fault.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let command = match api::cli::Command::try_parse() {
        Ok(command) => command,
        Err(error) => return misused(&error),
    };
    api::tls::install();
    let telemetry = match api::telemetry::start(command.telemetry()) {
        Ok(telemetry) => telemetry,
        Err(error) => return failed(&error),
    };
    let done =
        actix_web::rt::System::new().block_on(api::cli::run(command, &api::cli::System::new()));
    telemetry.end();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {}", one_line(&service::error::causes(error)));
    ExitCode::FAILURE
}

/// Help and version as they are; a fault in one line, without the usage below it.
fn misused(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.exit(),
        _ => {
            let text = error.render().to_string();
            let fault = text.split("\n\nUsage:").next().unwrap_or_default();
            let fault = fault.split("\n\nFor more information").next().unwrap_or_default();
            eprintln!("{} (--help says more)", one_line(fault));
            ExitCode::from(MISUSED)
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
