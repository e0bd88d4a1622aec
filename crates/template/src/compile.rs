//! From one text to checked template text.

use crate::alternative::alternative;
use crate::chunks::chunks;
use crate::expression::Checker;
use crate::mjml;
use crate::part::{Kind, Part};
use crate::places::unsafe_places;
use crate::scope::Scope;
use crate::syntax::parsed;
use filrouge_plan::Variant;
use filrouge_report::Findings;
use filrouge_source::Span;
use std::collections::BTreeMap;
#[cfg(test)]
use std::ops::Range;

/// Paths of data with the places that read them. A path leads through a list as it does through a record.
pub type Reads = BTreeMap<String, Vec<Span>>;

/// One checked text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Template text for the plan: as it was written, with MJML turned into HTML. Not to be used when the findings
    /// hold an error.
    pub source: String,
    /// Plain text derived from an HTML body, still a template; none for other kinds.
    pub alternative: Option<String>,
    /// The data that the text reads.
    pub reads: Reads,
}

/// All checked texts of one locale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composed {
    /// The texts as the plan holds them.
    pub variant: Variant,
    /// The data that they read, with places.
    pub reads: Reads,
}

/// Checks one text against what it may read.
#[must_use]
pub fn compile(part: &Part<'_>, scope: &Scope) -> (Compiled, Findings) {
    let chunks = chunks(part.text);
    let tree = match parsed(part, &chunks) {
        Ok(tree) => tree,
        Err(findings) => return (Compiled::default(), findings),
    };
    let mut checker = Checker::new(*part, scope);
    checker.body(std::slice::from_ref(&tree));
    let (reads, mut findings) = (checker.reads, checker.findings);
    if matches!(part.kind, Kind::Html | Kind::Mjml) {
        findings.extend(unsafe_places(part, &chunks));
    }
    let source = match part.kind {
        Kind::Subject => one_line(part.text),
        Kind::Text | Kind::Html => part.text.to_owned(),
        Kind::Mjml => mjml::compile(part, &chunks, &mut findings),
    };
    let alternative =
        matches!(part.kind, Kind::Html | Kind::Mjml).then(|| alternative(part.text, &chunks)).flatten();
    (Compiled { source, alternative, reads }, findings)
}

/// Checks all texts of one locale and puts them together. An HTML body without a text beside it gets one that is
/// derived from it. Of several texts of one kind the last stands.
#[must_use]
pub fn compose(parts: &[Part<'_>], scope: &Scope) -> (Composed, Findings) {
    let (mut composed, mut findings, mut derived) = (Composed::default(), Findings::new(), None);
    for part in parts {
        let (compiled, found) = compile(part, scope);
        findings.extend(found);
        derived = derived.or(compiled.alternative);
        for (path, places) in compiled.reads {
            composed.reads.entry(path).or_default().extend(places);
        }
        let place = match part.kind {
            Kind::Subject => &mut composed.variant.subject,
            Kind::Text => &mut composed.variant.text,
            Kind::Html | Kind::Mjml => &mut composed.variant.html,
        };
        *place = Some(compiled.source);
    }
    composed.variant.text = composed.variant.text.or(derived);
    composed.variant.reads = composed.reads.keys().cloned().collect();
    (composed, findings)
}

/// A subject is one line, however it was laid out in the file.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
