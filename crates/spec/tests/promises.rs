//! What the pages promise is there: fragments stand in the files that are named, and so do tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_fragment_of_the_comparison_stands_in_the_file_beside_it() {
    let mut missing = Vec::new();
    for row in rows("compare.md") {
        let [.., here, run] = row.as_slice() else { continue };
        let text: String = links(run).iter().map(|(_, path)| words(&read(&docs().join(path)))).collect();
        let fragments = fragments(here).into_iter().filter(|part| run != "–" && !text.contains(part));
        missing.extend(fragments.map(|fragment| format!("{run}: {fragment}")));
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_row_of_the_comparison_names_a_file_or_says_that_it_has_none() {
    let rows = rows("compare.md").into_iter().skip_while(|row| row.len() != 4);
    let bare: Vec<_> = rows
        .filter(|row| row.last().is_none_or(|run| links(run).is_empty() && run != "–"))
        .filter(|row| row.last().is_none_or(|run| run != "where it is run" && !run.starts_with("---")))
        .collect();
    assert_eq!(bare, Vec::<Vec<String>>::new());
}

#[test]
fn every_test_that_is_named_against_a_complaint_is_there() {
    let links: Vec<_> = rows("complaints.md").iter().flatten().flat_map(|cell| links(cell)).collect();
    assert!(links.len() > 40, "{} tests", links.len());
    assert_eq!(lost(&links), Vec::<&(String, String)>::new());
}

#[test]
fn each_story_of_a_reload_has_a_test_that_is_there() {
    let rows: Vec<_> = rows("reloads.md").into_iter().filter(|row| row[0].parse::<u32>().is_ok()).collect();
    let numbers: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(numbers, (1..=22).map(|number| number.to_string()).collect::<Vec<_>>());
    let tests = |row: &[String]| row.last().map(|cell| links(cell)).unwrap_or_default();
    assert!(rows.iter().all(|row| !tests(row).is_empty()), "a story without a test");
    let links: Vec<_> = rows.iter().flat_map(|row| tests(row)).collect();
    assert_eq!(lost(&links), Vec::<&(String, String)>::new());
}

#[test]
fn every_test_that_is_named_beside_what_comes_wrongly_is_there() {
    let rows: Vec<_> = rows("bad-input.md").into_iter().filter(|row| row.len() == 3).skip(1).collect();
    let tests = |row: &[String]| row.last().map(|cell| links(cell)).unwrap_or_default();
    let bare: Vec<_> =
        rows.iter().filter(|row| tests(row).is_empty() && !row[0].starts_with("---")).collect();
    assert_eq!(bare, Vec::<&Vec<String>>::new());
    let links: Vec<_> = rows.iter().flat_map(|row| tests(row)).collect();
    assert!(links.len() > 12, "{} tests", links.len());
    assert_eq!(lost(&links), Vec::<&(String, String)>::new());
}

#[test]
fn each_obligation_has_tests_that_are_there_or_says_that_it_is_not_held_yet() {
    let rows = rows("privacy/obligations.md");
    let rows: Vec<_> = rows.iter().filter(|row| row[0].parse::<u32>().is_ok()).collect();
    let numbers: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(numbers, (1..=25).map(|number| number.to_string()).collect::<Vec<_>>());
    let open: Vec<_> = rows.iter().filter(|row| links(&row[4]).is_empty()).collect();
    assert!(open.iter().all(|row| row[4] == "not yet"), "{open:?}");
    let named: Vec<_> = rows.iter().flat_map(|row| links(&row[4])).collect();
    let named: Vec<_> = named.into_iter().map(|(name, path)| (name, format!("privacy/{path}"))).collect();
    assert_eq!(lost(&named), Vec::<&(String, String)>::new());
}

#[test]
fn whatever_could_happen_is_answered_by_tests_that_are_there() {
    let rows: Vec<_> =
        rows("security.md").into_iter().filter(|row| row.len() == 4 && is_threat(&row[0])).collect();
    let letters: BTreeSet<_> = rows.iter().filter_map(|row| row[0].chars().next()).collect();
    assert_eq!(letters.into_iter().collect::<String>(), "DEIRST", "each of the six letters of STRIDE");
    assert!(rows.iter().all(|row| !links(&row[3]).is_empty()), "a threat without a test");
    let links: Vec<_> = rows.iter().flat_map(|row| links(&row[3])).collect();
    assert_eq!(lost(&links), Vec::<&(String, String)>::new());
}

/// A letter of STRIDE and a number.
fn is_threat(cell: &str) -> bool {
    cell.get(..1).is_some_and(|letter| "STRIDE".contains(letter))
        && cell.get(1..).is_some_and(|number| number.parse::<u32>().is_ok())
}

fn lost(links: &[(String, String)]) -> Vec<&(String, String)> {
    links.iter().filter(|(name, path)| !is_test(name, &docs().join(path))).collect()
}

#[test]
fn all_25_complaints_are_answered() {
    let numbers: Vec<u32> =
        rows("complaints.md").into_iter().filter_map(|row| row.first()?.parse().ok()).collect();
    assert_eq!(numbers, (1..=25).collect::<Vec<_>>());
}

/// A test of a Rust file, a heading of a page that is executed, or a rule by its page.
fn is_test(name: &str, path: &Path) -> bool {
    let text = read(path);
    if path.extension().is_some_and(|kind| kind == "rs") {
        return is_run(name, &text);
    }
    text.lines().any(|line| line == format!("## {name}") || line == format!("# {name}"))
}

/// Whether the function is a test, and is not left out.
fn is_run(name: &str, text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let named = lines.iter().position(|line| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("fn ").is_some_and(|rest| rest.starts_with(&format!("{name}()")))
    });
    let Some(place) = named else { return false };
    let before =
        lines.iter().take(place).rev().take_while(|line| line.starts_with("#[") || line.starts_with("//"));
    let attributes: Vec<&&str> = before.filter(|line| line.starts_with("#[")).collect();
    attributes.iter().any(|it| it.contains("test")) && !attributes.iter().any(|it| it.contains("ignore"))
}

