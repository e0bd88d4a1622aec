//! What is shown about the thing under the pointer.

use crate::page::Page;
use crate::protocol::{DocumentPosition, Hover, Markup};
use crate::spot::{At, Spot, touches};
use filrouge_expression::FUNCTIONS;
use filrouge_language::{Found, PartSpec, Place, WordSpec, lookup, reference};
use filrouge_source::Span;

/// What is found there, what the word means, and what it names.
pub fn hover(page: &Page<'_>, query: DocumentPosition) -> Option<Hover> {
    let offset = page.offset(query.position);
    let mut at = None;
    let mut parts = Vec::new();
    if let Some((span, text)) = meaning(page, offset).or_else(|| function(page, offset)) {
        at = at.or(Some(span));
        parts.push(text);
    }
    if let Some((span, text)) = word(page, offset) {
        at = at.or(Some(span));
        parts.push(text);
    }
    for finding in page.findings().filter(|own| own.span().is_some_and(|span| touches(span, offset))) {
        at = at.or(finding.span());
        parts.push(intro(finding.rule.page));
    }
    (!parts.is_empty()).then(|| Hover {
        contents: Markup::new(parts.join("\n\n---\n\n")),
        range: page.range(at.unwrap_or(Span::new(page.file, offset, offset))),
    })
}

/// The declaration that is named here.
fn meaning(page: &Page<'_>, offset: u32) -> Option<(Span, String)> {
    let atlas = page.atlas();
    let mention = atlas.meaning(page.file, offset)?;
    let definition = atlas.definition(mention.of)?;
    Some((mention.at, atlas.about(definition, page.project.sources())))
}

/// A function of conditions.
fn function(page: &Page<'_>, offset: u32) -> Option<(Span, String)> {
    let in_condition = page.atlas().types_in(page.file).any(|(at, _)| touches(at, offset));
    let at = in_condition.then(|| word_around(page, offset))?;
    let name = page.text().get(at.range())?;
    let behind = page.text().get(at.end as usize..)?;
    let known = FUNCTIONS.iter().find(|known| known.name == name && behind.starts_with('('))?;
    Some((at, format!("```cel\n{}\n```\n{}", known.form, known.docs)))
}

fn word_around(page: &Page<'_>, offset: u32) -> Span {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let (before, behind) = page.text().split_at_checked(offset as usize).unwrap_or((page.text(), ""));
    let start = before.trim_end_matches(is_part).len();
    let end = before.len() + behind.len() - behind.trim_start_matches(is_part).len();
    Span::new(page.file, crate::encoding::small(start), crate::encoding::small(end))
}

/// The word of the language that stands here.
fn word(page: &Page<'_>, offset: u32) -> Option<(Span, String)> {
    if !page.source.is_kdl() {
        return None;
    }
    let tree = page.tree();
    let spot = Spot::find(&tree, offset);
    if let Some((part, span)) = spot.part() {
        return Some((span, part_text(part)));
    }
    let At::Name = spot.at else { return None };
    match lookup(&spot.names())? {
        Found::Word(spec) => Some((spot.node()?.name_span(), word_text(spec))),
        Found::Leaf(_) | Found::Free(_) => None,
    }
}

/// A word: how it is written, and its page up to the example.
pub fn word_text(spec: &WordSpec) -> String {
    let reference = reference(spec);
    let synopsis = reference.split_inclusive("\n```\n").next().unwrap_or_default();
    let text = spec.page.map_or_else(|| spec.docs.join("\n"), intro);
    format!("{synopsis}\n{}", text.trim())
}

/// A part of a word: what it means and holds.
pub fn part_text(part: &PartSpec) -> String {
    let docs: Vec<_> = part.docs.iter().map(|line| line.trim()).collect();
    let name = match part.place {
        Place::Head | Place::Arg | Place::Rest => part.name.to_uppercase(),
        _ => part.name.to_owned(),
    };
    format!("**{name}**: {}{}", docs.join("\n"), holds(part))
}

fn holds(part: &PartSpec) -> String {
    let Some(shape) = part.shape() else { return String::new() };
    match (shape.target, shape.choices) {
        (Some(target), _) => format!("  \nThe name of a declared {target}."),
        (None, []) => format!("  \nHolds {}, as `{}`.", shape.name, shape.example),
        (None, choices) => format!("  \nOne of `{}`.", choices.join("`, `")),
    }
}

/// A page up to its example.
fn intro(page: &str) -> String {
    page.split("\n## Example").next().unwrap_or(page).trim().to_owned()
}
