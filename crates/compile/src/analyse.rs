//! The front half in one step.

use crate::rules::rules;
use filrouge_check::{Checked, Law, check};
use filrouge_language::kinds::Date;
use filrouge_language::{Document, read_after};
use filrouge_report::Findings;
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

/// Reads and judges a project as if no exception ever ended.
#[must_use]
pub fn analyse(sources: Sources) -> Analysis {
    analyse_on(sources, None)
}

/// Reads and judges a project on a day. The day comes from outside: it decides which exceptions have ended.
#[must_use]
pub fn analyse_on(sources: Sources, today: Option<Date>) -> Analysis {
    let (document, mut findings) = read_all(&sources);
    let (model, found) = filrouge_model::link(document, &sources);
    findings.extend(found);
    let (checked, findings) = check(model, &sources, findings, &Law { rules: &rules(), today });
    Analysis { sources, findings: findings.sorted(), checked }
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
    let ((mut document, mut findings), (more, found)) =
        rayon::join(|| read_some(first, sources), || read_some(second, sources));
    document.append(more);
    findings.extend(found);
    (document, findings)
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
