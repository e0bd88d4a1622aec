//! What the link notes about the places of a text, for editors: which words lead where, and what expressions yield.
//!
//! Notes are made where names are resolved, so that there is one answer to what a name means. A check makes none.

use crate::Field;
use filrouge_plan::{self as plan, Type};
use filrouge_source::Span;

/// What was noted of one project.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notes {
    /// Words that name something.
    pub mentions: Vec<Mention>,
    /// Expressions that were understood, with the type of their value.
    pub types: Vec<(Span, Type)>,
}

/// A word that names something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Where the name of what is meant is declared.
    pub of: Span,
    /// The word, with its quotes if it has any.
    pub at: Span,
}

impl Notes {
    /// Notes that the word `at` means what is declared at `of`.
    pub(crate) fn mention(&mut self, at: Span, of: Span) {
        self.mentions.push(Mention { of, at });
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.mentions.extend(others.mentions);
        self.types.extend(others.types);
    }
}

/// Where a field is declared, and the fields of its record or of the records in its list, in the order of their slots.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// The name.
    pub at: Span,
    /// The fields inside.
    pub inside: Box<[Declared]>,
}

impl Declared {
    pub(crate) fn of(field: &Field) -> Self {
        Self { at: field.name.span, inside: field.fields.iter().map(Self::of).collect() }
    }
}

/// Where the fields on a path are declared, outermost first, as far as that is known.
pub(crate) fn along<'n>(
    names: impl IntoIterator<Item = &'n str>,
    mut fields: &[plan::Field],
    mut declared: &[Declared],
) -> Vec<Span> {
    let mut found = Vec::new();
    for name in names {
        let Some(slot) = fields.iter().position(|field| field.name == name) else { break };
        let (Some(field), Some(place)) = (fields.get(slot), declared.get(slot)) else { break };
        found.push(place.at);
        (fields, declared) = (inside(&field.ty), &place.inside);
    }
    found
}

/// The fields of a record, or of the records in a list.
fn inside(ty: &Type) -> &[plan::Field] {
    match ty.required() {
        Type::Record(fields) => fields,
        Type::List(item) => inside(item),
        _ => &[],
    }
}

/// The places of the last names of a path that ends with `words`, the text at `at`: `price` and `item.price` are ends
/// of `entry.items.price`. Last name first; nothing when the text is written in another way.
pub(crate) fn ends(words: &str, at: Span) -> impl Iterator<Item = (&str, Span)> {
    let mut end = at.end;
    let plain = words.len() == at.len() as usize;
    words.rsplit('.').take_while(move |_| plain).map(move |name| {
        let length = u32::try_from(name.len()).unwrap_or(0);
        let place = Span::new(at.file, end.saturating_sub(length), end);
        end = place.start.saturating_sub(1);
        (name, place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_source::FileId;

    #[test]
    fn the_names_of_a_path_are_found_from_its_end() {
        let at = Span::new(FileId(0), 10, 22);
        let found: Vec<_> =
            ends("event.a.été", Span { end: 23, ..at }).map(|(name, at)| (name, at.start)).collect();
        assert_eq!(found, [("été", 18), ("a", 16), ("event", 10)]);
        assert_eq!(ends("event.a", at).count(), 0, "an escape stands in it");
    }
}
