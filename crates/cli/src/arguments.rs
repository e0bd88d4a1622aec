//! What can be asked for on the command line.

mod actions;
mod adopt;
mod audit;
mod backtest;
mod check;
mod daemon;
mod docs;
mod examples;
mod export;
mod form;
mod french;
mod graph;
mod import;
mod init;
mod letters;
mod lsp;
mod manifest;
mod new;
mod plan;
mod run;
mod schema;
mod shadow;
mod store;
mod subject;
mod test;
mod token;

pub use actions::{ApprovalAction, QuarantineAction};
pub use adopt::{Adopt, Product};
pub use audit::{AuditAction, Numbered, Verify};
pub use backtest::{Backtest, BacktestForm, BacktestFormat, Since};
pub use check::Check;
pub use daemon::{Daemon, Said};
pub use docs::{Docs, Tongues};
pub use examples::command;
pub use export::Export;
pub use form::{Form, Format, clash};
pub use french::say;
pub use graph::{Graph, Picture, Tongue};
pub use import::{Import, RowKind};
pub use init::{Ci, Init, Service};
pub use letters::{LetterAction, Resend};
pub use lsp::Lsp;
pub use manifest::{KeySource, Manifest, ManifestAction, ManifestForm, ManifestFormat};
pub use new::{New, Part, Template};
pub use plan::{Apply, Plan, PlanForm, PlanFormat};
pub use run::{Door, Run};
pub use schema::SchemaAction;
pub use shadow::ShadowAction;
pub use store::{Backup, Data, Restore, StoreAction};
pub use subject::{
    Asked, Copies, ExportSubject, HoldSubject, ObjectionScope, Reasoned, SubjectAction, TaskSaid,
};
pub use test::{Results, Test};
pub use token::{CreateToken, TokenAction};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Customer journeys as code: check, test, run and explain a project.
#[derive(Debug, Parser)]
#[command(name = "filrouge", version, propagate_version = true, arg_required_else_help = true)]
pub struct Arguments {
    /// When to colour what is printed
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// Language of findings and answers for people; forms for machines stay in English
    #[arg(long, global = true, value_enum, env = "FILROUGE_LOCALE", hide_env_values = true, default_value_t = Locale::En)]
    pub locale: Locale,
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

/// The language in which people are told things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Locale {
    /// English
    En,
    /// French
    Fr,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project in a new folder, or add a part to one: a journey, a segment, …
    New(New),
    /// Set up what works beside the project: continuous integration
    Init {
        /// What to set up
        #[command(subcommand)]
        what: Init,
    },
    /// Write a flow of another product as a project, and tell what was not carried over
    Adopt(Adopt),
    /// Find every mistake of a project
    Check(Check),
    /// Tell what a change of the project means before it goes live
    Plan(Plan),
    /// Make a saved plan the one that a daemon runs
    Apply(Apply),
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
    /// Lock a project to the newest version of each pack of law that it chooses
    Lock(ProjectDir),
    /// Serve an editor over standard input and output: the Language Server Protocol
    Lsp(Lsp),
    /// Run the tests of a project on a virtual clock
    Test(Test),
    /// Live recorded events under the old and the new source, and tell what differs
    Backtest(Backtest),
    /// Write the plan and the manifest of a project
    Build {
        #[command(flatten)]
        project: ProjectDir,
        /// Folder for `plan.json` and `manifest.json`
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
    /// Print the audit manifest of a project
    Manifest(Manifest),
    /// Draw a journey, who triggers whom, or where data goes
    Graph(Graph),
    /// Write the documentation of a project as a static site
    Docs(Docs),
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
    /// Verify, prove, export and read the audit log of a daemon
    Audit {
        /// What to do
        #[command(subcommand)]
        action: AuditAction,
    },
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
    /// Show or end the plan that runs beside the one of a daemon and sends nothing
    Shadow {
        #[command(flatten)]
        daemon: Daemon,
        /// What to do with it
        #[command(subcommand)]
        action: Option<ShadowAction>,
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
    /// Do what people may ask about their data: export, rectify, erase, restrict, object; or hold it
    Subject {
        #[command(flatten)]
        daemon: Daemon,
        /// What to do
        #[command(subcommand)]
        action: SubjectAction,
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
    /// List, make or revoke tokens of the admin API
    Token {
        #[command(flatten)]
        daemon: Daemon,
        /// What to do with them
        #[command(subcommand)]
        action: Option<TokenAction>,
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
    /// Print a script that completes commands and options in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write a page of the manual for each command
    Man {
        /// Folder for the pages
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
    },
}

/// The project to work on.
#[derive(Debug, Args)]
pub struct ProjectDir {
    /// A folder of the project; the nearest `filrouge.kdl` upwards marks its root
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

/// How to print answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people
    Human,
    /// One JSON document
    Json,
}
