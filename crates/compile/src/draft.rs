//! The first text of a declaration: what `filrouge new` writes into a project, made of the names that the project has.

mod event;
mod journey;
mod names;
mod segment;

pub use event::event;
pub use journey::{Entry, Wish, journey};
pub use names::{kebab, title};
pub use segment::segment;

pub use crate::written::{bare, quoted};

use filrouge_check::Checked;
use std::fmt;

/// A text that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it declares, by its name.
    pub name: String,
    /// The text, laid out.
    pub text: String,
    /// What was chosen for the author, each with its label.
    pub chosen: Vec<(&'static str, String)>,
}

/// Why nothing can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// Something of this kind and name is declared already.
    Taken(&'static str, String),
    /// Nothing of this kind is called so; the nearest name that is declared.
    Unknown(&'static str, String, Option<String>),
    /// The project declares nothing of a kind without which no message leaves.
    Nothing(&'static str),
    /// A name without a letter.
    NoName(String),
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(kind, name) => write!(f, "the {kind} `{name}` is there already"),
            Self::Unknown(kind, name, None) => write!(f, "no {kind} is called `{name}`"),
            Self::Unknown(kind, name, Some(near)) => {
                write!(f, "no {kind} is called `{name}`; did you mean `{near}`?")
            }
            Self::Nothing(kind) => {
                write!(f, "the project has no {kind}; `filrouge new DIR --template shop` shows one")
            }
            Self::NoName(name) => write!(f, "`{name}` has no letter to make a name of"),
        }
    }
}

/// Nothing to write yet about a journey that is there, besides what it is called.
///
/// # Errors
/// When no journey is called so.
pub fn known(checked: &Checked, journey: &str) -> Result<Draft, Lack> {
    let names = || checked.model().journeys.values().map(|journey| &*journey.name.value);
    if names().any(|name| name == journey) {
        return Ok(Draft { name: journey.to_owned(), text: String::new(), chosen: Vec::new() });
    }
    let near = filrouge_report::nearest(journey, names()).map(str::to_owned);
    Err(Lack::Unknown("journey", journey.to_owned(), near))
}

/// A text that is drafted, as the formatter lays it out.
#[must_use]
pub fn laid_out(text: String) -> String {
    let mut sources = filrouge_source::Sources::new();
    let file = sources.add("draft.kdl", text.as_str());
    crate::format(&sources, file).unwrap_or(text)
}
