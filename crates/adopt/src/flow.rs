//! What the products have in common: somebody comes in, and goes from step to step.

use filrouge_compile::draft::kebab;
use std::collections::{BTreeMap, BTreeSet};

/// Something that was not carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Where in the flow: the name of a step, or a part of the flow.
    pub place: String,
    /// What it is.
    pub what: String,
    /// What stands in its place, or what to do.
    pub instead: String,
}

/// How people come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// By an event, by its name.
    Event(String),
    /// By coming into a segment: its name and its condition.
    Segment(String, String),
    /// When somebody asks for it.
    Api,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name in the product.
    pub name: String,
    /// What it does.
    pub kind: Kind,
    /// The step behind it.
    pub then: Option<String>,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Time passes.
    Wait(String),
    /// A message leaves.
    Send(Message),
    /// People go different ways; who fits none goes on behind it.
    Split(Vec<Way>),
    /// Somebody does something in time, or does not: the event, the step behind it, and how long that may take. Who does not goes
    /// on behind it.
    Until(String, Option<String>, String),
    /// A field of the profile gets a text.
    Update(String, String),
    /// Nothing that can be carried over.
    Gap,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `email`, `sms`, `push`, …
    pub channel: &'static str,
    /// Its subject, without placeholders.
    pub subject: Option<String>,
    /// Its text, without placeholders.
    pub text: Option<String>,
}

/// A way out of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Its name.
    pub name: String,
    /// Who takes it.
    pub when: String,
    /// Its first step.
    pub to: Option<String>,
}

/// A flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Its name in the product.
    pub name: String,
    /// How people come in.
    pub entry: Entry,
    /// Who comes in again, as `re-entry` says it.
    pub re_entry: String,
    /// The first step.
    pub start: Option<String>,
    /// Its steps, by their ids.
    pub nodes: BTreeMap<String, Node>,
    /// Fields of the profile that it reads or writes: texts.
    pub fields: BTreeSet<String>,
    /// Fields that stand for conditions: truths.
    pub stand_ins: BTreeSet<String>,
    /// What was not carried over.
    pub left: Vec<Left>,
}

impl Flow {
    /// A flow without steps.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            entry: Entry::Api,
            re_entry: "never".to_owned(),
            start: None,
            nodes: BTreeMap::new(),
            fields: BTreeSet::new(),
            stand_ins: BTreeSet::new(),
            left: Vec::new(),
        }
    }

    /// Notes something that is not carried over.
    pub fn leave(&mut self, place: &str, what: impl Into<String>, instead: impl Into<String>) {
        self.left.push(Left { place: place.to_owned(), what: what.into(), instead: instead.into() });
    }

    /// A field of the profile that holds a text, by the name that it has here.
    pub fn field(&mut self, name: &str) -> String {
        let name = field_name(name);
        if !BASE.contains(&name.as_str()) {
            self.fields.insert(name.clone());
        }
        name
    }

    /// A condition over a field that nobody has yet, in place of one that has no counterpart.
    pub fn stand_in(&mut self, place: &str, what: String) -> String {
        let base = field_name(&format!("todo_{place}"));
        let mut names = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}_{number}")));
        let name = names.find(|name| !self.stand_ins.contains(name)).unwrap_or(base);
        self.stand_ins.insert(name.clone());
        self.leave(
            place,
            what,
            format!("`profile.{name}` stands in its place, and nobody has it: write the condition"),
        );
        format!("has(profile.{name}) && profile.{name}")
    }

    /// The words of a message, when they need nothing of the person; placeholders of other products are not ours.
    pub fn words(&mut self, place: &str, part: &str, text: Option<&str>) -> Option<String> {
        let text = text?.trim();
        if ["{{", "{%", "{contactfield", "${"].iter().any(|sign| text.contains(sign)) {
            self.leave(
                place,
                format!("the {part} has placeholders: `{text}`"),
                format!("write the {part} in the template"),
            );
            return None;
        }
        Some(text.to_owned())
    }
}

/// Fields that every project has that is written here.
pub const BASE: [&str; 5] = ["user_id", "email", "phone", "first_name", "timezone"];

/// A name as conditions spell it.
fn field_name(name: &str) -> String {
    let name = kebab(name).unwrap_or_default().replace('-', "_");
    let usual = match name.as_str() {
        "firstname" => "first_name",
        "phone_number" | "mobile" => "phone",
        other => other,
    };
    if usual.starts_with(|first: char| first.is_alphabetic()) {
        usual.to_owned()
    } else {
        format!("field_{usual}")
    }
}

/// A text as conditions write it.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
