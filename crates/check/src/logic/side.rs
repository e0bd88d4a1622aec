//! One side of a comparison: a literal, or a term and how far the side is above it.

use super::range::Range;
use super::sort::{Sort, is_total, most, negated, number, sort};
use super::{Domain, Fields, Term};
use filrouge_model::{Compiled, Trait, TraitKind};
use filrouge_plan::Value;
use filrouge_plan::program::{Function, Node, NodeId, Operation, Root};
use rust_decimal::Decimal;

/// One side of a comparison.
#[derive(Debug, Clone)]
pub(super) enum Side {
    Literal(Value),
    Of(Open),
}

/// A side that is not known before the moment.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub term: Term,
    /// How far the side is above the term.
    pub plus: Decimal,
    pub sort: Sort,
    /// What values it may have at all.
    pub base: Option<Domain>,
    /// Fields that may be without a value: then there is nothing to compare.
    pub needs: Vec<(Root, Vec<u16>)>,
    /// Whether it may have no value for another reason.
    pub frail: bool,
}

/// The sides of the comparisons of one expression.
#[derive(Clone, Copy)]
pub(super) struct Sides<'m> {
    pub compiled: &'m Compiled,
    pub fields: Fields<'m>,
}

/// Whether a trait is a number of things, and never below zero.
fn counts(own: &Trait) -> bool {
    own.kind.as_ref().is_some_and(|kind| matches!(kind.value, TraitKind::Count | TraitKind::Distinct))
}

/// How something is computed, as a name for it.
struct Named {
    text: String,
    of_event: bool,
    frail: bool,
}

