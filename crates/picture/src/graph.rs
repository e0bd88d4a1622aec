//! A picture before it has any place on a page.

use crate::words::Word;
use crate::{Language, Line};

/// Nodes, what leads from one to another, and what is told beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// What it shows.
    pub title: String,
    /// More about it, in a line.
    pub subtitle: String,
    /// Where edges lead.
    pub flow: Flow,
    /// The language of its words.
    pub language: Language,
    /// Nodes; edges name them by their place here.
    pub nodes: Vec<Node>,
    /// Edges, in the order of the plan.
    pub edges: Vec<Edge>,
    /// What the lines mean.
    pub lines: Vec<(Manner, String)>,
    /// What holds for all of it: exits, goals.
    pub notes: Vec<Note>,
}

/// Where edges lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// From the top to the bottom.
    Down,
    /// From the left to the right.
    Across,
}

/// Something that is drawn as a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its name, as the author wrote it.
    pub name: String,
    /// What else is told about it, in lines.
    pub lines: Vec<String>,
    /// The part of the plan that it shows; none for the end of a way.
    pub address: Option<String>,
    /// Where it stands in the text.
    pub line: Option<Line>,
}

/// What leads from one node to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The node that it leaves.
    pub from: usize,
    /// The node that it reaches.
    pub to: usize,
    /// The name of the way, and when it is taken.
    pub label: String,
    /// How it is taken.
    pub manner: Manner,
    /// The part of the plan that it shows.
    pub address: Option<String>,
}

/// How an edge is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// As a rule.
    Usual,
    /// When nothing came in time.
    Late,
    /// When something went wrong, or nothing else fits.
    Otherwise,
    /// Something else is brought about, and nobody goes there.
    Brings,
}

/// What is told beside the nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub heading: String,
    /// What is told.
    pub items: Vec<Item>,
}

/// A line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is told.
    pub text: String,
    /// The part of the plan that it tells of.
    pub address: Option<String>,
    /// Where that stands in the text.
    pub line: Option<Line>,
}

macro_rules! kinds {
    ($( $(#[$doc:meta])* $kind:ident = $word:literal ),* $(,)?) => {
        /// What a node is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $( $(#[$doc])* $kind ),* }

        impl Kind {
            /// The word of the language for it, or one like it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$kind => $word ),* }
            }
        }
    };
}

kinds! {
    /// People come in.
    Enter = "enter",
    /// Time passes.
    Wait = "wait",
    /// The first of several things is waited for.
    WaitUntil = "wait-until",
    /// A way is chosen.
    Split = "split",
    /// An arm is given by chance.
    Experiment = "experiment",
    /// A message is sent.
    Send = "send",
    /// The profile changes.
    Update = "update",
    /// An event is emitted.
    Emit = "emit",
    /// Several ways at once.
    Parallel = "parallel",
    /// Where these ways come together.
    Join = "join",
    /// Somebody of the team decides.
    Approve = "approve",
    /// Goes round.
    Repeat = "repeat",
    /// Events are collected.
    Digest = "digest",
    /// A service is asked.
    Fetch = "fetch",
    /// Somebody is taken out of a journey.
    StopJourney = "stop-journey",
    /// Another journey is walked meanwhile.
    Call = "call",
    /// Another journey is started.
    Start = "start",
    /// The journey is over.
    End = "end",
    /// Where events come from.
    Source = "source",
    /// An event.
    Event = "event",
    /// A segment.
    Segment = "segment",
    /// A clock or a date.
    Clock = "clock",
    /// Somebody outside.
    Outside = "api",
    /// A journey.
    Journey = "journey",
    /// A channel.
    Channel = "channel",
    /// A connector, and whoever stands behind it.
    Connector = "connector",
    /// A field of the profile or of an event.
    Field = "field",
    /// A purpose.
    Purpose = "purpose",
}

impl Graph {
    /// A picture of nothing.
    pub(crate) fn new(title: String, subtitle: String, flow: Flow, language: Language) -> Self {
        let (nodes, edges) = (Vec::new(), Vec::new());
        Self { title, subtitle, flow, language, nodes, edges, lines: Vec::new(), notes: Vec::new() }
    }

    /// Says what lines mean.
    pub(crate) fn with_lines<const N: usize>(mut self, lines: [(Manner, Word); N]) -> Self {
        let told = lines.map(|(manner, word)| (manner, word.text(self.language).to_owned()));
        self.lines.extend(told);
        self
    }

    /// Adds a node, and says where it is.
    pub(crate) fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds an edge, once.
    pub(crate) fn join(&mut self, edge: Edge) {
        if !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }

    /// The kinds of its nodes, each once.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.nodes.iter().map(|node| node.kind).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }
}

impl Edge {
    /// An edge of the plan itself, without a name.
    pub(crate) const fn plain(from: usize, to: usize) -> Self {
        Self { from, to, label: String::new(), manner: Manner::Usual, address: None }
    }
}
