//! Commands above tests and journeys. The client runs them: it knows where `filrouge` is and what to show.

use crate::page::Page;
use crate::protocol::{CodeLens, Command};
use filrouge_syntax::Node;
use serde_json::{Value, json};

/// `run test` above each test; `run tests`, `simulate` and `open why` above each journey. The last asks the daemon that the server
/// was told of by these `options`, or the usual one.
pub fn lenses(page: &Page<'_>, options: Option<&[String]>) -> Vec<CodeLens> {
    if !page.source.is_kdl() {
        return Vec::new();
    }
    let tree = page.tree();
    tree.roots().flat_map(|node| of_node(node, page, options)).collect()
}

fn of_node(node: Node<'_>, page: &Page<'_>, options: Option<&[String]>) -> Vec<CodeLens> {
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
            ("open why", "filrouge.why", why(root, name, options)),
        ],
        _ => return Vec::new(),
    };
    commands.into_iter().map(|command| lens(node, command, page)).collect()
}

fn why(root: &str, journey: &str, options: Option<&[String]>) -> Value {
    let mut place = json!({ "root": root, "journey": journey });
    if let (Some(place), Some(options)) = (place.as_object_mut(), options) {
        place.insert("daemon".to_owned(), json!(options));
    }
    place
}

fn lens(node: Node<'_>, (title, command, argument): (&str, &str, Value), page: &Page<'_>) -> CodeLens {
    let command = Command { title: title.to_owned(), command: command.to_owned(), arguments: vec![argument] };
    CodeLens { range: page.range(node.head_span()), command }
}
