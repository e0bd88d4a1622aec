//! Where something is declared, and where it is used.

use crate::page::Page;
use crate::protocol::{DocumentPosition, Highlight, Location, ReferenceQuery};

/// Where the thing at a position is declared.
pub fn definition(page: &Page<'_>, query: DocumentPosition) -> Option<Location> {
    let mention = page.atlas().meaning(page.file, page.offset(query.position))?;
    page.location(mention.of)
}

/// Where the thing at a position is used, in all documents of the project.
pub fn references(page: &Page<'_>, query: ReferenceQuery) -> Option<Vec<Location>> {
    let atlas = page.atlas();
    let of = atlas.meaning(page.file, page.offset(query.position))?.of;
    let declared = query.context.include_declaration.then_some(of);
    Some(declared.into_iter().chain(atlas.mentions_of(of)).filter_map(|at| page.location(at)).collect())
}

/// Where the thing at a position stands in this document: 3 where it is declared, 2 where it is read.
pub fn highlights(page: &Page<'_>, query: DocumentPosition) -> Option<Vec<Highlight>> {
    let atlas = page.atlas();
    let of = atlas.meaning(page.file, page.offset(query.position))?.of;
    let declared = std::iter::once((of, 3)).chain(atlas.mentions_of(of).map(|at| (at, 2)));
    let here = declared.filter(|(at, _)| at.file == page.file && !at.is_empty());
    Some(here.map(|(at, kind)| Highlight { range: page.range(at), kind }).collect())
}
