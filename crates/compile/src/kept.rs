//! Files as they were read, kept from one judgement to the next: whoever types changes one of a thousand.

use crate::analyse::read_one;
use filrouge_language::Document;
use filrouge_report::Findings;
use filrouge_source::{FileId, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files as they were read.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    files: BTreeMap<FileId, Read>,
}

/// One file as it was read.
#[derive(Debug, Clone)]
struct Read {
    text: Arc<str>,
    words: Document,
    findings: Findings,
}

impl Kept {
    /// Reads every text of the language that is another than before. The result is that of reading all.
    pub(crate) fn read(&mut self, sources: &Sources) -> (Document, Findings) {
        let (mut document, mut findings) = (Document::default(), Findings::new());
        for (id, file) in sources.iter().filter(|(_, file)| file.is_kdl()) {
            let known = self.files.get(&id).is_some_and(|read| read.text == file.text);
            if !known {
                let (words, findings) = read_one(id, file, sources);
                self.files.insert(id, Read { text: Arc::clone(&file.text), words, findings });
            }
            if let Some(read) = self.files.get(&id) {
                document.append(read.words.clone());
                findings.extend(read.findings.clone());
            }
        }
        (document, findings)
    }
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
