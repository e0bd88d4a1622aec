//! The front half in one step.

use filrouge_check::{Checked, check};
use filrouge_report::Findings;
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
    let (document, found) = filrouge_language::read(&trees, &sources);
    findings.extend(found);
    drop(trees);
    let (model, found) = filrouge_model::link(&document, &sources);
    findings.extend(found);
    drop(document);
    let (checked, found) = check(model, !findings.has_errors());
    findings.extend(found);
    Analysis { sources, findings: findings.sorted(), checked }
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
