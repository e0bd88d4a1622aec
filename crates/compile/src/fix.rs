//! Fixes applied to a project, and never to its harm.

mod batch;

use crate::{Analysis, analyse_on};
use batch::{Candidate, apply, candidates, without_overlaps};
use filrouge_language::kinds::Date;
use filrouge_report::{Finding, Findings, Safety, Severity};
use filrouge_source::Sources;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What came of the fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The project as it is now.
    pub analysis: Analysis,
    /// The day on which it was judged.
    today: Option<Date>,
    /// What was applied, in order.
    pub applied: Vec<Repair>,
    /// What was left, as it would have brought new errors.
    pub refused: Vec<Repair>,
}

/// One fix, and where it was applied or would have been.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repair {
    /// The file.
    pub path: String,
    /// The line before the fix, from 1.
    pub line: u32,
    /// The rule that found it.
    pub rule: &'static str,
    /// What the fix does.
    pub title: String,
}

/// Rounds after which fixes that call each other up are left.
const ROUNDS: usize = 100;

/// Applies the fixes that are at least as safe as `most`, those that one of them makes possible too. Fixes whose edits
/// touch each other come one after the other. A fix that would bring new errors is left.
#[must_use]
pub fn fix(sources: Sources, most: Safety, today: Option<Date>) -> Fixed {
    let analysis = analyse_on(sources, today);
    let mut fixed = Fixed { analysis, today, applied: Vec::new(), refused: Vec::new() };
    let mut left = BTreeSet::new();
    for _ in 0..ROUNDS {
        let batch = without_overlaps(open(&fixed.analysis, most, &left));
        if batch.is_empty() {
            break;
        }
        if !fixed.attempt(&batch) {
            fixed.one_by_one(batch, &mut left);
        }
    }
    fixed
}

/// The fixes that are not left yet. While a text cannot be read, it hides what other fixes would bring, so those of
/// plain text come first, and the others only when there is no such error any more.
fn open(analysis: &Analysis, most: Safety, left: &BTreeSet<Vec<String>>) -> Vec<Candidate> {
    let is_readable = plain_errors(&analysis.findings) == 0;
    let all = candidates(analysis, most).into_iter();
    all.filter(|it| (is_readable || is_plain(it.repair.rule)) && !left.contains(&it.key)).collect()
}

impl Fixed {
    /// Applies all of `batch`, unless that makes the project worse.
    fn attempt(&mut self, batch: &[Candidate]) -> bool {
        let Some(sources) = apply(&self.analysis.sources, batch) else { return false };
        let next = analyse_on(sources, self.today);
        let before = &self.analysis.findings;
        // Of several, the good that one does could hide the harm of another.
        let is_clear = batch.len() == 1 || !brings_errors(before, &next.findings);
        let harmless = is_clear && !is_worse(before, &next.findings);
        if harmless {
            self.analysis = next;
            self.applied.extend(batch.iter().map(|it| it.repair.clone()));
        }
        harmless
    }

    /// Together they do harm: the first that does none is applied, those before it are left. The others have moved
    /// and are looked for anew.
    fn one_by_one(&mut self, batch: Vec<Candidate>, left: &mut BTreeSet<Vec<String>>) {
        for candidate in batch {
            if self.attempt(std::slice::from_ref(&candidate)) {
                return;
            }
            left.insert(candidate.key);
            self.refused.push(candidate.repair);
        }
    }
}

/// Whether there are more errors than before, or another one in place of one. Errors of the plain text weigh most: a
/// text that can be read at last shows errors that were there before.
fn is_worse(before: &Findings, after: &Findings) -> bool {
    let plain = plain_errors(after).cmp(&plain_errors(before));
    let all = after.count(Severity::Error).cmp(&before.count(Severity::Error));
    match plain.then(all) {
        Ordering::Less => false,
        Ordering::Equal => brings_errors(before, after),
        Ordering::Greater => true,
    }
}

fn brings_errors(before: &Findings, after: &Findings) -> bool {
    errors(after).any(|new| !errors(before).any(|old| is_same(old, new)))
}

