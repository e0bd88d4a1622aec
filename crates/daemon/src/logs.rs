//! Structured logs. What is logged holds ids, names of the plan and reasons, never a person's data.

use tracing_subscriber::EnvFilter;

/// Writes logs as JSON lines to standard error, `info` and above or as `FILROUGE_LOG` says. Does nothing when the
/// process already logs somewhere.
pub fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("FILROUGE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
