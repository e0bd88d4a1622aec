//! Where things are declared and used, and what they may be called instead.

use crate::harness::{Editor, document};
use crate::shop::FILES;
use serde_json::{Value, json};

const PATH: &str = "journeys/été.kdl";

fn declared(editor: &mut Editor, path: &str, words: &str) -> String {
    let place = editor.ask("textDocument/definition", editor.at(path, words));
    if place.is_null() { String::new() } else { editor.words(&place) }
}

fn used(editor: &mut Editor, path: &str, words: &str) -> String {
    let mut query = editor.at(path, words);
    query["context"] = json!({ "includeDeclaration": true });
    let places = editor.ask("textDocument/references", query);
    let told: Vec<_> = places.as_array().unwrap().iter().map(|place| editor.words(place)).collect();
    told.join("\n")
}

#[test]
fn names_lead_to_what_they_name() {
    let mut editor = Editor::new(FILES);
    let mut go = |path: &str, words: &str| declared(&mut editor, path, words);
    assert_eq!(go(PATH, "on=\"Panier mod‸ifié\""), "filrouge.kdl:15: \"Panier modifié\"");
    assert_eq!(go(PATH, "owner équ‸ipe"), "filrouge.kdl:3: équipe");
    assert_eq!(go(PATH, "template=pan‸ier"), "journeys/templates.kdl:1: panier");
    assert_eq!(go("journeys/tests.kdl", "journey=rappel-‸panier"), "journeys/été.kdl:2: rappel-panier");
    assert_eq!(go("journeys/tests.kdl", "send=rap‸pel"), "journeys/été.kdl:8: rappel");
    assert_eq!(go("journeys/tests.kdl", "cart‸_id=é1"), "filrouge.kdl:16: cart_id");
    assert_eq!(go("journeys/tests.kdl", "tie‸r=gold"), "filrouge.kdl:11: tier");
    assert_eq!(go("filrouge.kdl", "connector=ma‸il"), "filrouge.kdl:25: mail");
    assert_eq!(go(PATH, "/* 😀 */ se‸nd"), "");
}

#[test]
fn conditions_and_templates_lead_to_fields_segments_and_steps() {
    let mut editor = Editor::new(FILES);
    let mut go = |path: &str, words: &str| declared(&mut editor, path, words);
    assert_eq!(go(PATH, "'😀' != event.cart‸_id"), "filrouge.kdl:16: cart_id");
    assert_eq!(go(PATH, "'é😀' != profile.user_id && profile.ti‸er"), "filrouge.kdl:11: tier");
    assert_eq!(go(PATH, "profile.in('fid‸èles')"), "filrouge.kdl:23: fidèles");
    assert_eq!(go(PATH, "steps.rap‸pel.outcome"), "journeys/été.kdl:8: rappel");
    assert_eq!(go(PATH, "== entry.car‸t_id"), "filrouge.kdl:16: cart_id");
    assert_eq!(go("journeys/templates.kdl", "profile.first‸_name"), "filrouge.kdl:9: first_name");
    assert_eq!(go("journeys/templates.kdl", "{{ remi‸se"), "journeys/été.kdl:8: remise");
    assert_eq!(go("templates/panier.mjml", "entry.val‸ue"), "filrouge.kdl:17: value");
    assert_eq!(go("templates/panier.mjml", "article.s‸ku"), "filrouge.kdl:18: sku");
}

#[test]
fn files_and_schemas_are_led_to() {
    let mut editor = Editor::new(FILES);
    let mut go = |path: &str, words: &str| declared(&mut editor, path, words);
    assert_eq!(go("journeys/templates.kdl", "templates/pan‸ier.mjml"), "templates/panier.mjml:1: ");
    assert_eq!(go("filrouge.kdl", "schema/avi‸s.json"), "schema/avis.json:1: ");
}

#[test]
fn a_field_of_a_schema_is_found_from_a_condition() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(
        PATH,
        "on=\"Commande\" where=\"event.cart_id == entry.cart_id\"",
        "on=Avis where=\"'é😀' != profile.user_id && has(event.note)\"",
    );
    assert_eq!(declared(&mut editor, PATH, "event.no‸te"), "schema/avis.json:3: \"note\"");
    assert_eq!(
        used(&mut editor, "schema/avis.json", "\"no‸te\""),
        "schema/avis.json:3: \"note\"\njourneys/été.kdl:6: note"
    );
}

