//! The walk over the nodes of a program.

use super::each::Work;
use super::operand::Operand;
use super::{Facts, Reason, Stop, arithmetic, call, compare};
use filrouge_plan::Value;
use filrouge_plan::program::{Comparison, Function, Node, NodeId, Program, Quantifier, Root};
use std::cell::RefCell;

/// Sees the value of each node outside the bodies of `all`, `exists`, `filter` and `map`.
pub(super) trait Watch {
    fn saw(&self, node: NodeId, value: impl FnOnce() -> Value);
}

/// Sees nothing, and costs nothing.
pub(super) struct Silent;

impl Watch for Silent {
    #[inline]
    fn saw(&self, _node: NodeId, _value: impl FnOnce() -> Value) {}
}

/// Remembers what it saw.
#[derive(Default)]
pub(super) struct Trace {
    seen: RefCell<Vec<(NodeId, Value)>>,
}

impl Trace {
    pub(super) fn into_seen(self) -> Vec<(NodeId, Value)> {
        self.seen.into_inner()
    }
}

impl Watch for Trace {
    fn saw(&self, node: NodeId, value: impl FnOnce() -> Value) {
        self.seen.borrow_mut().push((node, value()));
    }
}

/// The variables in scope, innermost first.
#[derive(Clone, Copy)]
pub(super) struct Locals<'e> {
    pub(super) value: &'e Value,
    pub(super) outer: Option<&'e Locals<'e>>,
}

impl<'e> Locals<'e> {
    fn nth(&'e self, depth: u8) -> Option<&'e Value> {
        let frames = std::iter::successors(Some(self), |frame| frame.outer);
        frames.map(|frame| frame.value).nth(usize::from(depth))
    }
}

pub(super) type Scope<'e> = Option<&'e Locals<'e>>;

pub(super) struct Walk<'w, W> {
    nodes: &'w [Node],
    constants: &'w [Value],
    pub(super) facts: &'w Facts<'w>,
    pub(super) work: Work,
    watch: W,
}

impl<'w, W: Watch> Walk<'w, W> {
    #[inline]
    pub(super) fn new(program: &'w Program, facts: &'w Facts<'w>, watch: W) -> Self {
        Self { nodes: &program.nodes, constants: &program.constants, facts, work: Work::new(), watch }
    }

    pub(super) fn into_watch(self) -> W {
        self.watch
    }

    #[inline]
    fn node(&self, id: NodeId) -> Result<&Node, Stop> {
        self.nodes.get(usize::from(id.0)).ok_or(Stop { at: id, reason: Reason::Shape })
    }

    /// The truth of a condition.
    #[inline]
    pub(super) fn truth(&self, id: NodeId, scope: Scope<'_>) -> Result<bool, Stop> {
        match self.node(id)? {
            Node::CompareSlot { by, root, slot, constant, operand } => {
                self.compare_slot(id, *by, (*root, *slot), (*constant, *operand), scope)
            }
            Node::All(terms) => self.seen(id, self.absorb(terms, false, scope), scope),
            Node::Any(terms) => self.seen(id, self.absorb(terms, true, scope), scope),
            node => self.rarer_truth(id, node, scope),
        }
    }

    /// The truth of what most conditions do without. Apart, because it needs much more of the stack.
    #[inline(never)]
    fn rarer_truth(&self, id: NodeId, node: &Node, scope: Scope<'_>) -> Result<bool, Stop> {
        let fault = |reason| Stop { at: id, reason };
        let truth = match node {
            Node::Not(of) => self.truth(*of, scope).map(|truth| !truth),
            Node::Has(of) => self.has(*of, scope),
            Node::Compare { by, left, right } => {
                let (left, right) = (self.value(*left, scope)?, self.value(*right, scope)?);
                compare::operands(*by, &left, &right, self.facts.zone).map_err(fault)
            }
            Node::In { item, list } => {
                let (item, list) = (self.value(*item, scope)?, self.value(*list, scope)?);
                compare::is_among(&item, &list, self.facts.zone).map_err(fault)
            }
            Node::Reachable { channel, purpose } => Ok(self.facts.standing.reachable(channel, purpose)),
            Node::InSegment(segment) => Ok(self.facts.standing.in_segment(segment)),
            Node::Each { quantifier, list, body }
                if !matches!(quantifier, Quantifier::Filter | Quantifier::Map) =>
            {
                self.quantify(id, *quantifier, *list, *body, scope)
            }
            _ => return self.value(id, scope)?.truth().map_err(fault),
        };
        self.seen(id, truth, scope)
    }

    #[inline]
    fn seen(&self, id: NodeId, truth: Result<bool, Stop>, scope: Scope<'_>) -> Result<bool, Stop> {
        if scope.is_none() {
            self.watch.saw(id, || truth.map_or(Value::Absent, Value::Bool));
        }
        truth
    }

    #[inline]
    fn compare_slot(
        &self,
        id: NodeId,
        by: Comparison,
        (root, slot): (Root, u16),
        (constant, operand): (u16, NodeId),
        scope: Scope<'_>,
    ) -> Result<bool, Stop> {
        let value = self.facts.slot(root, slot);
        if scope.is_none() {
            self.watch.saw(operand, || value.cloned().unwrap_or_default());
        }
        let truth = match (value, self.constants.get(usize::from(constant))) {
            (None, _) => Err(Stop { at: operand, reason: Reason::Missing }),
            (_, None) => Err(Stop { at: id, reason: Reason::Shape }),
            (Some(value), Some(constant)) => compare::values(by, value, constant, self.facts.zone)
                .map_err(|reason| Stop { at: id, reason }),
        };
        self.seen(id, truth, scope)
    }

