//! How many of several ways people must be through: `all`, `any`, `2`.

use super::closed::word_of;
use super::{Kind, Written};
use crate::{Quoting, Reader, Shape};
use filrouge_syntax::ValueKind;

/// How many of several ways people must be through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Every one.
    All,
    /// Any one.
    Any,
    /// So many, whichever they are.
    First(u32),
}

impl Kind for Join {
    const SHAPE: Shape = Shape {
        choices: &["all", "any"],
        ..Shape::new("`all`, `any` or a number of branches", "all", Quoting::Bare)
    };

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(written.kind, ValueKind::Number(_)) {
            return u32::read(written, reader).map(Self::First);
        }
        match word_of(written, Self::SHAPE, reader)? {
            "all" => Some(Self::All),
            "any" => Some(Self::Any),
            _ => None,
        }
    }
}
