//! What can be asked for on the command line.

mod actions;
mod export;
mod form;
mod import;
mod letters;

pub use actions::{ApprovalAction, QuarantineAction};
pub use export::Export;
pub use form::{Form, Format};
pub use import::{Import, RowKind};
pub use letters::{LetterAction, Resend};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Customer journeys as code: check, test, run and explain a project.
#[derive(Debug, Parser)]
#[command(name = "filrouge", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 all is well, 1 findings or failed tests, 2 wrong usage, or a file or a server that \
                        could not be reached, 3 a decision that could not be recorded as it was."
)]
pub struct Arguments {
    /// When to colour what is printed
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// In a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project in a new folder
    New {
        /// Folder to create
        dir: PathBuf,
    },
    /// Find every mistake of a project
    Check {
        #[command(flatten)]
        project: ProjectDir,
        /// How to print what is found: `human`, `plain`, `json`, `json-lines`, `sarif`, `github`, `gitlab`, `junit`, `rdjson` or
        /// `markdown`. With `=FILE` into a file; may be given several times
        #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
        format: Vec<Form>,
        /// The day on which exceptions may have ended; today, in UTC, without it
        #[arg(long, value_name = "DATE", value_parser = crate::moment::day)]
        on: Option<filrouge_compile::Date>,
    },
    /// Print the page of a rule
    Explain {
        /// The rule's name, as findings show it; without it, all rules are listed
        rule: Option<String>,
    },
    /// Apply the safe fixes of what is found
    Fix {
        #[command(flatten)]
        project: ProjectDir,
        /// Apply also fixes that may change what the project does
        #[arg(long = "unsafe")]
        with_unsafe: bool,
        /// Change nothing; show what would change, and exit with 1 if anything would
        #[arg(long)]
        diff: bool,
    },
    /// Lay out every KDL file of a project
    Fmt {
        #[command(flatten)]
        project: ProjectDir,
        /// Change nothing; exit with 1 if a file would change
        #[arg(long)]
        check: bool,
    },
    /// Run the tests of a project on a virtual clock
    Test(Test),
    /// Write the plan and the manifest of a project
    Build {
        #[command(flatten)]
        project: ProjectDir,
        /// Folder for `plan.json` and `manifest.json`
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
    /// Print the audit manifest of a project
    Manifest {
        #[command(flatten)]
        project: ProjectDir,
    },
    /// Export the schemas of events and profile, or compare those of two projects
    Schema {
        /// What to do with them
        #[command(subcommand)]
        action: SchemaAction,
    },
    /// Run a project: take events in, walk people through journeys, send
    Run(Run),
    /// Run a project with a local mailbox instead of real connectors
    Dev {
        #[command(flatten)]
        project: ProjectDir,
        /// Where state is kept between runs; a fresh temporary folder without it
        #[arg(long, value_name = "DATA")]
        data: Option<PathBuf>,
        /// Address to listen on
        #[arg(long, default_value = "127.0.0.1:7900", value_name = "ADDR")]
        listen: SocketAddr,
    },
    /// Show what a running daemon does
    Status {
        #[command(flatten)]
        daemon: Daemon,
    },
    /// Hand people, consents and past events of a file to a running daemon
    Import(Import),
    /// Copy the data of a daemon, which may be running, into a new folder
    Backup(Backup),
    /// Make the data of a daemon from a backup
    Restore(Restore),
    /// Check, count or repair the data of a daemon
    Store {
        /// What to do with it
        #[command(subcommand)]
        action: StoreAction,
    },
    /// Make a running daemon compile its project again, and wait for the answer
    Reload {
        #[command(flatten)]
        daemon: Daemon,
        /// Accept a plan without any journey, or without a purpose that the running plan has
        #[arg(long)]
        allow_removals: bool,
    },
    /// Hold the messages of a part of the project until it is resumed
    Pause {
        #[command(flatten)]
        daemon: Daemon,
        /// What to pause: `project`, `journey:NAME`, `channel:NAME` or `connector:NAME`
        part: String,
        /// Who asks, for the record
        #[arg(long, env = "USER", value_name = "NAME")]
        by: String,
    },
    /// Let the messages of a paused part go on
    Resume {
        #[command(flatten)]
        daemon: Daemon,
        /// What to resume, as it was paused
        part: String,
        /// Who asks, for the record
        #[arg(long, env = "USER", value_name = "NAME")]
        by: String,
    },
    /// Explain the decisions about a person by the source that made them
    Why {
        #[command(flatten)]
        daemon: Daemon,
        /// A person: `user_id=u1`, `email=lea@example.com`, or an id of the daemon
        #[arg(required_unless_present = "decision")]
        person: Option<String>,
        /// One decision, by its id
        #[arg(long, conflicts_with = "person", value_name = "ID")]
        decision: Option<String>,
    },
    /// Follow decisions as they are taken, until the daemon stops
    Tap {
        #[command(flatten)]
        daemon: Daemon,
        /// Only those of one journey
        #[arg(long, value_name = "NAME")]
        journey: Option<String>,
        /// Only those about one person, named as for `why`
        #[arg(long)]
        person: Option<String>,
        /// Only those that came out so: `entered`, `queued`, `skipped`, `held`, `sent`, …
        #[arg(long, value_name = "WORD")]
        result: Option<String>,
    },
    /// Show how busy a running daemon is, again and again, until you end it
    Top {
        #[command(flatten)]
        daemon: Daemon,
        /// Seconds between two looks
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3600), value_name = "SECONDS")]
        every: u64,
        /// End after so many looks
        #[arg(long, value_parser = clap::value_parser!(u64).range(1..), value_name = "COUNT")]
        times: Option<u64>,
    },
    /// Show what a running daemon logs, or change it
    Logs {
        #[command(flatten)]
        daemon: Daemon,
        /// What to log from now on: `debug`, or a filter such as `filrouge_daemon=debug,info`
        filter: Option<String>,
        /// Only for so long; then what was asked for at the start comes back
        #[arg(long, requires = "filter", value_name = "SECONDS")]
        seconds: Option<u64>,
    },
    /// Show all that is known of somebody: profile, consents, segments, journeys
    Person {
        #[command(flatten)]
        daemon: Daemon,
        /// An id, or an identifier as `lea@example.com` or `email=lea@example.com`
        person: String,
    },
    /// Write people, their consents and what they did as lines that `import` takes
    Export(Export),
    /// Separate two people who became one by mistake
    Unmerge {
        #[command(flatten)]
        daemon: Daemon,
        /// The one who was absorbed, by the id that `why` shows
        #[arg(long, value_name = "ID")]
        person: String,
    },
    /// List what people of the team are asked to approve, approve or refuse
    Approvals {
        #[command(flatten)]
        daemon: Daemon,
        /// What to do with them
        #[command(subcommand)]
        action: Option<ApprovalAction>,
    },
    /// List, show, send again or drop messages that did not arrive
    DeadLetters {
        #[command(flatten)]
        daemon: Daemon,
        /// What to do with them
        #[command(subcommand)]
        action: Option<LetterAction>,
    },
    /// List, replay or drop messages that could not be taken in
    Quarantine {
        #[command(flatten)]
        daemon: Daemon,
        /// What to do with them
        #[command(subcommand)]
        action: Option<QuarantineAction>,
    },
}

