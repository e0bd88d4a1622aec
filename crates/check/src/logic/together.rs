//! Whether formulas can hold together: every case is tried, up to a bound.

use super::{Case, Clash, Formula};

/// More cases than this are not tried.
const MOST: usize = 256;

/// Whether formulas can hold together.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Perhaps: there is a way, or there were too many to try.
    Perhaps,
    /// Never, and why, when there is one reason.
    Never(Option<Clash>),
}

impl Answer {
    /// Whether it is proved that they never hold together.
    pub const fn is_never(&self) -> bool {
        matches!(self, Self::Never(_))
    }
}

/// Whether the formulas can hold together.
pub(crate) fn judge(formulas: &[&Formula]) -> Answer {
    let mut trial = Trial::default();
    let mut cases = vec![Case::default()];
    for formula in formulas {
        let Some(next) = trial.and(cases, formula) else { return Answer::Perhaps };
        cases = next;
    }
    if !cases.is_empty() {
        return Answer::Perhaps;
    }
    let mut clashes = trial.clashes;
    clashes.sort_unstable();
    clashes.dedup();
    Answer::Never(if let [only] = clashes.as_slice() { Some(*only) } else { None })
}

/// Ways in which the formulas hold together; none when there are too many to try.
pub(crate) fn ways(formulas: &[&Formula]) -> Vec<Case> {
    let mut trial = Trial::default();
    let all = formulas.iter().try_fold(vec![Case::default()], |cases, formula| trial.and(cases, formula));
    all.unwrap_or_default()
}

#[derive(Default)]
struct Trial {
    clashes: Vec<Clash>,
}

impl Trial {
    /// What is left of the cases when the formula must hold too; none when there are too many.
    fn and(&mut self, cases: Vec<Case>, formula: &Formula) -> Option<Vec<Case>> {
        match formula {
            Formula::Always => Some(cases),
            // What is not known rules nothing out.
            Formula::Unknown => Some(cases.into_iter().map(Case::doubted).collect()),
            Formula::Is { term, domain, at, declared } => {
                if domain.is_empty() {
                    self.clashes.push(Clash { at: *at, beside: *declared, declared: true });
                    return Some(Vec::new());
                }
                Some(cases.into_iter().filter_map(|case| self.keep(case.with(term, domain, *at))).collect())
            }
            Formula::All(parts) => parts.iter().try_fold(cases, |cases, part| self.and(cases, part)),
            Formula::Any(parts) => self.any(&cases, parts),
        }
    }

    fn any(&mut self, cases: &[Case], parts: &[Formula]) -> Option<Vec<Case>> {
        let mut all = Vec::new();
        for part in parts {
            all.extend(self.and(cases.to_vec(), part)?);
            if all.len() > MOST {
                return None;
            }
        }
        Some(all)
    }

    fn keep(&mut self, case: Result<Case, Clash>) -> Option<Case> {
        case.map_err(|clash| self.clashes.push(clash)).ok()
    }
}
