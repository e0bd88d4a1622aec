//! The steps of a journey. A flow of other products is a graph of arrows; ours is a text: where ways meet again, the text goes on
//! behind the split.

use crate::flow::{Flow, Kind, Left, Message, Node};
use filrouge_compile::draft::{bare, kebab, quoted};
use std::collections::{BTreeMap, BTreeSet};

/// Writes the steps of a flow.
pub struct Writer<'f> {
    flow: &'f Flow,
    journey: &'f str,
    /// The name of each step, by its id.
    names: BTreeMap<&'f str, String>,
    done: BTreeSet<String>,
    templates: String,
    ends: usize,
    left: Vec<Left>,
}

impl<'f> Writer<'f> {
    pub fn new(flow: &'f Flow, journey: &'f str) -> Self {
        let mut taken = BTreeSet::new();
        let names =
            flow.nodes.iter().map(|(id, node)| (id.as_str(), unique(&node.name, &mut taken))).collect();
        Self {
            flow,
            journey,
            names,
            done: BTreeSet::new(),
            templates: String::new(),
            ends: 0,
            left: Vec::new(),
        }
    }

    /// The templates of the messages that were written.
    pub fn templates(&self) -> String {
        self.templates.clone()
    }

    /// What could not be written as text, and steps that no arrow leads to.
    pub fn left(&self) -> Vec<Left> {
        let alone = self.flow.nodes.iter().filter(|(id, _)| !self.done.contains(id.as_str()));
        let alone = alone.map(|(_, node)| Left {
            place: node.name.clone(),
            what: "the step: no arrow that was carried over leads to it".to_owned(),
            instead: "write it where it belongs".to_owned(),
        });
        self.left.iter().cloned().chain(alone).collect()
    }

    /// Steps that were written.
    pub fn count(&self) -> usize {
        self.done
            .iter()
            .filter_map(|id| self.flow.nodes.get(id))
            .filter(|node| node.kind != Kind::Gap)
            .count()
    }

    /// The steps from one on, up to where ways meet again. What ends there must say so when steps follow behind the block.
    pub fn block(&mut self, from: Option<&str>, stop: Option<&str>, follows: bool) -> String {
        let (mut out, mut at) = (String::new(), from.map(str::to_owned));
        loop {
            let Some(id) = at else {
                out.push_str(&self.end(follows));
                return out;
            };
            if Some(id.as_str()) == stop {
                return out;
            }
            let Some(node) = self.flow.nodes.get(&id) else {
                self.leave(&id, "a step that is not in the export", "the way ends here");
                at = None;
                continue;
            };
            if !self.done.insert(id.clone()) {
                self.leave(
                    &node.name,
                    "another arrow to it",
                    "the way ends here: write a `repeat`, or the steps again",
                );
                at = None;
                continue;
            }
            let (text, next) = self.step(&id, node, stop, follows);
            out.push_str(&text);
            at = next;
            if at.is_none() && matches!(node.kind, Kind::Split(_) | Kind::Until(..)) {
                return out;
            }
        }
    }

    fn step(
        &mut self,
        id: &str,
        node: &'f Node,
        stop: Option<&str>,
        follows: bool,
    ) -> (String, Option<String>) {
        let name = self.names.get(id).cloned().unwrap_or_default();
        let word = bare(&name);
        match &node.kind {
            Kind::Gap => (String::new(), node.then.clone()),
            Kind::Wait(pause) => (format!("wait {word} for={}\n", quoted(pause)), node.then.clone()),
            Kind::Update(field, value) => {
                let value = quoted(&crate::flow::literal(value));
                (format!("update {word} {{\n{field} {value}\n}}\n"), node.then.clone())
            }
            Kind::Send(message) => (self.send(&name, message), node.then.clone()),
            Kind::Split(ways) => {
                let targets: Vec<Option<&str>> =
                    ways.iter().map(|way| way.to.as_deref()).chain([node.then.as_deref()]).collect();
                let (join, behind) = self.behind(&targets, stop, follows);
                let mut taken = BTreeSet::new();
                let mut out = format!("split {word} {{\n");
                for way in ways {
                    let (called, when) = (unique(&way.name, &mut taken), quoted(&way.when));
                    let inside = self.block(way.to.as_deref(), join.as_deref(), behind);
                    out.push_str(&format!("when {} {when} {{\n{inside}}}\n", bare(&called)));
                }
                let inside = self.block(node.then.as_deref(), join.as_deref(), behind);
                out.push_str(&format!("otherwise {{\n{inside}}}\n}}\n"));
                (out, join.filter(|join| Some(join.as_str()) != stop))
            }
            Kind::Until(event, to, late) => {
                let (join, behind) = self.behind(&[to.as_deref(), node.then.as_deref()], stop, follows);
                let yes = self.block(to.as_deref(), join.as_deref(), behind);
                let no = self.block(node.then.as_deref(), join.as_deref(), behind);
                let out = format!(
                    "wait-until {word} {{\non done event={} {{\n{yes}}}\ntimeout after={} {{\n{no}}}\n}}\n",
                    quoted(event),
                    quoted(late)
                );
                (out, join.filter(|join| Some(join.as_str()) != stop))
            }
        }
    }

