//! What docs/deploy watches is what a daemon tells, and docs/operating.md lists all of it.

use super::client::call;
use super::running::running;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The series of each metric, by the values of their labels.
type Exported = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// Labels that Prometheus gives to what it reads, and its alerts to what they say.
const FOREIGN: [&str; 2] = ["instance", "job"];

async fn exported() -> Exported {
    let running = running("hello").await;
    let text = call(running.address(), "GET", "/metrics", &[], b"").body;
    let mut exported = Exported::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, selector) = used(line).remove(0);
        let labels = matchers(&selector).into_iter().map(|(label, values)| (label, values[0].clone()));
        exported.entry(name).or_default().push(labels.collect());
    }
    assert!(exported.len() > 20, "{exported:?}");
    exported
}

/// The metrics that a text names, each with what stands between its braces.
fn used(text: &str) -> Vec<(String, String)> {
    text.split("filrouge_")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_lowercase() && letter != '_');
            let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
            let selector = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let inside = selector.map(|(inside, _)| inside.to_owned()).unwrap_or_default();
            (format!("filrouge_{name}"), inside)
        })
        .collect()
}

/// `result="skipped",reason=~"template|no-room"` as labels with the values that they may have.
fn matchers(selector: &str) -> Vec<(String, Vec<String>)> {
    let parts = selector.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (label, values) = part.split_once('=').unwrap_or_else(|| panic!("{selector}"));
            let values = values.trim_start_matches('~').trim_matches('"');
            (label.to_owned(), values.split('|').map(str::to_owned).collect())
        })
        .collect()
}

/// What a text asks for and no daemon tells.
fn untold(text: &str, exported: &Exported) -> Vec<String> {
    let asked = used(text).into_iter().flat_map(|(name, selector)| {
        let one = |label: &str, value: &str| format!("{name}{{{label}={value}}}");
        let series = exported.get(&name);
        let has = |label: &str, value: &str| {
            series.is_some_and(|all| all.iter().any(|one| one.get(label).is_some_and(|it| it == value)))
        };
        let asked = matchers(&selector).into_iter().filter(|(label, _)| !FOREIGN.contains(&label.as_str()));
        let values = asked.flat_map(|(label, values)| values.into_iter().map(move |it| (label.clone(), it)));
        let lost =
            values.filter(|(label, value)| !has(label, value)).map(|(label, value)| one(&label, &value));
        lost.chain(series.is_none().then(|| name.clone())).collect::<Vec<_>>()
    });
    asked.collect()
}

#[test]
fn a_name_or_a_word_that_no_daemon_tells_is_found() {
    let series = BTreeMap::from([("result".to_owned(), "held".to_owned())]);
    let exported = Exported::from([("filrouge_withheld_total".to_owned(), vec![series])]);
    assert_eq!(untold(r#"rate(filrouge_withheld_total{job="a",result="held"}[5m])"#, &exported), [""; 0]);
    assert_eq!(untold("filrouge_held_total > 0", &exported), ["filrouge_held_total"]);
    assert_eq!(
        untold(r#"filrouge_withheld_total{result=~"held|hold"}"#, &exported),
        ["filrouge_withheld_total{result=hold}"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alerts_and_dashboard_ask_for_what_a_daemon_tells() {
    let exported = exported().await;
    for file in ["prometheus/alerts.yml", "prometheus/alerts_test.yml", "grafana/filrouge.json"] {
        let text = page(&format!("deploy/{file}")).replace("\\\"", "\"");
        assert!(used(&text).len() > 20, "{file}");
        assert_eq!(untold(&text, &exported), [""; 0], "{file}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operating_page_lists_every_metric() {
    let exported = exported().await;
    let listed: BTreeSet<String> = rows("metric").iter().flat_map(|row| used(row)).map(|it| it.0).collect();
    assert_eq!(listed, exported.keys().cloned().collect());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operating_page_lists_every_word_of_a_label() {
    let page = page("operating.md");
    for (name, series) in exported().await {
        let labels: Vec<&str> = series[0].keys().map(String::as_str).collect();
        let row = rows("metric").into_iter().find(|row| row.contains(&format!("`{name}"))).unwrap();
        assert!(labels.iter().all(|label| row.contains(label)), "{labels:?}: {row}");
        // Reasons are a table of their own, and plans have hashes.
        let told = series.iter().flatten().filter(|(label, _)| !["reason", "plan"].contains(&label.as_str()));
        let place = if labels.contains(&"reason") { &page } else { &row };
        for (_, word) in told {
            assert!(place.contains(&format!("`{word}`")), "{name}: {word}");
        }
    }
}

/// An alert: its name, and the lines of it.
fn alerts() -> Vec<(String, String)> {
    let text = page("deploy/prometheus/alerts.yml");
    let parts = text.split("- alert: ").skip(1).map(|part| part.split_once('\n').unwrap());
    parts.map(|(name, rest)| (name.to_owned(), rest.to_owned())).collect()
}

#[test]
fn the_operating_page_lists_every_alert_and_each_is_tested() {
    let names: BTreeSet<String> = alerts().into_iter().map(|(name, _)| name).collect();
    let cell = |row: String| row.split('`').nth(1).unwrap_or_default().to_owned();
    assert_eq!(rows("alert").into_iter().map(cell).collect::<BTreeSet<_>>(), names);
    let tests = page("deploy/prometheus/alerts_test.yml");
    let untested: Vec<_> = names.iter().filter(|name| !tests.contains(&format!("\"{name}\""))).collect();
    assert_eq!(untested, Vec::<&String>::new());
}

/// By `promtool` itself, where it is installed: the rules are rules, and each alert fires when it should and not before.
#[test]
fn promtool_takes_the_alerts_and_their_tests() {
    let folder = docs().join("deploy/prometheus");
    for words in [["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"]] {
        let run = match Command::new("promtool").args(words).current_dir(&folder).output() {
            Ok(run) => run,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return eprintln!("NOT TESTED: `promtool` is not installed (it comes with Prometheus)");
            }
            Err(error) => panic!("promtool: {error}"),
        };
        let told =
            [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(run.status.success(), "promtool {}: {told}", words.join(" "));
    }
}

#[test]
fn an_alert_says_how_bad_it_is_and_where_to_read_on() {
    for (name, text) in alerts() {
        let severities = ["severity: critical", "severity: warning"];
        assert!(severities.iter().any(|severity| text.contains(severity)), "{name}");
        assert!(text.contains("summary: ") && text.contains("description: "), "{name}");
        let (_, runbook) = text.split_once("runbook: docs/").unwrap_or_else(|| panic!("{name}"));
        let (file, heading) = runbook.lines().next().unwrap().split_once('#').unwrap();
        let page = page(file);
        let headings = page.lines().filter(|line| line.starts_with('#'));
        let anchors: Vec<String> = headings.map(anchor).collect();
        assert!(anchors.iter().any(|anchor| anchor == heading), "{name}: {heading}: {anchors:?}");
    }
}

fn anchor(heading: &str) -> String {
    heading.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-")
}

/// The rows of the table of the operating page whose first column is `head`.
fn rows(head: &str) -> Vec<String> {
    let page = page("operating.md");
    let table = page.lines().skip_while(|line| !line.starts_with(&format!("| {head} |"))).skip(2);
    let rows: Vec<String> = table.take_while(|line| line.starts_with('|')).map(str::to_owned).collect();
    assert!(rows.len() > 10, "{head}");
    rows
}

fn page(name: &str) -> String {
    let path = docs().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}
