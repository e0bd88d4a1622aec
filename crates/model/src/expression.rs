//! Expressions, compiled in the scope of their place.

use crate::linker::Linker;
use crate::view::View;
use filrouge_expression::{Compiled, Want, compile};
use filrouge_plan::program::{Node, Root};
use filrouge_source::{Sources, Span};
use filrouge_syntax::OffsetMap;
use std::cell::OnceCell;
use std::ops::Range;

/// An expression, typed and lowered.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// The literal, with its quotes; for a part of one, that part.
    pub at: Span,
    /// What it means, with the place of each of its parts.
    pub compiled: Compiled,
}

impl Expression {
    /// The places that read a field of `root`, with the slot of the field.
    pub fn slots(&self, root: Root) -> impl Iterator<Item = (u16, Span)> {
        let nodes = self.compiled.program.nodes.iter().zip(&self.compiled.places);
        nodes.filter_map(move |(node, place)| match node {
            Node::Slot { root: read, slot } if *read == root => Some((*slot, *place)),
            _ => None,
        })
    }
}

impl Linker<'_> {
    /// Compiles the text of the literal at `at`; absent when it is wrong, which is a finding unless it was told
    /// before.
    pub fn expression(
        &mut self,
        text: &str,
        at: Span,
        view: &View<'_>,
        want: Want<'_>,
    ) -> Option<Expression> {
        self.expression_in(text, at, 0..text.len(), view, want)
    }

    /// As [`Linker::expression`], for an expression that is a part of the text of the literal.
    pub fn expression_in(
        &mut self,
        text: &str,
        at: Span,
        part: Range<usize>,
        view: &View<'_>,
        want: Want<'_>,
    ) -> Option<Expression> {
        let place = Literal::new(self.sources, at, text);
        let at = if part == (0..text.len()) { at } else { place.span(part.clone()) };
        let own = text.get(part.clone()).unwrap_or_default();
        let places = |range: Range<usize>| place.span(range.start + part.start..range.end + part.start);
        let (compiled, findings) = compile(own, &places, &view.scope, want);
        let sources = self.sources;
        findings
            .into_iter()
            .filter(|finding| !view.told.covers(finding, sources))
            .for_each(|finding| self.push(finding));
        if let Some(compiled) = &compiled {
            self.mention_all(compiled, view);
            self.yields(at, &compiled.ty);
        }
        compiled.map(|compiled| Expression { at, compiled })
    }
}

/// A literal of the text, and the way from what it means to where that stands.
pub(crate) struct Literal<'s> {
    sources: &'s Sources,
    at: Span,
    /// How far the meaning is from the start of the literal, when it stands there letter by letter.
    shift: Option<u32>,
    map: OnceCell<OffsetMap>,
}

impl<'s> Literal<'s> {
    pub fn new(sources: &'s Sources, at: Span, meaning: &str) -> Self {
        let written = sources.text(at);
        let quoted = written.strip_prefix('"').and_then(|written| written.strip_suffix('"'));
        let shift = match quoted {
            Some(quoted) if quoted == meaning => Some(1),
            None if written == meaning => Some(0),
            _ => None,
        };
        Self { sources, at, shift, map: OnceCell::new() }
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        let Some(shift) = self.shift else { return self.map().span(range) };
        let place = |offset: usize| {
            let offset = u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(shift);
            self.at.start.saturating_add(offset).min(self.at.end.saturating_sub(shift))
        };
        Span::new(self.at.file, place(range.start), place(range.end))
    }

    fn map(&self) -> &OffsetMap {
        self.map.get_or_init(|| {
            let text = self.sources.get(self.at.file).map_or("", |file| &file.text);
            OffsetMap::at(text, self.at)
        })
    }
}
