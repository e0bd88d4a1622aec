//! In which forms findings are told, and where to.

use clap::ValueEnum;
use std::path::PathBuf;
use std::str::FromStr;

/// How to print findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the source
    Human,
    /// For people, in sentences
    Plain,
    /// One JSON document
    Json,
    /// JSON, one finding a line
    JsonLines,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// `JUnit` XML
    Junit,
    /// The diagnostic format of reviewdog
    Rdjson,
    /// A table for a summary or a comment
    Markdown,
}

/// A format, and the file that it goes into; without one, standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct To<F> {
    /// The format.
    pub format: F,
    /// The file.
    pub file: Option<PathBuf>,
}

/// A format of findings.
pub type Form = To<Format>;

impl<F: ValueEnum> FromStr for To<F> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("there is no file behind `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let known = || F::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names = || known().map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(", ");
        let format = F::from_str(name, false)
            .map_err(|_| format!("no format has this name\n  [formats: {}]", names()))?;
        Ok(Self { format, file })
    }
}

/// Whether more than one format would go to standard output.
pub fn clash<F>(forms: &[To<F>]) -> bool {
    forms.iter().filter(|form| form.file.is_none()).count() > 1
}
