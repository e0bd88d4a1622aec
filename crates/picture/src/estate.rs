//! The estate: who triggers whom, between all journeys of a project.

mod triggers;

use crate::graph::{Edge, Flow, Graph, Item, Kind, Manner, Node, Note};
use crate::words::Word;
use crate::{Language, Places};
use filrouge_plan::source::Telling;
use filrouge_plan::{Action, ConnectorKind, Journey, Plan, SourceKind, address};
use std::collections::{BTreeMap, BTreeSet};

/// The picture of all journeys: what brings people in and takes them out, what journeys do to each other, and the
/// channels and services that they use.
#[must_use]
pub fn estate(plan: &Plan, places: Places<'_>, language: Language) -> Graph {
    let title = Word::Estate.text(language).to_owned();
    let graph = Graph::new(title, plan.project.name.clone(), Flow::Across, language).with_lines([
        (Manner::Usual, Word::Leads),
        (Manner::Late, Word::Awaited),
        (Manner::Otherwise, Word::EndsOrGoal),
        (Manner::Brings, Word::BringsAbout),
    ]);
    let mut drawing = Drawing { plan, places, graph, nodes: BTreeMap::new(), edges: BTreeMap::new() };
    // Journeys first: what has no line of its own stands where the first of them does.
    plan.journeys.iter().for_each(|journey| drawing.journey(journey));
    drawing.sources();
    drawing.connectors();
    drawing.finish()
}

/// What one thing does to another, each once.
type Roles = BTreeSet<(Manner, &'static str)>;

struct Drawing<'p> {
    plan: &'p Plan,
    places: Places<'p>,
    graph: Graph,
    nodes: BTreeMap<String, usize>,
    edges: BTreeMap<(usize, usize), Roles>,
}

impl<'p> Drawing<'p> {
    fn word(&self, word: Word) -> &'static str {
        word.text(self.graph.language)
    }

    /// The node at `address`, made when it is asked for first.
    fn node(&mut self, kind: Kind, name: &str, address: String, lines: Vec<String>) -> usize {
        if let Some(node) = self.nodes.get(&address) {
            return *node;
        }
        let line = self.places.line(&address);
        let node = Node { kind, name: name.to_owned(), lines, address: Some(address.clone()), line };
        let index = self.graph.add(node);
        self.nodes.insert(address, index);
        index
    }

    fn declared(&mut self, kind: Kind, name: &str) -> usize {
        self.node(kind, name, address::declared(kind.word(), name), Vec::new())
    }

    fn edge(&mut self, from: usize, to: usize, manner: Manner, role: &'static str) {
        self.edges.entry((from, to)).or_default().insert((manner, role));
    }

    fn journey(&mut self, journey: &'p Journey) {
        let own = self.declared(Kind::Journey, &journey.name);
        self.entry(journey, own);
        self.events(journey, own);
        for step in &journey.steps {
            self.step(&step.action, own);
        }
    }

    fn step(&mut self, action: &'p Action, own: usize) {
        let brings = |word| (Manner::Brings, word);
        match action {
            Action::Send(send) => {
                for via in &send.via {
                    let channel = self.declared(Kind::Channel, via);
                    self.edge(own, channel, Manner::Usual, "");
                }
            }
            Action::Emit(emit) => self.brings(own, Kind::Event, &emit.event, brings(Word::Emits)),
            Action::StopJourney(stop) => self.brings(own, Kind::Journey, &stop.journey, brings(Word::Stops)),
            Action::Call(call) => self.brings(own, Kind::Journey, &call.journey, brings(Word::Calls)),
            Action::Start(start) => self.brings(own, Kind::Journey, &start.journey, brings(Word::Starts)),
            Action::Fetch(fetch) => {
                self.brings(own, Kind::Connector, &fetch.connector, brings(Word::AsksData))
            }
            _ => {}
        }
    }

    fn brings(&mut self, own: usize, kind: Kind, name: &str, (manner, word): (Manner, Word)) {
        let other = self.declared(kind, name);
        self.edge(own, other, manner, self.word(word));
    }

    /// Webhooks name the events that they tell; the others may send any.
    fn sources(&mut self) {
        for source in &self.plan.sources {
            let SourceKind::Webhook { tells, .. } = &source.kind else { continue };
            for told in tells {
                let Telling::Event(event) = &told.tells else { continue };
                if let Some(event) = self.nodes.get(&address::declared(Kind::Event.word(), event)).copied() {
                    let own = self.declared(Kind::Source, &source.name);
                    self.edge(own, event, Manner::Usual, "");
                }
            }
        }
    }

    fn connectors(&mut self) {
        for channel in &self.plan.channels {
            let Some(own) = self.nodes.get(&address::declared("channel", &channel.name)).copied() else {
                continue;
            };
            let kind =
                self.plan.connectors.iter().find(|it| it.name == channel.connector).map(|it| kind(&it.kind));
            let place = address::declared("connector", &channel.connector);
            let lines = kind.into_iter().map(str::to_owned).collect();
            let connector = self.node(Kind::Connector, &channel.connector, place, lines);
            self.edge(own, connector, Manner::Usual, "");
        }
    }

    fn finish(mut self) -> Graph {
        let edges = std::mem::take(&mut self.edges);
        for ((from, to), roles) in edges {
            let manner = roles.first().map_or(Manner::Usual, |(manner, _)| *manner);
            let words: Vec<&str> =
                roles.iter().map(|(_, word)| *word).filter(|word| !word.is_empty()).collect();
            self.graph.join(Edge { from, to, label: words.join(", "), manner, address: None });
        }
        self.graph.notes.extend(self.idle());
        self.graph
    }

    /// Events of which nothing is drawn.
    fn idle(&self) -> Option<Note> {
        let place = |name: &str| address::declared(Kind::Event.word(), name);
        let idle = self.plan.events.iter().filter(|event| !self.nodes.contains_key(&place(&event.name)));
        let item = |address: String, name: &str| Item {
            text: name.to_owned(),
            line: self.places.line(&address),
            address: Some(address),
        };
        let items: Vec<Item> = idle.map(|event| item(place(&event.name), &event.name)).collect();
        (!items.is_empty()).then(|| Note { heading: self.word(Word::Idle).to_owned(), items })
    }
}

const fn kind(kind: &ConnectorKind) -> &'static str {
    match kind {
        ConnectorKind::Smtp { .. } => "smtp",
        ConnectorKind::Http { .. } => "http",
    }
}

#[cfg(test)]
mod tests;
