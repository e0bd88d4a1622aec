//! What is said of a field, or of the fact that an event happened.

pub(crate) mod collect;

use crate::flow::meets;
use crate::nodes::Node;
use filrouge_model::{Declassify, Id, Model, Purpose, Reference};
use filrouge_plan::Period;
use filrouge_source::{Span, Spanned};

pub use collect::labels;

/// What is said of a field, or of the fact that an event happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Label<'m> {
    /// Its address, as the manifest names it: `event/Cart Updated/value`.
    pub address: String,
    /// What people call it, in a sentence.
    pub name: String,
    /// Where it is declared.
    pub at: Span,
    /// Category of personal data, its own or that of the record around it.
    pub category: Option<&'m Spanned<Box<str>>>,
    /// Purposes that it is collected for: its own, or those of what is around it. None: every purpose.
    pub purposes: &'m [Reference<Purpose>],
    /// How long it is kept, where that is said.
    pub kept: Option<Kept>,
    /// The place where it is first.
    pub(crate) home: Node,
    /// The names that lead to it there.
    pub(crate) path: String,
}

/// How long something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// How long.
    pub period: Period,
    /// Where that is written.
    pub at: Span,
}

impl Label<'_> {
    /// Whether it is the fact that an event happened.
    #[must_use]
    pub const fn is_event(&self) -> bool {
        self.path.is_empty()
    }

    /// Whether it is of a special category.
    #[must_use]
    pub fn is_special(&self) -> bool {
        self.category.is_some_and(|category| crate::is_special(&category.value))
    }

    /// Whether it is personal.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.category.is_some_and(|category| crate::is_personal(&category.value))
    }

    /// Whether whoever reads the field to which these names lead reads it.
    #[must_use]
    pub fn is_read_by(&self, names: &str) -> bool {
        meets(&self.path, names)
    }

    /// Whether it may be used for a purpose.
    #[must_use]
    pub fn serves(&self, purpose: Id<Purpose>, model: &Model) -> bool {
        admits(self.purposes, purpose, model)
    }
}

/// Whether what is collected for `these` may be used for `purpose`. Of a name that leads nowhere was told before.
#[must_use]
pub fn admits(these: &[Reference<Purpose>], purpose: Id<Purpose>, model: &Model) -> bool {
    let named = |wanted: Option<Id<Purpose>>| these.iter().any(|one| one.id == wanted);
    let declared = model.purposes.get(purpose);
    let compatible = declared.iter().flat_map(|declared| &declared.compatible);
    let mut compatible = compatible.filter(|own| own.reference.is_some() && own.with.id.is_some());
    these.is_empty() || named(None) || named(Some(purpose)) || compatible.any(|own| named(own.with.id))
}

/// Whether a `declassify` leaves nothing that would keep data from a purpose.
#[must_use]
pub(crate) fn frees(lift: &Declassify, purpose: Id<Purpose>) -> bool {
    let opens = |one: &Reference<Purpose>| one.id.is_none() || one.id == Some(purpose);
    !lift.opens_some || lift.opens.iter().any(opens)
}
