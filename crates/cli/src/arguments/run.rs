//! `filrouge run`.

use super::ProjectDir;
use clap::Args;
use filrouge_daemon::Place;
use filrouge_store::RootSource;
use std::net::{IpAddr, SocketAddr};
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
    #[command(flatten)]
    pub door: Door,
    /// Environment variable that holds the token of the admin API; without it the admin API refuses everyone
    #[arg(long, value_name = "NAME")]
    pub admin_token_env: Option<String>,
    /// Address that people reach this daemon under, for links in messages
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Memory for what is kept at hand, as `512M` or `2G`: people, names, pages of the store; what is not there is read from the disk
    #[arg(long, default_value = "128M", value_name = "SIZE", value_parser = size)]
    pub memory: usize,
    /// Messages that may lie in quarantine; beyond, the oldest give way
    #[arg(long, default_value_t = 10_000, value_name = "COUNT")]
    pub quarantine: usize,
    /// Days for which messages that did not arrive are kept, 30 at the most; 0 keeps none
    #[arg(long, default_value_t = 30, value_name = "DAYS", value_parser = clap::value_parser!(u64).range(0..=30))]
    pub dead_letters_days: u64,
    /// A second list of erasures, on another disk: a restored backup needs it when the data folder is lost
    #[arg(long, value_name = "FILE")]
    pub erasures_copy: Option<PathBuf>,
    /// Where the root key comes from, which opens the words of people: `file=PATH`, `env=NAME` or `command=COMMAND`; without it, it
    /// lies beside the data
    #[arg(long, value_name = "SOURCE", value_parser = root_key)]
    pub root_key: Option<RootSource>,
    /// Where checkpoints of the audit log are published: `file=PATH`, `url=URL` or `git=REPOSITORY`; may be said several times
    #[arg(long, value_name = "PLACE")]
    pub checkpoint_to: Vec<Place>,
    /// Accept a plan without any journey, or without a purpose that the running plan has
    #[arg(long)]
    pub allow_removals: bool,
}

/// Who comes in, and how.
#[derive(Debug, Args)]
pub struct Door {
    /// PEM file with the certificate to speak TLS with, and its chain; a new one is taken over while the daemon runs
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// PEM file with its key
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Speak plain HTTP beyond this machine: a proxy with TLS stands in front
    #[arg(long, conflicts_with = "tls_cert")]
    pub insecure_http: bool,
    /// Address of a proxy whose `X-Forwarded-For` is believed; may be repeated
    #[arg(long, value_name = "IP")]
    pub trusted_proxy: Vec<IpAddr>,
    /// Calls a second of one address to pages for people, and without a proof; ten times as many at once
    #[arg(long, default_value_t = 100, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate_per_address: u32,
    /// Calls a second with one token of the admin API; ten times as many at once
    #[arg(long, default_value_t = 100, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate_per_token: u32,
    /// Calls a second of one source of events, ten times as many at once; as many as come when nothing is said
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate_per_source: Option<u32>,
}

/// Bytes: a number with `K`, `M` or `G` behind it, at least 16M.
fn size(text: &str) -> Result<usize, String> {
    let wrong = || format!("`{text}` is no size: say as `512M` or `2G`, 16M at least");
    let unit = text
        .chars()
        .last()
        .and_then(|unit| [('K', 10), ('M', 20), ('G', 30)].into_iter().find(|known| known.0 == unit));
    let (unit, shift) = unit.ok_or_else(wrong)?;
    let number: usize = text.strip_suffix(unit).and_then(|number| number.parse().ok()).ok_or_else(wrong)?;
    number.checked_mul(1 << shift).filter(|bytes| *bytes >= LEAST).ok_or_else(wrong)
}

/// With less, every event would be read from the disk and written back at once.
const LEAST: usize = 16 << 20;

/// The place of a root key.
pub(super) fn root_key(text: &str) -> Result<RootSource, String> {
    text.parse()
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_has_a_unit_and_is_no_trifle() {
        assert_eq!([size("512M"), size("2G"), size("16384K")], [Ok(512 << 20), Ok(2 << 30), Ok(16 << 20)]);
        for wrong in ["", "M", "512", "1M", "-1G", "2GB", "99999999999999G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
