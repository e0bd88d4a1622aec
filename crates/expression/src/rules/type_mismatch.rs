//! Types that do not go together.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

/// What does not go together.
#[derive(Debug, Clone, PartialEq)]
pub enum Clash {
    /// Two operands of one operator.
    Operands {
        /// The operator, as it is written.
        operator: &'static str,
        /// Type of the left operand.
        left: String,
        /// Type of the right operand.
        right: String,
    },
    /// One operand that its operator cannot take.
    Operand {
        /// The operator, as it is written.
        operator: &'static str,
        /// Type of the operand.
        found: String,
    },
    /// An argument or a receiver.
    Argument {
        /// The function's name.
        function: String,
        /// What it takes.
        wanted: String,
        /// What it got.
        found: String,
    },
    /// The number of arguments.
    Count {
        /// The function's name.
        function: String,
        /// How many it takes.
        wanted: usize,
        /// How many it got.
        found: usize,
    },
    /// The result, at its place of use.
    Result {
        /// What the place takes.
        wanted: String,
        /// What the expression yields.
        found: String,
    },
    /// Two items of one list.
    Items {
        /// Type of the items before.
        left: String,
        /// Type of the item.
        right: String,
    },
    /// A root used as if it were a value.
    Whole {
        /// The root's name.
        name: String,
    },
    /// Something that must be written out at its place.
    Written {
        /// The function's name.
        function: String,
        /// What must be written.
        wanted: String,
    },
    /// Lists of nothing.
    Unsettled,
    /// The two values of `? :`.
    Branches {
        /// Type of the first.
        left: String,
        /// Type of the second.
        right: String,
    },
}

impl Clash {
    fn sentence(&self) -> String {
        match self {
            Self::Operands { operator, left, right } => {
                format!("`{operator}` cannot take {left} and {right}")
            }
            Self::Operand { operator, found } => format!("`{operator}` cannot take {found}"),
            Self::Argument { function, wanted, found } => {
                format!("`{function}` takes {wanted}, and this is {found}")
            }
            Self::Count { function, wanted, found } => {
                format!("`{function}` takes {}, and there are {found}", values(*wanted))
            }
            Self::Result { wanted, found } => format!("this place takes {wanted}, and this is {found}"),
            Self::Items { left, right } => format!("one list cannot hold {left} and {right}"),
            Self::Whole { name } => format!("`{name}` is not a value by itself"),
            Self::Written { function, wanted } => format!("`{function}` takes {wanted}"),
            Self::Unsettled => "the type of this list is not known".to_owned(),
            Self::Branches { left, right } => format!("one expression cannot be {left} or {right}"),
        }
    }
}

fn values(count: usize) -> String {
    match count {
        0 => "no value".to_owned(),
        1 => "1 value".to_owned(),
        _ => format!("{count} values"),
    }
}

rule! {
    /// Types that do not go together.
    pub struct TypeMismatch {
        clash: Clash, place: Span, about: String, other: Option<Span>, other_about: String,
        advice: Option<String>, repair: Option<Fix>,
    }
    slug: "type-mismatch", severity: Error, since: "0.1",
    message: clash.sentence(),
    at: place => about.clone(),
    also: [other => other_about.clone()],
    help: advice.clone(),
    fixes: repair.iter().cloned().collect(),
}
