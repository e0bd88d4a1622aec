//! `filrouge store`: checks, counts and repairs the data of a daemon.

use crate::arguments::{Data, Output, StoreAction};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::moment;
use crate::terminal::Terminal;
use filrouge_store::{
    Bodies, Check, FileState, GivenUp, JournalExtent, JournalState, Kind, OpenError, Repair, Stats,
};
use std::fs;
use std::path::{Path, PathBuf};

/// Checks, counts or repairs.
pub fn run(action: StoreAction, terminal: &Terminal) -> Outcome {
    match action {
        StoreAction::Check(data) => {
            let check = check(&folder(&data)?, terminal)?;
            let text = serde_json::to_string(&check)?;
            print(&data, terminal, &text, &checked(&check, terminal));
            Ok(Exit::unless(!check.sound))
        }
        StoreAction::Stats(data) => {
            let stats = filrouge_store::stats(&folder(&data)?)?;
            print(&data, terminal, &serde_json::to_string(&stats)?, &counts(&stats));
            Ok(Exit::Clean)
        }
        StoreAction::Repair(data) => {
            let repair = filrouge_store::repair(&folder(&data)?)?;
            print(&data, terminal, &serde_json::to_string(&repair)?, &repaired(&repair, terminal));
            Ok(Exit::Clean)
        }
    }
}

/// Reads all of it, and tells whoever watches how far it is.
fn check(folder: &Path, terminal: &Terminal) -> Result<Check, OpenError> {
    let mut progress = |done: u64, all: u64| {
        if terminal.is_watched() {
            let percent = (done * 100).checked_div(all).unwrap_or(100);
            terminal.remark(&format!("\r{percent:>3} %  {done} of {all} bodies\x1b[K"));
        }
    };
    let check = filrouge_store::check(folder, &filrouge_host::readable, &mut progress);
    if terminal.is_watched() {
        terminal.remark("\r\x1b[K");
    }
    check
}

/// As the daemon names it.
fn folder(data: &Data) -> Result<PathBuf, Failure> {
    let missing = || OpenError::Missing { directory: data.data.clone() };
    fs::canonicalize(&data.data).map_err(|_| Failure::from(missing()))
}

fn print(data: &Data, terminal: &Terminal, json: &str, human: &str) {
    match data.format {
        Output::Json => terminal.say(json),
        Output::Human => terminal.print(human),
    }
}

fn checked(check: &Check, terminal: &Terminal) -> String {
    let file = check.file.iter().map(file);
    let journal = check.journal.iter().flat_map(journal);
    let bodies = check.bodies.iter().flat_map(|kinds| bodies(kinds));
    let remarks = check.remarks.iter().map(|remark| row("note", remark));
    let damages = check
        .damages
        .iter()
        .map(|damage| format!("{} {}\n", terminal.paint("31;1", "damaged:"), damage.detail));
    let fine = check.sound.then(|| format!("{} the store can be trusted\n", terminal.paint("32;1", "ok:")));
    file.chain(journal).chain(bodies).chain(remarks).chain(damages).chain(fine).collect()
}

fn row(name: &str, text: &str) -> String {
    format!("{name:<12}{text}\n")
}

fn file(FileState { bytes, format, record }: &FileState) -> String {
    row("file", &format!("{}, format {format}, up to record {record}", size(*bytes)))
}

fn journal(journal: &JournalState) -> Vec<String> {
    let segments = counted(journal.segments, "segment", "segments");
    let held = match journal.next - journal.first {
        0 => format!("no record in {segments}"),
        _ => format!("records {} to {} in {segments}", journal.first, journal.next - 1),
    };
    let torn = journal.torn.as_ref().map(|torn| {
        let text = "the last write was cut short; nobody was told that it is there, and a start cuts it";
        row("torn", &format!("`{}`, byte {}, record {}: {text}", torn.file, torn.offset, torn.record))
    });
    [row("journal", &held), row("ahead", &ahead(journal.ahead))].into_iter().chain(torn).collect()
}

/// How many were opened, by what they are, and how many nobody opens any more.
fn bodies(kinds: &[Bodies]) -> Vec<String> {
    let told = |count: fn(&Bodies) -> u64| {
        let some = kinds.iter().filter(|bodies| count(bodies) > 0);
        let told: Vec<String> = some.map(|bodies| counted_as(count(bodies), bodies.kind)).collect();
        told.join(", ")
    };
    let opened = [("opened", told(|bodies| bodies.opened)), ("erased", told(|bodies| bodies.erased))];
    let some = opened.iter().filter(|(name, told)| *name == "opened" || !told.is_empty());
    some.map(|(name, told)| row(name, if told.is_empty() { "no body" } else { told })).collect()
}

