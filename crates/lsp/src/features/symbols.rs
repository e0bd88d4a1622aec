//! Outlines: of one document, and of all projects.

use crate::atlas::Kind;
use crate::page::Page;
use crate::protocol::{Document, DocumentSymbol, WorkspaceSymbol};
use crate::server::Server;
use filrouge_language::{Found, lookup};
use filrouge_syntax::Node;

/// The declarations of a document, with what they are made of.
pub fn of_document(page: &Page<'_>, _: Document) -> Vec<DocumentSymbol> {
    if !page.source.is_kdl() {
        return Vec::new();
    }
    let tree = page.tree();
    tree.roots().flat_map(|node| symbols(node, &mut Vec::new(), page)).collect()
}

/// A node with a name of its own, or what is inside of one that has none.
fn symbols<'t>(node: Node<'t>, path: &mut Vec<&'t str>, page: &Page<'_>) -> Vec<DocumentSymbol> {
    path.push(node.name());
    let children: Vec<_> = node.children().flat_map(|child| symbols(child, path, page)).collect();
    let found = lookup(path);
    path.pop();
    let Some((name, at)) = named(node, found) else { return children };
    let (kind, detail) = match found {
        Some(Found::Word(spec)) if spec.name != "field" => (kind(node.name()), Some(node.name().to_owned())),
        _ => (Kind::Field.symbol(), typed(node)),
    };
    let (range, selection_range) = (page.range(node.span()), page.range(at));
    vec![DocumentSymbol { name, detail, kind, range, selection_range, children }]
}

/// The name that an author gave, and where it stands.
fn named(node: Node<'_>, found: Option<Found>) -> Option<(String, filrouge_source::Span)> {
    let first = node
        .args()
        .next()
        .and_then(|entry| Some((entry.value().as_text()?.to_owned(), entry.value().span())));
    let own = || (node.name().to_owned(), node.name_span());
    match found? {
        Found::Word(spec) if spec.name == "field" => Some(own()),
        Found::Word(spec) if spec.page.is_some() => Some(first.unwrap_or_else(own)),
        Found::Word(_) if node.block_span().is_some() => Some(own()),
        Found::Word(_) | Found::Leaf(_) | Found::Free(_) => None,
    }
}

/// The type of a field, as it is written.
fn typed(node: Node<'_>) -> Option<String> {
    let words: Vec<_> = node.args().filter_map(|entry| entry.value().as_text()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn kind(word: &str) -> u8 {
    match word {
        "project" => Kind::Project,
        "event" => Kind::Event,
        "profile" | "segment" => Kind::Segment,
        "template" => Kind::Template,
        "journey" => Kind::Journey,
        "test" => Kind::Test,
        "trait" => Kind::Trait,
        "source" | "connector" | "channel" => Kind::Channel,
        "exit" | "goal" => Kind::Goal,
        "purpose" | "retention" | "calendar" | "suppress" | "holdout" | "waive" | "retired" => Kind::Purpose,
        _ => Kind::Step,
    }
    .symbol()
}

/// Most symbols of one answer: nobody reads more.
const MOST: usize = 500;

/// What is declared in any project, and whose name has the letters of the query in their order.
pub fn of_workspace(server: &Server, query: &str) -> Vec<WorkspaceSymbol> {
    let mut found = Vec::new();
    for project in server.workspace.projects.values() {
        for definition in project.atlas().definitions().filter(|own| matches(&own.name, query)) {
            let Some(source) = project.source(definition.at.file) else { continue };
            let file = definition.at.file;
            let page =
                Page { workspace: &server.workspace, project, file, source, encoding: server.encoding };
            let Some(location) = page.location(definition.at) else { continue };
            found.push(WorkspaceSymbol {
                name: definition.name.to_string(),
                kind: definition.kind.symbol(),
                location,
                container_name: definition.within.as_ref().map(ToString::to_string),
            });
        }
    }
    found.truncate(MOST);
    found
}

/// Whether the letters of `query` stand in `name`, in their order, whatever their case.
fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}
