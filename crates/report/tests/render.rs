//! What people and machines are shown.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

use filrouge_report::render::{
    Platform, Style, github, gitlab, human, json, json_lines, junit, markdown, plain, rdjson, report, sarif,
};
use filrouge_report::{Finding, Findings, Fix, Label, Rule, Severity};
use filrouge_source::{FileId, Sources, Span};

static TYPO: Rule = Rule {
    slug: "unresolved-name",
    severity: Severity::Error,
    since: "0.1",
    page: "# x\n\nA name.",
    shown: None,
};
static NOTE: Rule =
    Rule { slug: "odd-name", severity: Severity::Warning, since: "0.1", page: "# x\n\nOdd.", shown: None };

const JOURNEY: &str =
    "journey welcome {\n    // é comes first: the column counts characters\n    send hé via=emial\n}\n";

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.add("journeys/welcome.kdl", JOURNEY);
    sources.add("filrouge.kdl", "project shop {\n    channel email\n}\n");
    sources
}

/// The findings in a form for a platform; the project lies in a folder of its repository, and each part of it is a line.
fn on(findings: &Findings, form: impl Fn(&Platform<'_>) -> String) -> String {
    let sources = sources();
    let address = |span| sources.positions(span).map_or_else(String::new, |(from, _)| from.line.to_string());
    form(&Platform::new(findings, &sources, "shop/", "0.1.0", &address))
}

fn span_of(text: &str, word: &str, file: u32) -> Span {
    let start = text.find(word).unwrap() as u32;
    Span::new(FileId(file), start, start + word.len() as u32)
}

fn typo() -> Finding {
    let place = span_of(JOURNEY, "emial", 0);
    let mut finding = Finding::new(&TYPO, "no channel is called `emial`", place, "not declared");
    let declared = Span::new(FileId(1), 27, 32);
    finding.labels.push(Label { span: declared, text: "declared here".to_owned() });
    finding.help = Some("did you mean `email`?".to_owned());
    finding.fixes.push(Fix::safe("use the declared name", place, "email"));
    finding
}

fn findings() -> Findings {
    let odd = Finding::new(&NOTE, "`welcome` is odd", span_of(JOURNEY, "welcome", 0), "");
    [typo(), odd].into_iter().collect()
}

#[test]
fn people_see_lines_labels_help_fixes_and_a_count() {
    insta::assert_snapshot!(human(&findings(), &sources(), Style::default()), @r"
    warning odd-name

      ⚠ `welcome` is odd
       ╭─[journeys/welcome.kdl:1:9]
     1 │ journey welcome {
       ·         ───────
     2 │     // é comes first: the column counts characters
       ╰────
      filrouge explain odd-name

    error unresolved-name

      × no channel is called `emial`
       ╭─[journeys/welcome.kdl:3:17]
     2 │     // é comes first: the column counts characters
     3 │     send hé via=emial
       ·                 ──┬──
       ·                   ╰── not declared
     4 │ }
       ╰────
      help: did you mean `email`?
      ☞ see also filrouge.kdl
       ╭─[filrouge.kdl:2:13]
     1 │ project shop {
     2 │     channel email
       ·             ──┬──
       ·               ╰── declared here
     3 │ }
       ╰────
      fix (safe): use the declared name
        -     send hé via=emial
        +     send hé via=email
      filrouge explain unresolved-name

    1 error, 1 warning
    ");
}

#[test]
fn without_unicode_only_ascii_is_drawn_around_the_text() {
    let plain = human(&findings(), &sources(), Style { unicode: false, ..Style::default() });
    let foreign: String = plain.chars().filter(|c| !c.is_ascii() && *c != 'é').collect();
    assert_eq!(foreign, "");
}

#[test]
fn colours_are_used_only_when_asked_for() {
    assert!(!human(&findings(), &sources(), Style::default()).contains('\u{1b}'));
    assert!(human(&findings(), &sources(), Style { color: true, ..Style::default() }).contains('\u{1b}'));
}

#[test]
fn nothing_found_shows_nothing() {
    assert_eq!(human(&Findings::new(), &sources(), Style::default()), "");
    assert_eq!(on(&Findings::new(), github), "");
    assert!(report(&Findings::new(), &sources()).diagnostics.is_empty());
}

#[test]
fn a_long_line_is_cut_around_its_label_and_keeps_its_column() {
    let line = format!("a {} emial {}", "é".repeat(3_000), "x".repeat(3_000));
    let mut sources = Sources::new();
    sources.add("long.kdl", format!("first\n{line}\nlast\n"));
    let start = sources.get(FileId(0)).unwrap().text.find("emial").unwrap() as u32;
    let place = Span::new(FileId(0), start, start + 5);
    let found: Findings = [Finding::new(&TYPO, "no `emial`", place, "here")].into_iter().collect();
    let text = human(&found, &sources, Style::default());
    assert!(text.contains("long.kdl:2:3004"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 200), "{text}");
    assert!(text.contains("emial") && text.contains("last"), "{text}");
}

#[test]
fn control_characters_of_a_file_never_reach_the_terminal() {
    let mut sources = Sources::new();
    let text = "a \u{1b}[31m\u{202e}emial\u{0}\n";
    sources.add("evil.kdl", text);
    let place = span_of(text, "emial", 0);
    let mut finding = Finding::new(&TYPO, "no `emial`", place, "here");
    finding.fixes.push(Fix::safe("use it", place, "email"));
    let text = human(&[finding].into_iter().collect(), &sources, Style::default());
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    assert!(!text.contains('\u{202e}'), "{text:?}");
}

#[test]
fn a_place_that_does_not_fit_its_text_is_survived() {
    for span in [Span::new(FileId(0), 5, 9_999), Span::new(FileId(9), 0, 1), Span::new(FileId(0), 9, 3)] {
        let found: Findings = [Finding::new(&TYPO, "no `x`", span, "here")].into_iter().collect();
        assert!(human(&found, &sources(), Style::default()).contains("no `x`"));
        assert!(json(&found, &sources()).contains("no `x`"));
        assert!(on(&found, github).contains("no `x`"));
    }
}

#[test]
fn places_at_the_ends_of_a_text_are_drawn() {
    let end = JOURNEY.len() as u32;
    for span in [Span::new(FileId(0), end, end), Span::new(FileId(0), 0, 0), Span::new(FileId(0), 0, end)] {
        let found: Findings = [Finding::new(&TYPO, "no `x`", span, "here")].into_iter().collect();
        let text = human(&found, &sources(), Style::default());
        assert!(text.contains("here") && text.contains("journeys/welcome.kdl:"), "{text}");
    }
}

#[test]
fn machines_read_lines_and_columns_in_characters_and_offsets_in_bytes() {
    let report = report(&findings(), &sources());
    let typo = report.diagnostics.iter().find(|found| found.rule == "unresolved-name").unwrap();
    let place = typo.span.unwrap();
    assert_eq!((place.line, place.column, place.end_line, place.end_column), (3, 17, 3, 22));
    assert_eq!(&JOURNEY[place.start as usize..place.end as usize], "emial");
    assert_eq!(typo.labels[1].file, "filrouge.kdl");
    assert_eq!(typo.fixes[0].edits[0].text, "email");
    assert_eq!(report.version, 1);
}

#[test]
fn the_json_has_the_published_shape() {
    let value: serde_json::Value = serde_json::from_str(&json(&findings(), &sources())).unwrap();
    let keys: Vec<&String> = value["diagnostics"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["file", "fixes", "help", "labels", "message", "rule", "severity", "span"]);
}

#[test]
fn github_shows_commands_with_escaped_properties() {
    insta::assert_snapshot!(on(&findings(), github), @r"
    ::error file=shop/journeys/welcome.kdl,line=3,col=17,endLine=3,endColumn=22,title=unresolved-name::no channel is called `emial`%0Ahelp: did you mean `email`?
    ::warning file=shop/journeys/welcome.kdl,line=1,col=9,endLine=1,endColumn=16,title=odd-name::`welcome` is odd
    ");
}

#[test]
fn github_says_how_many_findings_it_would_drop() {
    let many: Findings = (0..25).map(|_| typo()).collect();
    let text = on(&many, github);
    assert_eq!(text.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    assert!(text.ends_with("::notice::15 more findings are not shown here, run `filrouge check`\n"));
}

#[test]
fn github_leaves_out_columns_over_several_lines() {
    let found: Findings =
        [Finding::new(&TYPO, "a: 100%\nb", Span::new(FileId(0), 0, 30), "")].into_iter().collect();
    let text = on(&found, github);
    assert_eq!(
        text,
        "::error file=shop/journeys/welcome.kdl,line=1,endLine=2,title=unresolved-name::a: 100%25%0Ab\n"
    );
}

#[test]
fn sarif_tells_rule_place_other_places_and_repair() {
    let log: serde_json::Value = serde_json::from_str(&on(&findings(), sarif)).unwrap();
    let run = &log["runs"][0];
    let typo = &run["results"][0];
    assert_eq!(
        typo["message"]["text"],
        "no channel is called `emial`. did you mean `email`?\n[declared here](1)"
    );
    let place = &typo["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "shop/journeys/welcome.kdl");
    let region = serde_json::json!({ "startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 22 });
    assert_eq!(place["region"], region);
    assert_eq!(
        typo["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "shop/filrouge.kdl"
    );
    let repair = &typo["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&repair["deletedRegion"], &repair["insertedContent"]["text"]), (&region, &"email".into()));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let number = typo["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(
        (&rules[number]["id"], &rules[number]["help"]["markdown"]),
        (&"unresolved-name".into(), &TYPO.page.into())
    );
}

#[test]
fn a_finding_about_no_text_stands_at_the_file_that_every_project_has() {
    let mut finding = typo();
    finding.labels.clear();
    let found: Findings = [finding].into_iter().collect();
    let log: serde_json::Value = serde_json::from_str(&on(&found, sarif)).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "shop/filrouge.kdl");
    let issues: serde_json::Value = serde_json::from_str(&on(&found, gitlab)).unwrap();
    assert_eq!(issues[0]["location"]["path"], "shop/filrouge.kdl");
    assert!(on(&found, junit).contains("shop/filrouge.kdl:1"));
    assert!(on(&found, markdown).contains("| unresolved-name |  |"));
}

#[test]
fn brackets_of_an_author_are_no_links_and_long_words_are_cut() {
    let place = span_of(JOURNEY, "emial", 0);
    let words = format!("no [x](1) {}", "é".repeat(2_000));
    let mut rule_page = Finding::new(&TYPO, words, place, "");
    rule_page.help = None;
    let found: Findings = [rule_page].into_iter().collect();
    let log: serde_json::Value = serde_json::from_str(&on(&found, sarif)).unwrap();
    let text = log["runs"][0]["results"][0]["message"]["text"].as_str().unwrap();
    assert!(text.starts_with("no \\[x\\](1) éé"), "{text}");
    assert!(on(&found, markdown).contains("é…"));
}

#[test]
fn findings_of_one_rule_in_one_part_are_told_apart_by_their_number() {
    let found: Findings = [typo(), typo()].into_iter().collect();
    let issues: serde_json::Value = serde_json::from_str(&on(&found, gitlab)).unwrap();
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
    assert_eq!(issues[0]["fingerprint"].as_str().unwrap().len(), 32);
}

#[test]
fn rdjson_counts_columns_in_bytes() {
    let found: serde_json::Value = serde_json::from_str(&on(&findings(), rdjson)).unwrap();
    let typo = &found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["severity"] == "ERROR")
        .unwrap()
        .clone();
    let start = &typo["location"]["range"]["start"];
    assert_eq!((&start["line"], &start["column"]), (&3.into(), &18.into()));
    assert_eq!(typo["suggestions"][0]["text"], "email");
}

#[test]
fn junit_holds_what_xml_cannot() {
    let place = span_of(JOURNEY, "emial", 0);
    let found: Findings = [Finding::new(&TYPO, "a < \"b\" & \u{1}\nc", place, "")].into_iter().collect();
    let text = on(&found, junit);
    assert!(text.contains("message=\"a &lt; &quot;b&quot; &amp; \u{fffd}&#10;c\""), "{text}");
    assert!(on(&Findings::new(), junit).contains("tests=\"1\" failures=\"0\""));
}

#[test]
fn markdown_ends_no_cell_early_and_mentions_nobody() {
    let place = span_of(JOURNEY, "emial", 0);
    let found: Findings = [Finding::new(&NOTE, "a | b\n@everybody <img>", place, "")].into_iter().collect();
    let row = on(&found, markdown).lines().last().unwrap().to_owned();
    assert_eq!(
        row,
        "| ⚠️ warning | odd-name | shop/journeys/welcome.kdl:3 | a \\| b &#64;everybody &lt;img&gt; |"
    );
}

#[test]
fn sentences_need_no_drawing() {
    let told = plain(&findings(), &sources(), filrouge_report::Language::English);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "warning: `welcome` is odd");
    assert_eq!(lines[1], "journeys/welcome.kdl, line 1, column 9, at `welcome`");
    assert!(lines.contains(&"help: did you mean `email`?"), "{told}");
    assert!(lines.contains(&"fix, safe: use the declared name"), "{told}");
    assert_eq!(json_lines(&findings(), &sources()).lines().count(), 2);
}
