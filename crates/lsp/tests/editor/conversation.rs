//! The rules of the conversation.

use crate::harness::Editor;
use crate::shop::FILES;
use filrouge_lsp::{Disk, Server};
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};

struct Nothing;

impl Disk for Nothing {
    fn root_of(&self, _: &str) -> Option<String> {
        None
    }

    fn load(&self, _: &str) -> (filrouge_source::Sources, filrouge_report::Findings) {
        Default::default()
    }

    fn today(&self) -> Option<filrouge_compile::Date> {
        None
    }
}

fn request(id: i32, method: &str, params: Value) -> Message {
    Request { id: RequestId::from(id), method: method.to_owned(), params }.into()
}

fn note(method: &str, params: Value) -> Message {
    Notification { method: method.to_owned(), params }.into()
}

/// The codes of the errors that a fresh server answers with; 0 where it answers.
fn codes(server: &mut Server, messages: Vec<Message>) -> Vec<i32> {
    let answers = server.receive(messages).into_iter().filter_map(|message| match message {
        Message::Response(response) => Some(response.response_result.err().map_or(0, |error| error.code)),
        _ => None,
    });
    answers.collect()
}

#[test]
fn initialize_comes_first_and_once() {
    let mut server = Server::new(Box::new(Nothing));
    let hover = || request(1, "textDocument/hover", json!({}));
    assert_eq!(codes(&mut server, vec![hover()]), [-32002]);
    assert_eq!(codes(&mut server, vec![request(2, "initialize", json!({ "capabilities": {} }))]), [0]);
    assert_eq!(codes(&mut server, vec![request(3, "initialize", json!({}))]), [-32600]);
    assert_eq!(codes(&mut server, vec![hover()]), [-32602], "without a document");
    assert_eq!(codes(&mut server, vec![request(4, "textDocument/moniker", json!({}))]), [-32601]);
    assert_eq!(codes(&mut server, vec![note("$/unknown", json!({})), note("x/y", json!(3))]), [0; 0]);
}

#[test]
fn shutdown_then_exit_ends_well_and_exit_alone_does_not() {
    let mut server = Server::new(Box::new(Nothing));
    server.receive(vec![request(1, "initialize", json!({}))]);
    assert_eq!(
        codes(&mut server, vec![request(2, "shutdown", Value::Null), request(3, "shutdown", Value::Null)]),
        [0, -32600]
    );
    assert_eq!(server.exit_code(), None);
    server.receive(vec![note("exit", Value::Null)]);
    assert_eq!(server.exit_code(), Some(0));
    let mut server = Server::new(Box::new(Nothing));
    server.receive(vec![note("exit", Value::Null)]);
    assert_eq!(server.exit_code(), Some(1));
}

#[test]
fn a_request_that_is_called_off_while_it_waits_is_not_worked_on() {
    let mut editor = Editor::new(FILES);
    editor.open("journeys/été.kdl");
    let params = editor.at("journeys/été.kdl", "se‸nd rappel");
    let asked = [json!(70), json!("seventy")].map(|id| {
        let id: RequestId = serde_json::from_value(id).unwrap();
        Message::from(Request { id, method: "textDocument/hover".to_owned(), params: params.clone() })
    });
    let mut messages = asked.to_vec();
    messages.push(note("$/cancelRequest", json!({ "id": 70 })));
    messages.push(note("$/cancelRequest", json!({ "id": 12345 })));
    let answers = editor.exchange(messages);
    let codes: Vec<_> =
        answers.iter().map(|answer| answer.response_result.as_ref().err().map_or(0, |it| it.code)).collect();
    assert_eq!(codes, [-32800, 0]);
}

#[test]
fn nonsense_is_passed_by() {
    let mut editor = Editor::new(FILES);
    let uri = "file:///nowhere/x.kdl";
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 3 }, "contentChanges": [] }),
    );
    editor.tell("textDocument/didOpen", json!(null));
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    let far =
        json!({ "textDocument": { "uri": uri }, "position": { "line": 4_000_000, "character": 4_000_000 } });
    assert_eq!(editor.ask("textDocument/hover", far), Value::Null);
}

/// Every feature at every place of every file, in whole texts and in broken ones.
#[test]
fn no_place_of_a_text_is_a_trap() {
    const ASKED: &[&str] =
        &["hover", "completion", "signatureHelp", "definition", "documentHighlight", "prepareRename"];
    let mut editor = Editor::new(FILES);
    for (path, text) in FILES {
        let cut = text.char_indices().map(|(at, _)| at).nth(text.chars().count() * 2 / 3).unwrap();
        editor.open_with(path, &text[..cut]);
        let lines: Vec<String> = editor.text(path).lines().map(str::to_owned).collect();
        for (line, words) in lines.iter().enumerate() {
            for character in (0..=words.encode_utf16().count() + 1).step_by(7) {
                let document = json!({ "uri": crate::harness::document(path) });
                let at =
                    json!({ "textDocument": document, "position": { "line": line, "character": character } });
                for method in ASKED {
                    editor.ask(&format!("textDocument/{method}"), at.clone());
                }
            }
        }
    }
}
