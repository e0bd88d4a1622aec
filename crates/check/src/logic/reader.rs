//! From lowered conditions to formulas.

use super::atom::Maker;
use super::side::{Side, Sides};
use super::{Domain, Fields, Formula, Term, judge};
use filrouge_model::{Expression, Segment};
use filrouge_plan::Value;
use filrouge_plan::program::{Comparison, Node, NodeId};
use filrouge_source::Span;

/// What is asked of a condition. One that reads what is absent is neither true nor false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stance {
    /// Whether it is to be true, or false.
    pub want: bool,
    /// Whether it must be so, or only must not be the contrary.
    pub certain: bool,
}

impl Stance {
    /// The condition holds.
    pub const HOLDS: Self = Self { want: true, certain: true };
    /// The condition does not hold.
    pub const FAILS: Self = Self { want: false, certain: false };

    const fn other(self) -> Self {
        Self { want: !self.want, ..self }
    }
}

/// Segments inside segments inside segments: below this they are facts of their own.
const DEEPEST: u8 = 4;

/// Reads the condition of one place.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'m> {
    sides: Sides<'m>,
    /// The words that stand for all of it, when it is the condition of a segment that was asked for elsewhere.
    asked: Option<Span>,
    depth: u8,
}

impl<'m> Reader<'m> {
    /// A reader of one expression.
    pub const fn new(expression: &'m Expression, fields: Fields<'m>) -> Self {
        Self { sides: Sides { compiled: &expression.compiled, fields }, asked: None, depth: 0 }
    }

    /// What must be so for the condition to hold, or not to hold.
    pub fn formula(&self, stance: Stance) -> Formula {
        self.sides.compiled.program.root().map_or(Formula::Unknown, |root| self.of(root, stance))
    }

    fn of(&self, id: NodeId, stance: Stance) -> Formula {
        let Some(node) = self.sides.node(id) else { return Formula::Unknown };
        match node {
            Node::Not(of) => self.of(*of, stance.other()),
            Node::All(terms) => self.joined(terms, stance, stance.want),
            Node::Any(terms) => self.joined(terms, stance, !stance.want),
            Node::Constant(place) => self.constant(*place, stance),
            Node::Has(of) => self.present(*of, stance.want, id),
            Node::OrValue { of, otherwise } => {
                self.or_value(*of, id, self.of(*of, stance), self.of(*otherwise, stance))
            }
            Node::Choose { when, then, otherwise } => self.choose(*when, *then, *otherwise, stance),
            Node::Compare { by, left, right } => self.compare(id, *by, *left, *right, stance),
            Node::CompareSlot { by, constant, operand, .. } => {
                let literal = self.sides.constant(*constant).cloned().map(Side::Literal);
                self.sides_compared(id, *by, self.sides.side(*operand), literal, stance)
            }
            Node::In { item, list } => self.among(id, *item, *list, stance),
            Node::InSegment(segment) => self.in_segment(segment, id, stance),
            Node::Slot { .. } | Node::Field { .. } => match self.sides.side(id) {
                Some(Side::Of(open)) => self.maker(id, stance).truth(&open),
                _ => Formula::Unknown,
            },
            _ => self.made(id, stance),
        }
    }

