//! Tests that findings print: each of them is understood, brings no finding of its own, and fails on the project with
//! the fault.

use filrouge_compile::{Analysis, analyse, lower};
use filrouge_machine::Ready;
use filrouge_plan::Bundle;
use filrouge_report::{Rule, Severity, Shown};
use filrouge_source::Sources;
use filrouge_spec::{Completed, Page, sources_of};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The rules that print one, with how many of their faulty projects show it.
#[test]
fn a_printed_test_is_understood_and_fails_as_long_as_the_fault_is_there() {
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, sources) in faulty() {
        let analysis = analyse(sources.clone());
        for (rule, test) in printed(&analysis) {
            let whole = with(&sources, &test);
            assert_eq!(whole.findings.len(), analysis.findings.len(), "{name}: {test}\n{:?}", whole.findings);
            assert_eq!(fails(&whole), Some(true), "{name}: passes although there is a fault\n{test}");
            *shown.entry(rule).or_default() += 1;
        }
    }
    let print = |rule: &&&Rule| matches!(rule.shown, Some(Shown::Test(_)));
    let print: Vec<_> = filrouge_compile::rules().iter().filter(print).map(|rule| rule.slug).collect();
    let twice: Vec<_> = shown.iter().filter(|(_, times)| **times > 1).map(|(rule, _)| *rule).collect();
    let (print, twice) = (BTreeSet::from_iter(print), BTreeSet::from_iter(twice));
    assert_eq!(twice, print, "rules that print a test twice at least, and those that say so: {shown:?}");
}

/// A rule that refuses no project says whether a test shows what it finds: the list in the pages of rules is whole.
#[test]
fn a_rule_that_refuses_nothing_says_whether_a_test_shows_it() {
    let fits = |rule: &Rule| match rule.shown {
        Some(Shown::Test(_) | Shown::Never(_)) => rule.severity < Severity::Error,
        Some(Shown::Refused) | None => rule.severity == Severity::Error,
    };
    let rules = filrouge_compile::rules().into_iter();
    let wrong = rules.filter(|rule| !fits(rule)).map(|rule| rule.slug);
    assert_eq!(wrong.collect::<Vec<_>>(), [""; 0]);
}

/// Pages whose correction lets the other one of two give way, or is about other people than those for whom the fault
/// shows.
const OTHERWISE: &[&str] = &[
    "both-ways-compared",
    "both-welcome-the-same",
    "contradiction-behind-a-choice",
    "every-word-ruled-out",
    "exit-behind-a-condition",
    "goal-against-entry",
    "in-the-segment-and-below-it",
    "no-whole-number-between",
    "or-value-shadowed",
    "otherwise-used-up",
    "same-way-twice",
    "three-for-one-visit",
    "two-lists-apart",
    "two-thanks-for-one-order",
    "ways-used-up",
];

/// Pages with conditions that ask the clock, and that can be shown.
const CLOCKED: &[&str] = &[
    "buyers-of-this-week-first",
    "gone-as-they-come",
    "last-week-within-two-months",
    "long-ago-and-longer",
    "long-gone-and-just-here",
    "mondays-twice",
    "morning-and-evening",
    "the-new-year-twice",
    "three-a-week-for-those-who-left",
    "windows-of-time-apart",
];

#[test]
fn a_printed_test_passes_when_the_fault_is_gone() {
    let twins: BTreeMap<String, Sources> = corpus("Corrected").into_iter().collect();
    let (mut passed, mut otherwise) = (Vec::new(), Vec::new());
    for (name, sources) in corpus("Faulty") {
        for (_, test) in printed(&analyse(sources)) {
            let answer = twins.get(&name).and_then(|twin| fails(&with(twin, &test)));
            let list = if answer == Some(false) { &mut passed } else { &mut otherwise };
            list.push((name.clone(), answer, test));
        }
    }
    let names = |list: &[(String, Option<bool>, String)]| -> Vec<String> {
        list.iter().map(|(name, ..)| name.clone()).collect()
    };
    assert_eq!(names(&otherwise), OTHERWISE, "{otherwise:#?}");
    let silent: Vec<_> =
        CLOCKED.iter().filter(|page| !names(&passed).iter().any(|name| name == **page)).collect();
    assert_eq!(silent, [&""; 0]);
}

/// The faulty projects of the corpus and of the pages of rules.
fn faulty() -> Vec<(String, Sources)> {
    let rules = filrouge_compile::rules().into_iter();
    corpus("Faulty")
        .into_iter()
        .chain(rules.flat_map(|rule| projects(rule.slug, rule.page, "Example")))
        .collect()
}

/// The projects of the corpus in the section of this title, by the names of their pages.
fn corpus(title: &str) -> Vec<(String, Sources)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/faults");
    let mut files: Vec<_> =
        std::fs::read_dir(root).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort();
    let page =
        |file: &Path| Some((file.file_stem()?.to_str()?.to_owned(), std::fs::read_to_string(file).ok()?));
    let pages = files.iter().filter_map(|file| page(file));
    pages.flat_map(|(name, text)| projects(&name, &text, title)).collect()
}

fn projects(name: &str, text: &str, title: &str) -> Vec<(String, Sources)> {
    let sections = Page::parse(text).sections.into_iter().filter(|section| section.title == title);
    let fence = |section: filrouge_spec::Section| {
        let fence = section.in_language("kdl").next()?.clone();
        Some((name.to_owned(), sources_of(&fence, &section, Completed::Fragments)))
    };
    sections.filter_map(fence).collect()
}

fn printed(analysis: &Analysis) -> Vec<(&'static str, String)> {
    let test = |help: &String| Some(format!("test \"{}\n", help.split_once("\n\ntest \"")?.1));
    let findings = analysis.findings.iter();
    findings.filter_map(|finding| Some((finding.rule.slug, test(finding.help.as_ref()?)?))).collect()
}

fn with(sources: &Sources, test: &str) -> Analysis {
    let mut whole = sources.clone();
    whole.add("zz-printed.kdl", test);
    analyse(whole)
}

fn fails(analysis: &Analysis) -> Option<bool> {
    let checked = analysis.checked.as_ref()?;
    let bundle: Arc<Bundle> = Arc::new(lower(checked, &analysis.sources, None));
    let ready = Ready::new(bundle).ok()?;
    Some(!filrouge_simulate::run(&ready, checked.model().tests.last()?).is_empty())
}
