//! The checked tree: each expression with its type and what to do at run time.

use crate::Extent;
use crate::scope::DataPath;
use filrouge_plan::program::{Comparison, Function, Operation, Quantifier, Root};
use filrouge_plan::{Type, Value};
use std::borrow::Cow;

/// The type of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ty<'s> {
    /// Not known because of a mistake that was reported; silences what follows.
    Poison,
    /// The list without items.
    EmptyList,
    Known(Cow<'s, Type>),
}

impl<'s> Ty<'s> {
    pub(crate) const fn of(ty: Type) -> Self {
        Self::Known(Cow::Owned(ty))
    }

    pub(crate) fn known(&self) -> Option<&Type> {
        match self {
            Self::Known(ty) => Some(ty),
            _ => None,
        }
    }

    pub(crate) const fn is_poison(&self) -> bool {
        matches!(self, Self::Poison)
    }

    pub(crate) fn is(&self, ty: &Type) -> bool {
        self.known() == Some(ty)
    }

    /// The type without its `?`.
    pub(crate) fn required(self) -> Self {
        match self {
            Self::Known(Cow::Borrowed(ty)) => Self::Known(Cow::Borrowed(ty.required())),
            Self::Known(Cow::Owned(ty)) => Self::of(ty.required().clone()),
            other => other,
        }
    }

    /// The type of the items of a list.
    pub(crate) fn item(&self) -> Option<Self> {
        match self {
            Self::Known(Cow::Borrowed(Type::List(item))) => Some(Self::Known(Cow::Borrowed(item))),
            Self::Known(Cow::Owned(Type::List(item))) => Some(Self::of((**item).clone())),
            Self::Known(_) => None,
            Self::EmptyList | Self::Poison => Some(Self::Poison),
        }
    }

    /// The type at the end of checking: an empty list may stand for a list of anything.
    pub(crate) fn settled(&self) -> Option<Type> {
        match self {
            Self::Poison => None,
            Self::EmptyList => Some(Type::List(Box::new(Type::String))),
            Self::Known(ty) => Some(ty.clone().into_owned()),
        }
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Poison => "unknown".to_owned(),
            Self::EmptyList => "list".to_owned(),
            Self::Known(ty) => ty.to_string(),
        }
    }
}

/// Where a value comes from, when it is data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Trail {
    pub(crate) path: DataPath,
    /// The variable that the trail starts at, by its level from outside; guards of one variable say nothing
    /// about another.
    pub(crate) local: Option<usize>,
    /// Whether the trail goes through `[…]`: then no guard covers it.
    pub(crate) indexed: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Typed<'s> {
    pub(crate) at: Extent,
    pub(crate) ty: Ty<'s>,
    pub(crate) op: Op<'s>,
    pub(crate) trail: Option<Trail>,
}

/// As [`filrouge_plan::program::Node`], with operands in place.
#[derive(Debug, Clone)]
pub(crate) enum Op<'s> {
    Poison,
    Constant(Value),
    Slot(Root, u16),
    Local(u8),
    Now,
    Field(Box<Typed<'s>>, u16),
    Index(Box<Typed<'s>>, Box<Typed<'s>>),
    List(Vec<Typed<'s>>),
    Has(Box<Typed<'s>>),
    OrValue(Box<Typed<'s>>, Box<Typed<'s>>),
    Not(Box<Typed<'s>>),
    Negate(Box<Typed<'s>>),
    All(Vec<Typed<'s>>),
    Any(Vec<Typed<'s>>),
    Choose(Box<[Typed<'s>; 3]>),
    Compare(Comparison, Box<Typed<'s>>, Box<Typed<'s>>),
    In(Box<Typed<'s>>, Box<Typed<'s>>),
    Arithmetic(Operation, Box<Typed<'s>>, Box<Typed<'s>>),
    Call(Function, Vec<Typed<'s>>),
    Each(Quantifier, Box<Typed<'s>>, Box<Typed<'s>>),
    InSegment(String),
    Outcome(String),
    OfStep(String, String),
    Reachable(String, String),
}

impl<'s> Typed<'s> {
    pub(crate) const fn new(at: Extent, ty: Ty<'s>, op: Op<'s>) -> Self {
        Self { at, ty, op, trail: None }
    }

    pub(crate) const fn poison(at: Extent) -> Self {
        Self::new(at, Ty::Poison, Op::Poison)
    }

    pub(crate) const fn constant(at: Extent, ty: Type, value: Value) -> Self {
        Self::new(at, Ty::of(ty), Op::Constant(value))
    }

    pub(crate) const fn bool(at: Extent, op: Op<'s>) -> Self {
        Self::new(at, Ty::of(Type::Bool), op)
    }
}
