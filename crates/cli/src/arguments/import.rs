//! `filrouge import`.

use super::Output;
use clap::Args;
use std::path::PathBuf;

/// Hands a file to a running daemon.
#[derive(Debug, Args)]
pub struct Import {
    /// Lines of JSON: each a call of the tracking API (`type` is `identify`, `track`, … or `consent`); or a table (CSV), with
    /// `--rows`; `-` reads a pipe
    pub file: PathBuf,
    /// What the rows of a table are: `identify`, `consent`, or `track:EVENT`. The first line names the columns, as clients name
    /// their members: `userId`, `anonymousId`, `messageId`, `timestamp`, and fields
    #[arg(long, value_name = "KIND", value_parser = row_kind)]
    pub rows: Option<RowKind>,
    /// The file says where people stand in journeys who were on their way elsewhere: `userId`, `journey`, `step`, `enteredAt`, and
    /// `arrivedAt` or `dueAt`. It is taken whole or not at all, with the token of the admin API
    #[arg(long, conflicts_with_all = ["rows", "write_key_env"])]
    pub positions: bool,
    /// A column of the table and what it is called here: `"E-Mail=email"`
    #[arg(long, value_name = "COLUMN=NAME", value_parser = column)]
    pub column: Vec<(String, String)>,
    /// Address of the daemon
    #[arg(long, default_value = "http://127.0.0.1:7900", value_name = "URL")]
    pub url: String,
    /// Environment variable that holds the write key of the source
    #[arg(long, value_name = "NAME", required_unless_present = "positions")]
    pub write_key_env: Option<String>,
    /// Environment variable that holds the token of the admin API
    #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
    /// Keep here how far it is, and go on from there the next time
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Calls under way at once; with 1 everything comes in the order of the file
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64), value_name = "COUNT")]
    pub together: u16,
    /// Stop when more messages than this were set aside
    #[arg(long, default_value_t = 1_000, value_name = "COUNT")]
    pub set_aside_at_most: u64,
    /// How to print what became of it
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// What the rows of a table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// What is known of a person.
    Identify,
    /// A person's decision about a purpose.
    Consent,
    /// The event of this name.
    Track(String),
    /// Where a person stands in a journey.
    Position,
}

fn row_kind(text: &str) -> Result<RowKind, String> {
    match (text, text.split_once(':')) {
        ("identify", _) => Ok(RowKind::Identify),
        ("consent", _) => Ok(RowKind::Consent),
        (_, Some(("track", event))) if !event.is_empty() => Ok(RowKind::Track(event.to_owned())),
        _ => Err("a row is `identify`, `consent` or `track:EVENT`".to_owned()),
    }
}

fn column(text: &str) -> Result<(String, String), String> {
    let (from, to) = text.split_once('=').ok_or("write it as COLUMN=NAME")?;
    Ok((from.trim().to_owned(), to.trim().to_owned()))
}
