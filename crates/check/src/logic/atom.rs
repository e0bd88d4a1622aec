//! Comparisons as facts.

use super::range::Range;
use super::reader::Stance;
use super::side::{Open, Side};
use super::sort::{Sort, number};
use super::words::Words;
use super::{Domain, Fields, Formula, Term};
use filrouge_plan::Value;
use filrouge_plan::program::{Comparison, Root};
use filrouge_source::Span;
use std::collections::BTreeSet;

/// Makes facts about one place of one expression.
#[derive(Clone, Copy)]
pub(super) struct Maker<'m> {
    pub fields: Fields<'m>,
    pub at: Span,
    pub stance: Stance,
}

impl Maker<'_> {
    /// A comparison of two sides.
    pub fn compare(self, by: Comparison, left: Side, right: Side) -> Formula {
        let by = if self.stance.want { by } else { opposite(by) };
        match (left, right) {
            (Side::Of(open), Side::Literal(value)) => self.against(&open, by, &value),
            (Side::Literal(value), Side::Of(open)) => self.against(&open, by.mirrored(), &value),
            (Side::Of(left), Side::Of(right)) => self.apart(left, by, right),
            (Side::Literal(left), Side::Literal(right)) => literals(by, &left, &right),
        }
    }

    /// Whether a side is among the values of a list.
    pub fn among(self, item: &Open, list: &[Value]) -> Formula {
        let words: Option<BTreeSet<Box<str>>> =
            list.iter().map(|value| value.as_text().map(Into::into)).collect();
        if let Some(words) = words {
            let only = Words::Only(words);
            let domain = if self.stance.want { only } else { only.others() };
            return self.within(item, Domain::Words(domain));
        }
        let by = if self.stance.want { Comparison::Equal } else { Comparison::NotEqual };
        let parts = list.iter().map(|value| self.against(item, by, value)).collect();
        if self.stance.want { Formula::Any(parts) } else { Formula::All(parts) }
    }

    /// A side that is true, or not.
    pub fn truth(self, open: &Open) -> Formula {
        self.within(open, Domain::truth(self.stance.want))
    }

    /// Whether a field has a value.
    pub fn present(self, root: Root, path: &[u16], want: bool) -> Formula {
        let absences = self.fields.absences(root, path).into_iter();
        let parts = absences.map(|path| self.fact(Term::Present(root, path), Domain::truth(want)));
        if want { Formula::All(parts.collect()) } else { Formula::Any(parts.collect()) }
    }

    fn fact(self, term: Term, domain: Domain) -> Formula {
        Formula::Is { term, domain, at: self.at, declared: None }
    }

    fn against(self, open: &Open, by: Comparison, value: &Value) -> Formula {
        match domain(open, by, value) {
            Some(domain) => self.within(open, domain),
            None => Formula::Unknown,
        }
    }

    /// How far the first is above the second. Texts are only equal or not, or one stands before the other.
    fn apart(self, left: Open, by: Comparison, right: Open) -> Formula {
        let numeric = |sort| matches!(sort, Sort::Whole | Sort::Decimal);
        let alike = left.sort == right.sort || (numeric(left.sort) && numeric(right.sort));
        if !alike || left.term == right.term || left.sort == Sort::Left {
            return Formula::Unknown;
        }
        let (left, by, right) =
            if left.term <= right.term { (left, by, right) } else { (right, by.mirrored(), left) };
        let Some(bound) = right.plus.checked_sub(left.plus) else { return Formula::Unknown };
        let whole = left.sort != Sort::Decimal && right.sort != Sort::Decimal && left.sort != Sort::Text;
        let open = Open {
            term: Term::Difference(Box::new(left.term), Box::new(right.term)),
            base: None,
            needs: left.needs.into_iter().chain(right.needs).collect(),
            frail: left.frail || right.frail,
            ..left
        };
        self.within(&open, Domain::Numbers(Range::compared(by, bound, whole)))
    }

    /// That a side has one of these values. It has none at all when what it needs is absent.
    fn within(self, open: &Open, domain: Domain) -> Formula {
        let (domain, declared) = match &open.base {
            Some(base) => {
                let within = domain.meet(base);
                let declared = within.is_empty().then(|| self.declared(&open.term)).flatten();
                (within, declared)
            }
            None => (domain, None),
        };
        let fact = Formula::Is { term: open.term.clone(), domain, at: self.at, declared };
        let needs = open.needs.iter().map(|(root, path)| {
            self.fact(Term::Present(*root, path.clone()), Domain::truth(self.stance.certain))
        });
        let mut parts: Vec<_> = [fact].into_iter().chain(needs).collect();
        if open.frail {
            parts.push(if self.stance.certain { Formula::Always } else { Formula::Unknown });
        }
        if self.stance.certain { Formula::All(parts) } else { Formula::Any(parts) }
    }

    fn declared(self, term: &Term) -> Option<Span> {
        match term {
            Term::Data(root, path) => self.fields.declared(*root, path),
            _ => None,
        }
    }
}

/// A comparison of two values that are written out.
fn literals(by: Comparison, left: &Value, right: &Value) -> Formula {
    if std::mem::discriminant(left) != std::mem::discriminant(right) {
        return Formula::Unknown;
    }
    match (by, left == right) {
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => Formula::Always,
        (Comparison::Equal, false) | (Comparison::NotEqual, true) => Formula::Any(Vec::new()),
        _ => Formula::Unknown,
    }
}

fn domain(open: &Open, by: Comparison, value: &Value) -> Option<Domain> {
    let whole = open.sort != Sort::Decimal && open.sort != Sort::Left;
    match (open.sort, value) {
        (Sort::Whole | Sort::Decimal | Sort::Left, Value::Int(_) | Value::Decimal(_))
        | (Sort::Date, Value::Date(_))
        | (Sort::Datetime, Value::Datetime(_))
        | (Sort::Duration, Value::Duration(_)) => {
            let bound = number(value)?.checked_sub(open.plus)?;
            Some(Domain::Numbers(Range::compared(by, bound, whole)))
        }
        (Sort::Text | Sort::Left, Value::Text(text)) => words(by, text),
        (Sort::Truth, Value::Bool(truth)) => words(by, if *truth { "true" } else { "false" }),
        _ => None,
    }
}

fn words(by: Comparison, word: &str) -> Option<Domain> {
    let only = Words::Only([word.into()].into());
    match by {
        Comparison::Equal => Some(Domain::Words(only)),
        Comparison::NotEqual => Some(Domain::Words(only.others())),
        _ => None,
    }
}

const fn opposite(by: Comparison) -> Comparison {
    match by {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}
