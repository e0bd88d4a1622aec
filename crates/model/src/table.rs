//! Declarations of one kind, by id and by name.

use crate::Journey;
use filrouge_source::{Span, Spanned};
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// The number of a declaration among those of its kind.
pub struct Id<T> {
    index: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    pub(crate) const fn new(index: u32) -> Self {
        Self { index, kind: PhantomData }
    }

    /// Its place in the table.
    #[must_use]
    pub const fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// The declarations of one kind, in the order of the text, each held as `H`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<T, H = T> {
    items: Vec<H>,
    kind: PhantomData<fn() -> T>,
}

/// Journeys. Each is shared, so that it can be taken up again when the project is linked anew.
pub type Journeys = Table<Journey, Arc<Journey>>;

impl<T, H> Default for Table<T, H> {
    fn default() -> Self {
        Self { items: Vec::new(), kind: PhantomData }
    }
}

impl<T> Table<T> {
    pub(crate) fn for_each_mut(&mut self, mut change: impl FnMut(Id<T>, &mut T)) {
        (0..).map(Id::new).zip(&mut self.items).for_each(|(id, item)| change(id, item));
    }
}

impl<T, H: Borrow<T>> Table<T, H> {
    /// The declaration called `id`; absent only for an id of another table.
    #[must_use]
    pub fn get(&self, id: Id<T>) -> Option<&T> {
        self.items.get(id.index as usize).map(H::borrow)
    }

    /// The declaration that a reference leads to, if it leads anywhere.
    #[must_use]
    pub fn of(&self, reference: &Reference<T>) -> Option<&T> {
        reference.id.and_then(|id| self.get(id))
    }

    /// All declarations with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        (0..).map(Id::new).zip(self.values())
    }

    /// All declarations.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        self.items.iter().map(H::borrow)
    }

    /// All declarations as they are held.
    #[must_use]
    pub fn held(&self) -> &[H] {
        &self.items
    }

    /// Number of declarations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether nothing of this kind is declared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T, H> FromIterator<H> for Table<T, H> {
    fn from_iter<I: IntoIterator<Item = H>>(items: I) -> Self {
        Self { items: items.into_iter().collect(), kind: PhantomData }
    }
}

/// A name that refers to a declaration. When nothing of that name is declared, that was reported and the
/// reference leads nowhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference<T> {
    /// The name, as written.
    pub name: Spanned<Box<str>>,
    /// What it leads to.
    pub id: Option<Id<T>>,
}

/// Names of declarations of one kind, with the ids that their table will give them.
#[derive(Debug, Clone)]
pub(crate) struct NameTable<T> {
    ids: BTreeMap<Box<str>, (Id<T>, Span)>,
}

impl<T> PartialEq for NameTable<T> {
    fn eq(&self, other: &Self) -> bool {
        self.ids == other.ids
    }
}

/// A name that was declared before.
#[derive(Debug, Clone)]
pub(crate) struct Again {
    pub name: Box<str>,
    pub again: Span,
    pub first: Span,
}

impl<T> NameTable<T> {
    /// Numbers `names` in order. Of two that are equal, the first counts and the second is told. A declaration
    /// without a name has a number too.
    pub fn new<'n>(names: impl Iterator<Item = Option<Spanned<&'n str>>>) -> (Self, Vec<Again>) {
        let mut ids: BTreeMap<Box<str>, (Id<T>, Span)> = BTreeMap::new();
        let mut again = Vec::new();
        for (index, name) in (0..).zip(names) {
            let Some(Spanned { value: name, span }) = name else { continue };
            match ids.get(name) {
                Some((_, first)) => again.push(Again { name: name.into(), again: span, first: *first }),
                None => drop(ids.insert(name.into(), (Id::new(index), span))),
            }
        }
        (Self { ids }, again)
    }

    /// Whether the same names have the same numbers, wherever they stand.
    pub fn is_like(&self, other: &Self) -> bool {
        let mut pairs = self.ids.iter().zip(&other.ids);
        self.ids.len() == other.ids.len()
            && pairs.all(|((one, (id, _)), (other, (again, _)))| one == other && id == again)
    }

    /// The number and the place of the declaration called `name`.
    pub fn lookup(&self, name: &str) -> Option<(usize, Span)> {
        self.ids.get(name).map(|(id, place)| (id.index(), *place))
    }

    /// The id of the declaration called `name`.
    pub fn find(&self, name: &str) -> Option<Id<T>> {
        self.ids.get(name).map(|(id, _)| *id)
    }

    /// Every name, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.keys().map(AsRef::as_ref)
    }
}
