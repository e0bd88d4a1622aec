//! The findings of one run.

use crate::{Finding, Severity};

/// Everything that a run found. Order of discovery does not show: [`Findings::sorted`] orders by place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    /// Nothing found.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding; facts declared with [`rule!`](crate::rule) convert by themselves.
    pub fn push(&mut self, finding: impl Into<Finding>) {
        self.all.push(finding.into());
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: Self) {
        self.all.extend(others.all);
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Number of findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Number of findings of this weight.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.all.iter().filter(|finding| finding.rule.severity == severity).count()
    }

    /// Whether any finding refuses the plan.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The findings in the order of discovery.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter()
    }

    /// The findings in the order of the text: by file, place, then rule.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.all.sort_by(|one, other| {
            (one.span(), one.rule.slug, &one.message).cmp(&(other.span(), other.rule.slug, &other.message))
        });
        self
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<T: IntoIterator<Item = Finding>>(findings: T) -> Self {
        Self { all: findings.into_iter().collect() }
    }
}
