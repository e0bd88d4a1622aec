//! `filrouge test --record`: a decision of a running daemon as a test.

mod past;

use crate::arguments::{Daemon, Output, Test as Options};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::moment::today;
use crate::project::{analysis, bundle};
use crate::terminal::Terminal;
use filrouge_compile::{Analysis, analyse_on, test_block};
use filrouge_machine::Ready;
use filrouge_report::render;
use filrouge_simulate::record::{Gap, Past, Recorded, record};
use filrouge_simulate::run as lived;
use std::sync::Arc;

/// Prints the decision as a test, and says whether the project passes it.
pub fn run(options: &Options, decision: &str, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(&options.project)?;
    let Some(bundle) = bundle(&root, &analysis).map(Arc::new) else {
        super::refuse(&analysis, options.format, terminal);
        return Ok(Exit::Found);
    };
    let ready = Ready::new(bundle).map_err(|error| Failure::new("the plan cannot be run", error))?;
    let past = past::fetch(&daemon(options), decision, options.journey.first().map(String::as_str))?;
    let reveal = options.recording.reveal;
    let Some(recorded) = record(&ready, &past, reveal) else {
        let why =
            "no `expect` can state it; `filrouge why` shows the decisions around it, record one of them";
        terminal.complain(&Failure::new("this decision cannot be recorded", why));
        return Ok(Exit::Unrecorded);
    };
    let block = test_block(&recorded.scenario, ready.plan());
    let verdict = verdict(analysis, &ready, &block, terminal);
    write(options, &format!("{}{block}", head(&past, &recorded, &verdict, reveal)), terminal)?;
    Ok(say(&recorded.gaps, &verdict, terminal))
}

fn daemon(options: &Options) -> Daemon {
    let recording = &options.recording;
    let (url, admin_token_env) = (recording.url.clone(), recording.admin_token_env.clone());
    Daemon { url, admin_token_env, purpose: None, format: Output::Json }
}

/// What came of the written test.
enum Verdict {
    Passes,
    Fails,
    /// The project does not understand it: its findings, for people.
    Unread(String),
}

impl Verdict {
    const fn told(&self) -> &'static str {
        match self {
            Self::Passes => "the project passes it",
            Self::Fails => "the project does not pass it",
            Self::Unread(_) => "the project does not understand it",
        }
    }
}

/// Reads the text as if it stood in the project, and lives it.
fn verdict(analysis: Analysis, ready: &Ready, block: &str, terminal: &Terminal) -> Verdict {
    let mut sources = analysis.sources;
    sources.add("recorded.kdl", block);
    let again = analyse_on(sources, today());
    let Some(test) = again.checked.as_ref().and_then(|checked| checked.model().tests.last()) else {
        return Verdict::Unread(render::human(&again.findings, &again.sources, terminal.style));
    };
    if lived(ready, test).is_empty() { Verdict::Passes } else { Verdict::Fails }
}

/// What somebody who meets the test in a file should know of it.
fn head(past: &Past, recorded: &Recorded, verdict: &Verdict, reveal: bool) -> String {
    let values = if reveal { "personal values are real" } else { "personal values are invented" };
    let mut head = format!("// Recorded from decision {}; {values}.\n", past.decision.id);
    for gap in &recorded.gaps {
        head.push_str(&format!("// Not as it was: {gap}; {}.\n", gap.help()));
    }
    if !matches!(verdict, Verdict::Passes) {
        head.push_str(&format!("// When it was recorded: {}.\n", verdict.told()));
    }
    head
}

fn write(options: &Options, text: &str, terminal: &Terminal) -> Result<(), Failure> {
    let Some(file) = &options.recording.output else {
        terminal.print(text);
        return Ok(());
    };
    std::fs::write(file, text).map_err(|error| Failure::new(file.display(), error))
}

/// Says on standard error what the test does not tell.
fn say(gaps: &[Gap], verdict: &Verdict, terminal: &Terminal) -> Exit {
    for gap in gaps {
        terminal.remark(&format!("not as it was: {gap}\n  {}\n", gap.help()));
    }
    if let Verdict::Unread(findings) = verdict {
        terminal.remark(findings);
    }
    let serious = gaps.iter().filter(|gap| gap.is_serious()).count();
    let sum = if serious == 0 {
        String::new()
    } else {
        format!(", and {} not as it was", counted(serious, "thing is", "things are"))
    };
    terminal.remark(&format!("recorded: {}{sum}\n", verdict.told()));
    if serious == 0 && matches!(verdict, Verdict::Passes) { Exit::Clean } else { Exit::Unrecorded }
}
