//! A picture as Mermaid, which forges and editors draw.

use crate::graph::{Edge, Flow, Graph, Kind, Manner, Node};
use crate::overlay::{Mark, Overlay};
use std::fmt::Write;

/// The picture as a flowchart of Mermaid.
#[must_use]
pub fn mermaid(graph: &Graph, overlay: &Overlay) -> String {
    let mut text = String::from("---\n");
    let _ = writeln!(text, "title: {}\n---", quoted(&graph.title));
    let _ = writeln!(text, "flowchart {}", if graph.flow == Flow::Down { "TD" } else { "LR" });
    for (index, node) in graph.nodes.iter().enumerate() {
        let _ = writeln!(text, "  n{index}{}", shape(node));
    }
    graph.edges.iter().for_each(|edge| text.push_str(&arrow(edge, overlay)));
    notes(graph, &mut text);
    classes(graph, overlay, &mut text);
    text
}

fn shape(node: &Node) -> String {
    let words: Vec<String> = [&node.name].into_iter().chain(&node.lines).map(|line| escaped(line)).collect();
    let words = words.join("<br/>");
    match node.kind {
        Kind::Enter | Kind::Wait | Kind::WaitUntil | Kind::End | Kind::Clock => format!("([\"{words}\"])"),
        Kind::Split | Kind::Experiment | Kind::Approve | Kind::Repeat => format!("{{{{\"{words}\"}}}}"),
        Kind::Call | Kind::Start | Kind::Journey => format!("[[\"{words}\"]]"),
        Kind::Event | Kind::Emit => format!(">\"{words}\"]"),
        Kind::Connector | Kind::Fetch => format!("[(\"{words}\")]"),
        _ => format!("[\"{words}\"]"),
    }
}

fn arrow(Edge { from, to, label, manner, address }: &Edge, overlay: &Overlay) -> String {
    let mark = address.as_deref().and_then(|address| overlay.exactly(address));
    let line = match manner {
        _ if mark == Some(Mark::Removed) => "-.->",
        Manner::Usual => "-->",
        Manner::Late | Manner::Otherwise => "-.->",
        Manner::Brings => "==>",
    };
    let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(label)) };
    format!("  n{from} {line}{label} n{to}\n")
}

/// Notes stand beside everything else, in a node of their own.
fn notes(graph: &Graph, text: &mut String) {
    for (index, note) in graph.notes.iter().enumerate() {
        let items = note.items.iter().map(|item| escaped(&item.text));
        let lines: Vec<String> =
            [format!("<b>{}</b>", escaped(&note.heading))].into_iter().chain(items).collect();
        let _ = writeln!(text, "  note{index}[\"{}\"]", lines.join("<br/>"));
    }
}

fn classes(graph: &Graph, overlay: &Overlay, text: &mut String) {
    for mark in Mark::ALL {
        let marked =
            |node: &Node| node.address.as_deref().and_then(|address| overlay.of(address)) == Some(mark);
        let nodes = graph.nodes.iter().enumerate().filter(|(_, node)| marked(node));
        let nodes: Vec<String> = nodes.map(|(index, _)| format!("n{index}")).collect();
        if !nodes.is_empty() {
            let _ = writeln!(text, "  classDef {} {}", mark.class(), colours(mark));
            let _ = writeln!(text, "  class {} {}", nodes.join(","), mark.class());
        }
    }
}

const fn colours(mark: Mark) -> &'static str {
    match mark {
        Mark::Added => "fill:#dafbe1,stroke:#1a7f37,color:#0b3d1c",
        Mark::Changed => "fill:#fff8c5,stroke:#9a6700,color:#4d3400",
        Mark::Removed => "fill:#ffebe9,stroke:#cf222e,color:#66101a,stroke-dasharray:4 3",
        Mark::Privacy => "fill:#fbefff,stroke:#8250df,color:#3e1f79,stroke-width:3px",
    }
}

/// Between quotes Mermaid reads entities and little else.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '#' | '&' | '<' | '>' | '`' | ';' | '\\' => {
                let _ = write!(safe, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

/// A text of YAML.
fn quoted(text: &str) -> String {
    format!("{:?}", text.chars().filter(|letter| !letter.is_control()).collect::<String>())
}
