//! What a fact is about.

use filrouge_plan::program::{Part, Root};

/// What a fact is about. Two facts about equal terms are about the same value, within one moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    /// A field: its root, and the places of the names from the outermost inwards.
    Data(Root, Vec<u16>),
    /// Whether a field has a value.
    Present(Root, Vec<u16>),
    /// Whether the person is in a segment.
    Segment(String),
    /// Something that a step left behind.
    Left(String, String),
    /// The instant of the moment.
    Now,
    /// How far the first value is above the second; 0 when they are equal.
    Difference(Box<Self>, Box<Self>),
    /// A part of a date or an instant, such as its hour.
    Part(Part, Box<Self>),
    /// Something that is computed from data, named by how it is computed.
    Made {
        /// How: equal names are equal computations.
        name: String,
        /// Whether nothing but the event at hand goes into it.
        of_event: bool,
    },
}

impl Term {
    /// The term when the event at hand has become the one that started the journey; none when it is about
    /// anything that may have changed since.
    pub fn later(&self) -> Option<Self> {
        match self {
            Self::Data(Root::Event, path) => Some(Self::Data(Root::Entry, path.clone())),
            Self::Present(Root::Event, path) => Some(Self::Present(Root::Entry, path.clone())),
            Self::Difference(left, right) => {
                Some(Self::Difference(Box::new(left.later()?), Box::new(right.later()?)))
            }
            Self::Part(part, of) => Some(Self::Part(*part, Box::new(of.later()?))),
            Self::Made { name, of_event: true } => {
                Some(Self::Made { name: name.replace("event#", "entry#"), of_event: false })
            }
            _ => None,
        }
    }

    /// The term in the moment in which people come in, when the event at hand is the one that starts the journey.
    pub fn of_entry(&self) -> Self {
        match self {
            Self::Difference(left, right) => {
                Self::Difference(Box::new(left.of_entry()), Box::new(right.of_entry()))
            }
            other => other.later().unwrap_or_else(|| other.clone()),
        }
    }

    /// A name for it inside the name of what is computed from it.
    pub fn name(&self) -> String {
        match self {
            Self::Data(root, path) => format!("{}#{path:?}", root.word()),
            other => format!("{other:?}"),
        }
    }
}