/// The project to work on.
#[derive(Debug, Args)]
pub struct ProjectDir {
    /// A folder of the project; the nearest `filrouge.kdl` upwards marks its root
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

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
    /// Accept a plan without any journey, or without a purpose that the running plan has
    #[arg(long)]
    pub allow_removals: bool,
}

/// A running daemon.
#[derive(Debug, Args)]
pub struct Daemon {
    /// Address of the daemon
    #[arg(long, global = true, default_value = "http://127.0.0.1:7900", value_name = "URL")]
    pub url: String,
    /// Environment variable that holds the token of the admin API
    #[arg(long, global = true, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
    /// How to print the answer
    #[arg(long, global = true, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// An answer to an approval.
#[derive(Debug, Args)]
pub struct Said {
    /// Its id
    pub id: String,
    /// Who answers; it stands in the record
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// What there is to say beside it
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Copies the data of a daemon.
#[derive(Debug, Args)]
pub struct Backup {
    /// The folder that the daemon got with `--data`
    pub data: PathBuf,
    /// The folder to create
    pub out: PathBuf,
    /// How to print what was made
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// Makes the data of a daemon from a backup.
#[derive(Debug, Args)]
pub struct Restore {
    /// The folder that `filrouge backup` made
    pub backup: PathBuf,
    /// The folder to create or to fill, for `--data`
    pub data: PathBuf,
    /// Let messages leave that had not left when the backup was made, even if they have left since
    #[arg(long)]
    pub resend: bool,
    /// How to print what was restored
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// What to do with the data of a daemon.
#[derive(Debug, Subcommand)]
pub enum StoreAction {
    /// Read all of it and tell what cannot be trusted; exit with 1 if there is something
    Check(Data),
    /// Tell how much there is of everything, also while a daemon works on it
    Stats(Data),
    /// Give up what stands behind a damage, and keep it beside; what `check` tells without damage is left alone
    Repair(Data),
}

/// The data of a daemon.
#[derive(Debug, Args)]
pub struct Data {
    /// The folder that the daemon got with `--data`
    pub data: PathBuf,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub format: Output,
}

/// What to do with schemas.
#[derive(Debug, Subcommand)]
pub enum SchemaAction {
    /// Write a JSON Schema (draft 2020-12) for the profile and for each event
    Export {
        #[command(flatten)]
        project: ProjectDir,
        /// Folder for `profile.json` and `events/NAME.json`
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
    /// Tell what changes for those who send events and for those who read them; exit with 1 if something breaks
    Diff {
        /// A folder of the project as it was
        old: PathBuf,
        /// A folder of the project as it will be
        new: PathBuf,
        /// How to print what differs
        #[arg(long, value_enum, default_value_t = Output::Human)]
        format: Output,
    },
}

/// How to print answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people
    Human,
    /// One JSON document
    Json,
}
