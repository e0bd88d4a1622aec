//! What stands beside the graph: its title, notes, and a legend.

use super::drawn::{Drawn, escaped};
use super::edges::class;
use super::figure::{DETAIL, DETAIL_STEP, Figure, MARGIN};
use super::kinds;
use super::nodes::{sign, stands, symbol};
use crate::graph::{Flow, Graph, Item, Kind, Manner};
use crate::layout::{Point, Size};
use crate::overlay::{Mark, Overlay};
use crate::text::Font;
use crate::words::{Language, Word};

/// The title of the picture.
const LARGE: Font = Font { size: 18.0, bold: true };

/// Room that the title takes.
pub(super) const TITLE: f64 = 56.0;

/// The widest line of a note.
const WIDEST: f64 = 220.0;

pub(super) fn title_width(graph: &Graph) -> f64 {
    LARGE.width(&graph.title).max(DETAIL.width(&graph.subtitle))
}

pub(super) fn title(graph: &Graph, figure: &Figure, svg: &mut Drawn) {
    svg.text("title", figure.left, MARGIN + 16.0, &graph.title);
    svg.text("detail", figure.left, MARGIN + 36.0, &graph.subtitle);
    if graph.nodes.is_empty() {
        svg.text("detail", figure.left, figure.top + 12.0, Word::Nothing.text(graph.language));
    }
}

/// Notes beside the graph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Beside {
    pub right: f64,
    pub bottom: f64,
    left: f64,
    top: f64,
    height: f64,
    blocks: Vec<Block>,
}

/// A note, measured.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    heading: String,
    items: Vec<(Vec<String>, Item)>,
    top: f64,
}

impl Beside {
    /// At the right of a graph that goes down, below one that goes across: either has room there.
    pub fn new(graph: &Graph, overlay: &Overlay, size: Size) -> Self {
        let (left, top) = match graph.flow {
            Flow::Down => (size.width + MARGIN, 0.0),
            Flow::Across => (0.0, size.height + MARGIN),
        };
        let mut beside = Self { left, top, ..Self::default() };
        for note in &graph.notes {
            beside.block(&note.heading, note.items.clone());
        }
        let gone = gone(graph, overlay);
        if !gone.is_empty() {
            beside.block(Word::Gone.text(graph.language), gone);
        }
        if !beside.blocks.is_empty() {
            beside.right = left + WIDEST + 40.0;
            beside.bottom = top + beside.height;
        }
        beside
    }

    fn block(&mut self, heading: &str, items: Vec<Item>) {
        let items: Vec<(Vec<String>, Item)> =
            items.into_iter().map(|item| (DETAIL.wrap(&item.text, WIDEST - 24.0, 4), item)).collect();
        let lines: usize = items.iter().map(|(lines, _)| lines.len()).sum();
        let own = 26.0 + DETAIL_STEP * lines as f64 + 4.0 * items.len() as f64;
        self.blocks.push(Block { heading: heading.to_owned(), items, top: self.height });
        self.height += own + 10.0;
    }
}

/// Parts of what is drawn that are gone, and so have no node.
fn gone(graph: &Graph, overlay: &Overlay) -> Vec<Item> {
    let shown = |address: &str| {
        let nodes = graph.nodes.iter().filter_map(|node| node.address.as_deref());
        let edges = graph.edges.iter().filter_map(|edge| edge.address.as_deref());
        let notes =
            graph.notes.iter().flat_map(|note| &note.items).filter_map(|item| item.address.as_deref());
        nodes.chain(edges).chain(notes).any(|own| own == address)
    };
    let gone = overlay.removed().filter(|address| !shown(address));
    let item = |address: &str| Item {
        text: named(address, graph.language),
        address: Some(address.to_owned()),
        line: None,
    };
    gone.map(item).collect()
}

/// A part by its address, in words: the part itself, and what it is in.
fn named(address: &str, language: Language) -> String {
    let words: Vec<&str> = address.split('/').collect();
    let part = |pair: &[&str]| match pair {
        [kind, name] => format!("{} {name}", kind_word(kind, language)),
        _ => pair.concat(),
    };
    let mut parts = words.chunks(2).rev().map(part);
    let own = parts.next().unwrap_or_default();
    let around: Vec<String> = parts.collect();
    if around.is_empty() { own } else { format!("{own} ({})", around.join(", ")) }
}

/// What a part of this kind is called; a word of the language where there is no other.
fn kind_word(kind: &str, language: Language) -> &str {
    let told = match kind {
        "arm" => "bras",
        "channel" => "canal",
        "connector" => "connecteur",
        "event" => "événement",
        "exit" => "sortie",
        "goal" => "objectif",
        "journey" => "parcours",
        "purpose" => "finalité",
        "step" => "étape",
        "template" => "modèle",
        other => other,
    };
    language.choose(kind, told)
}

