//! Every finding that the pages of the rules and their specs bring about is told in French.

use filrouge_compile::analyse_on;
use filrouge_report::{Language, Rule};
use filrouge_spec::{Completed, Page, TODAY, sources_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each sentence, with the rules that say it.
type Sentences = BTreeMap<String, BTreeSet<&'static str>>;

#[test]
fn every_sentence_that_the_pages_bring_about_is_told_in_french() {
    let said = said();
    let untold: Vec<&String> = said.keys().filter(|sentence| !Language::French.knows(sentence)).collect();
    let share = format!("{} of {} sentences are told", said.len() - untold.len(), said.len());
    println!("{share}");
    assert!(untold.is_empty(), "{share}; these are not:\n{}", lines(&untold));
}

/// A rule whose page brings nothing about would not be looked at above.
#[test]
fn every_rule_that_a_page_can_show_is_told() {
    let told: BTreeSet<&str> = said().into_values().flatten().collect();
    let silent: Vec<&str> = rules().map(|rule| rule.slug).filter(|slug| !told.contains(slug)).collect();
    let of_files = filrouge_project::RULES.iter().map(|rule| rule.slug);
    assert_eq!(
        silent,
        Vec::from_iter(of_files.filter(|slug| silent.contains(slug))),
        "rules without a page that shows them"
    );
}

/// Rules about files have no example that a page can show: their sentences are given here.
#[test]
fn what_is_said_of_files_is_told_in_french() {
    for sentence in [
        "`a.kdl` changed each time it was read",
        "`a.kdl` has 70000000 bytes, more than the 67108864 that a file may have",
        "the link `a` leads back to a folder that it lies in",
        "`a.kdl` is not UTF-8: byte 0xE9 at line 3, byte 7",
        "the link `a` leads out of the project",
        "`a.kdl` cannot be read: it is not a regular file",
    ] {
        assert!(Language::French.knows(sentence), "{sentence}");
    }
}

/// Why the daemon refuses a call stands in its source; `{…}` is what changes.
#[test]
fn every_refusal_of_the_daemon_is_told_in_french() {
    let said = refusals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../daemon/src"));
    assert!(said.len() >= 25, "{said:?}");
    let told = |sentence: &&String| Language::French.knows(&format!("the daemon refused (400): {sentence}"));
    let untold: Vec<&String> = said.iter().filter(|sentence| !told(sentence)).collect();
    assert!(untold.is_empty(), "add them to `french-commands.txt`:\n{}", lines(&untold));
}

/// What a test expects and what happens in it stands in one file, in words; what is put together of parts is told part by part.
#[test]
fn what_tests_expect_is_told_in_french() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../simulate/src/words.rs");
    let source = fs::read_to_string(source).unwrap();
    let texts = source.split('"').skip(1).step_by(2).map(|text| text.replace("{}", "{x}"));
    let said: BTreeSet<String> = texts.filter(|text| is_sentence(text)).map(|text| filled(&text)).collect();
    assert!(said.len() >= 60, "{said:?}");
    let told = |sentence: &&String| Language::French.knows(&sentence.replace(": x", ": nothing"));
    let untold: Vec<&String> = said.iter().filter(|sentence| !told(sentence)).collect();
    assert!(untold.is_empty(), "add them to `french-tests.txt`:\n{}", lines(&untold));
}

/// What a plan changes, and what it means for people and their data; a name of a place in a sentence says what stands there.
#[test]
fn what_a_plan_changes_is_told_in_french() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let privacy = fs::read_dir(crates.join("review/src/privacy")).unwrap().map(|entry| entry.unwrap().path());
    let files = privacy.chain([crates.join("change/src/sentences.rs")]);
    let stand = [("{subject}", "the plan"), ("{who}", "people inside"), ("{done}", "the plan is gone")];
    let stand = stand.into_iter().chain([("{kind}", "step"), ("data{country}", "data")]);
    let stand = stand.chain([("`{field}`", "`x`"), ("{field}", "`x`")]);
    let mut said = BTreeSet::new();
    for source in files.map(|file| fs::read_to_string(file).unwrap()) {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let texts = code.split('"').skip(1).step_by(2);
        let texts = texts
            .filter(|text| is_sentence(text) && !text.starts_with("{who} ") && !text.contains("{who} {}"));
        let put = |text: &str| stand.clone().fold(text.to_owned(), |text, (name, is)| text.replace(name, is));
        said.extend(texts.map(|text| filled_with(&put(text), "nothing")));
    }
    let words = ["collection", "erased", "anonymised", "archived", "this folder", "nothing"];
    said.extend(words.map(str::to_owned));
    assert!(said.len() >= 100, "{}", said.len());
    let untold: Vec<&String> = said.iter().filter(|sentence| !Language::French.knows(sentence)).collect();
    assert!(untold.is_empty(), "add them to `french-plan.txt`:\n{}", lines(&untold));
}

/// Whether it is more than a part of a sentence: two words or more beside what is filled in.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    !text.starts_with([' ', ',']) && text.split(' ').filter(is_word).count() >= 2
}

/// The texts that stand in calls of `refusal`, with `x` for what changes.
fn refusals(folder: &Path) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            said.extend(refusals(&path));
            continue;
        }
        let source = fs::read_to_string(&path).unwrap_or_default();
        let calls = source.split("refusal(StatusCode::").skip(1);
        let texts = calls.filter_map(|call| call.split_once(')')?.0.split('"').nth(1).map(str::to_owned));
        said.extend(texts.map(|text| filled(&text)));
    }
    said
}

fn filled(text: &str) -> String {
    filled_with(text, "x")
}

fn filled_with(text: &str, what: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| format!("{all}{what}{}", part.split_once('}').map_or("", |(_, rest)| rest)))
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    filrouge_compile::rules().into_iter().chain(filrouge_project::RULES.iter().copied())
}

fn said() -> Sentences {
    let mut said = Sentences::new();
    for text in rules()
        .map(|rule| rule.page.to_owned())
        .chain(specs().iter().filter_map(|path| fs::read_to_string(path).ok()))
    {
        for section in &Page::parse(&text).sections {
            for fence in section.in_language("kdl") {
                let analysis = analyse_on(sources_of(fence, section, Completed::Fragments), Some(TODAY));
                for finding in analysis.findings.iter() {
                    for sentence in finding.sentences() {
                        said.entry(sentence.to_owned()).or_default().insert(finding.rule.slug);
                    }
                }
            }
        }
    }
    said
}

/// The pages of `tests/spec` and of `tests/corpus/faults`.
fn specs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let folders = fs::read_dir(root.join("spec")).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = folders.chain([root.join("corpus/faults")]);
    let mut pages: Vec<PathBuf> = folders
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .collect();
    pages.sort();
    pages
}

fn lines(sentences: &[&String]) -> String {
    sentences.iter().map(|sentence| format!("  {}\n", sentence.replace('\n', "\\n"))).collect()
}