fn plain_errors(findings: &Findings) -> usize {
    errors(findings).filter(|error| is_plain(error.rule.slug)).count()
}

/// Whether this is a rule of plain text.
fn is_plain(slug: &str) -> bool {
    filrouge_syntax::RULES.iter().any(|rule| rule.slug == slug)
}

fn errors(findings: &Findings) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.rule.severity == Severity::Error)
}

/// Places move while fixes are applied: rule and sentence are what stays.
fn is_same(one: &Finding, other: &Finding) -> bool {
    one.rule.slug == other.rule.slug && one.message == other.message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str, most: Safety) -> (String, Vec<String>, usize) {
        let mut sources = Sources::new();
        sources.add("a.kdl", text);
        let Fixed { analysis, applied, refused, .. } = fix(sources, most, None);
        let text = analysis.sources.iter().next().map(|(_, file)| file.text.to_string()).unwrap_or_default();
        let told = applied.iter().map(|repair| format!("{}: {}", repair.line, repair.title)).collect();
        (text, told, refused.len())
    }

    #[test]
    fn safe_fixes_keep_comments_and_layout() {
        let text = "# a comment\nevent   \"Seen\" {\n    retain  13mo // kept\n}\n";
        let (after, told, refused) = fixed(text, Safety::Safe);
        assert_eq!(after, "// a comment\nevent   \"Seen\" {\n    retain  \"13mo\" // kept\n}\n", "{told:?}");
        assert_eq!((told.len(), refused), (2, 0), "{told:?}");
    }

    #[test]
    fn an_unsafe_fix_is_applied_only_when_asked_for() {
        let text = "evnt \"Seen\" { retain \"13mo\" }\n";
        assert_eq!(fixed(text, Safety::Safe).0, text);
        assert_eq!(fixed(text, Safety::Unsafe).0, "event \"Seen\" { retain \"13mo\" }\n");
    }

    #[test]
    fn a_fix_that_brings_another_error_is_left_and_the_others_are_applied() {
        let text = |retain: &str| format!("event \"Seen\" {{ retain {retain} since=x sinc=y; }}\n");
        let (after, told, refused) = fixed(&text("13mo"), Safety::Unsafe);
        assert_eq!(after, text("\"13mo\""), "{told:?}");
        assert_eq!((told.len(), refused), (1, 1), "{told:?}");
    }

    #[test]
    fn what_only_unused_parts_use_goes_after_them() {
        let project = "project shop {\n    controller \"Shop\" dpo=\"dpo@shop.example\"\n    timezone \"Europe/Paris\"\n    \
                       locale fr\n    currency EUR\n}\nprofile {\n    id user_id string category=\"user.unique_id\"\n    \
                       points int\n    retain \"1y\"\n}\n";
        let unused =
            "segment rich when=\"profile.points > 9\"\nsegment very-rich when=\"profile.in('rich')\"\n";
        let (after, told, refused) = fixed(&format!("{project}{unused}"), Safety::Unsafe);
        assert_eq!((after.as_str(), refused), (project, 0), "{told:?}");
        assert_eq!(told, ["13: remove the segment", "12: remove the segment"]);
    }

    #[test]
    fn an_exception_that_nothing_needs_is_removed() {
        let whole = concat!(
            include_str!("../../spec/src/prelude/project.kdl"),
            include_str!("../../spec/src/prelude/profile.kdl"),
        );
        let text = format!("{whole}\nwaive unused-value reason=\"Once it was\"\n");
        let (after, told, _) = fixed(&text, Safety::Safe);
        assert!(!after.contains("waive"), "{after}");
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn what_is_fixed_needs_no_fix_again() {
        let text = "event: \"Seen\" { retain = 13mo; # why\n}\n";
        let once = fixed(text, Safety::Safe).0;
        assert_ne!(once, text);
        assert_eq!(fixed(&once, Safety::Safe), (once.clone(), vec![], 0));
    }
}
