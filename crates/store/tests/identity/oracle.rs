//! The rules told a second time: sets that are united, with no journeys, stores or snapshots.

use crate::house::{Call, House, Kind};
use std::collections::BTreeMap;

/// Somebody, as a set of names.
#[derive(Default)]
struct Node {
    parent: Option<usize>,
    account: bool,
    said: Option<bool>,
}

#[derive(Default)]
pub struct Oracle {
    nodes: Vec<Node>,
    owners: BTreeMap<(usize, &'static str), usize>,
}

/// Place of a name among the identifiers of the plan, the strongest first.
fn strength(name: &str) -> usize {
    ["user_id", "email", "device", "anonymous_id"].iter().position(|known| *known == name).expect("a name")
}

const USER: usize = 0;
const DEVICE: usize = 2;

impl Oracle {
    fn root(&self, node: usize) -> usize {
        self.nodes[node].parent.map_or(node, |parent| self.root(parent))
    }

    fn owner(&self, name: (usize, &'static str)) -> Option<usize> {
        self.owners.get(&name).map(|node| self.root(*node))
    }

    pub fn hear(&mut self, call: &Call) {
        let mut names: Vec<_> = call.who.iter().map(|(name, value)| (strength(name), *value)).collect();
        names.sort_unstable();
        names.dedup();
        let person = self.person(&names, matches!(call.kind, Kind::Identify));
        for name in names {
            let is_second_account = name.0 == USER && self.nodes[person].account;
            if self.owner(name).is_none() && !is_second_account {
                self.nodes[person].account |= name.0 == USER;
                self.owners.insert(name, person);
            }
        }
        if let Kind::Consent(granted) = call.kind {
            self.nodes[person].said = Some(granted);
        }
    }

    fn person(&mut self, names: &[(usize, &'static str)], joins: bool) -> usize {
        let brings_account = names.iter().any(|name| name.0 == USER && self.owner(*name).is_none());
        let alone = names.iter().all(|name| name.0 == DEVICE);
        let leads = names.iter().filter(|name| alone || name.0 != DEVICE);
        let lead = leads
            .filter_map(|name| self.owner(*name))
            .find(|node| !brings_account || !self.nodes[*node].account);
        let Some(mut lead) = lead else {
            self.nodes.push(Node::default());
            return self.nodes.len() - 1;
        };
        for name in names.iter().filter(|name| joins && !alone && name.0 != DEVICE) {
            let Some(other) = self.owner(*name).filter(|other| *other != lead) else { continue };
            let accounts = (self.nodes[lead].account || brings_account) && self.nodes[other].account;
            if !accounts {
                lead = self.unite(lead, other);
            }
        }
        lead
    }

    fn unite(&mut self, one: usize, other: usize) -> usize {
        let account = self.nodes[one].account || self.nodes[other].account;
        let said = [self.nodes[one].said, self.nodes[other].said].into_iter().flatten().min();
        self.nodes[other].parent = Some(one);
        self.nodes[one] = Node { parent: None, account, said };
        one
    }

    /// Names that are one here are one there, and have said the same.
    pub fn compare(&self, house: &House, names: &[(&'static str, &[&'static str])]) -> Result<(), String> {
        let mut people = BTreeMap::new();
        let all = names.iter().flat_map(|(name, values)| values.iter().map(|value| (strength(name), *value)));
        for name in all {
            let (ours, theirs) = (self.owner(name), house.find(name.1));
            match (ours, theirs) {
                (None, None) => {}
                (Some(ours), Some(theirs)) => {
                    if *people.entry(ours).or_insert(theirs) != theirs {
                        return Err(format!("`{}` leads to somebody else", name.1));
                    }
                    if house.said(theirs) != self.nodes[ours].said {
                        return Err(format!("`{}`: {:?} is not what was said", name.1, house.said(theirs)));
                    }
                }
                _ => return Err(format!("`{}`: {ours:?} and {theirs:?}", name.1)),
            }
        }
        let different: std::collections::BTreeSet<_> = people.values().collect();
        (different.len() == people.len()).then_some(()).ok_or_else(|| "two people are one".to_owned())
    }
}
