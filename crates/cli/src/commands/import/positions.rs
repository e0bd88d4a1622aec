//! `filrouge import --positions`: people who were on their way elsewhere come in where they stand. All lines are looked at before
//! anybody does.

mod calls;

use super::source::{Place, Source};
use super::state::State;
use super::wire::{Key, Wire};
use crate::arguments::{Import, Output};
use crate::commands::run::token;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use calls::{Call, Mistake};
use serde::Serialize;
use std::path::Path;

/// Mistakes that are told.
const MOST_TOLD: usize = 20;

/// What became of a file.
#[derive(Debug, Default, Serialize)]
struct Tally {
    version: u32,
    /// Whether everybody of it who can stands where they stood.
    complete: bool,
    /// The last line that is on the daemon's disk.
    line: u64,
    /// People who came in.
    taken: u64,
    /// Lines that had come before.
    again: u64,
    /// Whom the rules of their journey did not let in, and why the first one was not.
    turned_away: u64,
    first_turned_away: Option<String>,
    /// What is wrong with lines; then nobody came in.
    mistakes: Vec<Mistake>,
}

/// Looks at every line, and hands them over when all of them fit.
pub fn run(options: &Import, terminal: &Terminal) -> Outcome {
    if options.file == Path::new("-") {
        let why = "a pipe is read once, and positions are looked at before anybody is put anywhere: write them into a file";
        return Err(Failure::new("`-` with `--positions`", why));
    }
    let wire = Wire::new(&options.url, Key::Operator(token(&options.admin_token_env)?))?;
    let state = options.state.as_deref().map(|path| State::of(path, &options.file)).transpose()?;
    let from = state.as_ref().map(State::place).unwrap_or_default();
    let source = Source::open(options, from)?;
    let tally = Tally { version: 1, line: from.line, ..Tally::default() };
    let mut passage = Passage { options, terminal, wire, state, source, tally };
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = executor.block_on(passage.all(from));
    passage.end(outcome)
}

/// A file on its way to the daemon.
struct Passage<'p> {
    options: &'p Import,
    terminal: &'p Terminal,
    wire: Wire,
    state: Option<State>,
    source: Source,
    tally: Tally,
}

impl Passage<'_> {
    async fn all(&mut self, from: Place) -> Result<(), Failure> {
        self.look().await?;
        if !self.tally.mistakes.is_empty() {
            return Ok(());
        }
        self.source = Source::open(self.options, from)?;
        self.put().await?;
        self.tally.complete = true;
        Ok(())
    }

    async fn look(&mut self) -> Result<(), Failure> {
        while let Some(mut call) = Call::next(&mut self.source, "/admin/v1/positions?check=true")? {
            self.tally.mistakes.append(&mut call.unreadable);
            self.progress(call.parcel.end, "looked at");
            self.tally.mistakes.extend(call.hand_over(&self.wire).await?.told("misplaced"));
        }
        self.tally.mistakes.sort_by_key(|mistake| mistake.line);
        Ok(())
    }

    async fn put(&mut self) -> Result<(), Failure> {
        while let Some(mut call) = Call::next(&mut self.source, "/admin/v1/positions")? {
            self.none_of(call.unreadable.pop())?;
            let end = call.parcel.end;
            let answer = call.hand_over(&self.wire).await?;
            self.none_of(answer.told("misplaced").next())?;
            self.tally.taken += answer.count("taken");
            self.tally.again += answer.count("again");
            for away in answer.told("turned_away") {
                self.tally.turned_away += 1;
                let told = || format!("{}: {}", self.source.named(away.line), away.reason);
                self.tally.first_turned_away.get_or_insert_with(told);
            }
            self.tally.line = end.line;
            self.state.as_mut().map_or(Ok(()), |state| state.keep(end))?;
            self.progress(end, "handed over");
        }
        Ok(())
    }

    /// All lines did fit a moment ago: the plan or the file has changed since.
    fn none_of(&self, mistake: Option<Mistake>) -> Result<(), Failure> {
        let Some(Mistake { line, reason }) = mistake else { return Ok(()) };
        let why = format!("it did fit when all were looked at, and does not any more: {reason}");
        Err(Failure::new(self.source.named(line), why))
    }

    fn progress(&self, end: Place, what: &str) {
        if self.terminal.is_watched() {
            let (share, here) = (self.source.share(end), self.source.named(end.line));
            self.terminal.remark(&format!("\r{share}{here} {what}\x1b[K"));
        }
    }

    fn end(self, outcome: Result<(), Failure>) -> Outcome {
        if self.terminal.is_watched() {
            self.terminal.remark("\r\x1b[K");
        }
        match self.options.format {
            Output::Json => self.terminal.say(&serde_json::to_string(&self.tally).unwrap_or_default()),
            Output::Human => self.terminal.print(&self.human()),
        }
        let tally = &self.tally;
        outcome
            .map_err(|failure| Failure::new(format!("after {}", self.source.named(tally.line)), failure))?;
        Ok(Exit::unless(!tally.complete || tally.turned_away > 0))
    }

    fn human(&self) -> String {
        let tally = &self.tally;
        if !tally.mistakes.is_empty() {
            return self.told();
        }
        let reached = self.source.named(tally.line);
        let mut text = format!("{} people stand where they stood, up to {reached}\n", tally.taken);
        if tally.again > 0 {
            text.push_str(&format!("{} had come before\n", tally.again));
        }
        if let Some(first) = &tally.first_turned_away {
            let count = tally.turned_away;
            text.push_str(&format!("{count} were not let in by the rules of their journey, {first}\n"));
        }
        text
    }

    fn told(&self) -> String {
        let mistakes = &self.tally.mistakes;
        let line = |it: &Mistake| format!("{}: {}\n", self.source.named(it.line), it.reason);
        let mut text: String = mistakes.iter().take(MOST_TOLD).map(line).collect();
        let more = mistakes.len().saturating_sub(MOST_TOLD);
        if more > 0 {
            text.push_str(&format!("and {more} more\n"));
        }
        let whom = match self.tally.line {
            0 => "nobody".to_owned(),
            line => format!("nobody behind {}", self.source.named(line)),
        };
        text.push_str(&format!("{whom} was put anywhere: mend these lines and run it again\n"));
        text
    }
}
