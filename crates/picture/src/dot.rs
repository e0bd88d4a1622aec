//! A picture as DOT, the language of Graphviz.

use crate::graph::{Edge, Flow, Graph, Kind, Manner, Node};
use crate::overlay::{Mark, Overlay};
use std::fmt::Write;

/// The picture as a digraph of DOT.
#[must_use]
pub fn dot(graph: &Graph, overlay: &Overlay) -> String {
    let direction = if graph.flow == Flow::Down { "TB" } else { "LR" };
    let mut text = String::from("digraph filrouge {\n");
    let _ = writeln!(
        text,
        "  graph [rankdir={direction}, label={}, labelloc=t, fontname=\"Helvetica\"];",
        quoted(&graph.title)
    );
    text.push_str("  node [fontname=\"Helvetica\", fontsize=11, style=\"filled\", fillcolor=\"#ffffff\", color=\"#57606a\"];\n");
    text.push_str("  edge [fontname=\"Helvetica\", fontsize=10, color=\"#57606a\"];\n");
    for (index, own) in graph.nodes.iter().enumerate() {
        text.push_str(&node(index, own, overlay));
    }
    graph.edges.iter().for_each(|own| text.push_str(&edge(own, overlay)));
    for (index, note) in graph.notes.iter().enumerate() {
        let lines = [&note.heading].into_iter().chain(note.items.iter().map(|item| &item.text));
        let _ = writeln!(text, "  note{index} [shape=note, label={}];", left(lines));
    }
    text.push_str("}\n");
    text
}

fn node(index: usize, node: &Node, overlay: &Overlay) -> String {
    let label: Vec<&str> = [&node.name].into_iter().chain(&node.lines).map(String::as_str).collect();
    let mut attributes = format!("{}, label={}", shape(node.kind), quoted(&label.join("\n")));
    if let Some(address) = &node.address {
        let _ = write!(attributes, ", id={}", quoted(address));
        attributes.push_str(&overlay.of(address).map(colours).unwrap_or_default());
    }
    format!("  n{index} [{attributes}];\n")
}

const fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::Enter | Kind::End => "shape=oval",
        Kind::Wait | Kind::WaitUntil | Kind::Clock => "shape=box, style=\"filled,rounded\"",
        Kind::Split | Kind::Experiment | Kind::Approve | Kind::Repeat => "shape=hexagon",
        Kind::Parallel | Kind::Join => "shape=box, style=\"filled,bold\"",
        Kind::Call | Kind::Start | Kind::Journey => "shape=box, peripheries=2",
        Kind::Event | Kind::Emit => "shape=cds",
        Kind::Connector | Kind::Fetch => "shape=cylinder",
        Kind::Field => "shape=plaintext, style=\"\"",
        _ => "shape=box",
    }
}

fn edge(Edge { from, to, label, manner, address }: &Edge, overlay: &Overlay) -> String {
    let mut attributes = vec![];
    if !label.is_empty() {
        attributes.push(format!("label={}", quoted(label)));
    }
    let mark = address.as_deref().and_then(|address| overlay.exactly(address));
    match manner {
        _ if mark == Some(Mark::Removed) => attributes.push("style=dashed".to_owned()),
        Manner::Usual => {}
        Manner::Late | Manner::Otherwise => attributes.push("style=dashed".to_owned()),
        Manner::Brings => attributes.push("style=bold".to_owned()),
    }
    attributes.extend(mark.map(|mark| format!("color=\"{}\", penwidth=2", stroke(mark))));
    if attributes.is_empty() {
        format!("  n{from} -> n{to};\n")
    } else {
        format!("  n{from} -> n{to} [{}];\n", attributes.join(", "))
    }
}

fn colours(mark: Mark) -> String {
    let fill = match mark {
        Mark::Added => "#dafbe1",
        Mark::Changed => "#fff8c5",
        Mark::Removed => "#ffebe9",
        Mark::Privacy => "#fbefff",
    };
    let dashed = if mark == Mark::Removed { ", style=\"filled,dashed\"" } else { "" };
    format!(", color=\"{}\", fillcolor=\"{fill}\", penwidth=2, class={}{dashed}", stroke(mark), mark.class())
}

const fn stroke(mark: Mark) -> &'static str {
    match mark {
        Mark::Added => "#1a7f37",
        Mark::Changed => "#9a6700",
        Mark::Removed => "#cf222e",
        Mark::Privacy => "#8250df",
    }
}

/// A text between quotes; Graphviz reads escapes of its own in it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Lines that begin at the left.
fn left<'t>(lines: impl Iterator<Item = &'t String>) -> String {
    let lines: String = lines.map(|line| format!("{}\\l", escaped(line))).collect();
    format!("\"{lines}\"")
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace(['\r', '\0'], " ")
}
