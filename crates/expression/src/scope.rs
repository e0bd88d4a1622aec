//! What may be named at one place of use, and what must come out.

use filrouge_plan::program::Root;
use filrouge_plan::{Field, Type};
use std::fmt;

/// The names that an expression may use. There is no `event` in a segment, and no `entry` before a journey starts:
/// what is not listed is not there.
#[derive(Debug, Clone, Default)]
pub struct Scope<'s> {
    /// The roots, each with its fields.
    pub roots: Vec<(Root, &'s [Field])>,
    /// Segments that `profile.in('…')` may ask for.
    pub segments: Vec<&'s str>,
    /// Steps that leave something behind.
    pub steps: Vec<StepFields<'s>>,
    /// Over what the person may be reached; nothing where nobody may ask.
    pub reach: Option<Reach<'s>>,
}

/// A step and what it leaves behind: `steps.NAME.outcome`, `steps.NAME.count`.
#[derive(Debug, Clone, Copy)]
pub struct StepFields<'s> {
    /// Name of the step.
    pub step: &'s str,
    /// What may be asked for. The outcome of a step is a field called `outcome`, an enum.
    pub fields: &'s [Field],
}

/// Over what a person may be reached, and for what.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reach<'s> {
    /// Channels that `profile.reachable('…')` may ask for.
    pub channels: &'s [&'s str],
    /// Purposes that it may ask for.
    pub purposes: &'s [&'s str],
    /// The purpose that is meant where none is named.
    pub purpose: Option<&'s str>,
}

impl<'s> Scope<'s> {
    /// The same scope with `fields` under `root`.
    #[must_use]
    pub fn with(mut self, root: Root, fields: &'s [Field]) -> Self {
        self.roots.push((root, fields));
        self
    }

    pub(crate) fn fields(&self, root: Root) -> Option<&'s [Field]> {
        self.roots.iter().find(|(known, _)| *known == root).map(|(_, fields)| *fields)
    }
}

/// What an expression must yield at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want<'s> {
    /// Truth: `when`, `where`.
    Condition,
    /// A text or what is written as one: the key of an instance.
    Text,
    /// A text, or what is written in one way only: a number, a truth, a date or a moment.
    Written,
    /// What a field of this type may hold: `update`, `emit`, `with`.
    Assignable(&'s Type),
    /// A text or a word of an enum, which may be absent: what a `split` looks at.
    Choice,
    /// Anything that is there.
    Any,
    /// Anything, also what may be absent: whoever asks says what happens then.
    Perhaps,
}

/// A field that is read, from its root; fields of list items stand behind the list's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DataPath {
    /// What the field belongs to.
    pub root: Root,
    /// Names from the outermost field inwards.
    pub fields: Vec<String>,
}

impl fmt::Display for DataPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.root.word())?;
        self.fields.iter().try_for_each(|field| write!(f, ".{field}"))
    }
}
