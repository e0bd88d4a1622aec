//! An editor without windows: texts in memory, one server, positions by words.

use filrouge_compile::Date;
use filrouge_lsp::{Daemon, Disk, Server, Sizes, uri};
use filrouge_report::Findings;
use filrouge_source::Sources;
use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where the project of the tests is: with a blank and an accent, as folders have them.
pub const ROOT: &str = "/home/léa/ma boutique";

type Files = Rc<RefCell<BTreeMap<String, String>>>;

/// Files of one project, in memory.
struct Memory(Files);

impl Disk for Memory {
    fn root_of(&self, path: &str) -> Option<String> {
        path.starts_with(ROOT).then(|| ROOT.to_owned())
    }

    fn load(&self, _: &str) -> (Sources, Findings) {
        let mut sources = Sources::new();
        for (path, text) in self.0.borrow().iter() {
            sources.add(path.as_str(), text.as_str());
        }
        (sources, Findings::new())
    }

    fn today(&self) -> Option<Date> {
        Date::parse("2026-12-01")
    }
}

/// What a daemon tells, as a test says it.
pub type Told = Rc<RefCell<Option<Sizes>>>;

struct Running(Told);

impl Daemon for Running {
    fn sizes(&self) -> Option<Sizes> {
        self.0.borrow().clone()
    }

    fn options(&self) -> Vec<String> {
        vec!["--url".to_owned(), "http://daemon.example".to_owned()]
    }
}

/// An editor with a server.
pub struct Editor {
    pub server: Server,
    files: Files,
    open: BTreeMap<String, (i32, String)>,
    requests: i32,
    /// The last diagnostics of each document, by path.
    pub diagnostics: BTreeMap<String, Value>,
    /// Everything else that the server has sent of itself.
    pub sent: Vec<Message>,
    unit: &'static str,
}

