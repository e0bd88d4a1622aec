//! What is drawn over and beside a text: outlines, folds, colours, hints, lenses and actions.

use crate::harness::{Editor, document};
use crate::shop::FILES;
use serde_json::{Value, json};

const PATH: &str = "journeys/été.kdl";

fn about(path: &str) -> Value {
    json!({ "textDocument": { "uri": document(path) } })
}

fn drawn(symbols: &Value, depth: usize) -> Vec<String> {
    let symbols = symbols.as_array().cloned().unwrap_or_default();
    let drawn = symbols.iter().flat_map(|symbol| {
        let name = symbol["name"].as_str().unwrap();
        let line = format!("{}{name} ({})", "  ".repeat(depth), symbol["detail"].as_str().unwrap_or("–"));
        std::iter::once(line).chain(drawn(&symbol["children"], depth + 1))
    });
    drawn.collect()
}

#[test]
fn a_document_has_an_outline() {
    let mut editor = Editor::new(FILES);
    let symbols = editor.ask("textDocument/documentSymbol", about(PATH));
    insta::assert_snapshot!(drawn(&symbols, 0).join("\n"), @r#"
    rappel-panier (journey)
      enter (enter)
      acheté (exit)
      pause (wait)
      rappel (send)
      suite (split)
        when (when)
          fini (end)
        otherwise (otherwise)
          autre (end)
    "#);
    assert_eq!(editor.cut(PATH, &symbols[0]["selectionRange"]), "rappel-panier");
    assert_eq!(editor.ask("textDocument/documentSymbol", about("templates/panier.mjml")), json!([]));
}

#[test]
fn the_project_has_one_too() {
    let mut editor = Editor::new(FILES);
    let found = editor.ask("workspace/symbol", json!({ "query": "pnr" }));
    let told: Vec<_> = found.as_array().unwrap().iter().map(|one| editor.words(&one["location"])).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    filrouge.kdl:15: "Panier modifié"
    journeys/templates.kdl:1: panier
    journeys/été.kdl:2: rappel-panier
    "#);
}

#[test]
fn blocks_and_comments_fold() {
    let mut editor = Editor::new(FILES);
    editor.open_with(PATH, "// 😀\n// é\njourney j {\n    end { }\n}\n");
    let folds = editor.ask("textDocument/foldingRange", about(PATH));
    assert_eq!(
        folds,
        json!([
            { "startLine": 2, "endLine": 3 },
            { "startLine": 0, "endLine": 1, "kind": "comment" },
        ])
    );
}

fn coloured(editor: &mut Editor, path: &str, within: &str) -> Vec<String> {
    let data = editor.ask("textDocument/semanticTokens/full", about(path))["data"].clone();
    let types = [
        "keyword",
        "property",
        "string",
        "number",
        "enumMember",
        "class",
        "function",
        "variable",
        "method",
        "type",
    ];
    let (mut line, mut column) = (0, 0);
    let text = editor.text(path);
    let mut told = Vec::new();
    for token in data.as_array().unwrap().chunks(5) {
        let number = |at: usize| token[at].as_u64().unwrap();
        column = if number(0) == 0 { column + number(1) } else { number(1) };
        line += number(0);
        let end = column + number(2);
        let range = json!({ "start": { "line": line, "character": column }, "end": { "line": line, "character": end } });
        if text.lines().nth(line as usize).unwrap().contains(within) {
            let mark = if number(4) == 1 { "!" } else { "" };
            told.push(format!("{}:{}{mark}", editor.cut(path, &range), types[number(3) as usize]));
        }
    }
    told
}

#[test]
fn words_have_colours_inside_of_texts_too() {
    let mut editor = Editor::new(FILES);
    insta::assert_snapshot!(coloured(&mut editor, PATH, "enter on").join(" "), @r#"enter:keyword on:property "Panier modifié":class where:property '😀':string event:variable cart_id:property event:variable value:property 20.0:number key:property event:variable cart_id:property re-entry:keyword after:property "36h":string"#);
    insta::assert_snapshot!(coloured(&mut editor, PATH, "send rappel").join(" "), @"send:keyword rappel:class! via:property email:class template:property panier:class with:keyword remise:property profile:variable points:property 2:number");
    insta::assert_snapshot!(coloured(&mut editor, "journeys/templates.kdl", "subject").join(" "), @"subject:keyword profile:variable first_name:property default:function 'é':string entry:variable cart_id:property remise:variable");
    insta::assert_snapshot!(coloured(&mut editor, "templates/panier.mjml", "Élan").join(" "), @"entry:variable value:property for:keyword article:variable in:keyword entry:variable items:property article:variable sku:property endfor:keyword");
    insta::assert_snapshot!(coloured(&mut editor, "filrouge.kdl", "tier").join(" "), @"tier:property! enum:type silver:enumMember gold:enumMember");
}

#[test]
fn the_colours_of_a_range_are_those_of_its_words() {
    let mut editor = Editor::new(FILES);
    let query =
        json!({ "textDocument": { "uri": document(PATH) }, "range": editor.range(PATH, "via=email") });
    let data = editor.ask("textDocument/semanticTokens/range", query)["data"].clone();
    assert_eq!(data.as_array().unwrap().len(), 10, "{data}");
}

pub fn hinted(editor: &mut Editor, path: &str) -> Vec<String> {
    let query = json!({ "textDocument": { "uri": document(path) }, "range": editor.everything(path) });
    let hints = editor.ask("textDocument/inlayHint", query);
    let told = hints.as_array().unwrap().iter().map(|hint| {
        let at = &hint["position"];
        let start = json!({ "line": at["line"], "character": 0 });
        let before = editor.cut(path, &json!({ "start": start, "end": at }));
        let word = before.rsplit([' ', '=']).next().unwrap().to_owned();
        format!("{word} {}", hint["label"].as_str().unwrap())
    });
    told.collect()
}

#[test]
fn durations_moments_and_types_are_hinted() {
    let mut editor = Editor::new(FILES);
    insta::assert_snapshot!(hinted(&mut editor, PATH).join("\n"), @r#"
    "event.cart_id" : string
    "36h" 1 day 12 hours
    2" : int
    "#);
    // The clocks change in that night.
    insta::assert_snapshot!(hinted(&mut editor, "journeys/tests.kdl").join("\n"), @r#""11h" Sun 2026-03-29 08:30"#);
}

#[test]
fn tests_and_journeys_have_commands_above_them() {
    let mut editor = Editor::new(FILES);
    let told = |lenses: &Value| {
        let lens =
            |lens: &Value| format!("{} {}", lens["command"]["command"], lens["command"]["arguments"][0]);
        lenses.as_array().unwrap().iter().map(lens).collect::<Vec<_>>().join("\n")
    };
    let tests = editor.ask("textDocument/codeLens", about("journeys/tests.kdl"));
    insta::assert_snapshot!(told(&tests), @r#""filrouge.runTest" {"journey":"rappel-panier","root":"/home/léa/ma boutique","test":"Léa 😀 reçoit un rappel"}"#);
    let journeys = editor.ask("textDocument/codeLens", about(PATH));
    insta::assert_snapshot!(told(&journeys), @r#"
    "filrouge.runTests" {"journey":"rappel-panier","root":"/home/léa/ma boutique"}
    "filrouge.simulate" {"journey":"rappel-panier","root":"/home/léa/ma boutique"}
    "filrouge.why" {"journey":"rappel-panier","root":"/home/léa/ma boutique"}
    "#);
}

#[test]
fn every_fix_is_an_action_and_the_safe_ones_are_one() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(PATH, "for=\"1h\"", "for=1h");
    editor.replace(PATH, "via=email", "via=emial");
    let whole = editor.everything(PATH);
    let query = json!({ "textDocument": { "uri": document(PATH) }, "range": whole, "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", query);
    let told: Vec<_> = actions
        .as_array()
        .unwrap()
        .iter()
        .map(|action| {
            let changes = action["edit"]["changes"][document(PATH)].clone();
            let text = editor.edited(PATH, &changes);
            let line =
                text.lines().find(|line| !editor.text(PATH).contains(line)).unwrap_or("").trim().to_owned();
            format!("{} [{}]: {line}", action["title"].as_str().unwrap(), action["kind"].as_str().unwrap())
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    quote it [quickfix]: wait pause for="1h"
    use the declared name (may change what the project does) [quickfix]: /* 😀 */ send rappel via=email template=panier { with remise="profile.points * 2" }
    apply all 1 safe fixes [source.fixAll]: wait pause for="1h"
    "#);
    let only = json!({ "textDocument": { "uri": document(PATH) }, "range": editor.range(PATH, "journey"),
        "context": { "diagnostics": [], "only": ["source.fixAll"] } });
    assert_eq!(editor.ask("textDocument/codeAction", only).as_array().unwrap().len(), 1);
}
