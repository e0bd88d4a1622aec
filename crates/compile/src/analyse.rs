//! The front half in one step.

use crate::Kept;
use crate::rules::rules;
use filrouge_check::{Checked, Law, check};
use filrouge_language::kinds::Date;
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

/// Rules about something that is nowhere: it may be in a file that could not be read.
const NOWHERE: &[&str] = &["missing-declaration", "missing-file", "unresolved-name"];

impl Analysis {
    /// The same, of a project in which the files of `unread` could not be read: it is refused, whatever the others say.
    #[must_use]
    pub fn with_unread(mut self, unread: Findings) -> Self {
        if unread.has_errors() {
            self.checked = None;
        }
        Self { findings: beside_unread(self.findings, unread), ..self }
    }
}

/// What is found in a project in which the files of `unread` could not be read.
#[must_use]
pub fn beside_unread(found: Findings, unread: Findings) -> Findings {
    let hides = unread.has_errors();
    let perhaps_there = |finding: &Finding| hides && NOWHERE.contains(&finding.rule.slug);
    let mut findings = unread;
    found.into_iter().filter(|finding| !perhaps_there(finding)).for_each(|f| findings.push(f));
    findings.sorted()
}

/// Reads and judges a project as if no exception ever ended.
#[must_use]
pub fn analyse(sources: Sources) -> Analysis {
    analyse_on(sources, None)
}

/// Reads and judges a project on a day. The day comes from outside: it decides which exceptions have ended.
#[must_use]
pub fn analyse_on(sources: Sources, today: Option<Date>) -> Analysis {
    let (document, findings) = read_all(&sources);
    let (checked, findings) = judge(document, findings, &sources, today);
    Analysis { sources, findings, checked }
}

/// What is found in a project on a day, as [`analyse_on`] finds it; what is as it was before is not looked at again.
#[must_use]
pub fn findings_again(kept: &mut Kept, sources: &Sources, today: Option<Date>) -> Findings {
    kept.judge(sources, today)
}

fn judge(
    document: Document,
    mut findings: Findings,
    sources: &Sources,
    today: Option<Date>,
) -> (Option<Checked>, Findings) {
    let (model, found) = filrouge_model::link(document, sources);
    findings.extend(found);
    let (checked, findings) = check(model, sources, findings, &Law { rules: &rules(), today });
    (checked, findings.sorted())
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
        let (words, found) = read_one(*id, file, sources);
        document.append(words);
        findings.extend(found);
    }
    (document, findings)
}

/// Reads one text of the language.
pub(crate) fn read_one(id: FileId, file: &SourceFile, sources: &Sources) -> (Document, Findings) {
    let (tree, mut findings) = parse(id, &file.text);
    let (words, found) = read_after(&[tree], sources, &findings);
    findings.extend(found);
    (words, findings)
}