impl Sides<'_> {
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.compiled.program.node(id)
    }

    pub fn constant(&self, place: u16) -> Option<&Value> {
        self.compiled.program.constants.get(usize::from(place))
    }

    /// The path of a field, when the node is one.
    pub fn path(&self, id: NodeId) -> Option<(Root, Vec<u16>)> {
        match self.node(id)? {
            Node::Slot { root, slot } => Some((*root, vec![*slot])),
            Node::Field { of, slot } => {
                let (root, mut path) = self.path(*of)?;
                path.push(*slot);
                Some((root, path))
            }
            _ => None,
        }
    }

    /// The side; none when nothing is known of it.
    pub fn side(&self, id: NodeId) -> Option<Side> {
        if let Some((root, path)) = self.path(id) {
            return self.data(root, path).map(Side::Of);
        }
        match self.node(id)? {
            Node::Constant(place) => self.constant(*place).cloned().map(Side::Literal),
            Node::Negate(of) => match self.side(*of)? {
                Side::Literal(value) => negated(&value).map(Side::Literal),
                Side::Of(_) => None,
            },
            Node::Now => Some(Side::Of(open(Term::Now, Sort::Datetime))),
            Node::Outcome(step) => {
                Some(Side::Of(open(Term::Left(step.clone(), "outcome".to_owned()), Sort::Left)))
            }
            Node::OfStep { step, field } => {
                Some(Side::Of(open(Term::Left(step.clone(), field.clone()), Sort::Left)))
            }
            Node::Arithmetic { by, left, right } => self.moved(*by, *left, *right),
            Node::Call { function, operands } => self.called(id, *function, operands),
            _ => None,
        }
    }

    fn data(&self, root: Root, path: Vec<u16>) -> Option<Open> {
        let field = self.fields.field(root, &path)?;
        let sort = sort(field.ty.required())?;
        let needs = self.fields.absences(root, &path).into_iter().map(|path| (root, path)).collect();
        let bounded = matches!(root, Root::Event | Root::Entry);
        let own = if root == Root::Profile { self.fields.computed(&path) } else { None };
        let base = match own.filter(|own| counts(own)) {
            Some(_) => Some(Domain::Numbers(Range::between(Some(Decimal::ZERO), None, true))),
            None => Domain::of_field(field, bounded),
        };
        Some(Open { base, needs, ..open(Term::Data(root, path), sort) })
    }

    /// A side that is so far from another.
    fn moved(&self, by: Operation, left: NodeId, right: NodeId) -> Option<Side> {
        let (of, by_value) = match (self.side(left)?, self.side(right)?, by) {
            (Side::Of(of), Side::Literal(value), Operation::Add | Operation::Subtract) => (of, value),
            (Side::Literal(value), Side::Of(of), Operation::Add) => (of, value),
            _ => return None,
        };
        let fits = match (of.sort, &by_value) {
            (Sort::Datetime | Sort::Duration, Value::Duration(_)) | (Sort::Whole, Value::Int(_)) => true,
            (Sort::Decimal, value) => matches!(value, Value::Int(_) | Value::Decimal(_)),
            _ => false,
        };
        let far = number(&by_value).filter(|_| fits)?;
        let far = if by == Operation::Subtract { -far } else { far };
        Some(Side::Of(Open { plus: of.plus.checked_add(far)?, ..of }))
    }

    fn called(&self, id: NodeId, function: Function, operands: &[NodeId]) -> Option<Side> {
        let whole = |high: Option<i64>| {
            let high = high.map(Decimal::from);
            (Sort::Whole, Some(Domain::Numbers(Range::between(Some(Decimal::ZERO), high, true))))
        };
        let (sort, base) = match function {
            Function::Size => whole(None),
            Function::Part(part) => whole(Some(most(part).filter(|_| !self.is_length(operands))?)),
            Function::Lower | Function::Upper => (Sort::Text, None),
            _ => return None,
        };
        let made = self.made(id)?;
        let term = self.part(function, operands).unwrap_or(made.term);
        Some(Side::Of(Open { term, sort, base, ..made }))
    }

    /// A part of a date, or of an instant.
    fn part(&self, function: Function, operands: &[NodeId]) -> Option<Term> {
        let (Function::Part(part), [of]) = (function, operands) else { return None };
        let Side::Of(Open { term, plus, .. }) = self.side(*of)? else { return None };
        let is_plain = plus.is_zero() && matches!(term, Term::Now | Term::Data(..));
        is_plain.then(|| Term::Part(part, Box::new(term)))
    }

    /// Whether the parts of a length of time are asked for: it has more than 23 hours.
    fn is_length(&self, operands: &[NodeId]) -> bool {
        let side = operands.first().and_then(|of| self.side(*of));
        !matches!(side, Some(Side::Of(Open { sort: Sort::Date | Sort::Datetime, .. })))
    }

    /// Something computed, under the name of how that is done.
    pub fn made(&self, id: NodeId) -> Option<Open> {
        let Named { text, of_event, frail } = self.named(id)?;
        Some(Open { frail, ..open(Term::Made { name: text, of_event }, Sort::Truth) })
    }

    fn named(&self, id: NodeId) -> Option<Named> {
        if let Some((root, path)) = self.path(id) {
            let frail = !self.fields.absences(root, &path).is_empty();
            let text = Term::Data(root, path).name();
            return Some(Named { text, of_event: root == Root::Event, frail });
        }
        let node = self.node(id)?;
        match node {
            Node::Constant(place) => Some(Named::fixed(format!("{:?}", self.constant(*place)?))),
            Node::Local(depth) => Some(Named::fixed(format!("${depth}"))),
            Node::Now => Some(Named { of_event: false, ..Named::fixed("now".to_owned()) }),
            Node::Field { of, slot } => {
                let of = self.named(*of)?;
                Some(Named { text: format!("{}.{slot}", of.text), frail: true, ..of })
            }
            Node::Call { function, operands } if is_total(*function) => {
                self.joined(&format!("{function:?}"), operands)
            }
            Node::Not(of) => self.joined("!", &[*of]),
            Node::All(terms) => self.joined("&&", terms),
            Node::Any(terms) => self.joined("||", terms),
            Node::Compare { by, left, right } => self.joined(by.word(), &[*left, *right]),
            Node::In { item, list } => self.joined("in", &[*item, *list]),
            Node::Each { quantifier, list, body } => self.joined(quantifier.word(), &[*list, *body]),
            Node::CompareSlot { by, constant, operand, .. } => {
                let constant = self.constant(*constant)?;
                self.joined(&format!("{} {constant:?}", by.word()), &[*operand])
            }
            _ => None,
        }
    }

    fn joined(&self, how: &str, parts: &[NodeId]) -> Option<Named> {
        let parts: Option<Vec<_>> = parts.iter().map(|part| self.named(*part)).collect();
        let parts = parts?;
        let texts: Vec<_> = parts.iter().map(|part| part.text.as_str()).collect();
        Some(Named {
            text: format!("{how}({})", texts.join(", ")),
            of_event: parts.iter().all(|part| part.of_event),
            frail: parts.iter().any(|part| part.frail),
        })
    }
}

impl Named {
    const fn fixed(text: String) -> Self {
        Self { text, of_event: true, frail: false }
    }
}

const fn open(term: Term, sort: Sort) -> Open {
    Open { term, plus: Decimal::ZERO, sort, base: None, needs: Vec::new(), frail: false }
}
