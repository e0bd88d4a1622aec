//! The tree of an expression, each node with its place in the text.

use filrouge_plan::program::{Comparison, Operation};
use rust_decimal::Decimal;
use std::ops::Range;

/// A range of bytes of the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent {
    /// First byte.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
}

impl Extent {
    /// The range `start..end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { start: narrow(start), end: narrow(end) }
    }

    /// The smallest range that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The range as `usize` bounds.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Where it stands; parentheses around it count.
    pub at: Extent,
    /// Levels of expressions in it, itself included.
    pub depth: u16,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A text in quotes.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number with a point.
    Decimal(Decimal),
    /// `true` or `false`.
    Bool(bool),
    /// `[…]`.
    List(Vec<Expr>),
    /// A bare name: a root or a variable.
    Name(String),
    /// `of.field`.
    Select {
        /// What stands before the point.
        of: Box<Expr>,
        /// The name behind it.
        field: String,
        /// Where the name stands.
        field_at: Extent,
    },
    /// `of[index]`.
    Index {
        /// The list.
        of: Box<Expr>,
        /// The place.
        index: Box<Expr>,
    },
    /// `name(…)` or `on.name(…)`.
    Call {
        /// The receiver of a method.
        on: Option<Box<Expr>>,
        /// The function's name.
        name: String,
        /// Where the name stands.
        name_at: Extent,
        /// What stands between the parentheses.
        arguments: Vec<Expr>,
    },
    /// `!`.
    Not(Box<Expr>),
    /// Unary `-`.
    Negate(Box<Expr>),
    /// `&&` of two or more.
    All(Vec<Expr>),
    /// `||` of two or more.
    Any(Vec<Expr>),
    /// A comparison, arithmetic or `in`.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// What stands left.
        left: Box<Expr>,
        /// What stands right.
        right: Box<Expr>,
    },
    /// `when ? then : otherwise`.
    Choose {
        /// The condition.
        when: Box<Expr>,
        /// When it holds.
        then: Box<Expr>,
        /// When it does not.
        otherwise: Box<Expr>,
    },
    /// Something that could not be understood; a problem was recorded.
    Poison,
}

/// An operator between two operands, apart from `&&` and `||`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOperator {
    /// A comparison.
    Compare(Comparison),
    /// Arithmetic.
    Arithmetic(Operation),
    /// `in`.
    In,
}

impl BinaryOperator {
    /// The operator as it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Compare(comparison) => comparison.word(),
            Self::Arithmetic(operation) => operation.word(),
            Self::In => "in",
        }
    }
}

impl ExprKind {
    /// The depth of the deepest operand.
    pub(crate) fn inner_depth(&self) -> u16 {
        let deepest = |items: &[Expr]| items.iter().map(|item| item.depth).max().unwrap_or(0);
        match self {
            Self::List(items) | Self::All(items) | Self::Any(items) => deepest(items),
            Self::Select { of, .. } | Self::Not(of) | Self::Negate(of) => of.depth,
            Self::Index { of, index } => of.depth.max(index.depth),
            Self::Call { on, arguments, .. } => deepest(arguments).max(on.as_ref().map_or(0, |on| on.depth)),
            Self::Binary { left, right, .. } => left.depth.max(right.depth),
            Self::Choose { when, then, otherwise } => when.depth.max(then.depth).max(otherwise.depth),
            _ => 0,
        }
    }
}
