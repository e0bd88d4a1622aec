//! Nodes: a shape, an icon, words.

use super::drawn::{Drawn, escaped, number};
use super::figure::{Card, DETAIL_STEP, Figure, NAME_STEP};
use super::kinds::{Shape, group, icon, shape};
use super::told;
use crate::Line;
use crate::graph::{Graph, Kind, Node};
use crate::layout::{Point, Size};
use crate::overlay::{Mark, Overlay};
use std::collections::BTreeMap;

pub(super) fn nodes(
    graph: &Graph,
    figure: &Figure,
    overlay: &Overlay,
    links: &BTreeMap<String, String>,
    svg: &mut Drawn,
) {
    let placed = graph.nodes.iter().zip(&figure.cards).zip(&figure.laid.nodes);
    for (index, ((node, card), middle)) in placed.enumerate() {
        let mark = node.address.as_deref().and_then(|address| overlay.of(address));
        let link = node.address.as_ref().and_then(|address| links.get(address));
        let corner = Point {
            x: figure.left + middle.x - card.size.width / 2.0,
            y: figure.top + middle.y - card.size.height / 2.0,
        };
        let told = escaped(&told(graph, index, node));
        if let Some(link) = link {
            svg.line(&format!(r#"<a href="{}" aria-label="{told}">"#, escaped(link)));
        }
        svg.line(&format!(
            r#"<g class="{}" role="img" aria-label="{told}"{}>"#,
            classes(node, mark),
            place(node)
        ));
        svg.line(&format!("<title>{told}</title>"));
        draw(node.kind, card, corner, mark, svg);
        svg.line("</g>");
        if link.is_some() {
            svg.line("</a>");
        }
    }
}

fn classes(node: &Node, mark: Option<Mark>) -> String {
    let mark = mark.map(|mark| format!(" {}", mark.class())).unwrap_or_default();
    format!("node {} {}{mark}", group(node.kind), node.kind.word())
}

/// The part of the plan, and where it stands, for whoever wants to open it.
fn place(node: &Node) -> String {
    let address = node.address.as_ref().map(|address| format!(r#" data-address="{}""#, escaped(address)));
    address.unwrap_or_default() + &stands(node.line.as_ref())
}

/// Where a part stands in the text.
pub(super) fn stands(line: Option<&Line>) -> String {
    let Some(Line { file, line }) = line else { return String::new() };
    format!(r#" data-file="{}" data-line="{line}""#, escaped(file))
}

fn draw(kind: Kind, card: &Card, corner: Point, mark: Option<Mark>, svg: &mut Drawn) {
    outline(shape(kind), corner, card.size, svg);
    let inset = Point { x: corner.x + card.inset, y: corner.y + 9.0 };
    symbol(kind, inset, svg);
    let x = inset.x + card.icon;
    let below = svg.texts("name", x, inset.y + 12.0, NAME_STEP, &card.name);
    svg.texts("detail", x, below - 1.0, DETAIL_STEP, &card.lines);
    if let Some(mark) = mark {
        sign(mark, Point { x: corner.x + card.size.width - 4.0, y: corner.y + 4.0 }, svg);
    }
}

/// The sign of a kind, sixteen by sixteen.
pub(super) fn symbol(kind: Kind, corner: Point, svg: &mut Drawn) {
    let strokes = icon(kind);
    if !strokes.is_empty() {
        let (x, y) = (number(corner.x), number(corner.y));
        svg.line(&format!(r#"<path class="icon" transform="translate({x} {y})" d="{strokes}"/>"#));
    }
}

/// The sign of a mark, on the corner of a node.
pub(super) fn sign(mark: Mark, at: Point, svg: &mut Drawn) {
    let (x, y) = (number(at.x), number(at.y));
    svg.line(&format!(r#"<circle class="mark {}" cx="{x}" cy="{y}" r="8"/>"#, mark.class()));
    svg.text("sign", at.x, at.y + 4.0, mark.sign());
}

fn outline(shape: Shape, corner: Point, size: Size, svg: &mut Drawn) {
    match shape {
        Shape::Card => rectangle("shape", corner, size, 6.0, svg),
        Shape::Pill => rectangle("shape", corner, size, (size.height / 2.0).min(18.0), svg),
        Shape::Double => {
            rectangle("shape", corner, size, 3.0, svg);
            let inner = Point { x: corner.x + 3.0, y: corner.y + 3.0 };
            let size = Size { width: size.width - 6.0, height: size.height - 6.0 };
            rectangle("inner", inner, size, 1.0, svg);
        }
        Shape::Hexagon => hexagon(corner, size, svg),
    }
}

fn rectangle(class: &str, corner: Point, size: Size, radius: f64, svg: &mut Drawn) {
    let [x, y, width, height, radius] = [corner.x, corner.y, size.width, size.height, radius].map(number);
    svg.line(&format!(
        r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}"/>"#
    ));
}

fn hexagon(corner: Point, size: Size, svg: &mut Drawn) {
    const POINT: f64 = 12.0;
    let (right, bottom) = (corner.x + size.width, corner.y + size.height);
    let middle = corner.y + size.height / 2.0;
    let corners = [
        (corner.x, middle),
        (corner.x + POINT, corner.y),
        (right - POINT, corner.y),
        (right, middle),
        (right - POINT, bottom),
        (corner.x + POINT, bottom),
    ];
    let corners: Vec<String> = corners.map(|(x, y)| format!("{},{}", number(x), number(y))).into();
    svg.line(&format!(r#"<polygon class="shape" points="{}"/>"#, corners.join(" ")));
}
