//! `filrouge test`.

use super::ProjectDir;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Runs the tests of a project.
#[derive(Debug, Args)]
pub struct Test {
    #[command(flatten)]
    pub project: ProjectDir,
    /// Only tests whose name contains this
    #[arg(long, value_name = "WORDS")]
    pub only: Option<String>,
    /// Only tests of this journey; may be given several times
    #[arg(long, value_name = "NAME")]
    pub journey: Vec<String>,
    /// Only tests of which something has changed since this commit that they can depend on
    #[arg(long, value_name = "COMMIT", conflicts_with_all = ["update_golden", "coverage", "lcov", "min_coverage", "properties"])]
    pub changed_since: Option<String>,
    /// How to print the results
    #[arg(long, value_enum, default_value_t = Results::Human)]
    pub format: Results,
    /// Tests that run at once; as many as there are cores without it
    #[arg(long, value_name = "COUNT")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Write the golden files of the tests that run as they are now
    #[arg(long)]
    pub update_golden: bool,
    /// Tell which parts of the journeys no test met
    #[arg(long)]
    pub coverage: bool,
    /// Write the coverage as an LCOV tracefile
    #[arg(long, value_name = "FILE")]
    pub lcov: Option<PathBuf>,
    /// Fail when the tests meet less than this share of the parts, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
    /// Also live so many random lives, in search of one that breaks an `always`
    #[arg(long, value_name = "LIVES")]
    pub properties: Option<u64>,
    /// The seed of the random lives; another one each time without it
    #[arg(long, value_name = "NUMBER", requires = "properties")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub recording: Recording,
}

/// Writes a decision of a running daemon as a test.
#[derive(Debug, Args)]
pub struct Recording {
    /// Run nothing; print a decision of a running daemon as a test, by the id that `why` shows
    #[arg(long, value_name = "DECISION", help_heading = "Recording", conflicts_with_all = [
        "only", "update_golden", "coverage", "lcov", "min_coverage", "properties",
    ])]
    pub record: Option<String>,
    /// Keep personal values as they are, instead of inventing others
    #[arg(long, requires = "record", help_heading = "Recording")]
    pub reveal: bool,
    /// File for the recorded test, instead of standard output
    #[arg(short, long, value_name = "FILE", requires = "record", help_heading = "Recording")]
    pub output: Option<PathBuf>,
    /// Address of the daemon
    #[arg(long, default_value = "http://127.0.0.1:7900", value_name = "URL", help_heading = "Recording")]
    pub url: String,
    /// Environment variable that holds the token of the admin API
    #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME", help_heading = "Recording")]
    pub admin_token_env: String,
}

/// How to print the results of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Results {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// JUnit XML, for continuous integration
    Junit,
}