impl Editor {
    /// An editor that has opened the folder of a project.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::counting(files, "utf-16")
    }

    /// As [`Editor::new`], with columns in this unit.
    pub fn counting(files: &[(&str, &str)], unit: &'static str) -> Self {
        Self::with(files, unit, |server| server)
    }

    /// As [`Editor::new`], beside a daemon that tells what `told` holds.
    pub fn beside(files: &[(&str, &str)], told: &Told) -> Self {
        let daemon = Box::new(Running(Rc::clone(told)));
        Self::with(files, "utf-16", |server| server.beside(daemon))
    }

    fn with(files: &[(&str, &str)], unit: &'static str, set_up: impl FnOnce(Server) -> Server) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let files = Rc::new(RefCell::new(files));
        let mut editor = Self {
            server: set_up(Server::new(Box::new(Memory(Rc::clone(&files))))),
            files,
            open: BTreeMap::new(),
            requests: 0,
            diagnostics: BTreeMap::new(),
            sent: Vec::new(),
            unit,
        };
        let client = json!({
            "rootUri": uri::of(ROOT),
            "capabilities": {
                "general": { "positionEncodings": [unit, "utf-16"] },
                "workspace": { "inlayHint": { "refreshSupport": true } },
            },
            "initializationOptions": { "pages": "https://filrouge.example/docs/" },
        });
        let offered = editor.ask("initialize", client);
        assert_eq!(offered["capabilities"]["positionEncoding"], unit);
        editor.tell("initialized", json!({}));
        editor
    }

    /// Hands messages in and keeps what comes out; the answers are returned.
    pub fn exchange(&mut self, messages: Vec<Message>) -> Vec<Response> {
        let mut answers = Vec::new();
        for message in self.server.receive(messages) {
            match message {
                Message::Response(response) => answers.push(response),
                Message::Notification(note) if note.method == "textDocument/publishDiagnostics" => {
                    let path = own(note.params["uri"].as_str().unwrap());
                    self.diagnostics.insert(path, note.params["diagnostics"].clone());
                }
                other => self.sent.push(other),
            }
        }
        answers
    }

    pub fn request(&mut self, method: &str, params: Value) -> Request {
        self.requests += 1;
        Request { id: RequestId::from(self.requests), method: method.to_owned(), params }
    }

    /// Asks, and expects an answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        let request = self.request(method, params);
        let answers = self.exchange(vec![request.into()]);
        let [Response { response_result, .. }] = answers.as_slice() else { panic!("{method}: {answers:?}") };
        response_result.clone().map_err(|error| format!("{} {}", error.code, error.message))
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        let note = Notification { method: method.to_owned(), params };
        assert!(self.exchange(vec![note.into()]).is_empty());
    }

    /// The text of a file, as the editor sees it.
    pub fn text(&self, path: &str) -> String {
        self.open.get(path).map(|(_, text)| text.clone()).unwrap_or_else(|| self.files.borrow()[path].clone())
    }

    pub fn open(&mut self, path: &str) {
        let text = self.text(path);
        self.open_with(path, &text);
    }

    pub fn open_with(&mut self, path: &str, text: &str) {
        self.open.insert(path.to_owned(), (1, text.to_owned()));
        let document = json!({ "uri": document(path), "languageId": "kdl", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Writes a file beside the editor.
    pub fn write(&mut self, path: &str, text: &str) {
        self.files.borrow_mut().insert(path.to_owned(), text.to_owned());
        let change = json!({ "uri": document(path), "type": 2 });
        self.tell("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    }

    /// Replaces the first `words` of an open document, as typing would.
    pub fn replace(&mut self, path: &str, words: &str, by: &str) {
        let change = self.change(path, words, by);
        assert!(self.exchange(vec![change]).is_empty());
    }

    /// The message about a change of an open document.
    pub fn change(&mut self, path: &str, words: &str, by: &str) -> Message {
        let range = self.range(path, words);
        let (version, text) = self.open.get_mut(path).expect("open it first");
        *text = text.replacen(words, by, 1);
        *version += 1;
        let params = json!({
            "textDocument": { "uri": document(path), "version": *version },
            "contentChanges": [{ "range": range, "text": by }],
        });
        Notification { method: "textDocument/didChange".to_owned(), params }.into()
    }

    fn position(&self, path: &str, offset: usize) -> Value {
        let text = self.text(path);
        let before = &text[..offset];
        let line = before.rsplit('\n').next().unwrap();
        let character = if self.unit == "utf-8" { line.len() } else { line.encode_utf16().count() };
        json!({ "line": before.matches('\n').count(), "character": character })
    }

    /// The range of the first `words` of a file.
    pub fn range(&self, path: &str, words: &str) -> Value {
        let start = self.text(path).find(words).unwrap_or_else(|| panic!("no `{words}` in {path}"));
        json!({ "start": self.position(path, start), "end": self.position(path, start + words.len()) })
    }

    /// The whole of a file.
    pub fn everything(&self, path: &str) -> Value {
        json!({ "start": self.position(path, 0), "end": self.position(path, self.text(path).len()) })
    }

    /// A document and the place of the mark `‸` in `words`, which stand in it without the mark.
    pub fn at(&self, path: &str, words: &str) -> Value {
        let mark = words.find('‸').expect("mark the place with ‸");
        let plain = words.replace('‸', "");
        let start = self.text(path).find(&plain).unwrap_or_else(|| panic!("no `{plain}` in {path}"));
        json!({ "textDocument": { "uri": document(path) }, "position": self.position(path, start + mark) })
    }

    /// The words of a range, with its file and line: `journeys/é.kdl:3: reminder`.
    pub fn words(&self, location: &Value) -> String {
        let path = own(location["uri"].as_str().unwrap());
        let line = location["range"]["start"]["line"].as_u64().unwrap() + 1;
        format!("{path}:{line}: {}", self.cut(&path, &location["range"]))
    }

    /// The text of a range of a file.
    pub fn cut(&self, path: &str, range: &Value) -> String {
        let text = self.text(path);
        let (start, end) = (self.offset(&text, &range["start"]), self.offset(&text, &range["end"]));
        text[start..end].to_owned()
    }

    fn offset(&self, text: &str, position: &Value) -> usize {
        let (line, column) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
        let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
        let mut units = 0;
        for (at, letter) in text[start..].char_indices() {
            if units >= column {
                return start + at;
            }
            units += if self.unit == "utf-8" { letter.len_utf8() } else { letter.len_utf16() } as u64;
        }
        text.len()
    }

    /// A file after edits of the protocol.
    pub fn edited(&self, path: &str, edits: &Value) -> String {
        let mut text = self.text(path);
        let mut edits: Vec<_> = edits.as_array().cloned().unwrap_or_default();
        edits.sort_by_key(|edit| self.offset(&text, &edit["range"]["start"]));
        for edit in edits.iter().rev() {
            let (start, end) =
                (self.offset(&text, &edit["range"]["start"]), self.offset(&text, &edit["range"]["end"]));
            text.replace_range(start..end, edit["newText"].as_str().unwrap());
        }
        text
    }

    /// The labels that are offered at a place.
    pub fn offered(&mut self, path: &str, words: &str) -> Vec<String> {
        let items = self.ask("textDocument/completion", self.at(path, words))["items"].clone();
        items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// The document after the choice of an offered label.
    pub fn chosen(&mut self, path: &str, words: &str, label: &str) -> String {
        let items = self.ask("textDocument/completion", self.at(path, words))["items"].clone();
        let item = items.as_array().unwrap().iter().find(|item| item["label"] == label).cloned();
        self.edited(path, &json!([item.unwrap_or_else(|| panic!("{label} is not offered"))["textEdit"]]))
    }

    /// What is found in a file: `rule: words: message`.
    pub fn found(&self, path: &str) -> Vec<String> {
        let all = self.diagnostics.get(path).and_then(Value::as_array).cloned().unwrap_or_default();
        let told = |one: &Value| {
            let message = one["message"].as_str().unwrap();
            format!("{}: {}: {message}", one["code"].as_str().unwrap(), self.cut(path, &one["range"]))
        };
        all.iter().map(told).collect()
    }
}

/// The name of a file of the project.
pub fn document(path: &str) -> String {
    uri::of(&format!("{ROOT}/{path}"))
}

fn own(document: &str) -> String {
    let path = uri::path(document).unwrap_or_else(|| document.to_owned());
    path.strip_prefix(&format!("{ROOT}/")).unwrap_or(&path).to_owned()
}