#[test]
fn every_use_is_found_over_all_kinds_of_files() {
    let mut editor = Editor::new(FILES);
    insta::assert_snapshot!(used(&mut editor, "filrouge.kdl", "cart‸_id string\n    value"), @r#"
    filrouge.kdl:16: cart_id
    journeys/templates.kdl:2: cart_id
    journeys/tests.kdl:6: cart_id
    journeys/été.kdl:5: cart_id
    journeys/été.kdl:5: cart_id
    journeys/été.kdl:6: cart_id
    "#);
    insta::assert_snapshot!(used(&mut editor, "templates/panier.mjml", "article.s‸ku"), @r#"
    filrouge.kdl:18: sku
    journeys/tests.kdl:6: sku
    templates/panier.mjml:2: sku
    "#);
    insta::assert_snapshot!(used(&mut editor, PATH, "send rap‸pel"), @r#"
    journeys/été.kdl:8: rappel
    journeys/tests.kdl:7: rappel
    journeys/été.kdl:10: rappel
    "#);
    insta::assert_snapshot!(used(&mut editor, PATH, "purpose mark‸eting"), @r#"
    filrouge.kdl:30: marketing
    journeys/tests.kdl:4: marketing
    journeys/été.kdl:3: marketing
    "#);
    let marked = editor.ask("textDocument/documentHighlight", editor.at(PATH, "send rap‸pel"));
    let told: Vec<_> = marked.as_array().unwrap().iter().map(|one| editor.cut(PATH, &one["range"])).collect();
    assert_eq!(told, ["rappel", "rappel"]);
}

/// All files that a rename touches, as they are afterwards.
fn renamed(
    editor: &mut Editor,
    path: &str,
    words: &str,
    name: &str,
) -> Result<Vec<(String, String)>, String> {
    let mut query = editor.at(path, words);
    query["newName"] = json!(name);
    let edit = editor.try_ask("textDocument/rename", query)?;
    let touched = FILES.iter().filter_map(|(path, _)| {
        let edits = edit["changes"].get(document(path))?;
        Some(((*path).to_owned(), editor.edited(path, edits)))
    });
    Ok(touched.collect())
}

/// The project is as sound after a rename as before.
fn sound_after(words: (&str, &str), name: &str) -> Vec<(String, String)> {
    let mut editor = Editor::new(FILES);
    let touched = renamed(&mut editor, words.0, words.1, name).unwrap();
    for (path, text) in &touched {
        editor.open_with(path, text);
    }
    let found: Vec<_> = FILES.iter().flat_map(|(path, _)| editor.found(path)).collect();
    assert_eq!(found, [""; 0], "{touched:#?}");
    touched
}

fn lines_with<'t>(touched: &'t [(String, String)], word: &str) -> Vec<&'t str> {
    touched
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter(|line| line.contains(word))
        .map(str::trim)
        .collect()
}

#[test]
fn a_field_is_renamed_in_conditions_templates_and_tests() {
    let touched = sound_after(("filrouge.kdl", "cart‸_id string\n    value"), "panier_id");
    insta::assert_snapshot!(lines_with(&touched, "panier_id").join("\n"), @r#"
    panier_id string
    subject "😀 {{ profile.first_name | default('é') }}, {{ entry.panier_id }} et {{ remise }}"
    at "2026-03-28T20:30" { event "Panier modifié" panier_id=é1 value=80.0 { items { - sku=l1 price=80.0 } } }
    enter on="Panier modifié" where="'😀' != event.panier_id && event.value >= 20.0" key="event.panier_id" { re-entry after="36h" }
    exit acheté on="Commande" where="event.cart_id == entry.panier_id"
    "#);
    let touched = sound_after(("templates/panier.mjml", "article.s‸ku"), "code");
    assert_eq!(lines_with(&touched, "code").len(), 3);
}

#[test]
fn events_and_segments_are_renamed_with_the_quotes_that_they_need() {
    let touched = sound_after(("filrouge.kdl", "event \"Panier mod‸ifié\""), "Panier");
    insta::assert_snapshot!(lines_with(&touched, "Panier").join("\n"), @r#"
    /* 😀 */ event "Panier" {
    at "2026-03-28T20:30" { event "Panier" cart_id=é1 value=80.0 { items { - sku=l1 price=80.0 } } }
    enter on="Panier" where="'😀' != event.cart_id && event.value >= 20.0" key="event.cart_id" { re-entry after="36h" }
    "#);
    let touched = sound_after(("filrouge.kdl", "event \"Comm‸ande\""), "Commande faite");
    assert!(lines_with(&touched, "on=\"Commande faite\"").len() == 1, "{touched:?}");
    let touched = sound_after((PATH, "profile.in('fid‸èles')"), "les fidèles");
    insta::assert_snapshot!(lines_with(&touched, "les fidèles").join("\n"), @r#"
    segment "les fidèles" when="profile.points > 9"
    when ouvert "'é😀' != profile.user_id && profile.tier == 'gold' || steps.rappel.outcome == 'sent' && profile.in('les fidèles')" { end fini }
    "#);
}

#[test]
fn steps_and_journeys_remember_their_former_names() {
    let touched = sound_after((PATH, "send rap‸pel"), "relance");
    insta::assert_snapshot!(lines_with(&touched, "relance").join("\n"), @r#"
    after "11h" { expect send=relance }
    /* 😀 */ send relance was=rappel via=email template=panier { with remise="profile.points * 2" }
    when ouvert "'é😀' != profile.user_id && profile.tier == 'gold' || steps.relance.outcome == 'sent' && profile.in('fidèles')" { end fini }
    "#);
    let touched = sound_after((PATH, "journey rappel‸-panier"), "relance");
    assert_eq!(lines_with(&touched, "was="), ["journey relance was=rappel-panier {"]);
}

#[test]
fn a_former_name_is_kept_until_it_comes_back() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(PATH, "send rappel", "send relance was=rappel");
    editor.replace(PATH, "steps.rappel", "steps.relance");
    let again = renamed(&mut editor, PATH, "send rel‸ance", "encore").unwrap();
    assert!(again[0].1.contains("send encore was=rappel via"), "{}", again[0].1);
    let back = renamed(&mut editor, PATH, "send rel‸ance", "rappel").unwrap();
    assert!(back[0].1.contains("send rappel via=email"), "{}", back[0].1);
}

#[test]
fn a_name_that_an_error_hides_is_not_changed_in_part() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(PATH, "event.value >= 20.0", "event.valeur >= 20.0");
    let refused =
        renamed(&mut editor, "filrouge.kdl", "cart‸_id string\n    value", "panier_id").unwrap_err();
    assert_eq!(refused, "-32803 mend journeys/été.kdl:5 first: an error hides what its words mean");
    assert!(
        renamed(&mut editor, "filrouge.kdl", "segment fid‸èles", "proches").is_ok(),
        "it stands elsewhere"
    );
}

#[test]
fn names_that_cannot_be_are_refused_with_the_reason() {
    let mut editor = Editor::new(FILES);
    let refused = |editor: &mut Editor, words: &str, name: &str| {
        renamed(editor, "filrouge.kdl", words, name).unwrap_err()
    };
    assert_eq!(
        refused(&mut editor, "cart‸_id string\n    value", "a-b"),
        "-32803 conditions and templates cannot spell `a-b`: names are the letters a to z, digits and `_`"
    );
    assert_eq!(
        refused(&mut editor, "cart‸_id string\n    value", "value"),
        "-32803 another field is called `value` already"
    );
    assert!(refused(&mut editor, "event \"Comm‸ande\"", "x\"y").contains("quotes"));
    assert!(refused(&mut editor, "re‸tain \"3y\"", "x").contains("nothing here"));
    assert_eq!(editor.ask("textDocument/prepareRename", editor.at(PATH, "wa‸it pause")), Value::Null);
    let may = editor.ask("textDocument/prepareRename", editor.at(PATH, "on=\"Panier mod‸ifié\""));
    assert_eq!(
        (may["placeholder"].as_str(), editor.cut(PATH, &may["range"]).as_str()),
        (Some("Panier modifié"), "Panier modifié")
    );
}
