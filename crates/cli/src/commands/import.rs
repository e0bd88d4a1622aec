//! `filrouge import`: people, consents and past events from a file, over the API that clients use.

mod lines;
mod positions;
mod source;
mod state;
mod table;
mod wire;

use crate::arguments::{Import, Output};
use crate::commands::run::token;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use lines::Lines;
use serde::Serialize;
use source::{Place, Source};
use state::State;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wire::{Key, Took, Wire};

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
    if options.positions {
        return positions::run(options, terminal);
    }
    let key = token(options.write_key_env.as_deref().unwrap_or_default())?;
    let state = options.state.as_deref().map(|path| State::of(path, &options.file)).transpose()?;
    let from = state.as_ref().map(State::place).unwrap_or_default();
    let lines = Lines::new(Source::open(options, from)?);
    let from = lines.source().place();
    let wire = Wire::new(&options.url, Key::Source(key))?;
    let executor = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let tally = Tally { line: from.line, ..Tally::default() };
    let mut passage = Passage { options, terminal, lines, state, tally };
    let outcome = executor.block_on(passage.all(&wire));
    passage.end(outcome)
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
    lines: Lines,
    state: Option<State>,
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
        self.keep(self.lines.source().place())
    }

    /// Whoever watches is told when an answer takes long: the daemon may be away.
    async fn wait_for(&self, mut handed: JoinHandle<Result<Took, Failure>>) -> Result<Took, Failure> {
        let since = Instant::now();
        loop {
            match timeout(LONG, &mut handed).await {
                Ok(took) => return took?,
                Err(_) if self.terminal.is_watched() => {
                    let (here, url) = (self.reached(), &self.options.url);
                    let seconds = since.elapsed().as_secs();
                    self.terminal.remark(&format!("\r{here}, no answer from {url} for {seconds} s\x1b[K"));
                }
                Err(_) => {}
            }
        }
    }

    /// The last line that is on the daemon's disk, in words.
    fn reached(&self) -> String {
        self.lines.source().named(self.tally.line)
    }

    fn count(&mut self, took: Took, end: Place) {
        let here = self.lines.source().named(end.line);
        let tally = &mut self.tally;
        tally.line = end.line;
        tally.sent += took.messages;
        tally.duplicates += took.duplicates;
        tally.set_aside += took.set_aside;
        if let Some(reason) = took.refused {
            tally.refused += 1;
            tally.first_refusal.get_or_insert(format!("{here}: {reason}"));
        }
        if let Some(why) = took.ignored {
            tally.not_counted += 1;
            tally.first_not_counted.get_or_insert(format!("{here}: {why}"));
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
        let (share, here) = (self.lines.source().share(end), self.lines.source().named(end.line));
        self.terminal.remark(&format!("\r{share}{here}, {rate:.0} messages a second\x1b[K"));
    }

    fn end(mut self, outcome: Result<(), Failure>) -> Outcome {
        if self.terminal.is_watched() {
            self.terminal.remark("\r\x1b[K");
        }
        let reached = self.reached();
        (self.tally.unreadable, self.tally.first_unreadable) = self.lines.unreadable();
        self.tally.version = 1;
        match self.options.format {
            Output::Json => self.terminal.say(&serde_json::to_string(&self.tally).unwrap_or_default()),
            Output::Human => self.terminal.print(&human(&self.tally, &reached)),
        }
        outcome.map_err(|failure| Failure::new(format!("after {reached}"), failure))?;
        let tally = &self.tally;
        Ok(Exit::unless(
            !tally.complete || tally.set_aside + tally.refused + tally.not_counted + tally.unreadable > 0,
        ))
    }
}

fn human(tally: &Tally, reached: &str) -> String {
    let mut text = format!("{} messages up to {reached}, in {:.1} s\n", tally.sent, tally.seconds);
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
