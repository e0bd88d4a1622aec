//! A project as it was read, linked and judged, kept for the next time: whoever types changes one of a thousand files.

use crate::analyse::read_one;
use crate::rules::rules;
use filrouge_check::{Law, Opinions, check_again};
use filrouge_language::Document;
use filrouge_language::kinds::Date;
use filrouge_model::{Linked, link_again};
use filrouge_report::Findings;
use filrouge_source::{FileId, SourceFile, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A project as it was read, linked and judged. What comes of a project is the same with it and without: it decides only
/// how much of the work is done again.
#[derive(Debug, Default)]
pub struct Kept {
    files: Files,
    linked: Option<Understood>,
    opinions: Opinions,
}

/// Files as they were read.
type Files = BTreeMap<FileId, Arc<Read>>;

/// One file as it was read.
#[derive(Debug)]
struct Read {
    path: String,
    text: Arc<str>,
    /// Nothing of a file that is not of the language.
    words: Document,
    findings: Findings,
}

/// What was made of the files.
#[derive(Debug)]
struct Understood {
    linked: Linked,
    /// What was found in reading and linking.
    findings: Findings,
}

impl Kept {
    /// What the project means. Files are read again that are others than before; what they did not change stays linked.
    pub(crate) fn link(&mut self, sources: &Sources) -> &Linked {
        &self.understand(sources).linked
    }

    /// What is found in the project on a day.
    pub(crate) fn judge(&mut self, sources: &Sources, today: Option<Date>) -> Findings {
        let understood = self.understand(sources);
        let (model, before) = (Arc::clone(&understood.linked.model), understood.findings.clone());
        let law = Law { rules: &rules(), today };
        check_again(&model, sources, before, &law, &mut self.opinions).sorted()
    }

    /// What is found in reading and linking other texts, of which nothing is kept.
    pub(crate) fn beside(&self, sources: &Sources) -> Findings {
        let before = self.linked.as_ref().map(|known| &known.linked);
        understood(&self.read(sources), sources, before).findings
    }

    fn understand(&mut self, sources: &Sources) -> &Understood {
        let files = self.read(sources);
        let is_same = |(one, other): (&Arc<Read>, &Arc<Read>)| Arc::ptr_eq(one, other);
        let all_same =
            files.len() == self.files.len() && files.values().zip(self.files.values()).all(is_same);
        let known = self.linked.take();
        let next = match known {
            Some(known) if all_same => known,
            known => understood(&files, sources, known.as_ref().map(|known| &known.linked)),
        };
        self.files = files;
        self.linked.insert(next)
    }

    /// Every file; those that are as they were are not read again.
    fn read(&self, sources: &Sources) -> Files {
        let one = |(id, file): (FileId, &SourceFile)| {
            let known = self.files.get(&id).filter(|read| read.path == file.path && read.text == file.text);
            (id, known.map_or_else(|| Arc::new(Read::of(id, file, sources)), Arc::clone))
        };
        sources.iter().map(one).collect()
    }
}

impl Read {
    fn of(id: FileId, file: &SourceFile, sources: &Sources) -> Self {
        let (words, findings) = if file.is_kdl() { read_one(id, file, sources) } else { Default::default() };
        Self { path: file.path.clone(), text: Arc::clone(&file.text), words, findings }
    }
}

fn understood(files: &Files, sources: &Sources, before: Option<&Linked>) -> Understood {
    let (mut document, mut findings) = (Document::default(), Findings::new());
    for read in files.values() {
        document.append(read.words.clone());
        findings.extend(read.findings.clone());
    }
    let linked = link_again(document, sources, before);
    findings.extend(linked.findings.clone());
    Understood { linked, findings }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analyse, findings_again};

    const FILES: &[(&str, &str)] = &[
        ("a.kdl", include_str!("../../spec/src/prelude/project.kdl")),
        ("b.kdl", include_str!("../../spec/src/prelude/profile.kdl")),
        ("c.kdl", "segment rich when=\"profile.points > 9\"\n"),
        ("d.kdl", "segment richer when=\"profile.in('rich') && profile.plan == 'pro'\"\n"),
    ];

    /// The findings after each change, with what is kept and without.
    #[test]
    fn what_is_kept_changes_no_finding() {
        let mut sources = Sources::new();
        for (path, text) in FILES {
            sources.add(*path, *text);
        }
        let mut kept = Kept::default();
        let changes = [
            (2, "segment rich when=\"profile.pints > 9\"\n"),
            (3, "segment richer when=\"profile.in('rih')\"\nevnt\n"),
            (2, FILES[2].1),
            (1, "profile { id user_id string; points string"),
            (1, FILES[1].1),
            (3, ""),
        ];
        for (file, text) in changes {
            sources.replace(FileId(file), text);
            let again = findings_again(&mut kept, &sources, None);
            assert_eq!(again, analyse(sources.clone()).findings, "{text}");
        }
    }

    #[test]
    fn a_file_in_the_place_of_another_is_read() {
        let mut kept = Kept::default();
        for own in ["event \"One\"\n", "event \"Two\"\nevnt\n"] {
            let mut sources = Sources::new();
            sources.add("a.kdl", own);
            assert_eq!(findings_again(&mut kept, &sources, None), analyse(sources).findings);
        }
    }
}
