//! One journey: how people come in, its steps, and where each leads.

mod entry;
mod notes;
mod told;
mod ways;

use crate::graph::{Edge, Flow, Graph, Kind, Manner, Node};
use crate::words::Word;
use crate::{Language, Places};
use filrouge_plan::{Action, Journey, Parallel, Plan, Step, Target, address};
use std::collections::BTreeMap;

/// The picture of the journey called `name`; nothing when the plan has none.
#[must_use]
pub fn journey(plan: &Plan, name: &str, places: Places<'_>, language: Language) -> Option<Graph> {
    let journey = plan.journeys.iter().find(|journey| journey.name == name)?;
    let title = format!("{} {name}", Word::Journey.text(language));
    let graph = Graph::new(title, subtitle(plan, journey, language), Flow::Down, language).with_lines([
        (Manner::Usual, Word::Usual),
        (Manner::Late, Word::Late),
        (Manner::Otherwise, Word::Otherwise),
    ]);
    let teller = Teller { journey, places, language };
    let mut drawing =
        Drawing { teller, graph, steps: BTreeMap::new(), joins: BTreeMap::new(), ends: BTreeMap::new() };
    drawing.nodes();
    drawing.ways();
    drawing.graph.notes = teller.notes();
    Some(drawing.graph)
}

fn subtitle(plan: &Plan, journey: &Journey, language: Language) -> String {
    let sends = journey.steps.iter().filter(|step| matches!(step.action, Action::Send(_))).count();
    let (steps, messages) = (Word::Steps.text(language), Word::Messages.text(language));
    format!("{} · {} {steps}, {sends} {messages}", plan.project.name, journey.steps.len())
}

/// What is known of the journey, and how it is told.
#[derive(Debug, Clone, Copy)]
struct Teller<'p> {
    journey: &'p Journey,
    places: Places<'p>,
    language: Language,
}

impl Teller<'_> {
    fn word(&self, word: Word) -> &'static str {
        word.text(self.language)
    }

    fn step(&self, step: &str) -> String {
        address::step(&self.journey.name, step)
    }

    fn arm(&self, step: &str, arm: &str) -> String {
        address::arm(&self.journey.name, step, arm)
    }

    /// `where` and the author's words, for a part that has a condition.
    fn condition(&self, part: &str) -> Option<String> {
        self.places.words(&address::condition(part))
    }
}

/// The picture while it is drawn.
struct Drawing<'p> {
    teller: Teller<'p>,
    graph: Graph,
    /// The node of each step.
    steps: BTreeMap<&'p str, usize>,
    /// The node at which the ways of a parallel come together.
    joins: BTreeMap<&'p str, usize>,
    /// The ends of ways, by the node that leads there and the reason.
    ends: BTreeMap<(usize, String), usize>,
}

impl<'p> Drawing<'p> {
    fn nodes(&mut self) {
        let enter = address::enter(&self.teller.journey.name);
        let node = self.node(Kind::Enter, self.teller.entry(), self.teller.entry_lines(), enter);
        self.graph.add(node);
        for step in &self.teller.journey.steps {
            let node = self.of_step(step);
            let index = self.graph.add(node);
            self.steps.insert(&step.name, index);
            if let Action::Parallel(parallel) = &step.action {
                let join = self.join(step, parallel);
                self.joins.insert(&step.name, join);
            }
        }
    }

    fn node(&self, kind: Kind, name: String, lines: Vec<String>, address: String) -> Node {
        let line = self.teller.places.line(&address);
        Node { kind, name, lines, address: Some(address), line }
    }

    fn of_step(&self, step: &Step) -> Node {
        let (kind, lines) = self.teller.told(step);
        self.node(kind, step.name.clone(), lines, self.teller.step(&step.name))
    }

    fn join(&mut self, step: &Step, parallel: &Parallel) -> usize {
        let node =
            self.node(Kind::Join, self.teller.joined(parallel), Vec::new(), self.teller.step(&step.name));
        self.graph.add(node)
    }

    fn ways(&mut self) {
        let start = self.target(0, &self.teller.journey.start);
        self.graph.join(Edge::plain(0, start));
        for step in &self.teller.journey.steps {
            let Some(from) = self.steps.get(step.name.as_str()).copied() else { continue };
            for way in self.teller.ways(step) {
                let from = if way.behind {
                    self.joins.get(step.name.as_str()).copied().unwrap_or(from)
                } else {
                    from
                };
                let to = self.target(from, way.to);
                let (label, manner) = (way.label, way.manner);
                self.graph.join(Edge { from, to, label, manner, address: way.address });
            }
        }
    }

    /// The node that a way leads to. Each end is drawn beside the step that leads there: lines to one end for all would
    /// cross the whole picture.
    fn target(&mut self, from: usize, target: &Target) -> usize {
        let known = match target {
            Target::Step(name) => self.steps.get(name.as_str()).copied(),
            Target::Join(name) => self.joins.get(name.as_str()).copied(),
            Target::End(_) => None,
        };
        let reason = match target {
            Target::End(reason) => reason,
            Target::Step(name) | Target::Join(name) => name,
        };
        known.unwrap_or_else(|| self.end(from, reason))
    }

    fn end(&mut self, from: usize, reason: &str) -> usize {
        if let Some(end) = self.ends.get(&(from, reason.to_owned())) {
            return *end;
        }
        let shown = if reason == COMPLETED { self.teller.word(Word::Completed) } else { reason };
        let node =
            Node { kind: Kind::End, name: shown.to_owned(), lines: Vec::new(), address: None, line: None };
        let end = self.graph.add(node);
        self.ends.insert((from, reason.to_owned()), end);
        end
    }
}

/// The reason of an end that has none of its own.
const COMPLETED: &str = "completed";

/// A way out of a step.
struct Way<'p> {
    to: &'p Target,
    label: String,
    manner: Manner,
    address: Option<String>,
    /// Whether it leaves where the ways of a parallel come together.
    behind: bool,
}

impl<'p> Way<'p> {
    const fn plain(to: &'p Target) -> Self {
        Self { to, label: String::new(), manner: Manner::Usual, address: None, behind: false }
    }
}

#[cfg(test)]
mod tests;