    fn maker(&self, id: NodeId, stance: Stance) -> Maker<'m> {
        Maker { fields: self.sides.fields, at: self.place(id), stance }
    }

    fn place(&self, id: NodeId) -> Span {
        let nothing = Span::new(filrouge_source::FileId(0), 0, 0);
        self.asked.or_else(|| self.sides.compiled.places.get(usize::from(id.0)).copied()).unwrap_or(nothing)
    }

    fn joined(&self, terms: &[NodeId], stance: Stance, all: bool) -> Formula {
        let parts = terms.iter().map(|term| self.of(*term, stance)).collect();
        if all { Formula::All(parts) } else { Formula::Any(parts) }
    }

    fn constant(&self, place: u16, stance: Stance) -> Formula {
        match self.sides.constant(place) {
            Some(Value::Bool(truth)) if *truth == stance.want => Formula::Always,
            Some(Value::Bool(_)) => Formula::Any(Vec::new()),
            _ => Formula::Unknown,
        }
    }

    fn present(&self, of: NodeId, want: bool, at: NodeId) -> Formula {
        let maker = self.maker(at, Stance::HOLDS);
        match self.sides.path(of) {
            Some((root, path)) => maker.present(root, &path, want),
            None => Formula::Unknown,
        }
    }

    /// The first where the value is there, the second where it is not.
    fn or_value(&self, of: NodeId, at: NodeId, first: Formula, second: Formula) -> Formula {
        let there = Formula::All(vec![self.present(of, true, at), first]);
        Formula::Any(vec![there, Formula::All(vec![self.present(of, false, at), second])])
    }

    fn choose(&self, when: NodeId, then: NodeId, otherwise: NodeId, stance: Stance) -> Formula {
        let holds = Formula::All(vec![self.of(when, Stance::HOLDS), self.of(then, stance)]);
        let fails = Stance { want: false, certain: true };
        let fails = Formula::All(vec![self.of(when, fails), self.of(otherwise, stance)]);
        let unknown = (!stance.certain).then_some(Formula::Unknown);
        Formula::Any([holds, fails].into_iter().chain(unknown).collect())
    }

    fn compare(&self, id: NodeId, by: Comparison, left: NodeId, right: NodeId, stance: Stance) -> Formula {
        for (side, other, flipped) in [(left, right, false), (right, left, true)] {
            if let Some(Node::OrValue { of, otherwise }) = self.sides.node(side) {
                let on = |of| if flipped { (other, of) } else { (of, other) };
                let compare = |(left, right)| self.compare(id, by, left, right, stance);
                return self.or_value(*of, id, compare(on(*of)), compare(on(*otherwise)));
            }
        }
        self.sides_compared(id, by, self.sides.side(left), self.sides.side(right), stance)
    }

    fn sides_compared(
        &self,
        id: NodeId,
        by: Comparison,
        left: Option<Side>,
        right: Option<Side>,
        stance: Stance,
    ) -> Formula {
        match (left, right) {
            (Some(left), Some(right)) => self.maker(id, stance).compare(by, left, right),
            _ => Formula::Unknown,
        }
    }

    fn among(&self, id: NodeId, item: NodeId, list: NodeId, stance: Stance) -> Formula {
        match (self.sides.side(item), self.sides.side(list)) {
            (Some(Side::Of(item)), Some(Side::Literal(Value::List(list)))) => {
                self.maker(id, stance).among(&item, &list)
            }
            _ => self.made(id, stance),
        }
    }

    fn made(&self, id: NodeId, stance: Stance) -> Formula {
        self.sides.made(id).map_or(Formula::Unknown, |open| self.maker(id, stance).truth(&open))
    }

    /// Membership is a fact, and what it means is another: people are in a segment when its condition holds.
    fn in_segment(&self, name: &str, id: NodeId, stance: Stance) -> Formula {
        let at = self.place(id);
        let domain = Domain::truth(stance.want);
        let fact = Formula::Is { term: Term::Segment(name.to_owned()), domain, at, declared: None };
        let setting = self.sides.fields.setting();
        let segment = setting.segments.values().find(|segment| *segment.name.value == *name);
        let meaning = segment.and_then(|segment| self.meaning(segment, at, stance.want));
        Formula::All([fact].into_iter().chain(meaning).collect())
    }

    fn meaning(&self, segment: &'m Segment, asked: Span, want: bool) -> Option<Formula> {
        let when = segment.when.as_ref().filter(|when| self.depth < DEEPEST && !reads_clock(when))?;
        let fields = Fields::of(self.sides.fields.setting());
        let inner = Self {
            sides: Sides { compiled: &when.compiled, fields },
            asked: Some(asked),
            depth: self.depth + 1,
        };
        // Of a segment that nobody is ever in, that is told once, where it is defined.
        let fills = !judge(&[&inner.formula(Stance::HOLDS)]).is_never();
        fills.then(|| inner.formula(Stance { want, certain: want }))
    }
}

/// Whether the condition hangs on the clock: then the membership may be a moment behind it.
fn reads_clock(when: &Expression) -> bool {
    when.compiled.program.nodes.contains(&Node::Now)
}
