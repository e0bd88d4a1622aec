//! What is declared in a project, and where it is mentioned: the notes of the link, in order.

mod about;
mod declared;

pub use declared::{Definition, Kind};

use filrouge_compile::Index;
use filrouge_model::{Mention, Model};
use filrouge_plan::Type;
use filrouge_source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is declared in a project, and where it is mentioned.
pub struct Atlas {
    model: Arc<Model>,
    /// Sorted by the place of the word.
    mentions: Vec<Mention>,
    definitions: BTreeMap<Span, Definition>,
    types: BTreeMap<Span, Type>,
}

impl Atlas {
    /// The atlas of what was linked.
    pub fn new(index: Index) -> Self {
        let Index { model, notes } = index;
        let first: BTreeMap<Span, Span> =
            notes.mentions.iter().map(|mention| (mention.at, mention.of)).collect();
        // What several places declare is declared by the first of them, which the others mention.
        let origin = |of: Span| first.get(&of).copied().unwrap_or(of);
        let mut mentions: Vec<_> =
            notes.mentions.iter().map(|mention| Mention { of: origin(mention.of), at: mention.at }).collect();
        mentions.sort_unstable_by_key(|mention| (mention.at, mention.of));
        mentions.dedup();
        let definitions =
            declared::all(&model).into_iter().map(|definition| (definition.at, definition)).collect();
        Self { mentions, definitions, types: notes.types.into_iter().collect(), model }
    }

    /// What is declared.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Every declaration, in the order of the text.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.values()
    }

    /// The declaration whose name stands at `at`.
    pub fn definition(&self, at: Span) -> Option<&Definition> {
        self.definitions.get(&at)
    }

    /// The mentions in one file.
    pub fn mentions_in(&self, file: filrouge_source::FileId) -> &[Mention] {
        let start = self.mentions.partition_point(|mention| mention.at.file < file);
        let end = self.mentions.partition_point(|mention| mention.at.file <= file);
        self.mentions.get(start..end).unwrap_or_default()
    }

    /// The word at the byte `offset` of a file, and where what it means is declared: the shortest of several words.
    pub fn meaning(&self, file: filrouge_source::FileId, offset: u32) -> Option<Mention> {
        let mentioned = self.mentions_in(file).iter().copied();
        let whole = Span::new(file, 0, 0)..=Span::new(file, u32::MAX, u32::MAX);
        let declared = self.definitions.range(whole).map(|(at, _)| Mention { at: *at, of: *at });
        let here = mentioned.chain(declared).filter(|mention| crate::spot::touches(mention.at, offset));
        here.min_by_key(|mention| mention.at.len())
    }

    /// Where what is declared at `of` is mentioned.
    pub fn mentions_of(&self, of: Span) -> impl Iterator<Item = Span> {
        self.mentions.iter().filter(move |mention| mention.of == of).map(|mention| mention.at)
    }

    /// Expressions of a file with the types of their values.
    pub fn types_in(&self, file: filrouge_source::FileId) -> impl Iterator<Item = (Span, &Type)> {
        let whole = Span::new(file, 0, 0)..=Span::new(file, u32::MAX, u32::MAX);
        self.types.range(whole).map(|(at, ty)| (*at, ty))
    }
}
