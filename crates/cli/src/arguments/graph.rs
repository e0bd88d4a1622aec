//! What to draw, and how.

use super::ProjectDir;
use crate::against::Against;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What to draw.
#[derive(Debug, Args)]
pub struct Graph {
    #[command(flatten)]
    pub project: ProjectDir,
    /// Draw this journey; without it, who triggers whom between all journeys
    #[arg(long, value_name = "NAME")]
    pub journey: Option<String>,
    /// Draw where data goes: from each field by way of its purposes to whoever receives it
    #[arg(long, conflicts_with = "journey")]
    pub data: bool,
    /// Mark what differs from a commit, a `.json` that `build` or `plan -o` wrote, or what a daemon runs
    #[arg(long, value_name = "COMMIT|FILE|URL")]
    pub against: Option<Against>,
    /// Environment variable that holds the token of the admin API
    #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
    /// How to draw it
    #[arg(long, value_enum, default_value_t = Picture::Svg)]
    pub format: Picture,
    /// The language of the words in it; that of `--locale` without it
    #[arg(long, value_enum)]
    pub lang: Option<Tongue>,
    /// Write into this file; standard output without it
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Picture {
    /// SVG, in light and dark
    Svg,
    /// Mermaid, which forges draw
    Mermaid,
    /// DOT, for Graphviz
    Dot,
}

/// A language of what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tongue {
    /// English
    En,
    /// French
    Fr,
}