    /// Where ways meet again, and whether steps follow behind them.
    fn behind(&self, targets: &[Option<&str>], stop: Option<&str>, follows: bool) -> (Option<String>, bool) {
        let reaches: Vec<Vec<&str>> = targets.iter().flatten().map(|from| self.reach(from)).collect();
        let met = |id: &str| reaches.iter().filter(|reach| reach.contains(&id)).count();
        // The nearest step to which most of the ways lead; a way that does not lead there says that it ends.
        let most = reaches.iter().flatten().map(|id| met(id)).max().filter(|most| *most > 1);
        let nearest = || reaches.iter().flatten().find(|id| Some(met(id)) == most);
        let join = most.and_then(|_| nearest()).map(|id| (*id).to_owned());
        let join = join.or_else(|| stop.map(str::to_owned));
        let behind = follows || join.is_some();
        (join, behind)
    }

    /// Every step that can be reached, the nearest first.
    fn reach(&self, from: &str) -> Vec<&'f str> {
        let Some((from, _)) = self.flow.nodes.get_key_value(from) else { return Vec::new() };
        let mut met = vec![from.as_str()];
        let mut at = 0;
        while let Some(node) = met.get(at).and_then(|id| self.flow.nodes.get(*id)) {
            let new: Vec<&str> = next(node).filter(|id| !met.contains(id)).collect();
            met.extend(new);
            at += 1;
        }
        met
    }

    fn end(&mut self, follows: bool) -> String {
        if !follows {
            return String::new();
        }
        self.ends += 1;
        "end finished\n".to_owned()
    }

    fn send(&mut self, name: &str, message: &Message) -> String {
        let template = format!("{}-{name}", self.journey);
        let subject = message.subject.as_deref().unwrap_or(name);
        let leave = if message.channel == "email" { " {{ unsubscribe_url }}" } else { "" };
        let text = message.text.clone().unwrap_or_else(|| format!("TODO: the words of `{name}`"));
        let subject = match message.channel {
            "email" | "push" | "web-push" => format!("subject {}\n", quoted(subject)),
            _ => String::new(),
        };
        let words = quoted(&format!("{text}{leave}"));
        self.templates.push_str(&format!("template {} {{\n{subject}text {words}\n}}\n\n", bare(&template)));
        format!("send {} via={} template={}\n", bare(name), message.channel, bare(&template))
    }

    fn leave(&mut self, place: &str, what: &str, instead: &str) {
        self.left.push(Left { place: place.to_owned(), what: what.to_owned(), instead: instead.to_owned() });
    }
}

fn next(node: &Node) -> impl Iterator<Item = &str> {
    let ways: Vec<&str> = match &node.kind {
        Kind::Split(ways) => ways.iter().filter_map(|way| way.to.as_deref()).collect(),
        Kind::Until(_, to, _) => to.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    ways.into_iter().chain(node.then.as_deref())
}

/// A name that no other step has.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let base = kebab(name).unwrap_or_else(|| "step".to_owned());
    let mut names = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}-{number}")));
    let name = names.find(|name| !taken.contains(name)).unwrap_or(base);
    taken.insert(name.clone());
    name
}
