//! The front half in one step.

use filrouge_check::rules::secret_in_text::RULE as SECRET_IN_TEXT;
use filrouge_check::{Checked, check};
use filrouge_language::rules::secret_in_source::RULE as SECRET_IN_SOURCE;
use filrouge_language::{Document, read_after};
use filrouge_report::{Finding, Findings};
use filrouge_source::{FileId, SourceFile, Sources};
use filrouge_syntax::parse;

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
    let (document, mut findings) = read_all(&sources);
    let (model, found) = filrouge_model::link(document, &sources);
    findings.extend(found);
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

/// Reads every text of the language, on two threads when there is much to read. The result does not depend on how
/// the work was shared.
fn read_all(sources: &Sources) -> (Document, Findings) {
    let files: Vec<_> = sources.iter().filter(|(_, file)| file.is_kdl()).collect();
    let size: usize = files.iter().map(|(_, file)| file.text.len()).sum();
    if size < WORTH_A_THREAD {
        return read_some(&files, sources);
    }
    let (first, second) = files.split_at(files.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| read_some(second, sources));
        let (mut document, mut findings) = read_some(first, sources);
        // A thread that did not end left nothing: its half is read here.
        let (more, found) = other.join().unwrap_or_else(|_| read_some(second, sources));
        document.append(more);
        findings.extend(found);
        (document, findings)
    })
}

/// The tree of a file lives only as long as its words are read.
fn read_some(files: &[(FileId, &SourceFile)], sources: &Sources) -> (Document, Findings) {
    let (mut document, mut findings) = (Document::default(), Findings::new());
    for (id, file) in files {
        let (tree, told) = parse(*id, &file.text);
        let (words, found) = read_after(&[tree], sources, &told);
        document.append(words);
        findings.extend(told);
        findings.extend(found);
    }
    (document, findings)
}
