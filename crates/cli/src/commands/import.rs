//! `filrouge import`: people, consents and past events from a file, over the API that clients use.

mod lines;
mod state;
mod table;
mod wire;

use crate::arguments::{Import, Output, RowKind};
use crate::commands::run::token;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use lines::{Lines, Place, Source};
use serde::Serialize;
use state::State;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;
use std::time::{Duration, Instant};
use table::{Heading, Table};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wire::{Took, Wire};

/// How often somebody who watches is told how far it is, and how often the place is kept.
const PAUSE: Duration = Duration::from_millis(500);

/// After so long without an answer somebody who watches is told.
const LONG: Duration = Duration::from_secs(2);

/// What became of a file.
#[derive(Debug, Default, Serialize)]
struct Tally {
    version: u32,
    /// Whether it is through.
    complete: bool,
    /// The last line that is on the daemon's disk.
    line: u64,
    /// Messages that were handed over.
    sent: u64,
    /// Of these, those that had come before.
    duplicates: u64,
    /// Of these, those that the daemon set aside.
    set_aside: u64,
    /// Consents that were refused, and why the first one was.
    refused: u64,
    first_refusal: Option<String>,
    /// Consents that were entered and do not count, and why the first one does not.
    not_counted: u64,
    first_not_counted: Option<String>,
    /// Lines that are no message, and why the first one is none.
    unreadable: u64,
    first_unreadable: Option<String>,
    seconds: f64,
}

/// Hands over every line of a file, or goes on where the state says.
pub fn run(options: &Import, terminal: &Terminal) -> Outcome {
    let key = token(&options.write_key_env)?;
    let state = options.state.as_deref().map(|path| State::of(path, &options.file)).transpose()?;
    let from = state.as_ref().map(State::place).unwrap_or_default();
    let (lines, size) = open(options, from)?;
    let from = lines.place();
    let wire = Wire::new(&options.url, &key)?;
    let executor = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut passage = Passage {
        options,
        terminal,
        lines,
        state,
        size,
        tally: Tally { line: from.line, ..Tally::default() },
    };
    let outcome = executor.block_on(passage.all(&wire));
    passage.end(outcome)
}

/// The lines of a file, or of a pipe.
type AllLines = Lines<Box<dyn BufRead>>;

/// The lines of the file from `from` on, and how long it is.
fn open(options: &Import, from: Place) -> Result<(AllLines, Option<u64>), Failure> {
    let path = &*options.file;
    if path == Path::new("-") {
        let mut reader = BufReader::new(io::stdin());
        let heading = heading(options, &mut reader)?;
        return Ok((lines(Box::new(reader), heading, from), None));
    }
    let named = |error| Failure::new(format!("`{}` cannot be read", path.display()), error);
    let mut file = File::open(path).map_err(named)?;
    let size = file.metadata().map_err(named)?.len();
    let heading = heading(options, &mut BufReader::new(&file))?;
    let begin = heading.as_ref().map_or(from, |(heading, _)| from.max(heading.end));
    file.seek(SeekFrom::Start(begin.offset)).map_err(named)?;
    Ok((lines(Box::new(BufReader::with_capacity(1 << 20, file)), heading, begin), Some(size)))
}

/// The first line of a table, and what its rows are.
fn heading(options: &Import, reader: &mut impl BufRead) -> Result<Option<(Heading, RowKind)>, Failure> {
    match &options.rows {
        Some(kind) => Ok(Some((Heading::read(reader, &options.column)?, kind.clone()))),
        None if options.file.extension().is_some_and(|kind| kind == "csv" || kind == "tsv") => {
            let told = "say with `--rows` what its rows are: `identify`, `consent` or `track:EVENT`";
            Err(Failure::new(format!("`{}` is a table", options.file.display()), told))
        }
        None => Ok(None),
    }
}

fn lines<R: BufRead>(reader: R, heading: Option<(Heading, RowKind)>, from: Place) -> Lines<R> {
    match heading {
        None => Lines::new(Source::Json(reader), from),
        Some((heading, kind)) => {
            let from = from.max(heading.end);
            Lines::new(Source::Table(Box::new(Table::new(reader, heading, kind, from))), from)
        }
    }
}

/// A parcel that is under way.
struct Delivery {
    end: Place,
    handed: JoinHandle<Result<Took, Failure>>,
}

/// A file on its way to the daemon.
struct Passage<'p> {
    options: &'p Import,
    terminal: &'p Terminal,
    lines: Lines<Box<dyn BufRead>>,
    state: Option<State>,
    size: Option<u64>,
    tally: Tally,
}

