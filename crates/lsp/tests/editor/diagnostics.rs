//! What is found, as it is typed.

use crate::harness::{Editor, document};
use crate::shop::{FILES, JOURNEY};
use serde_json::json;

const PATH: &str = "journeys/été.kdl";

#[test]
fn the_project_of_the_tests_is_sound() {
    let editor = Editor::new(FILES);
    let found: Vec<_> = FILES.iter().flat_map(|(path, _)| editor.found(path)).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_mistake_is_told_at_its_words_and_taken_back() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(PATH, "event.value >= 20.0", "event.valeur >= 20.0");
    insta::assert_snapshot!(editor.found(PATH).join("\n"), @r#"
    unknown-field: valeur: `event` has no field `valeur`: not declared
    help: did you mean `value`? fields: `cart_id`, `value` and `items`
    "#);
    editor.replace(PATH, "event.valeur", "event.value");
    assert_eq!(editor.found(PATH), [""; 0]);
}

#[test]
fn broken_text_is_judged_too() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(PATH, "otherwise { end autre }\n    }\n}", "otherwise { end autre ");
    editor.replace(PATH, "via=email template", "via=emial template");
    let found = editor.found(PATH);
    assert!(found.iter().any(|one| one.starts_with("unclosed-block")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("unresolved-name: emial")), "{found:?}");
}

#[test]
fn a_mistake_in_one_file_is_told_where_it_hurts() {
    let mut editor = Editor::new(FILES);
    editor.open("filrouge.kdl");
    editor.replace("filrouge.kdl", "value decimal", "montant decimal");
    let body = editor.found("templates/panier.mjml");
    assert!(body.iter().any(|one| one.starts_with("template-unknown-variable: value")), "{body:?}");
    assert!(!editor.found(PATH).is_empty() && !editor.found("journeys/tests.kdl").is_empty());
}

#[test]
fn a_finding_has_its_page_its_other_places_and_its_fixes() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(PATH, "wait pause", "wait rappel");
    let found = editor.diagnostics[PATH][0].clone();
    assert_eq!(
        found["codeDescription"]["href"],
        "https://filrouge.example/docs/rules/duplicate-declaration.md"
    );
    assert_eq!(found["severity"], 1);
    let related = &found["relatedInformation"][0];
    assert_eq!(editor.words(&related["location"]), "journeys/été.kdl:7: rappel");
    editor.replace(PATH, "wait rappel", "wait pause");
    editor.replace(PATH, "for=\"1h\"", "for=1h");
    assert_eq!(editor.diagnostics[PATH][0]["data"]["fixes"][0]["safety"], "safe");
}

#[test]
fn what_nothing_needs_is_tagged() {
    let mut editor = Editor::new(FILES);
    editor.open("filrouge.kdl");
    editor.replace(
        "filrouge.kdl",
        "segment fidèles",
        "segment perdus when=\"profile.points > 3\"\nsegment fidèles",
    );
    let found = editor.diagnostics["filrouge.kdl"][0].clone();
    assert_eq!((found["code"].as_str(), found["tags"].clone()), (Some("unused-segment"), json!([1])));
}

#[test]
fn columns_are_bytes_for_a_client_that_offers_them() {
    let mut editor = Editor::counting(FILES, "utf-8");
    editor.open(PATH);
    editor.replace(PATH, "event.value >= 20.0", "event.valeur >= 20.0");
    assert!(editor.found(PATH)[0].starts_with("unknown-field: valeur:"), "{:?}", editor.found(PATH));
}

#[test]
fn only_the_last_of_several_changes_is_judged() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    let first = editor.change(PATH, "via=email", "via=emial");
    let second = editor.change(PATH, "via=emial", "via=email");
    let told = editor.server.receive(vec![first, second]);
    assert_eq!(told.len(), 1, "what was there in between is not told: {told:?}");
}

#[test]
fn a_file_that_changes_on_the_disk_is_read_again() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.write("journeys/templates.kdl", "");
    assert!(editor.found(PATH).iter().any(|one| one.starts_with("unresolved-name: panier")));
    editor.write("journeys/new.kdl", "evnt x\n");
    assert!(editor.found("journeys/new.kdl")[0].starts_with("unknown-word: evnt"));
}

#[test]
fn a_document_that_is_closed_is_again_as_it_is_on_the_disk() {
    let mut editor = Editor::new(FILES);
    editor.open_with(PATH, &JOURNEY.replace("via=email", "via=emial"));
    assert_eq!(editor.found(PATH).len(), 1);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": document(PATH) } }));
    assert_eq!(editor.found(PATH), [""; 0]);
}

#[test]
fn a_text_without_a_project_is_judged_by_itself() {
    let mut editor = Editor::new(FILES);
    let params = json!({ "textDocument": { "uri": "untitled:1", "languageId": "kdl", "version": 1, "text": "evnt \"é\"" } });
    editor.tell("textDocument/didOpen", params);
    assert_eq!(editor.diagnostics["untitled:1"][0]["code"], "unknown-word");
    assert_eq!(editor.diagnostics["untitled:1"].as_array().unwrap().len(), 1, "nothing is missed around it");
}
