//! What is said of words, and which may stand at a place.

use crate::harness::{Editor, document};
use crate::shop::FILES;
use serde_json::{Value, json};

const PATH: &str = "journeys/été.kdl";

fn hover(editor: &mut Editor, path: &str, words: &str) -> String {
    let hover = editor.ask("textDocument/hover", editor.at(path, words));
    let at = editor.cut(path, &hover["range"]);
    format!("[{at}] {}", hover["contents"]["value"].as_str().unwrap())
}

#[test]
fn a_word_tells_how_it_is_written_and_what_it_means() {
    let mut editor = Editor::new(FILES);
    let told = hover(&mut editor, PATH, "/* 😀 */ se‸nd rappel");
    assert!(told.starts_with("[send] ```text\nsend NAME"), "{told}");
    assert!(told.contains("Sends one message") && !told.contains("## Example"), "{told}");
    insta::assert_snapshot!(hover(&mut editor, PATH, "/* 😀 */ send rappel vi‸a=email"), @r#"
    [via] **via**: The channel, or a line of several: the next is taken when one cannot reach the person.  
    The name of a declared channel.
    "#);
    insta::assert_snapshot!(hover(&mut editor, "filrouge.kdl", "notice \"notices/é.md\"\n    exp‸ires"), @r#"
    [expires] **expires**: How long a consent holds.  
    Holds a duration, as `"7d"`.
    "#);
}

#[test]
fn a_name_tells_what_it_stands_for() {
    let mut editor = Editor::new(FILES);
    insta::assert_snapshot!(hover(&mut editor, PATH, "'😀' != event.cart‸_id"), @r#"
    [cart_id] **field** `cart_id` of `Panier modifié`  
    type: `string`  
    not personal  
    retention: `1y1mo`  
    `filrouge.kdl:16`

    ---

    **where**: Which of these events do, or whom of these people.  
    Holds a condition, as `"event.value >= 20.0"`.
    "#);
    insta::assert_snapshot!(hover(&mut editor, PATH, "on=\"Panier mod‸ifié\""), @r#"
    ["Panier modifié"] **event** `Panier modifié`  
    retention: `1y1mo`  
    fields: `cart_id`, `value`, `items`  
    `filrouge.kdl:15`

    ---

    **on**: The event that starts it.  
    The name of a declared event.
    "#);
    insta::assert_snapshot!(hover(&mut editor, PATH, "purpose mark‸eting"), @r#"
    [marketing] **purpose** `marketing`  
    basis: `consent`  
    use: `marketing.communications`  
    channels: `email`  
    consent expires after: `3y`  
    `filrouge.kdl:30`

    ---

    **purpose**: The purpose of each send that names none.  
    The name of a declared purpose.
    "#);
    insta::assert_snapshot!(hover(&mut editor, "journeys/templates.kdl", "😀 {{ profile.first‸_name"), @r#"
    [first_name] **field** `first_name` of `profile`  
    type: `string?`  
    category: `user.name.first`  
    retention: `3y`  
    `filrouge.kdl:9`

    ---

    **INLINE**: The text itself.  
    Holds a text with placeholders, as `"Hello {{ profile.first_name }}"`.
    "#);
    insta::assert_snapshot!(hover(&mut editor, "templates/panier.mjml", "{{ article.s‸ku"), @r#"
    [sku] **field** `sku` of `Panier modifié.items`  
    type: `string`  
    not personal  
    retention: `1y1mo`  
    `filrouge.kdl:18`
    "#);
}

#[test]
fn a_finding_shows_the_page_of_its_rule() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(PATH, "event.value", "event.valeur");
    let told = hover(&mut editor, PATH, "event.val‸eur");
    assert!(told.contains("# unknown-field"), "{told}");
}

fn offered(text: &str) -> Vec<String> {
    let mut editor = Editor::new(FILES);
    let plain = text.replace('‸', "");
    editor.open_with(PATH, &plain);
    editor.offered(PATH, text)
}

#[test]
fn the_words_of_a_block_are_offered() {
    let top = offered("/* é😀 */ ‸");
    assert!(top.contains(&"journey".to_owned()) && top.contains(&"event".to_owned()), "{top:?}");
    let steps = offered("journey été {\n    purpose marketing\n    se‸\n}");
    assert!(steps.contains(&"send".to_owned()) && steps.contains(&"wait-until".to_owned()), "{steps:?}");
    assert!(!steps.contains(&"purpose".to_owned()), "it stands there already: {steps:?}");
}

#[test]
fn properties_and_their_values_are_offered() {
    let props = offered("journey j {\n    /* 😀 */ send été via=email ‸\n}");
    assert!(props.contains(&"template".to_owned()) && !props.contains(&"via".to_owned()), "{props:?}");
    assert_eq!(offered("journey j {\n    /* 😀 */ send été via=‸\n}"), ["email"]);
    assert_eq!(
        offered("purpose p { basis con‸ }"),
        ["consent", "contract", "legitimate-interest", "legal-obligation", "vital-interest", "public-task",]
    );
    assert_eq!(offered("journey j { purpose ‸ }"), ["marketing"]);
    assert_eq!(
        offered("template t { mjml file=\"templates/‸\" }"),
        FILES.iter().map(|(path, _)| *path).collect::<Vec<_>>()
    );
    let types = offered("profile { été ‸ }");
    assert!(types.contains(&"datetime".to_owned()), "{types:?}");
}

#[test]
fn conditions_are_completed_with_what_their_place_sees() {
    let journey = |condition: &str| {
        format!("journey j {{\n    enter on=\"Panier modifié\" where=\"{condition}\n    end\n}}")
    };
    assert_eq!(offered(&journey("'😀' != event.‸\"")), ["cart_id", "value", "items"]);
    assert_eq!(
        offered(&journey("'😀' != event.‸")),
        ["cart_id", "value", "items"],
        "the quotes are not closed yet"
    );
    assert_eq!(offered(&journey("profile.tier == 'g‸'\"")), ["silver", "gold"]);
    assert_eq!(offered(&journey("profile.in('‸')\"")), ["fidèles"]);
    let roots = offered(&journey("‸\""));
    assert!(roots.starts_with(&["profile".to_owned(), "event".to_owned()]), "{roots:?}");
    assert!(roots.contains(&"has".to_owned()), "{roots:?}");
    let methods = offered(&journey("event.cart_id.st‸\""));
    assert!(methods.contains(&"startsWith".to_owned()), "{methods:?}");
    let items = offered(&journey("'é😀' != event.cart_id && event.items.exists(it, it.‸)\""));
    assert_eq!(items, ["sku", "price"]);
}

#[test]
fn placeholders_are_completed_with_what_the_send_gives() {
    let mut editor = Editor::new(FILES);
    let path = "journeys/templates.kdl";
    editor.open(path);
    editor.replace(path, "{{ profile.first_name | default('é') }}", "{{ ");
    assert_eq!(
        editor.offered(path, "😀 {{ ‸"),
        ["confirm_url", "entry", "preferences_url", "profile", "remise", "unsubscribe_url"]
    );
    let body = "templates/panier.mjml";
    editor.open(body);
    editor.replace(body, "{{ article.sku }}", "{{ article. | upper }}");
    assert_eq!(editor.offered(body, "{{ article.‸"), ["sku", "price"]);
    editor.replace(body, "{{ article. | upper }}", "{{ article.sku | up }}");
    assert!(editor.offered(body, "{{ article.sku | up‸").contains(&"upper".to_owned()));
}

#[test]
fn a_choice_is_written_as_its_place_wants_it() {
    let mut editor = Editor::new(FILES);
    let journey = |on: &str| format!("journey j {{\n    /* 😀 */ enter on={on}\n    end\n}}");
    for (written, marked) in
        [("", "on=‸"), ("Pan", "on=Pan‸"), ("\"Panier m\"", "on=\"Panier m‸\""), ("\"\"", "on=\"‸\"")]
    {
        editor.open_with(PATH, &journey(written));
        assert_eq!(editor.chosen(PATH, marked, "Panier modifié"), journey("\"Panier modifié\""), "{marked}");
    }
    editor.open_with(PATH, &journey("Commande where=\"event.or\""));
    assert_eq!(editor.chosen(PATH, "event.or‸", "order_id"), journey("Commande where=\"event.order_id\""));
    assert_eq!(editor.chosen(PATH, "event.or‸", "order_id"), journey("Commande where=\"event.order_id\""));
}

#[test]
fn a_call_tells_what_it_takes() {
    let mut editor = Editor::new(FILES);
    editor.open(PATH);
    editor.replace(
        PATH,
        "'😀' != event.cart_id",
        "'é😀' != event.cart_id && event.items.exists(it, it.price > 1.0)",
    );
    let help = editor.ask("textDocument/signatureHelp", editor.at(PATH, "exists(it, it‸"));
    assert_eq!(help["signatures"][0]["label"], "list.exists(item, condition)");
    assert_eq!(help["activeParameter"], 1);
    assert_eq!(editor.ask("textDocument/signatureHelp", editor.at(PATH, "wait pa‸use")), Value::Null);
}

#[test]
fn a_document_is_laid_out_by_the_formatter() {
    let mut editor = Editor::new(FILES);
    editor.open_with(PATH, "// é\njourney  \"été\"   {\n  purpose marketing\n}\n");
    let edits = editor
        .ask("textDocument/formatting", json!({ "textDocument": { "uri": document(PATH) }, "options": {} }));
    assert_eq!(editor.edited(PATH, &edits), "// é\njourney été {\n    purpose marketing\n}\n");
    editor.replace(PATH, "}\n", "");
    let broken = editor
        .ask("textDocument/formatting", json!({ "textDocument": { "uri": document(PATH) }, "options": {} }));
    assert_eq!(broken, Value::Null);
}
