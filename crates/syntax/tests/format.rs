//! The formatter: one layout, nothing lost.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

use filrouge_syntax::{Place, Quotes, Quoting, format, format_with};
use std::fs;
use std::path::Path;

fn formatted(text: &str) -> String {
    let once = format(text).unwrap_or_else(|findings| panic!("{text:?}: {findings:?}"));
    assert_eq!(format(&once).as_ref(), Ok(&once), "not idempotent: {text:?}");
    once
}

#[test]
fn blanks_and_blank_lines_are_evened_out() {
    let text = "\n\n  a   1    key = \"x\"\n\n\n\n b{\n\n c\n\n}\n\n";
    assert_eq!(formatted(text), "a 1 key=\"x\"\n\nb {\n    c\n}\n");
}

#[test]
fn comments_stay_where_they_were() {
    let text = "// top\n\n/* block */\na 1 // behind\n  // between\nb { // behind the brace\n// inside\nc /* mid */ 2 /* end */\n// last\n} // after\n/* before */ d\ne; // far\n";
    insta::assert_snapshot!(formatted(text), @r###"
    // top

    /* block */
    a 1 // behind
    // between
    b { // behind the brace
        // inside
        c /* mid */ 2 /* end */
        // last
    } // after
    /* before */ d
    e // far
    "###);
}

#[test]
fn what_is_commented_out_is_kept_and_laid_out() {
    let text = "/-  a  1 {\n b\n}\nc /- 1 2 /-  k = 3 /- {\n x\n} {\n y }\n/-\nd\n";
    insta::assert_snapshot!(formatted(text), @r###"
    /-a 1 {
        b
    }
    c /-1 2 /-k=3 /-{
        x
    } {
        y
    }
    /-d
    "###);
}

#[test]
fn blocks_on_one_line_stay_there_while_they_fit() {
    let text =
        "enter on=x {  re-entry   after=\"7d\" }\nlist { sku string;name string;; }\n".replace(";;", ";");
    assert_eq!(formatted(&text), "enter on=x { re-entry after=\"7d\" }\nlist { sku string; name string }\n");
    let long = format!("a {{ b {}; c }}\n", "word ".repeat(30));
    assert_eq!(formatted(&long), format!("a {{\n    b {}\n    c\n}}\n", "word ".repeat(30).trim_end()));
}

#[test]
fn nodes_on_one_line_stay_there_while_they_fit() {
    assert_eq!(formatted("a 1;  b 2 ; c 3;\nd"), "a 1; b 2; c 3\nd\n");
    let long = format!("a {0};b {0}", "word ".repeat(15));
    assert_eq!(formatted(&long), format!("a {0}\nb {0}\n", "word ".repeat(15).trim_end()));
}

#[test]
fn texts_of_several_lines_move_with_their_node() {
    let text = "a {\nb \"\"\"\n  one\n\n    two \\n\n  \"\"\" k=##\"\"\"\n raw\n \"\"\"##\n}\n";
    insta::assert_snapshot!(formatted(text), @r###"
    a {
        b """
            one

              two \n
            """ k=##"""
            raw
            """##
    }
    "###);
}

#[test]
fn literals_are_kept_as_written() {
    let text = "a 0xFF 1_000 1.50e+3 #\"raw\"# \"quoted\" bare \"a\\u{41}\" (type)1 (\"t y\")x k=(u8)2\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn continued_lines_stay_continued() {
    insta::assert_snapshot!(formatted("a 1 \\\n  2 \\ // why\n3\n"), @r###"
    a 1 \
        2 \ // why
        3
    "###);
}

#[test]
fn comments_inside_an_entry_are_kept() {
    assert_eq!(formatted("a  k /* c */ = 1\n(/* d */t)b\n"), "a k /* c */ = 1\n(/* d */t)b\n");
}

#[test]
fn line_breaks_become_line_feeds_and_a_byte_order_mark_stays() {
    assert_eq!(
        formatted("\u{FEFF}a 1\r\nb \"\"\"\r\n x\r\n \"\"\"\r\n"),
        "\u{FEFF}a 1\nb \"\"\"\n    x\n    \"\"\"\n"
    );
}

#[test]
fn an_empty_file_stays_empty() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n \n"), "");
    assert_eq!(formatted("a {\n}\n"), "a {}\n");
}

#[test]
fn a_text_with_findings_is_not_touched() {
    let findings = format("a {\n").unwrap_err();
    assert_eq!(findings.len(), 1);
}

struct Names;

impl Quoting for Names {
    fn quotes(&self, path: &[&str], place: Place<'_>) -> Quotes {
        match (path, place) {
            (["journey"], Place::Argument(0)) | (_, Place::Property("via")) => Quotes::Bare,
            (["journey", "description"], Place::Argument(0)) => Quotes::Quoted,
            _ => Quotes::AsIs,
        }
    }
}

#[test]
fn quotes_are_added_and_removed_as_the_language_says() {
    let text = "journey \"welcome\" \"x\" {\n    description hello\n    send via=\"email\"\n    send via=\"two words\"\n}\n";
    let expected = "journey welcome \"x\" {\n    description \"hello\"\n    send via=email\n    send via=\"two words\"\n}\n";
    assert_eq!(format_with(text, &Names).as_deref(), Ok(expected));
    for text in ["", "true", "12", "-", "a b", "a,", "a:", ".5", "#x", "é", "+1", "a=b", "\\n"] {
        let text = format!("journey \"{text}\"\n");
        let formatted = format_with(&text, &Names).unwrap();
        assert!(formatted == text || formatted == text.replace('"', ""), "{formatted}");
    }
}

#[test]
fn the_suite_survives_formatting_and_is_really_laid_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/kdl-suite/input");
    let mut untouched = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        if format(&text).is_err() {
            continue;
        }
        let untidy = text.contains("  ") || text.contains('\t');
        if formatted(&text) == text && untidy && !text.contains("\"\"\"") && !text.contains("/*") {
            untouched.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    untouched.sort();
    assert_eq!(
        untouched,
        ["all_node_fields.kdl", "escline.kdl", "string_escaped_literal_whitespace.kdl"],
        "tidy"
    );
}
