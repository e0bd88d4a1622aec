//! What was so at a commit already: `--changed-since`.

use crate::exit::Failure;
use crate::moment::today;
use crate::project::{bundle, judge};
use filrouge_compile::{Addresses, Analysis};
use filrouge_plan::Bundle;
use filrouge_plan::scenario::Scenario;
use filrouge_project::{at_revision, load};
use filrouge_report::{Finding, Findings, Severity};
use filrouge_simulate::digest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A project at a commit.
pub struct Since {
    root: PathBuf,
    analysis: Analysis,
    bundle: Option<Bundle>,
    /// The folder that the files lie in.
    _revision: filrouge_project::Revision,
}

impl Since {
    /// The project at `root` as it was at `name`.
    pub fn at(root: &Path, name: &str) -> Result<Self, Failure> {
        let revision = at_revision(root, name).map_err(|error| Failure::new("--changed-since", error))?;
        let root = revision.root();
        let analysis = judge(load(&root), today());
        let bundle = bundle(&root, &analysis);
        Ok(Self { root, analysis, bundle, _revision: revision })
    }

    /// Whether nothing that `test` can depend on has changed. Of a project that did not compile nothing is known.
    pub fn knows(&self, test: &Scenario, root: &Path, now: &Bundle) -> bool {
        let Some(before) = &self.bundle else { return false };
        let tests = self.analysis.checked.iter().flat_map(|checked| &checked.model().tests);
        let mut same = tests.filter(|own| (&own.journey, &own.name) == (&test.journey, &test.name));
        let golden =
            |root: &Path| test.golden.as_ref().map(|golden| std::fs::read(root.join(&golden.path)).ok());
        let digest_now = digest(test, &now.plan);
        same.any(|own| digest(own, &before.plan) == digest_now) && golden(&self.root) == golden(root)
    }

    /// The findings that were not there, wherever their lines were. Errors are told all the same: they refuse the plan.
    pub fn fresh(&self, findings: &Findings, now: &Analysis) -> Findings {
        let mut before: BTreeMap<Known, usize> = BTreeMap::new();
        let addresses = Addresses::new(&self.analysis.findings, &self.analysis.sources);
        for finding in self.analysis.findings.iter() {
            *before.entry(known(finding, &addresses)).or_default() += 1;
        }
        let addresses = Addresses::new(findings, &now.sources);
        let is_fresh = |finding: &&Finding| {
            let count = before.get_mut(&known(finding, &addresses)).filter(|count| **count > 0);
            count.map(|count| *count -= 1).is_none() || finding.rule.severity == Severity::Error
        };
        findings.iter().filter(is_fresh).cloned().collect()
    }
}

/// What a finding is known by when lines move.
type Known = (&'static str, String, String);

fn known(finding: &Finding, addresses: &Addresses<'_>) -> Known {
    let address = finding.span().map(|span| addresses.of(span)).unwrap_or_default();
    (finding.rule.slug, address, finding.message.clone())
}
