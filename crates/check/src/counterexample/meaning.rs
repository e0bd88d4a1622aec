//! Segments that read the clock: that somebody is in one is known only by what its condition means at the moment.

use crate::conditions::Condition;
use crate::logic::{Case, Formula, Term, ways};
use filrouge_model::{Segment, Setting};
use filrouge_plan::program::Node;
use std::collections::BTreeMap;

/// Ways that are tried until one of them can be written down.
const MOST: usize = 16;

/// What `write` makes of the first way that it can write down in which the formulas hold, and with them whatever the
/// segments mean that are asked for.
pub(super) fn first_way<T>(
    formulas: &[&Formula],
    setting: &Setting,
    write: impl Fn(&Case) -> Option<T>,
) -> Option<T> {
    Search { setting, write }.first(formulas, &BTreeMap::new())
}

/// Segments whose meaning is among the formulas, and whether somebody is in them.
type Told<'m> = BTreeMap<&'m str, bool>;

struct Search<'m, W> {
    setting: &'m Setting,
    write: W,
}

impl<T, W: Fn(&Case) -> Option<T>> Search<'_, W> {
    fn first(&self, formulas: &[&Formula], told: &Told<'_>) -> Option<T> {
        ways(formulas).iter().take(MOST).find_map(|case| {
            let mut told = told.clone();
            let meanings: Vec<Formula> = self.untold(case, &mut told)?;
            if meanings.is_empty() {
                return (self.write)(case);
            }
            let all: Vec<_> = formulas.iter().copied().chain(&meanings).collect();
            self.first(&all, &told)
        })
    }
}

impl<'m, W> Search<'m, W> {
    /// What it means to be in those segments that read the clock and have not told it yet, or not to be in them; none
    /// when that is not known.
    fn untold(&self, case: &Case, told: &mut Told<'m>) -> Option<Vec<Formula>> {
        let mut meanings = Vec::new();
        for (term, domain) in case.known()? {
            let Term::Segment(name) = term else { continue };
            let segment = self.setting.segments.values().find(|own| *own.name.value == **name)?;
            let inside = domain.some_word(&["true"]).as_deref() == Some("true");
            if told.insert(&segment.name.value, inside).is_none() {
                meanings.extend(meaning(segment, inside, self.setting)?);
            }
        }
        Some(meanings)
    }
}

/// The meaning of a segment that reads the clock; of others it is known already.
fn meaning(segment: &Segment, inside: bool, setting: &Setting) -> Option<Option<Formula>> {
    let when = segment.when.as_ref()?;
    if !when.compiled.program.nodes.contains(&Node::Now) {
        return Some(None);
    }
    let condition = Condition::of_segment(when, setting);
    Some(Some(if inside { condition.holds() } else { condition.fails() }.clone()))
}
