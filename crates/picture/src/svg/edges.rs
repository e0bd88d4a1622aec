//! Lines, their arrows and their labels.

use super::drawn::{Drawn, escaped, number};
use super::figure::{Figure, LABEL, LABEL_STEP};
use crate::graph::{Edge, Graph, Manner};
use crate::layout::{Line, Piece, Point};
use crate::overlay::{Mark, Overlay};
use std::fmt::Write;

/// The heads of arrows: one for lines as they are, one for each mark.
pub(super) fn arrows(prefix: &str, svg: &mut Drawn) {
    let classes = ["plain"].into_iter().chain(Mark::ALL.map(Mark::class));
    svg.line("<defs>");
    for class in classes {
        let id = escaped(&format!("{prefix}-arrow-{class}"));
        svg.line(&format!(
            r#"<marker id="{id}" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" orient="auto-start-reverse"><path class="arrow {class}" d="M1 1l8 4-8 4z"/></marker>"#
        ));
    }
    svg.line("</defs>");
}

pub(super) const fn class(manner: Manner) -> &'static str {
    match manner {
        Manner::Usual => "usual",
        Manner::Late => "late",
        Manner::Otherwise => "otherwise",
        Manner::Brings => "brings",
    }
}

pub(super) fn edges(graph: &Graph, figure: &Figure, overlay: &Overlay, prefix: &str, svg: &mut Drawn) {
    svg.line(r#"<g class="edges" aria-hidden="true">"#);
    let lines = graph.edges.iter().zip(&figure.laid.lines);
    for (edge, line) in lines.clone() {
        let mark = mark(edge, overlay).map(Mark::class);
        let own = mark.map(|mark| format!(" {mark}")).unwrap_or_default();
        let arrow = escaped(&format!("{prefix}-arrow-{}", mark.unwrap_or("plain")));
        svg.line(&format!(
            r#"<path class="edge {}{own}" data-from="{}" data-to="{}" d="{}" marker-end="url(#{arrow})"/>"#,
            class(edge.manner),
            edge.from,
            edge.to,
            path(line, figure.left, figure.top),
        ));
    }
    for ((edge, label), middle) in graph.edges.iter().zip(&figure.labels).zip(&figure.laid.labels) {
        if let Some(middle) = middle {
            let middle = Point { x: middle.x + figure.left, y: middle.y + figure.top };
            words(edge, label, middle, mark(edge, overlay), svg);
        }
    }
    svg.line("</g>");
}

fn mark(edge: &Edge, overlay: &Overlay) -> Option<Mark> {
    edge.address.as_deref().and_then(|address| overlay.of(address))
}

fn words(edge: &Edge, label: &[String], middle: Point, mark: Option<Mark>, svg: &mut Drawn) {
    let width = label.iter().map(|line| LABEL.width(line)).fold(0.0, f64::max) + 10.0;
    let height = LABEL_STEP.mul_add(label.len() as f64, 4.0);
    let (x, y) = (middle.x - width / 2.0, middle.y - height / 2.0);
    let mark = mark.map(|mark| format!(" {}", mark.class())).unwrap_or_default();
    let address = edge.address.as_ref().map(|address| format!(r#" data-address="{}""#, escaped(address)));
    svg.line(&format!(r#"<g class="label {}{mark}"{}>"#, class(edge.manner), address.unwrap_or_default()));
    svg.line(&format!("<title>{}</title>", escaped(&edge.label)));
    let [left, top, width, height] = [x, y, width, height].map(number);
    svg.line(&format!(r#"<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="3"/>"#));
    svg.texts("words", middle.x, y + 13.0, LABEL_STEP, label);
    svg.line("</g>");
}

/// A line as a path, moved to where the graph begins.
fn path(line: &Line, left: f64, top: f64) -> String {
    let point = |point: Point| format!("{} {}", number(point.x + left), number(point.y + top));
    let mut path = format!("M{}", point(line.start));
    for piece in &line.pieces {
        let _ = match piece {
            Piece::Straight(to) => write!(path, "L{}", point(*to)),
            Piece::Bend(corner, to) => write!(path, "Q{} {}", point(*corner), point(*to)),
            Piece::Curve(one, other, to) => write!(path, "C{} {} {}", point(*one), point(*other), point(*to)),
        };
    }
    path
}
