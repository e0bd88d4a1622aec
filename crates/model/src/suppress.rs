//! `suppress`: holds messages back while a condition holds.

use crate::cap::then;
use crate::linker::{Linker, name_of};
use crate::project::text;
use crate::view::View;
use crate::{Expression, Journey, Purpose, Reference};
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::kinds::Text;
use filrouge_language::words::suppress as word;
use filrouge_plan::WhenFull;
use filrouge_source::{Span, Spanned};

/// Holds messages back while a condition holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Suppression {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// When it holds; roots: `profile`, `now`.
    pub when: Option<Expression>,
    /// What becomes of the messages.
    pub then: WhenFull,
    /// Why.
    pub description: Opt<Box<str>>,
    /// Purposes whose messages it holds back; all that a person may withdraw from when none is named.
    pub purposes: Vec<Reference<Purpose>>,
    /// Journeys whose messages leave all the same.
    pub except: Vec<Reference<Journey>>,
}

pub(crate) fn link(word: &word::Suppress, view: &View<'_>, linker: &mut Linker<'_>) -> Suppression {
    let when = word
        .while_
        .get()
        .and_then(|when| linker.expression(when.value.as_str(), when.span, view, Want::Condition));
    Suppression {
        at: word.at.head,
        name: name_of(&word.name),
        when,
        then: then(&word.then, &Opt::Absent),
        description: text(&word.description, Text::as_str),
        purposes: word.purposes.iter().map(|purpose| linker.resolve(purpose)).collect(),
        except: word.except.iter().map(|journey| linker.resolve(journey)).collect(),
    }
}
