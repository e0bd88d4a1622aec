//! `filrouge backtest`: what recorded events would have led to under the old and the new source.

mod events;
mod sides;

use crate::arguments::{Backtest, BacktestForm, BacktestFormat, Since, clash};
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_backtest::document::{Backtest as Told, Person};
use filrouge_backtest::{Limits, Recording, Replayed, Settings, Span, backtest, chart, human, markdown};
use filrouge_machine::Ready;
use filrouge_plan::{Plan, SourceKind};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often somebody who watches is told how far it is.
const PAUSE: Duration = Duration::from_millis(500);

/// Lives the events under both plans and tells what differs.
pub fn run(options: &Backtest, terminal: &Terminal) -> Outcome {
    if clash(&options.format) {
        let why = "two formats cannot share standard output; give one a file, as in `markdown=comment.md`";
        return Err(Failure::new("--format", why));
    }
    let Some(sides) = sides::both(options, terminal)? else { return Ok(Exit::Found) };
    let text = events::read(options, terminal)?;
    let settings = settings(options, sides.new.plan())?;
    let jobs = options.jobs.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    let (told, replayed) = pool.install(|| live(&sides, &text, &settings, options, terminal));
    if let Some(reason) = nothing(&told) {
        return Err(Failure::new("there is nothing to live", reason));
    }
    tell(options, &told, &replayed, terminal)?;
    Ok(Exit::unless(told.is_refused()))
}

/// A recording of which neither plan understands a line would pass every limit.
fn nothing(told: &Told) -> Option<String> {
    let recording = &told.recording;
    if recording.lines == 0 {
        return Some("the recording has no line".to_owned());
    }
    let first = recording.set_aside.first.first()?;
    let reason = first.new.as_ref().or(first.old.as_ref())?;
    recording.from.is_none().then(|| format!("no line is understood, line {}: {reason}", first.line))
}

/// The plans that are compared.
struct Sides {
    old: Ready,
    new: Ready,
}

fn live(
    sides: &Sides,
    text: &[u8],
    settings: &Settings,
    options: &Backtest,
    terminal: &Terminal,
) -> (Told, Replayed) {
    let Sides { old, new } = sides;
    let recording = Recording::read(text, old.plan(), new.plan(), &settings.source);
    let progress = Progress::of(recording.lines(), terminal);
    let replayed = backtest([old, new], &recording, settings, &|lines| progress.add(lines));
    progress.end();
    let limits = Limits { contacts: options.limit_contacts, change: options.limit_change };
    (Told::of([old, new], &recording, settings, &replayed, limits), replayed)
}

fn settings(options: &Backtest, plan: &Plan) -> Result<Settings, Failure> {
    let taken = &options.taken;
    let (since, last) = match taken.since {
        Some(Since::Moment(at)) => (Some(at), None),
        Some(Since::Last(last)) => (None, Some(last)),
        None => (None, None),
    };
    let span = Span { since, last, after: taken.after };
    let (delay, fetch, approve) = (taken.delay, taken.fetch.into(), taken.approve.into());
    Ok(Settings { source: source(taken.source.as_deref(), plan)?, delay, fetch, approve, span })
}

/// The source that is asked for, or the first one that clients speak to.
fn source(named: Option<&str>, plan: &Plan) -> Result<String, Failure> {
    let own = || plan.sources.iter().filter(|source| matches!(source.kind, SourceKind::Http { .. }));
    match named {
        Some(name) if !own().any(|source| source.name == name) => {
            let names: Vec<_> = own().map(|source| format!("`{}`", source.name)).collect();
            Err(Failure::new(
                "--source",
                format!("the project has no source `{name}`, but {}", names.join(", ")),
            ))
        }
        Some(name) => Ok(name.to_owned()),
        None => Ok(own().next().map_or_else(|| "recording".to_owned(), |source| source.name.clone())),
    }
}

fn tell(options: &Backtest, told: &Told, replayed: &Replayed, terminal: &Terminal) -> Result<(), Failure> {
    for form in &options.format {
        let text = text(form, told, options.chart.as_deref());
        match &form.file {
            None => terminal.print(&text),
            Some(file) => write(file, &text)?,
        }
    }
    if let Some(file) = &options.chart {
        write(file, &chart(told))?;
    }
    if let Some(file) = &options.people {
        let line = |contact| serde_json::to_string(&Person::from(contact)).unwrap_or_default() + "\n";
        write(file, &replayed.contacts.iter().map(line).collect::<String>())?;
    }
    Ok(())
}

fn text(form: &BacktestForm, told: &Told, chart: Option<&Path>) -> String {
    match form.format {
        BacktestFormat::Human => human(told),
        BacktestFormat::Json => serde_json::to_string(told).unwrap_or_default() + "\n",
        BacktestFormat::Markdown => {
            markdown(told, chart.map(|chart| beside(chart, form.file.as_deref())).as_deref())
        }
    }
}

/// How a comment names the picture: as a neighbour when they lie in one folder.
fn beside(chart: &Path, comment: Option<&Path>) -> String {
    let same = comment.is_some_and(|comment| comment.parent() == chart.parent());
    let path = chart.file_name().filter(|_| same).map_or(chart, Path::new);
    path.display().to_string().replace(' ', "%20")
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    fs::write(file, text).map_err(|error| Failure::new(file.display(), error))
}

/// How far it is, for somebody who watches.
struct Progress<'t> {
    all: usize,
    done: AtomicUsize,
    told: Mutex<Instant>,
    terminal: Option<&'t Terminal>,
}

impl<'t> Progress<'t> {
    fn of(all: usize, terminal: &'t Terminal) -> Self {
        let terminal = terminal.is_watched().then_some(terminal);
        Self { all, done: AtomicUsize::new(0), told: Mutex::new(Instant::now()), terminal }
    }

    fn add(&self, lines: usize) {
        let done = self.done.fetch_add(lines, Ordering::Relaxed) + lines;
        let Some(terminal) = self.terminal else { return };
        let Ok(mut told) = self.told.try_lock() else { return };
        if told.elapsed() >= PAUSE {
            *told = Instant::now();
            terminal.remark(&bar(done, self.all));
        }
    }

    fn end(&self) {
        let _told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(terminal) = self.terminal {
            terminal.remark("\r\x1b[K");
        }
    }
}

/// Cells of the bar.
const CELLS: usize = 30;

fn bar(done: usize, all: usize) -> String {
    let full = done * CELLS / all.max(1);
    let percent = done * 100 / all.max(1);
    format!(
        "\r[{}{}] {percent:>3} %  {done} of {all} lines\x1b[K",
        "#".repeat(full),
        " ".repeat(CELLS - full.min(CELLS))
    )
}
