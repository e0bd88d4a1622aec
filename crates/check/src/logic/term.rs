//! What a fact is about.

use filrouge_plan::program::Root;

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
            Self::Made { name, of_event: true } => {
                Some(Self::Made { name: name.replace("event#", "entry#"), of_event: false })
            }
            _ => None,
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
