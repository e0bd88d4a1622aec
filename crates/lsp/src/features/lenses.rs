//! Commands above tests and journeys. The client runs them: it knows where `filrouge` is and what to show.

use crate::page::Page;
use crate::protocol::{CodeLens, Command, Document};
use filrouge_syntax::Node;
use serde_json::{Value, json};

/// `run test` above each test; `run tests`, `simulate` and `open why` above each journey.
pub fn lenses(page: &Page<'_>, _: Document) -> Vec<CodeLens> {
    if !page.source.is_kdl() {
        return Vec::new();
    }
    let tree = page.tree();
    tree.roots().flat_map(|node| of_node(node, page)).collect()
}

fn of_node(node: Node<'_>, page: &Page<'_>) -> Vec<CodeLens> {
    let Some(name) = node.args().next().and_then(|entry| entry.value().as_text()) else { return Vec::new() };
    let root = &page.project.root;
    let commands = match node.name() {
        "test" => {
            let journey = node.prop("journey").and_then(|entry| entry.value().as_text());
            vec![("run test", "filrouge.runTest", json!({ "root": root, "test": name, "journey": journey }))]
        }
        "journey" => vec![
            ("run tests", "filrouge.runTests", json!({ "root": root, "journey": name })),
            ("simulate", "filrouge.simulate", json!({ "root": root, "journey": name })),
            ("open why", "filrouge.why", json!({ "root": root, "journey": name })),
        ],
        _ => return Vec::new(),
    };
    commands.into_iter().map(|command| lens(node, command, page)).collect()
}

fn lens(node: Node<'_>, (title, command, argument): (&str, &str, Value), page: &Page<'_>) -> CodeLens {
    let command = Command { title: title.to_owned(), command: command.to_owned(), arguments: vec![argument] };
    CodeLens { range: page.range(node.head_span()), command }
}
