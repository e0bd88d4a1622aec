//! Golden files: every decision of a test, one line each, in UTC, so that they are the same on every machine.

use super::Ran;
use crate::commands::check::counted;
use crate::exit::Failure as Unusable;
use crate::terminal::Terminal;
use filrouge_explain::{instant, sentence};
use filrouge_machine::Decision;
use filrouge_plan::scenario::Golden;
use filrouge_simulate::Failure;
use jiff::tz::TimeZone;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

/// Lines that a failure shows at most.
const SHOWN: usize = 40;

/// A test whose decisions are not those of its file has failed.
pub fn compare(ran: &mut [Ran<'_>], root: &Path) -> Result<(), Unusable> {
    for test in ran {
        let Some(golden) = &test.scenario.golden else { continue };
        let now = trace(&test.lived.decisions);
        let failure = match recorded(golden, root)? {
            None => Some(missing(golden)),
            Some(before) if before == now => None,
            Some(before) => Some(differs(golden, &before, &now)),
        };
        test.lived.failures.extend(failure);
    }
    Ok(())
}

/// Writes the files of the tests that ran. Two tests of one file would take turns to break it.
pub fn update(ran: &[Ran<'_>], root: &Path, terminal: &Terminal) -> Result<(), Unusable> {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for test in ran {
        let Some(golden) = &test.scenario.golden else { continue };
        if golden.path.ends_with(".kdl") {
            return Err(Unusable::new(
                &golden.path,
                "a golden file is no text of the language; call it `….txt`",
            ));
        }
        if files.insert(&golden.path, trace(&test.lived.decisions)).is_some() {
            return Err(Unusable::new(&golden.path, "two tests name this golden file"));
        }
    }
    for (path, text) in &files {
        write(&root.join(path), text)?;
    }
    terminal.remark(&format!("{} written\n", counted(files.len(), "golden file", "golden files")));
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Unusable> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|error| Unusable::new(folder.display(), error))?;
    std::fs::write(path, text).map_err(|error| Unusable::new(path.display(), error))
}

/// The file as it is, of any ending; with the line ends of this machine's git.
fn recorded(golden: &Golden, root: &Path) -> Result<Option<String>, Unusable> {
    let path = root.join(&golden.path);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Unusable::new(path.display(), error)),
    }
}

fn trace(decisions: &[Decision]) -> String {
    decisions.iter().map(line).collect()
}

fn line(decision: &Decision) -> String {
    let journey = Some(decision.journey.as_str()).filter(|name| !name.is_empty());
    let place: Vec<&str> = journey.into_iter().chain(decision.step.as_deref()).collect();
    let told = sentence(&decision.verdict, &TimeZone::UTC).replace('\n', " ");
    format!("{}  {}  {told}\n", instant(decision.at), place.join(" › "))
}

fn missing(golden: &Golden) -> Failure {
    Failure {
        place: golden.place,
        expected: format!("the decisions of `{}`", golden.path),
        actual: vec!["the file is not there; `filrouge test --update-golden` writes it".to_owned()],
        decisions: Vec::new(),
        always: false,
        zone: TimeZone::UTC,
    }
}

fn differs(golden: &Golden, before: &str, now: &str) -> Failure {
    let diff = TextDiff::from_lines(before, now);
    let changed = diff.iter_all_changes().filter_map(|change| {
        let mark = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        Some(format!("{mark} {}", change.value().trim_end()))
    });
    let mut actual: Vec<String> = changed.collect();
    let more = actual.len().saturating_sub(SHOWN);
    actual.truncate(SHOWN);
    if more > 0 {
        actual.push(format!("and {} more", counted(more, "line", "lines")));
    }
    Failure {
        place: golden.place,
        expected: format!("the decisions of `{}`", golden.path),
        actual,
        decisions: Vec::new(),
        always: false,
        zone: TimeZone::UTC,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Colour, Locale};
    use filrouge_machine::{Id, Verdict};
    use filrouge_plan::Place;
    use filrouge_plan::scenario::{Given, Scenario};
    use filrouge_simulate::Lived;
    use std::time::Duration;

    fn scenario(path: &str) -> Scenario {
        let place = Place { file: 0, start: 0, end: 0 };
        Scenario {
            name: "a test".to_owned(),
            journey: "cart".to_owned(),
            place,
            zones: None,
            golden: Some(Golden { path: path.to_owned(), place }),
            always: Vec::new(),
            given: Given::default(),
            acts: Vec::new(),
        }
    }

    fn ran(scenario: &Scenario, at: i64) -> Ran<'_> {
        let decision = Decision {
            id: Id::of(&["decision"]),
            at,
            input: Id::of(&["input"]),
            plan: String::new(),
            journey: "cart".to_owned(),
            instance: None,
            step: None,
            verdict: Verdict::Entered,
            origin: String::new(),
            policy: None,
            conditions: Vec::new(),
        };
        let lived = Lived { decisions: vec![decision], ..Lived::default() };
        Ran { scenario, lived, took: Duration::ZERO }
    }

    fn told(ran: Ran<'_>, root: &Path) -> Vec<String> {
        let mut all = [ran];
        compare(&mut all, root).unwrap();
        all[0].lived.failures.iter().flat_map(|failure| failure.actual.clone()).collect()
    }

    #[test]
    fn a_trace_that_was_written_is_met_until_a_decision_changes() {
        let folder = tempfile::tempdir().unwrap();
        let (scenario, terminal) = (scenario("golden/a.txt"), Terminal::new(Colour::Never, Locale::En));
        assert!(told(ran(&scenario, 0), folder.path())[0].contains("--update-golden"));
        update(&[ran(&scenario, 0)], folder.path(), &terminal).unwrap();
        assert_eq!(told(ran(&scenario, 0), folder.path()), Vec::<String>::new());
        let changed = told(ran(&scenario, 1_000), folder.path());
        assert_eq!(
            changed,
            ["- 1970-01-01T00:00:00Z  cart  came in", "+ 1970-01-01T00:00:01Z  cart  came in"]
        );
    }

    #[test]
    fn two_tests_of_one_file_and_files_of_the_language_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let terminal = Terminal::new(Colour::Never, Locale::En);
        let (one, language) = (scenario("golden/a.txt"), scenario("golden/a.kdl"));
        assert!(update(&[ran(&one, 0), ran(&one, 1)], folder.path(), &terminal).is_err());
        assert!(update(&[ran(&language, 0)], folder.path(), &terminal).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
