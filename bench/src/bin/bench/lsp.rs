//! From a key to what is found: the language server on projects of 100, 1,000 and 10,000 files, each in a process of its
//! own, beside an analysis of the same texts.

use filrouge_bench::{Failure, Report, Target, again, median, peak_memory, shop, spend};
use filrouge_compile::{Date, analyse};
use filrouge_lsp::{Disk, Server, uri};
use filrouge_report::Findings;
use filrouge_source::Sources;
use lsp_server::{Message, Notification, Request, RequestId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How many keys are pressed.
const KEYS: u32 = 41;
/// How often what is asked beside is asked.
const TIMES: u32 = 11;
/// The folder, which is in memory alone.
const ROOT: &str = "/project";

/// What one process took.
#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    /// Seconds from the folder to the first findings.
    first: f64,
    /// Seconds from a key to the findings.
    key: f64,
    /// Seconds for a completion in a condition.
    completion: f64,
    /// Seconds for the references of a field after a change.
    references: f64,
    /// Seconds for one analysis of all texts.
    analysis: f64,
    /// The most memory that the server held, in bytes.
    memory: u64,
}

/// A generated project.
struct Generated(Vec<(String, String)>);

impl Disk for Generated {
    fn root_of(&self, path: &str) -> Option<String> {
        path.starts_with(ROOT).then(|| ROOT.to_owned())
    }

    fn load(&self, _: &str) -> (Sources, Findings) {
        (sources(&self.0), Findings::new())
    }

    fn today(&self) -> Option<Date> {
        None
    }
}

fn sources(files: &[(String, String)]) -> Sources {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(path.as_str(), text.as_str());
    }
    sources
}

pub(crate) fn run() -> Result<(), Failure> {
    let words: Vec<String> = filrouge_bench::words().collect();
    if let [journeys] = words.as_slice()
        && let Ok(journeys) = journeys.parse()
    {
        println!("{}", serde_json::to_string(&session(journeys)?)?);
        return Ok(());
    }
    let mut report = Report::of("lsp");
    for journeys in [100, 1_000, 10_000] {
        figures(journeys, &mut report)?;
    }
    report.print();
    Ok(())
}

fn figures(journeys: u32, report: &mut Report) -> Result<(), Failure> {
    let output = again()?.arg(journeys.to_string()).output()?;
    let seen: Seen = serde_json::from_slice(&output.stdout)?;
    let named = |name: &str| format!("{journeys} files: {name}");
    report.add(named("first findings"), seen.first * 1e3, "ms");
    if journeys == 1_000 {
        report.aim(named("key to findings"), seen.key * 1e3, "ms", Target::AtMost(10.0));
        report.aim(named("peak memory"), seen.memory as f64 / 1e6, "MB", Target::AtMost(200.0));
    } else {
        report.add(named("key to findings"), seen.key * 1e3, "ms");
        report.add(named("peak memory"), seen.memory as f64 / 1e6, "MB");
    }
    report.add(named("completion in a condition"), seen.completion * 1e3, "ms");
    report.add(named("references after a change"), seen.references * 1e3, "ms");
    report.add(named("key to findings / an analysis of all"), seen.key / seen.analysis, "×");
    Ok(())
}

/// A server with one document open.
struct Session {
    server: Server,
    document: String,
    version: i32,
}

impl Session {
    fn hear(&mut self, message: impl Into<Message>) -> Vec<Message> {
        self.server.receive(vec![message.into()])
    }

    fn ask(&mut self, method: &str, params: Value) -> Vec<Message> {
        self.hear(Request { id: RequestId::from(1), method: method.to_owned(), params })
    }

    fn tell(&mut self, method: &str, params: Value) -> Vec<Message> {
        self.hear(Notification { method: method.to_owned(), params })
    }

    fn write(&mut self, text: &str) -> Vec<Message> {
        self.version += 1;
        let document = json!({ "uri": self.document, "version": self.version });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        )
    }
}

fn session(journeys: u32) -> Result<Seen, Failure> {
    let files = shop::files(journeys);
    let (path, text) = files.iter().rfind(|(_, text)| text.contains("event.")).ok_or("no condition")?.clone();
    let wrong = text.replacen("event.", "event.x", 1);
    let document = uri::of(&format!("{ROOT}/{path}"));
    let mut own = Session { server: Server::new(Box::new(Generated(files.clone()))), document, version: 1 };
    let (_, first) = spend(|| {
        own.ask("initialize", json!({ "rootUri": uri::of(ROOT), "capabilities": {} }));
        let opened = json!({ "uri": own.document, "languageId": "filrouge", "version": 1, "text": text });
        own.tell("textDocument/didOpen", json!({ "textDocument": opened }))
    });
    let key = middle(KEYS, |turn| own.write(if turn % 2 == 0 { &wrong } else { &text }));
    own.write(&text);
    let at = place(&text, "event.");
    let asked = json!({ "textDocument": { "uri": own.document }, "position": at, "context": { "includeDeclaration": true } });
    let completion = middle(TIMES, |_| own.ask("textDocument/completion", asked.clone()));
    let references = middle(TIMES, |turn| {
        own.write(&format!("{text}{}", "\n".repeat(turn as usize % 2)));
        own.ask("textDocument/references", asked.clone())
    });
    let memory = peak_memory()?;
    drop(own);
    let analysis = middle(TIMES, |_| analyse(sources(&files)));
    Ok(Seen { first: first.wall.as_secs_f64(), key, completion, references, analysis, memory })
}

/// The place behind the first `words` of a text.
fn place(text: &str, words: &str) -> Value {
    let before = text.split(words).next().unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    json!({ "line": before.matches('\n').count(), "character": line.encode_utf16().count() + words.len() })
}

fn middle<T>(times: u32, mut act: impl FnMut(u32) -> T) -> f64 {
    median((0..times).map(|turn| spend(|| act(turn)).1.wall.as_secs_f64()).collect())
}
