//! What every form for a platform is written from.

use crate::{Finding, Findings, Severity};
use filrouge_source::{Sources, Span};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The findings of a project as a platform is told them.
pub struct Platform<'a> {
    pub(super) found: Vec<Found<'a>>,
    pub(super) sources: &'a Sources,
    pub(super) version: &'a str,
    base: &'a str,
}

/// A finding, and what it is known by from run to run.
pub(super) struct Found<'a> {
    pub finding: &'a Finding,
    pub fingerprint: String,
}

impl<'a> Platform<'a> {
    /// The findings in the order of the text. `base` leads from the root of the repository to the project: `shop/`, or nothing
    /// when they are the same. `address` names the part of the project that a place lies in; together with the rule it makes the
    /// fingerprint, which therefore survives whatever moves lines.
    #[must_use]
    pub fn new(
        findings: &'a Findings,
        sources: &'a Sources,
        base: &'a str,
        version: &'a str,
        address: &dyn Fn(Span) -> String,
    ) -> Self {
        let mut ordered: Vec<&Finding> = findings.iter().collect();
        ordered.sort_by_key(|finding| (finding.span(), finding.rule.slug, &finding.message));
        let mut before = BTreeMap::new();
        let found = ordered.into_iter().map(|finding| {
            let address = finding.span().map(address).unwrap_or_default();
            let count = before
                .entry((finding.rule.slug, address.clone()))
                .and_modify(|count| *count += 1)
                .or_insert(0);
            Found { finding, fingerprint: fingerprint(finding.rule.slug, &address, *count) }
        });
        Self { found: found.collect(), sources, version, base }
    }

    /// How many findings have this weight.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|found| found.finding.rule.severity == severity).count()
    }

    /// The findings, the heaviest first, each kind in the order of the text.
    pub(super) fn by_weight(&self) -> Vec<&Found<'a>> {
        let mut found: Vec<_> = self.found.iter().collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.finding.rule.severity));
        found
    }

    /// The path of a place, from the root of the repository.
    pub(super) fn path(&self, span: Span) -> String {
        format!("{}{}", self.base, self.sources.path(span))
    }

    /// Where a finding about no text is shown: the file that every project has.
    pub(super) fn home(&self) -> String {
        format!("{}filrouge.kdl", self.base)
    }
}

/// 32 hexadecimal digits; those of two findings are the same when rule, part and number within the part are.
fn fingerprint(rule: &str, address: &str, number: usize) -> String {
    let digest = Sha256::digest(format!("{rule}\0{address}\0{number}"));
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// At most so many characters of a text; what is cut ends with an ellipsis.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// A message with what to do behind it, for readers that show one text.
pub(super) fn told(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    }
}