#[test]
fn a_function_is_a_test_when_it_is_run_as_one() {
    assert!(is_run("one", "    #[test]\n    fn one() {}"));
    assert!(is_run("one", "#[tokio::test(flavor = \"multi_thread\")]\n// Slowly.\nasync fn one() {}"));
    assert!(!is_run("one", "fn one() {}"));
    assert!(!is_run("one", "#[test]\nfn one_more() {}"));
    assert!(!is_run("one", "// fn one()"));
    assert!(!is_run("one", "#[test]\n#[ignore = \"slow\"]\nfn one() {}"));
}

#[test]
fn the_image_is_built_from_all_that_the_code_includes() {
    let image = read(&docs().join("deploy/container/Containerfile"));
    let root = docs().join("..").canonicalize().unwrap_or_default();
    let files = sources(&root.join("crates"));
    let included: BTreeSet<String> = files.iter().flat_map(|file| included(file, &root)).collect();
    assert!(included.contains("examples"), "{included:?}");
    let lost = included.into_iter().filter(|folder| !image.contains(&format!("\nCOPY {folder} {folder}\n")));
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<String>::new());
}

/// The folders of the repository that a file has texts from.
fn included(file: &Path, root: &Path) -> Vec<String> {
    let text = read(file);
    let paths = text.split("include_str!(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let beside = |path| file.parent()?.join(path).canonicalize().ok();
    let folder = |path: PathBuf| path.strip_prefix(root).ok()?.iter().next()?.to_str().map(str::to_owned);
    paths.filter_map(beside).filter_map(folder).collect()
}

/// The Rust files of the `src` folders below a folder: what a build reads.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().filter(|path| !path.ends_with("tests")).flat_map(|path| sources(path));
    let own = files.iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs")).cloned();
    below.chain(own).collect()
}

/// The cells of each line of a table.
fn rows(page: &str) -> Vec<Vec<String>> {
    let page = read(&docs().join(page)).replace("\\|", "\u{0}");
    let lines = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    lines.map(|line| line.split(" | ").map(|cell| cell.trim().replace('\u{0}', "|")).collect()).collect()
}

/// The links of a cell: what they say and where they lead.
fn links(cell: &str) -> Vec<(String, String)> {
    let starts = cell.match_indices('[').map(|(at, _)| cell.get(at + 1..).unwrap_or_default());
    starts
        .filter_map(|rest| {
            let (name, rest) = rest.split_once("](")?;
            let (path, _) = rest.split_once(')')?;
            Some((name.to_owned(), path.to_owned()))
        })
        .collect()
}

/// What stands between back quotes.
fn fragments(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(words).collect()
}

/// A text without its layout.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
