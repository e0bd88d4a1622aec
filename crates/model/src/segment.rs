//! `segment`: people who have something in common.

use crate::Expression;
use crate::declassify::{self, Declassify};
use crate::linker::{Linker, name_of};
use crate::project::text;
use crate::view::View;
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::kinds::Text;
use filrouge_language::words::segment as word;
use filrouge_source::{Span, Spanned};

/// People for whom a condition holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// Who is in; roots: `profile`, `now`.
    pub when: Option<Expression>,
    /// Who they are.
    pub description: Opt<Box<str>>,
    /// What makes membership say less than the data that decides it.
    pub declassify: Opt<Declassify>,
}

pub(crate) fn link(word: &word::Segment, view: &View<'_>, linker: &mut Linker<'_>) -> Segment {
    let when = word
        .when
        .get()
        .and_then(|when| linker.expression(when.value.as_str(), when.span, view, Want::Condition));
    Segment {
        at: word.at.head,
        name: name_of(&word.name),
        when,
        description: text(&word.description, Text::as_str),
        declassify: declassify::link(&word.declassify, linker),
    }
}