    /// `&&` is decided by the first false, `||` by the first true; what has no value is absorbed by it.
    fn absorb(&self, terms: &[NodeId], decisive: bool, scope: Scope<'_>) -> Result<bool, Stop> {
        let mut stop = None;
        for term in terms {
            match self.truth(*term, scope) {
                Ok(truth) if truth == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(found) if found.reason == Reason::TooLarge => return Err(found),
                Err(found) => stop = stop.or(Some(found)),
            }
        }
        stop.map_or(Ok(!decisive), Err)
    }

    fn has(&self, of: NodeId, scope: Scope<'_>) -> Result<bool, Stop> {
        match self.value(of, scope) {
            Ok(_) => Ok(true),
            Err(stop) if stop.reason == Reason::Missing => Ok(false),
            Err(stop) => Err(stop),
        }
    }

    /// The value of any expression.
    pub(super) fn value<'e>(&'e self, id: NodeId, scope: Scope<'e>) -> Result<Operand<'e>, Stop> {
        let fault = |reason| Stop { at: id, reason };
        let value = match self.node(id)? {
            Node::Constant(constant) => {
                let constant = self.constants.get(usize::from(*constant));
                return constant.map(Operand::Held).ok_or(fault(Reason::Shape));
            }
            Node::Slot { root, slot } => {
                self.facts.slot(*root, *slot).map(Operand::Held).ok_or(fault(Reason::Missing))
            }
            Node::Local(depth) => {
                scope.and_then(|locals| locals.nth(*depth)).map(Operand::Held).ok_or(fault(Reason::Shape))
            }
            Node::Now => Ok(Operand::Made(Value::Datetime(self.facts.now))),
            Node::Outcome(step) => {
                self.facts.standing.outcome(step).map(Operand::Text).ok_or(fault(Reason::Missing))
            }
            Node::OfStep { step, field } => {
                self.facts.standing.of_step(step, field).map(Operand::Made).ok_or(fault(Reason::Missing))
            }
            Node::Field { of, slot } => {
                self.value(*of, scope)?.part(usize::from(*slot), Reason::Missing).map_err(fault)
            }
            Node::Index { of, at } => self.item(*of, *at, scope)?.map_err(fault),
            Node::List(items) => self.list(items, scope),
            Node::OrValue { of, otherwise } => match self.value(*of, scope) {
                Err(stop) if stop.reason == Reason::Missing => self.value(*otherwise, scope),
                decided => decided,
            },
            Node::Choose { when, then, otherwise } => {
                let way = if self.truth(*when, scope)? { then } else { otherwise };
                self.value(*way, scope)
            }
            Node::Negate(of) => {
                arithmetic::negate(&self.value(*of, scope)?).map(Operand::Made).map_err(fault)
            }
            Node::Arithmetic { by, left, right } => {
                let (left, right) = (self.value(*left, scope)?, self.value(*right, scope)?);
                arithmetic::apply(*by, &left, &right).map(Operand::Made).map_err(fault)
            }
            Node::Call { function, operands } => self.call(*function, operands, scope)?.map_err(fault),
            Node::Each { quantifier: quantifier @ (Quantifier::Filter | Quantifier::Map), list, body } => {
                self.collect(id, *quantifier, *list, *body, scope).map(Operand::Made)
            }
            _ => return self.truth(id, scope).map(Operand::from),
        };
        if scope.is_none() {
            self.watch.saw(id, || value.as_ref().map_or(Value::Absent, Operand::to_value));
        }
        value
    }

    fn item<'e>(
        &'e self,
        of: NodeId,
        at: NodeId,
        scope: Scope<'e>,
    ) -> Result<Result<Operand<'e>, Reason>, Stop> {
        let (list, at) = (self.value(of, scope)?, self.value(at, scope)?);
        Ok(match at.value() {
            Some(Value::Int(at)) => usize::try_from(*at)
                .map_err(|_| Reason::NoSuchItem)
                .and_then(|at| list.part(at, Reason::NoSuchItem)),
            _ => Err(Reason::Shape),
        })
    }

    fn list<'e>(&'e self, items: &[NodeId], scope: Scope<'e>) -> Result<Operand<'e>, Stop> {
        let items: Result<Vec<Value>, Stop> =
            items.iter().map(|item| self.value(*item, scope).map(Operand::into_value)).collect();
        items.map(Value::List).map(Operand::Made)
    }

    fn call<'e>(
        &'e self,
        function: Function,
        operands: &[NodeId],
        scope: Scope<'e>,
    ) -> Result<Result<Operand<'e>, Reason>, Stop> {
        let mut values = operands.iter().map(|operand| self.value(*operand, scope));
        let Some(first) = values.next().transpose()? else { return Ok(Err(Reason::Shape)) };
        let second = values.next().transpose()?;
        Ok(call::apply(function, &first, second.as_ref(), self.facts.zone).map(Operand::Made))
    }
}
