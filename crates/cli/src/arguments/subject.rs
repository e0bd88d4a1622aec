//! Arguments of `filrouge subject`.

use super::Said;
use crate::moment::start_of_day;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What to do about people's requests.
#[derive(Debug, Subcommand)]
pub enum SubjectAction {
    /// Give a person a copy of all that is known of them
    Export(ExportSubject),
    /// Put right what is wrong about a person
    Rectify(RectifySubject),
    /// Erase a person, everywhere; tasks stay open until every recipient has confirmed
    Erase(Asked),
    /// Store what is known of a person and do nothing else with it, until `end`
    Restrict(Asked),
    /// Stop what a person objects to
    Object(ObjectSubject),
    /// Keep a person's data from being erased, until a day
    Hold(HoldSubject),
    /// List the open requests, the most urgent first
    List {
        /// Those that are closed too, the oldest first
        #[arg(long)]
        all: bool,
        /// Only those of one person, named as for `why`
        #[arg(long, conflicts_with = "all")]
        person: Option<String>,
    },
    /// Show a request, with its tasks and all that was done
    Show {
        /// Its id
        id: String,
    },
    /// Say that it is sure who asks; then what is asked for is done
    Identify {
        /// The request
        id: String,
        /// How it was made sure: `account`, `confirmation-link`, `document`, …
        #[arg(long)]
        method: String,
        /// Who did it, for the record
        #[arg(long, env = "USER", value_name = "NAME")]
        by: String,
    },
    /// Take two months more, and say why
    Extend(Reasoned),
    /// Say that a recipient has done its part
    Confirm(TaskSaid),
    /// Say that it did not work; the task stays
    Fail(TaskSaid),
    /// Ask a recipient again that has refused
    Retry {
        /// The request
        id: String,
        /// The task, as `show` names it: `connector/mail`
        #[arg(long, value_name = "TASK")]
        task: String,
        /// Who asks for it, for the record
        #[arg(long, env = "USER", value_name = "NAME")]
        by: String,
    },
    /// Say that the person is right to object
    Uphold(Reasoned),
    /// Say that compelling grounds go before the person's; what was stopped goes on
    Override(Reasoned),
    /// End a restriction or a hold
    End(Reasoned),
    /// Close a request that is not done, and say why
    Refuse(Reasoned),
    /// Make a link to the page on which a person decides what they get
    Link {
        /// An id, or an identifier as `lea@example.com` or `email=lea@example.com`
        person: String,
        /// Who asks for it, for the record
        #[arg(long, env = "USER", value_name = "NAME")]
        by: String,
    },
    /// Show the text of a notice that people were shown
    Notice {
        /// Its SHA-256, or its version, as a consent names it
        hash: String,
    },
    /// Write the copy of an earlier `export` again
    Download {
        /// The request
        id: String,
        #[command(flatten)]
        copies: Copies,
        /// Who hands it over, for the record
        #[arg(long, env = "USER", value_name = "NAME")]
        by: String,
    },
}

/// A request that a person made.
#[derive(Debug, Args)]
pub struct Asked {
    /// An id, or an identifier as `lea@example.com` or `email=lea@example.com`
    pub person: String,
    /// How it was made sure who asks: `account`, `confirmation-link`, `document`, …; without it nothing is done yet
    #[arg(long, value_name = "METHOD")]
    pub identity: Option<String>,
    /// The day on which it was received, as `2027-02-01`; today without it
    #[arg(long, value_parser = start_of_day, value_name = "DAY")]
    pub received: Option<i64>,
    /// Who sees to it, for the record
    #[arg(long, env = "USER", value_name = "NAME")]
    pub by: String,
    /// Why, or what else is to be known
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// Where a copy goes.
#[derive(Debug, Args)]
pub struct Copies {
    /// File for the copy as JSON (schema/subject-export.schema.json)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// File for the copy as a page to read and to print
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// A copy of all that is known.
#[derive(Debug, Args)]
pub struct ExportSubject {
    #[command(flatten)]
    pub asked: Asked,
    #[command(flatten)]
    pub copies: Copies,
}

/// What is to be put right.
#[derive(Debug, Args)]
pub struct RectifySubject {
    #[command(flatten)]
    pub asked: Asked,
    /// A field and its right value, as `first_name=Léa`; `first_name=` forgets it. Numbers, truths and lists are JSON
    #[arg(long, required = true, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
}

/// An objection.
#[derive(Debug, Args)]
pub struct ObjectSubject {
    #[command(flatten)]
    pub asked: Asked,
    /// What it is about
    #[arg(long, value_enum, default_value_t = ObjectionScope::Marketing, value_name = "SCOPE")]
    pub scope: ObjectionScope,
}

/// What an objection is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ObjectionScope {
    /// Marketing, and the profiling for it: nothing is weighed against it
    Marketing,
    /// Every purpose on legitimate interests: it rests until `uphold` or `override`
    Interests,
}

/// A legal hold.
#[derive(Debug, Args)]
pub struct HoldSubject {
    /// An id, or an identifier as for `why`
    pub person: String,
    /// The day on which it ends, as `2027-02-01`
    #[arg(long, value_parser = start_of_day, value_name = "DAY")]
    pub until: i64,
    /// Who has agreed: somebody else than the one who asks
    #[arg(long, value_name = "NAME")]
    pub approver: String,
    /// Which case or order it is for
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who asks, for the record
    #[arg(long, env = "USER", value_name = "NAME")]
    pub by: String,
}

/// Something that needs a reason.
#[derive(Debug, Args)]
pub struct Reasoned {
    /// The request
    pub id: String,
    /// Why; the person may ask for it
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who says so, for the record
    #[arg(long, env = "USER", value_name = "NAME")]
    pub by: String,
}

/// What became of a task.
#[derive(Debug, Args)]
pub struct TaskSaid {
    #[command(flatten)]
    pub said: Said,
    /// The task, as `show` names it: `connector/mail`
    #[arg(long, value_name = "TASK")]
    pub task: String,
}
