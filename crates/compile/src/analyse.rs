//! The front half in one step.

use filrouge_check::rules::secret_in_text::RULE as SECRET_IN_TEXT;
use filrouge_check::{Checked, check};
use filrouge_language::rules::secret_in_source::RULE as SECRET_IN_SOURCE;
use filrouge_report::{Finding, Findings};
use filrouge_source::{FileId, SourceFile, Sources};
use filrouge_syntax::{Tree, parse};

/// What is known about a project.
#[derive(Debug)]
pub struct Analysis {
    /// The texts.
    pub sources: Sources,
    /// Everything that was found, in the order of the text.
    pub findings: Findings,
    /// The project, when no rule refuses it.
    pub checked: Option<Checked>,
}

/// Reads and judges a project.
#[must_use]
pub fn analyse(sources: Sources) -> Analysis {
    let (trees, mut findings) = parse_all(&sources);
    let (document, found) = filrouge_language::read_after(&trees, &sources, &findings);
    findings.extend(found);
    drop(trees);
    let (model, found) = filrouge_model::link(&document, &sources);
    findings.extend(found);
    drop(document);
    let (checked, found) = check(model, &sources, !findings.has_errors());
    findings.extend(found.into_iter().filter(|finding| !is_told(finding, &findings)).collect());
    Analysis { sources, findings: findings.sorted(), checked }
}

/// Whether a finding of the last room tells of a secret that the language told of.
fn is_told(finding: &Finding, before: &Findings) -> bool {
    let secrets =
        || before.iter().filter(|told| told.rule.slug == SECRET_IN_SOURCE.slug).filter_map(Finding::span);
    finding.rule.slug == SECRET_IN_TEXT.slug
        && finding.span().is_some_and(|place| {
            secrets()
                .any(|told| told.file == place.file && told.start <= place.start && place.end <= told.end)
        })
}

/// Below this number of bytes a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 256 * 1024;

/// Parses every text of the language, on two threads when there is much to parse. The result does not depend on
/// how the work was shared.
fn parse_all(sources: &Sources) -> (Vec<Tree>, Findings) {
    let files: Vec<_> = sources.iter().filter(|(_, file)| file.is_kdl()).collect();
    let size: usize = files.iter().map(|(_, file)| file.text.len()).sum();
    if size < WORTH_A_THREAD {
        return parse_some(&files);
    }
    let (first, second) = files.split_at(files.len() / 2);
    let (mut trees, mut findings) = Default::default();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| parse_some(second));
        (trees, findings) = parse_some(first);
        // A thread that did not end left nothing: its half is parsed here.
        let (more, found) = other.join().unwrap_or_else(|_| parse_some(second));
        trees.extend(more);
        findings.extend(found);
    });
    (trees, findings)
}

fn parse_some(files: &[(FileId, &SourceFile)]) -> (Vec<Tree>, Findings) {
    let mut findings = Findings::new();
    let parsed = files.iter().map(|(id, file)| {
        let (tree, found) = parse(*id, &file.text);
        findings.extend(found);
        tree
    });
    (parsed.collect(), findings)
}
