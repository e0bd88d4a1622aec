//! `filrouge new`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Starts a project, or adds a part to one.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
#[command(subcommand_help_heading = "Parts", subcommand_value_name = "PART")]
pub struct New {
    /// Folder to create; one that is called like a part is written `./journey`
    #[arg(required = true)]
    pub dir: Option<PathBuf>,
    /// What the project starts from
    #[arg(long, value_enum, default_value_t = Template::Minimal)]
    pub template: Template,
    /// What to add to the project that the command is given in
    #[command(subcommand)]
    pub part: Option<Part>,
}

/// What a project starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// One event, one email, with consent
    Minimal,
    /// A shop: welcome, cart, win-back
    Shop,
    /// A service with a trial: onboarding, activation, end of the trial, failed payments
    Saas,
}

/// A part of a project.
#[derive(Debug, Subcommand)]
pub enum Part {
    /// Add a journey with one message, its template and its tests
    Journey {
        /// Its name; `Price drop` becomes `price-drop`
        name: String,
        /// The event that brings people in; one that the project does not have is declared
        #[arg(long, value_name = "EVENT")]
        on: Option<String>,
        /// The purpose of its message; the first that rests on consent without it
        #[arg(long, value_name = "NAME")]
        purpose: Option<String>,
        /// The channel of its message; email without it, where the purpose allows it
        #[arg(long, value_name = "CHANNEL")]
        via: Option<String>,
        #[command(flatten)]
        place: Where,
    },
    /// Add a segment, and a journey for the people who come into it
    Segment {
        /// Its name
        name: String,
        /// Who is in: a condition over the profile; one over the first field that fits without it
        #[arg(long, value_name = "CONDITION")]
        when: Option<String>,
        #[command(flatten)]
        place: Where,
    },
    /// Add an event
    Event {
        /// Its name, as clients send it: `Order Shipped`
        name: String,
        /// Its fields: `order_id=string`, `tracking_url=url?`, `size="enum small large"`
        #[arg(value_name = "FIELD=TYPE", value_parser = field)]
        fields: Vec<(String, String)>,
        #[command(flatten)]
        place: Where,
    },
    /// Add tests that show what a journey does
    Test {
        /// The journey
        journey: String,
        #[command(flatten)]
        place: Where,
    },
}

/// The project to add to.
#[derive(Debug, Args)]
pub struct Where {
    /// A folder of the project to add to
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub project: PathBuf,
}

fn field(text: &str) -> Result<(String, String), String> {
    let (name, ty) = text.split_once('=').ok_or("write it as FIELD=TYPE")?;
    Ok((name.trim().to_owned(), ty.trim().to_owned()))
}
