//! One way in which a formula may come true: facts, each about another term.

use super::{Domain, Term};
use filrouge_source::Span;
use std::collections::BTreeMap;

/// Facts that hold together, each about another term.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    doubtful: bool,
    facts: BTreeMap<Term, Fact>,
}

#[derive(Debug, Clone)]
struct Fact {
    domain: Domain,
    /// What made it so, in order.
    because: Vec<(Domain, Span)>,
}

/// Two places that cannot both hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Clash {
    /// The words that cannot hold.
    pub at: Span,
    /// What they cannot hold beside; none when it is more than one thing.
    pub beside: Option<Span>,
    /// Whether that is a declaration.
    pub declared: bool,
}

impl Case {
    /// The same with one more fact.
    pub fn with(mut self, term: &Term, domain: &Domain, at: Span) -> Result<Self, Clash> {
        let Some(fact) = self.facts.get_mut(term) else {
            let because = vec![(domain.clone(), at)];
            self.facts.insert(term.clone(), Fact { domain: domain.clone(), because });
            return Ok(self);
        };
        let domain_now = fact.domain.meet(domain);
        if domain_now.is_empty() {
            let one = fact.because.iter().find(|(other, _)| other.meet(domain).is_empty());
            return Err(Clash { at, beside: one.map(|(_, beside)| *beside), declared: false });
        }
        fact.domain = domain_now;
        fact.because.push((domain.clone(), at));
        Ok(self)
    }

    /// The same when something must hold as well that is not understood.
    pub fn doubted(self) -> Self {
        Self { doubtful: true, ..self }
    }

    /// Every fact, when there is nothing besides that is not understood.
    pub fn known(&self) -> Option<impl Iterator<Item = (&Term, &Domain)>> {
        (!self.doubtful).then(|| self.facts.iter().map(|(term, fact)| (term, &fact.domain)))
    }
}
