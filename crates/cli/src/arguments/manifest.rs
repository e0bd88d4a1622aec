//! What can be asked of the audit manifest.

use super::{ProjectDir, Tongue};
use crate::against::Against;
use clap::{Args, Subcommand, ValueEnum};
use filrouge_compile::Date;
use std::path::PathBuf;
use std::str::FromStr;

/// Prints the audit manifest.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Manifest {
    /// What else to do
    #[command(subcommand)]
    pub action: Option<ManifestAction>,
    #[command(flatten)]
    pub project: ProjectDir,
    /// How to write it. With `=FILE` into a file; may be given several times. `cnil` is a table, or a spreadsheet for a file in `.ods`
    #[arg(long, value_name = "json|html|cnil|fideslang|dpv|svg[=FILE]", default_value = "json")]
    pub format: Vec<ManifestForm>,
    /// Tell what has changed since this manifest, and name it as the one before
    #[arg(long, value_name = "FILE", conflicts_with_all = ["against", "since"])]
    pub previous: Option<PathBuf>,
    /// Tell what has changed since a commit, a `.json` that `build` or `plan -o` wrote, or what a daemon runs
    #[arg(long, value_name = "COMMIT|FILE|URL", conflicts_with = "since")]
    pub against: Option<Against>,
    /// Tell what has changed since the last commit of this day or before, in UTC
    #[arg(long, value_name = "DAY", value_parser = crate::moment::day)]
    pub since: Option<Date>,
    /// Print nothing but what differs from this copy, and fail if anything does
    #[arg(long, value_name = "FILE", conflicts_with_all = ["previous", "against", "since", "key"])]
    pub check: Option<PathBuf>,
    /// Sign it: the key of a file or of an environment variable. The note stands beside the file of `json=FILE`, as `FILE.note`
    #[arg(long, value_name = "file=FILE|env=NAME")]
    pub key: Option<KeySource>,
    /// The language of a page or a picture; that of `--locale` without it
    #[arg(long, value_enum)]
    pub lang: Option<Tongue>,
    /// Environment variable that holds the token of the admin API, for a daemon
    #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
}

/// What else to do with manifests.
#[derive(Debug, Subcommand)]
pub enum ManifestAction {
    /// Tell whether a manifest is whole, who signed it, and which one it follows
    Verify {
        /// The manifest; its signature is in the file beside it that ends in `.note`
        file: PathBuf,
        /// A key that everybody may know, as `filrouge manifest key` printed it; one of several is enough
        #[arg(long, required = true, value_name = "KEY")]
        signed_by: Vec<String>,
        /// The manifest that it must follow
        #[arg(long, value_name = "FILE")]
        previous: Option<PathBuf>,
    },
    /// Make a key for signatures: write the secret half into a file, print the half that everybody may know
    Key {
        /// Whose key it is
        name: String,
        /// The file for the secret half
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Agree, as a privacy approver, to what the project does with personal data: writes a note to be committed
    Approve {
        #[command(flatten)]
        project: ProjectDir,
        /// The key of the approver
        #[arg(long, value_name = "file=FILE|env=NAME")]
        key: KeySource,
        /// Show what has changed since a commit, a `.json` that `build` or `plan -o` wrote, or what a daemon runs
        #[arg(long, default_value = "HEAD", value_name = "COMMIT|FILE|URL")]
        against: Against,
        /// Environment variable that holds the token of the admin API, for a daemon
        #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
        admin_token_env: String,
    },
}

/// How to write a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ManifestFormat {
    /// Canonical JSON (RFC 8785)
    Json,
    /// A page to read and to print
    Html,
    /// The register of the CNIL, in French
    Cnil,
    /// YAML for fideslang
    Fideslang,
    /// JSON-LD with the Data Privacy Vocabulary
    Dpv,
    /// A picture of where data goes
    Svg,
}

/// A format, and the file that it goes into; without one, standard output.
pub type ManifestForm = super::form::To<ManifestFormat>;

/// Where a secret key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// In a file.
    File(PathBuf),
    /// In an environment variable.
    Env(String),
}

impl FromStr for KeySource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("env", name)) if !name.is_empty() => Ok(Self::Env(name.to_owned())),
            _ => Err("a key is given as `file=FILE` or `env=NAME`".to_owned()),
        }
    }
}
