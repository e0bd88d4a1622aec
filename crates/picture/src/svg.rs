//! A picture as SVG: laid out here, readable in light and in dark, by eye and by ear.

mod beside;
mod drawn;
mod edges;
mod figure;
mod kinds;
mod nodes;

use crate::graph::{Graph, Kind, Node};
use crate::overlay::Overlay;
use crate::words::Word;
use drawn::{Drawn, escaped};
use figure::Figure;
use std::collections::BTreeMap;

/// The style sheet of the pictures. A page that holds several needs it once.
pub const STYLE: &str = include_str!("svg/style.css");

/// How a picture is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whether the style sheet is in it.
    pub style: bool,
    /// What its ids begin with: pictures on one page need different ones.
    pub prefix: String,
    /// Where nodes lead, by address.
    pub links: BTreeMap<String, String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { style: true, prefix: "picture".to_owned(), links: BTreeMap::new() }
    }
}

/// The picture as SVG.
#[must_use]
pub fn svg(graph: &Graph, overlay: &Overlay, options: &Options) -> String {
    let figure = Figure::new(graph, overlay);
    let mut svg = Drawn::default();
    head(graph, &figure, options, &mut svg);
    svg.line(&format!(r#"<rect class="page" width="{}" height="{}"/>"#, figure.width, figure.height));
    beside::title(graph, &figure, &mut svg);
    edges::edges(graph, &figure, overlay, &options.prefix, &mut svg);
    nodes::nodes(graph, &figure, overlay, &options.links, &mut svg);
    beside::notes(graph, &figure, overlay, &mut svg);
    beside::legend(&figure, &mut svg);
    svg.line("</svg>");
    svg.0
}

fn head(graph: &Graph, figure: &Figure, options: &Options, svg: &mut Drawn) {
    let Figure { width, height, .. } = figure;
    let prefix = escaped(&options.prefix);
    svg.line(&format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="filrouge-picture" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" lang="{}" aria-labelledby="{prefix}-title {prefix}-desc">"#,
        graph.language.tag()
    ));
    svg.line(&format!(r#"<title id="{prefix}-title">{}</title>"#, escaped(&graph.title)));
    svg.line(&format!(r#"<desc id="{prefix}-desc">{}</desc>"#, escaped(&graph.subtitle)));
    if options.style {
        svg.line(&format!("<style>\n{STYLE}</style>"));
    }
    edges::arrows(&options.prefix, svg);
}

/// What a node is, in words, with everything that leads from it: for those who do not see the picture.
fn told(graph: &Graph, index: usize, node: &Node) -> String {
    let kind = kinds::label(node.kind).text(graph.language);
    let mut parts = vec![graph.language.about(kind, &node.name)];
    parts.extend(node.lines.iter().cloned());
    let leaving = graph.edges.iter().filter(|edge| edge.from == index && node.kind != Kind::End);
    let leads: Vec<String> = leaving
        .filter_map(|edge| {
            let to = graph.nodes.get(edge.to)?;
            Some(if edge.label.is_empty() {
                to.name.clone()
            } else {
                format!("{} ({})", to.name, edge.label)
            })
        })
        .collect();
    if !leads.is_empty() {
        parts.push(format!("{} {}", Word::Leads.text(graph.language), leads.join(", ")));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests;
