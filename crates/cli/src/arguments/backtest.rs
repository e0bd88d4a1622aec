//! `filrouge backtest`.

use super::ProjectDir;
use super::form::To;
use crate::against::Against;
use clap::{Args, ValueEnum};
use filrouge_backtest::Reply;
use jiff::Timestamp;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Lives recorded events under the old and the new source.
#[derive(Debug, Args)]
pub struct Backtest {
    #[command(flatten)]
    pub project: ProjectDir,
    /// The old source: a commit, a `.json` that `build` or `plan -o` wrote, or the address of a daemon
    #[arg(long, default_value = "HEAD", value_name = "COMMIT|FILE|URL")]
    pub against: Against,
    /// What happened: lines as `import` takes and `export --events` writes them; `-` reads a pipe
    #[arg(long, value_name = "FILE", required_unless_present = "url", conflicts_with = "url")]
    pub events: Option<PathBuf>,
    /// Take what happened from a running daemon, as far as it keeps it
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Environment variable that holds the token of the admin API
    #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
    #[command(flatten)]
    pub taken: Taken,
    /// Fail when more people than this would get messages who got none before
    #[arg(long, value_name = "COUNT")]
    pub limit_contacts: Option<u64>,
    /// Fail when messages differ by more than this, in percent of those before; every journey and channel counts for itself
    #[arg(long, value_name = "PERCENT")]
    pub limit_change: Option<u64>,
    /// How to print what differs: `human`, `json` or `markdown`. With `=FILE` into a file; may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
    pub format: Vec<BacktestForm>,
    /// Write the people who get another number of messages, a line of JSON each
    #[arg(long, value_name = "FILE")]
    pub people: Option<PathBuf>,
    /// Draw the messages of each day
    #[arg(long, value_name = "FILE.svg")]
    pub chart: Option<PathBuf>,
    /// People who are lived at once; as many as there are cores without it
    #[arg(long, value_name = "COUNT")]
    pub jobs: Option<NonZeroUsize>,
}

/// What is taken for granted where the recording says nothing.
#[derive(Debug, Args)]
#[command(next_help_heading = "Taken for granted")]
pub struct Taken {
    /// Count from here on; what was before is lived and not counted. A moment, or how long before the last line: `30d`
    #[arg(long, value_name = "MOMENT|TIME", value_parser = since)]
    pub since: Option<Since>,
    /// For how long behind the last line timers go on
    #[arg(long, default_value = "7d", value_name = "TIME", value_parser = time)]
    pub after: i64,
    /// After how long a message is answered `sent`
    #[arg(long, default_value = "1s", value_name = "TIME", value_parser = time)]
    pub delay: i64,
    /// What a `fetch` is answered
    #[arg(long, value_enum, default_value_t = Fetch::Silent)]
    pub fetch: Fetch,
    /// What an `approve` is answered
    #[arg(long, value_enum, default_value_t = Approve::Silent)]
    pub approve: Approve,
    /// The source whose events these are; without it, the first of the project that is no webhook
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
}

/// From when on decisions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// A moment, in milliseconds since 1970.
    Moment(i64),
    /// So many milliseconds before the last line.
    Last(i64),
}

/// What a `fetch` is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fetch {
    /// Nothing, so that its timeout decides
    Silent,
    /// That it failed
    Fails,
}

/// What an `approve` is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Approve {
    /// Nothing, so that its timeout decides
    Silent,
    /// Yes
    Yes,
    /// No
    No,
}

/// How to print what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BacktestFormat {
    /// For people at a terminal
    Human,
    /// One JSON document
    Json,
    /// A comment of a pull request
    Markdown,
}

/// A format, and the file that it goes into; without one, standard output.
pub type BacktestForm = To<BacktestFormat>;

impl From<Fetch> for Reply {
    fn from(fetch: Fetch) -> Self {
        match fetch {
            Fetch::Silent => Self::Silent,
            Fetch::Fails => Self::No,
        }
    }
}

impl From<Approve> for Reply {
    fn from(approve: Approve) -> Self {
        match approve {
            Approve::Silent => Self::Silent,
            Approve::Yes => Self::Yes,
            Approve::No => Self::No,
        }
    }
}

/// Milliseconds of each unit.
const UNITS: [(&str, i64); 5] =
    [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 24 * 3_600_000)];

fn time(text: &str) -> Result<i64, String> {
    let units = UNITS.iter();
    let found =
        units.filter_map(|(unit, millis)| Some((text.strip_suffix(unit)?.parse::<u32>().ok()?, millis)));
    let mut found = found.map(|(count, millis)| i64::from(count).saturating_mul(*millis));
    found.next().ok_or_else(|| "a time is written `30d`, `12h`, `90m`, `10s` or `250ms`".to_owned())
}

fn since(text: &str) -> Result<Since, String> {
    if let Ok(last) = time(text) {
        return Ok(Since::Last(last));
    }
    let moment = text.parse::<Timestamp>().or_else(|_| format!("{text}T00:00:00Z").parse());
    let told = "a moment is written `2026-05-01` or `2026-05-01T08:00:00Z`, a time `30d`";
    moment.map(|moment| Since::Moment(moment.as_millisecond())).map_err(|_| told.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Since, since, time};

    #[test]
    fn times_and_moments_are_told_apart() {
        assert_eq!(time("250ms"), Ok(250));
        assert_eq!(time("30d"), Ok(2_592_000_000));
        assert!(["", "d", "-1d", "1y", "1.5h"].iter().all(|wrong| time(wrong).is_err()));
        assert_eq!(since("1m"), Ok(Since::Last(60_000)));
        assert_eq!(since("1970-01-02"), Ok(Since::Moment(86_400_000)));
        assert_eq!(since("1970-01-01T00:00:01Z"), Ok(Since::Moment(1_000)));
        assert!(since("yesterday").is_err());
    }
}
