//! What is nearest to a condition that cannot hold.

use super::{Domain, Formula, Term, judge, ways};

impl Formula {
    /// What is nearest to it, where it cannot hold beside what is certain: of its parts those that can hold together,
    /// the first ones first. Two bounds of a value that exclude each other give way to what lies between them, one that
    /// excludes what is certain to the nearest end of that. None when nothing of it is left.
    pub fn near(&self, certain: &[&Self]) -> Option<Self> {
        match self {
            Self::Any(parts) if parts.len() > 1 => parts.iter().find_map(|part| part.near(certain)),
            _ => Near { certain, kept: Vec::new(), tells: false }.of(self),
        }
    }

    /// The parts that must hold together. What it means to be in a segment stays with that.
    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) if !is_membership(parts) => parts.iter().flat_map(Self::parts).collect(),
            Self::Any(parts) if parts.len() == 1 => parts.iter().flat_map(Self::parts).collect(),
            other => vec![other],
        }
    }

    /// Whether it says what somebody is like, and not only that a value is there.
    fn tells(&self) -> bool {
        match self {
            Self::Always | Self::Unknown => false,
            Self::Is { term, .. } => !matches!(term, Term::Present(..)),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::tells),
        }
    }

    /// A fact about a value that lies between others.
    const fn compared(&self) -> Option<(&Term, &Domain)> {
        match self {
            Self::Is { term: term @ (Term::Data(..) | Term::Difference(..)), domain, .. } => {
                Some((term, domain))
            }
            _ => None,
        }
    }
}

const fn is_membership(parts: &[Formula]) -> bool {
    matches!(parts, [Formula::Is { term: Term::Segment(_), .. }, ..])
}

/// A formula that is being put together.
struct Near<'f> {
    certain: &'f [&'f Formula],
    kept: Vec<Formula>,
    /// Whether something is kept that says what somebody is like.
    tells: bool,
}

impl Near<'_> {
    fn of(mut self, condition: &Formula) -> Option<Formula> {
        condition.parts().into_iter().for_each(|part| self.take(part));
        self.tells.then_some(Formula::All(self.kept))
    }

    fn take(&mut self, part: &Formula) {
        if self.may_hold(part) {
            self.keep(part.clone());
        } else if let Some((place, between)) = self.between(part) {
            if let Some(kept) = self.kept.get_mut(place) {
                *kept = between;
            }
        } else if let Some(nearest) = self.nearest(part).filter(|nearest| self.may_hold(nearest)) {
            self.keep(nearest);
        }
    }

    fn keep(&mut self, part: Formula) {
        self.tells |= part.tells();
        self.kept.push(part);
    }

    fn may_hold(&self, part: &Formula) -> bool {
        let all: Vec<_> = self.certain.iter().copied().chain(&self.kept).chain([part]).collect();
        !judge(&all).is_never()
    }

    /// What lies between a bound that is kept already and this one, and the place of the former.
    fn between(&self, part: &Formula) -> Option<(usize, Formula)> {
        let (term, domain) = part.compared()?;
        let bound = |kept: &Formula| {
            let (_, other) = kept.compared().filter(|(own, _)| *own == term)?;
            Some(with(part, Domain::Numbers(other.numbers()?.gap(domain.numbers()?)?)))
        };
        let found = self.kept.iter().enumerate().find_map(|(place, kept)| Some((place, bound(kept)?)));
        found.filter(|(place, between)| {
            let others = self.kept.iter().enumerate().filter(|(own, _)| own != place).map(|(_, kept)| kept);
            let all: Vec<_> = self.certain.iter().copied().chain(others).chain([between]).collect();
            !judge(&all).is_never()
        })
    }

    /// Of what is certain of the value, what is nearest to this.
    fn nearest(&self, part: &Formula) -> Option<Formula> {
        let (term, domain) = part.compared()?;
        let case = ways(self.certain).into_iter().next()?;
        let (_, certain) = case.known()?.find(|(own, _)| *own == term)?;
        Some(with(part, Domain::Numbers(certain.numbers()?.nearest_to(domain.numbers()?)?)))
    }
}

fn with(part: &Formula, domain: Domain) -> Formula {
    match part {
        Formula::Is { term, at, declared, .. } => {
            Formula::Is { term: term.clone(), domain, at: *at, declared: *declared }
        }
        other => other.clone(),
    }
}
