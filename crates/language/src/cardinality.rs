//! How often a part stands, as types. A part that was written wrongly is broken: a finding tells why, and nobody
//! needs to speak of it again.

use filrouge_source::{Span, Spanned};

/// A part that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum One<T> {
    /// Written, and understood.
    Given(Spanned<T>),
    /// Missing or ill-formed, which was reported at this place.
    Broken(Span),
}

/// A part that may be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opt<T> {
    /// Not written.
    Absent,
    /// Written, and understood.
    Given(Spanned<T>),
    /// Ill-formed, which was reported at this place.
    Broken(Span),
}

/// Any number of parts, in the order of the text. Broken ones are left out.
pub type Many<T> = Vec<Spanned<T>>;

/// At least one part. Empty only when that was reported.
pub type Several<T> = Vec<Spanned<T>>;

impl<T> One<T> {
    /// The value with its place.
    #[must_use]
    pub const fn get(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Given(given) => Some(given),
            Self::Broken(_) => None,
        }
    }

    /// The value alone.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Given(given) => Some(&given.value),
            Self::Broken(_) => None,
        }
    }

    /// Where it stands, or where it is missed.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Given(given) => given.span,
            Self::Broken(span) => *span,
        }
    }
}

impl<T> Opt<T> {
    /// The value with its place.
    #[must_use]
    pub const fn get(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Given(given) => Some(given),
            Self::Absent | Self::Broken(_) => None,
        }
    }

    /// The value alone.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Given(given) => Some(&given.value),
            Self::Absent | Self::Broken(_) => None,
        }
    }

    /// Whether the author wrote nothing. A broken part is not absent: do not ask for it again.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// What the items of one part become.
pub trait Slot<T> {
    /// The part before anything is found for it; `missed` is where a missing part is reported.
    fn empty(missed: Span) -> Self;

    /// Makes room for exactly this many more: a large project has hundreds of thousands of lists.
    fn room(&mut self, _: usize) {}

    /// Adds what was found; `None` is a broken item, reported at `place`.
    fn add(&mut self, item: Option<Spanned<T>>, place: Span);
}

impl<T> Slot<T> for One<T> {
    fn empty(missed: Span) -> Self {
        Self::Broken(missed)
    }

    fn add(&mut self, item: Option<Spanned<T>>, place: Span) {
        *self = item.map_or(Self::Broken(place), Self::Given);
    }
}

impl<T> Slot<T> for Opt<T> {
    fn empty(_: Span) -> Self {
        Self::Absent
    }

    fn add(&mut self, item: Option<Spanned<T>>, place: Span) {
        *self = item.map_or(Self::Broken(place), Self::Given);
    }
}

impl<T> Slot<T> for Vec<Spanned<T>> {
    fn empty(_: Span) -> Self {
        Self::new()
    }

    fn room(&mut self, more: usize) {
        self.reserve_exact(more);
    }

    fn add(&mut self, item: Option<Spanned<T>>, _: Span) {
        self.extend(item);
    }
}