impl Passage<'_> {
    /// Several parcels are under way at once. They are waited for in the order of the file: what stands before the place that
    /// is kept is on the daemon's disk.
    async fn all(&mut self, wire: &Wire) -> Result<(), Failure> {
        let (since, mut told) = (Instant::now(), Instant::now());
        let mut under_way = VecDeque::new();
        loop {
            while under_way.len() < usize::from(self.options.together) {
                let Some(parcel) = self.lines.next()? else { break };
                let end = parcel.end;
                under_way.push_back(Delivery { end, handed: tokio::spawn(wire.clone().hand_over(parcel)) });
            }
            let Some(Delivery { end, handed }) = under_way.pop_front() else { break };
            self.count(self.wait_for(handed).await?, end);
            self.tally.seconds = since.elapsed().as_secs_f64();
            if told.elapsed() >= PAUSE {
                told = Instant::now();
                self.keep(end)?;
                self.progress(end);
            }
            if self.tally.set_aside > self.options.set_aside_at_most {
                self.keep(end)?;
                return Ok(());
            }
        }
        self.tally.complete = true;
        self.keep(self.lines.place())
    }

    /// Whoever watches is told when an answer takes long: the daemon may be away.
    async fn wait_for(&self, mut handed: JoinHandle<Result<Took, Failure>>) -> Result<Took, Failure> {
        let since = Instant::now();
        loop {
            match timeout(LONG, &mut handed).await {
                Ok(took) => return took?,
                Err(_) if self.terminal.is_watched() => {
                    let (line, seconds) = (self.tally.line, since.elapsed().as_secs());
                    let waits =
                        format!("\rline {line}, no answer from {} for {seconds} s\x1b[K", self.options.url);
                    self.terminal.remark(&waits);
                }
                Err(_) => {}
            }
        }
    }

    fn count(&mut self, took: Took, end: Place) {
        let tally = &mut self.tally;
        tally.line = end.line;
        tally.sent += took.messages;
        tally.duplicates += took.duplicates;
        tally.set_aside += took.set_aside;
        if let Some(reason) = took.refused {
            tally.refused += 1;
            tally.first_refusal.get_or_insert(format!("line {}: {reason}", end.line));
        }
        self.count_ignored(took.ignored, end);
    }

    fn count_ignored(&mut self, ignored: Option<String>, end: Place) {
        if let Some(why) = ignored {
            self.tally.not_counted += 1;
            self.tally.first_not_counted.get_or_insert(format!("line {}: {why}", end.line));
        }
    }

    fn keep(&mut self, end: Place) -> Result<(), Failure> {
        self.state.as_mut().map_or(Ok(()), |state| state.keep(end))
    }

    fn progress(&self, end: Place) {
        if !self.terminal.is_watched() {
            return;
        }
        let rate = self.tally.sent as f64 / self.tally.seconds.max(0.001);
        let share = self.size.filter(|size| *size > 0).map(|size| end.offset * 100 / size);
        let share = share.map_or_else(String::new, |percent| format!("{percent:>3} %  "));
        self.terminal.remark(&format!("\r{share}line {}, {rate:.0} messages a second\x1b[K", end.line));
    }

    fn end(mut self, outcome: Result<(), Failure>) -> Outcome {
        if self.terminal.is_watched() {
            self.terminal.remark("\r\x1b[K");
        }
        let Tally { line, complete, .. } = self.tally;
        (self.tally.unreadable, self.tally.first_unreadable) = self.lines.unreadable();
        self.tally.version = 1;
        match self.options.format {
            Output::Json => self.terminal.say(&serde_json::to_string(&self.tally).unwrap_or_default()),
            Output::Human => self.terminal.print(&human(&self.tally)),
        }
        outcome.map_err(|failure| Failure::new(format!("after line {line}"), failure))?;
        let tally = &self.tally;
        Ok(Exit::unless(
            !complete || tally.set_aside + tally.refused + tally.not_counted + tally.unreadable > 0,
        ))
    }
}

fn human(tally: &Tally) -> String {
    let mut text = format!("{} messages up to line {}, in {:.1} s\n", tally.sent, tally.line, tally.seconds);
    let mut row = |count: u64, what: &str| {
        if count > 0 {
            text.push_str(&format!("{count} {what}\n"));
        }
    };
    row(tally.duplicates, "had come before");
    row(tally.set_aside, "were set aside: `filrouge quarantine` shows why");
    row(tally.refused, &format!("consents were refused, {}", tally.first_refusal.as_deref().unwrap_or("")));
    let first = tally.first_not_counted.as_deref().unwrap_or("");
    row(tally.not_counted, &format!("consents do not count, {first}"));
    row(
        tally.unreadable,
        &format!("lines are no message, {}", tally.first_unreadable.as_deref().unwrap_or("")),
    );
    if !tally.complete {
        text.push_str("it has stopped before the end\n");
    }
    text
}