fn counted_as(count: u64, kind: Kind) -> String {
    let (one, several) = match kind {
        Kind::Key => ("key", "keys"),
        Kind::Person => ("person", "people"),
        Kind::Name => ("name", "names"),
        Kind::Message => ("message", "messages"),
        Kind::DeadLetter => ("dead letter", "dead letters"),
        Kind::Request => ("request", "requests"),
        Kind::Quarantine => ("row of the quarantine", "rows of the quarantine"),
        Kind::Input => ("input", "inputs"),
        Kind::Decision => ("decision", "decisions"),
        Kind::Act => ("act of the audit log", "acts of the audit log"),
        Kind::Plan => ("plan", "plans"),
        Kind::Release => ("plan of a share", "plans of a share"),
        Kind::Record => ("record of the journal", "records of the journal"),
    };
    format!("{count} {}", if count == 1 { one } else { several })
}

fn ahead(records: u64) -> String {
    match records {
        0 => "the file has all that the journal has".to_owned(),
        1 => "1 record that the file does not have yet; a start brings it in".to_owned(),
        _ => format!("{records} records that the file does not have yet; a start brings them in"),
    }
}

fn counts(stats: &Stats) -> String {
    let each = |bytes: Option<u64>| bytes.map_or_else(String::new, |bytes| format!(", {bytes} bytes each"));
    let mut rows = vec![
        ("file", format!("{}, its log {}", size(stats.file_bytes), size(stats.log_bytes))),
        ("journal", stats.journal.as_ref().map_or_else(|| "none that can be read".to_owned(), extent)),
        ("people", format!("{}{}", stats.people, each(stats.bytes_per_person))),
        ("inputs", format!("{}{}", stats.inputs, each(stats.bytes_per_input))),
        ("oldest", moment::shown(stats.oldest_input.map(Into::into).as_ref())),
        ("decisions", stats.decisions.to_string()),
        ("timers", stats.timers.to_string()),
        ("outbox", format!("{} waiting, {} in flight", stats.waiting, stats.in_flight)),
        ("quarantine", stats.quarantine.to_string()),
        ("undelivered", stats.dead_letters.to_string()),
    ];
    if stats.in_use {
        rows.push((
            "note",
            "a process works on it: what it has not brought into the file is not counted".into(),
        ));
    }
    let rows: String = rows.iter().map(|(name, text)| row(name, text)).collect();
    let tables = stats.tables.iter().map(|table| format!("  {:<12}{}\n", table.name, size(table.bytes)));
    format!("{rows}\n{}", tables.collect::<String>())
}

fn extent(journal: &JournalExtent) -> String {
    let (segments, bytes) = (counted(journal.segments, "segment", "segments"), size(journal.bytes));
    format!("{segments}, {bytes}; {} records ahead of the file", journal.ahead)
}

fn repaired(repair: &Repair, terminal: &Terminal) -> String {
    let mut out = row("damage", &repair.damage);
    out.push_str(&row("kept", &format!("everything up to record {}", repair.record)));
    out.push_str(&row("given up", &repair.given_up.as_ref().map_or_else(nothing, given_up)));
    out.extend(repair.aside.iter().map(|file| row("aside", &format!("`{file}`"))));
    out.push_str(&format!("{} a daemon starts on what is left\n", terminal.paint("32;1", "repaired:")));
    out
}

fn nothing() -> String {
    "nothing that is known of".to_owned()
}

fn given_up(lost: &GivenUp) -> String {
    let GivenUp { first, last, readable, inputs, .. } = lost;
    let records = last - first + 1;
    let held = match (lost.earliest, lost.latest) {
        (Some(earliest), Some(latest)) => format!(
            "{inputs} inputs from {} to {}",
            moment::shown(Some(&earliest.into())),
            moment::shown(Some(&latest.into()))
        ),
        _ => "no inputs".to_owned(),
    };
    format!("records {first} to {last}; of these {records}, {readable} can be read still, with {held}")
}

/// A length as people read it.
pub fn size(bytes: u64) -> String {
    let mut units = [" KB", " MB", " GB", " TB"].into_iter();
    let (mut whole, mut unit) = (bytes as f64, " bytes");
    while whole >= 1_000.0
        && let Some(larger) = units.next()
    {
        (whole, unit) = (whole / 1_000.0, larger);
    }
    if unit == " bytes" { format!("{bytes}{unit}") } else { format!("{whole:.1}{unit}") }
}
