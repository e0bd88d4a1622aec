//! `filrouge run`.

use super::ProjectDir;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Runs a project.
#[derive(Debug, Args)]
#[command(
    after_help = "Logs: FILROUGE_LOG=debug. Traces and metrics over OTLP: OTEL_EXPORTER_OTLP_ENDPOINT and its siblings."
)]
pub struct Run {
    #[command(flatten)]
    pub project: ProjectDir,
    /// Where state is kept
    #[arg(long, value_name = "DATA")]
    pub data: PathBuf,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:7900", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Environment variable that holds the token of the admin API; without it the admin API refuses everyone
    #[arg(long, value_name = "NAME")]
    pub admin_token_env: Option<String>,
    /// Address that people reach this daemon under, for links in messages
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Messages that may lie in quarantine; beyond, the oldest give way
    #[arg(long, default_value_t = 10_000, value_name = "COUNT")]
    pub quarantine: usize,
    /// Days for which messages that did not arrive are kept, 30 at the most; 0 keeps none
    #[arg(long, default_value_t = 30, value_name = "DAYS", value_parser = clap::value_parser!(u64).range(0..=30))]
    pub dead_letters_days: u64,
    /// A second list of erasures, on another disk: a restored backup needs it when the data folder is lost
    #[arg(long, value_name = "FILE")]
    pub erasures_copy: Option<PathBuf>,
    /// Accept a plan without any journey, or without a purpose that the running plan has
    #[arg(long)]
    pub allow_removals: bool,
}