pub(super) fn notes(graph: &Graph, figure: &Figure, overlay: &Overlay, svg: &mut Drawn) {
    let beside = &figure.beside;
    if beside.blocks.is_empty() {
        return;
    }
    let (left, top) = (figure.left + beside.left, figure.top + beside.top);
    svg.line(&format!(r#"<g class="notes" role="group" aria-label="{}">"#, escaped(&graph.title)));
    for block in &beside.blocks {
        let y = top + block.top + 13.0;
        svg.text("heading", left, y, &block.heading);
        let mut below = y + 20.0;
        for (lines, item) in &block.items {
            let mark = item.address.as_deref().and_then(|address| overlay.of(address));
            below = note(item, lines, mark, Point { x: left, y: below }, svg) + 4.0;
        }
    }
    svg.line("</g>");
}

fn note(item: &Item, lines: &[String], mark: Option<Mark>, at: Point, svg: &mut Drawn) -> f64 {
    let address = item.address.as_ref().map(|address| format!(r#" data-address="{}""#, escaped(address)));
    let place = address.unwrap_or_default() + &stands(item.line.as_ref());
    let class = mark.map(|mark| format!(" {}", mark.class())).unwrap_or_default();
    svg.line(&format!(r#"<g class="note{class}"{place}>"#));
    svg.line(&format!("<title>{}</title>", escaped(&item.text)));
    match mark {
        Some(mark) => sign(mark, Point { x: at.x + 5.0, y: at.y - 4.0 }, svg),
        None => svg.text("detail", at.x + 4.0, at.y, "•"),
    }
    let below = svg.texts("detail", at.x + 18.0, at.y, DETAIL_STEP, lines);
    svg.line("</g>");
    below
}

/// What the signs mean, in rows below the graph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Legend {
    pub bottom: f64,
    heading: (String, f64),
    entries: Vec<(Sign, String, Point)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Kind(Kind),
    Line(Manner),
    Mark(Mark),
}

const ROW: f64 = 24.0;

impl Legend {
    pub fn new(graph: &Graph, overlay: &Overlay, width: f64, top: f64) -> Self {
        let heading = (Word::Legend.text(graph.language).to_owned(), top + 13.0);
        let mut legend = Self { bottom: top + 20.0, heading, entries: Vec::new() };
        let (mut x, mut y) = (0.0, top + 38.0);
        for (sign, words) in signs(graph, overlay) {
            let own = DETAIL.width(&words) + 46.0;
            if x > 0.0 && x + own > width {
                (x, y) = (0.0, y + ROW);
            }
            legend.entries.push((sign, words, Point { x: x + MARGIN, y }));
            x += own;
            legend.bottom = y + 6.0;
        }
        legend
    }
}

fn signs(graph: &Graph, overlay: &Overlay) -> Vec<(Sign, String)> {
    let word = |word: Word| word.text(graph.language).to_owned();
    let kinds = graph.kinds().into_iter().filter(|kind| !kinds::icon(*kind).is_empty());
    let mut signs: Vec<(Sign, String)> =
        kinds.map(|kind| (Sign::Kind(kind), word(kinds::label(kind)))).collect();
    let drawn = |manner: Manner| graph.edges.iter().any(|edge| edge.manner == manner);
    let lines = graph.lines.iter().filter(|(manner, _)| drawn(*manner));
    signs.extend(lines.map(|(manner, words)| (Sign::Line(*manner), words.clone())));
    if !overlay.is_empty() {
        let words = [Word::Added, Word::Changed, Word::Removed, Word::Privacy];
        signs.extend(Mark::ALL.into_iter().zip(words).map(|(mark, own)| (Sign::Mark(mark), word(own))));
    }
    signs
}

pub(super) fn legend(figure: &Figure, svg: &mut Drawn) {
    let Legend { heading: (heading, y), entries, .. } = &figure.legend;
    svg.line(&format!(r#"<g class="legend" role="group" aria-label="{}">"#, escaped(heading)));
    svg.text("heading", figure.left, *y, heading);
    for (own, words, at) in entries {
        match own {
            Sign::Kind(kind) => {
                svg.line(&format!(r#"<g class="node {}">"#, kinds::group(*kind)));
                symbol(*kind, Point { x: at.x, y: at.y - 12.0 }, svg);
                svg.line("</g>");
            }
            Sign::Line(manner) => line(*manner, *at, svg),
            Sign::Mark(mark) => sign(*mark, Point { x: at.x + 8.0, y: at.y - 4.0 }, svg),
        }
        svg.text("detail", at.x + 26.0, at.y, words);
    }
    svg.line("</g>");
}

fn line(manner: Manner, at: Point, svg: &mut Drawn) {
    let (x, y) = (super::drawn::number(at.x), super::drawn::number(at.y - 4.0));
    svg.line(&format!(r#"<path class="edge {}" d="M{x} {y}h20"/>"#, class(manner)));
}
