//! Kinds of values: what a part may hold, and how it is read.

mod assignment;
pub(crate) mod closed;
mod codes;
mod duration;
mod expression;
mod field;
mod join;
mod literal;
mod name;
mod number;
mod per;
mod place;
mod share;
mod time;
mod until;
mod written;

pub use assignment::{Assignment, Constant, Located, Named, Parameter};
pub(crate) use closed::closed;
pub use codes::{Colour, Country, Currency, Email, Locale, SignatureKey, Timezone};
pub use duration::Duration;
pub use expression::{Condition, Expression, PathText, TemplateText};
pub use field::{Field, FieldType, TypeShape};
pub use join::Join;
pub use literal::{Given, Literal};
pub use name::{FieldName, Folder, Key, Name, Path, Ref, Text, is_field_name};
pub use number::{Decimal, Integer, Weight};
pub use per::Per;
pub use place::{Place, Pointer};
pub use share::Share;
pub use time::{Date, DateTime, LocalTime, Weekday, YearDay};
pub use until::{MonthDay, Offset, Until};
pub use written::Written;

use crate::{Reader, Shape};

/// A kind of value.
pub trait Kind: Sized {
    /// What it is, for sentences, pages and the formatter.
    const SHAPE: Shape;

    /// Reads it; what is wrong becomes a finding and `None`.
    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self>;
}

impl Kind for bool {
    const SHAPE: Shape = Shape::new("`#true` or `#false`", "#true", crate::Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        if let filrouge_syntax::ValueKind::Bool(value) = written.kind {
            return Some(value);
        }
        reader.wrong_kind(written, Self::SHAPE);
        None
    }
}
