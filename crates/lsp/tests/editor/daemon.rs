//! What is shown of a daemon that runs the project.

use crate::harness::{Editor, Told, document};
use crate::outline::hinted;
use crate::shop::FILES;
use filrouge_lsp::Sizes;
use lsp_server::Message;
use serde_json::json;

const DECLARED: &str = "filrouge.kdl";
const JOURNEY: &str = "journeys/été.kdl";

fn sizes(minutes: u64) -> Option<Sizes> {
    Some(Sizes {
        project: "boutique".to_owned(),
        minutes,
        looked: 2_000,
        of: 2_000,
        segments: [("fidèles".to_owned(), 1_204)].into(),
        journeys: [("rappel-panier".to_owned(), 1)].into(),
    })
}

fn crowds(editor: &mut Editor, path: &str) -> Vec<String> {
    let mut hints = hinted(editor, path);
    hints.retain(|hint| ["fidèles ", "rappel-panier "].iter().any(|name| hint.starts_with(name)));
    hints
}

#[test]
fn segments_and_journeys_tell_how_many_people_are_in_them() {
    let told = Told::default();
    let mut editor = Editor::beside(FILES, &told);
    assert_eq!(crowds(&mut editor, DECLARED), [""; 0], "the daemon has not answered yet");
    told.replace(sizes(0));
    assert_eq!(crowds(&mut editor, DECLARED), ["fidèles 1,204 people"]);
    assert_eq!(crowds(&mut editor, JOURNEY), ["rappel-panier 1 person inside"]);
    told.replace(sizes(7));
    assert_eq!(crowds(&mut editor, DECLARED), ["fidèles 1,204 people, 7 min ago"]);
    told.replace(sizes(15));
    assert_eq!(crowds(&mut editor, DECLARED), [""; 0], "that is too long ago");
}

#[test]
fn a_daemon_that_runs_another_project_or_knows_no_such_name_tells_nothing() {
    let told = Told::default();
    let mut editor = Editor::beside(FILES, &told);
    told.replace(sizes(0).map(|sizes| Sizes { project: "garage".to_owned(), ..sizes }));
    assert_eq!(crowds(&mut editor, DECLARED), [""; 0]);
    told.replace(sizes(0).map(|sizes| Sizes { segments: [].into(), ..sizes }));
    assert_eq!(crowds(&mut editor, DECLARED), [""; 0]);
}

#[test]
fn the_client_asks_anew_when_it_would_see_something_else() {
    let told = Told::default();
    let mut editor = Editor::beside(FILES, &told);
    let mut refreshed = || {
        let messages = editor.server.heard();
        let asks = |message: &Message| match message {
            Message::Request(request) => request.method == "workspace/inlayHint/refresh",
            _ => false,
        };
        assert!(messages.iter().all(asks), "{messages:?}");
        messages.len()
    };
    assert_eq!(refreshed(), 0, "nothing was told");
    told.replace(sizes(0));
    assert_eq!((refreshed(), refreshed()), (1, 0));
    told.replace(sizes(15));
    assert_eq!((refreshed(), refreshed()), (1, 0), "the hints go");
    told.replace(sizes(16));
    assert_eq!(refreshed(), 0, "they are gone");
}

#[test]
fn the_lens_asks_the_same_daemon() {
    let mut editor = Editor::beside(FILES, &Told::default());
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": document(JOURNEY) } }));
    let why = lenses.as_array().unwrap().iter().find(|lens| lens["command"]["command"] == "filrouge.why");
    let options = &why.unwrap()["command"]["arguments"][0]["daemon"];
    assert_eq!(*options, json!(["--url", "http://daemon.example"]));
}
