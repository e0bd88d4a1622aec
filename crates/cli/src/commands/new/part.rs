//! A part of a project: drafted, read as if it stood in the project, and only then written.

use super::create;
use crate::arguments::{Part, ProjectDir};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::moment::today;
use crate::project::{Opened, bundle, judge, open, show};
use crate::terminal::Terminal;
use filrouge_compile::draft::{self, Draft, Entry, Wish, kebab};
use filrouge_compile::{Analysis, Checked, analyse_on, test_block};
use filrouge_machine::Ready;
use filrouge_report::Severity;
use filrouge_simulate::shown;
use std::path::PathBuf;
use std::sync::Arc;

/// Adds `part` to its project.
pub fn run(part: &Part, terminal: &Terminal) -> Outcome {
    let Opened { root, loaded } = open(&ProjectDir { dir: place(part).clone() })?;
    let analysis = judge(loaded, today());
    let Some(checked) = &analysis.checked else {
        show(&analysis, terminal);
        return Err(Failure::new("nothing was added", "the project has errors; mend them first"));
    };
    let Draft { name, text, chosen } = draft(part, checked)?;
    let project = Project { root, analysis };
    let path = project.path(part, &name);
    let text = match part {
        Part::Test { .. } => project.tests(&path, "", &name)?,
        Part::Event { .. } => text,
        Part::Journey { .. } | Part::Segment { .. } => {
            let tests = project.tests(&path, &text, &name);
            tests.map_or_else(|_| text.clone(), |tests| format!("{text}\n{tests}"))
        }
    };
    let after = project.with(&path, &text);
    if after.checked.is_none() {
        show(&after, terminal);
        return Err(Failure::new("nothing was added", "the project would have errors"));
    }
    create(&project.root.join(&path), &text)?;
    terminal.print(&terminal.told(&told(part, &path, &chosen, &after, &name)));
    Ok(Exit::Clean)
}

const fn place(part: &Part) -> &PathBuf {
    match part {
        Part::Journey { place, .. } | Part::Segment { place, .. } => &place.project,
        Part::Event { place, .. } | Part::Test { place, .. } => &place.project,
    }
}

fn draft(part: &Part, checked: &Checked) -> Result<Draft, Failure> {
    let drafted = match part {
        Part::Journey { name, on, purpose, via, .. } => {
            let (purpose, via) = (purpose.as_deref(), via.as_deref());
            draft::journey(checked, &Wish { name, entry: Entry::Event(on.as_deref()), purpose, via })
        }
        Part::Segment { name, when, .. } => draft::segment(checked, name, when.as_deref()),
        Part::Event { name, fields, .. } => draft::event(checked, name, fields),
        Part::Test { journey, .. } => draft::known(checked, journey),
    };
    drafted.map_err(|lack| Failure::new("nothing was added", lack))
}

/// A project that something is added to.
struct Project {
    root: PathBuf,
    analysis: Analysis,
}

impl Project {
    /// Where the part belongs: in a folder of its kind, beside the journeys where the project names its folders.
    fn path(&self, part: &Part, name: &str) -> String {
        let folder = match part {
            Part::Journey { .. } => "journeys",
            Part::Segment { .. } => "segments",
            Part::Event { .. } => "events",
            Part::Test { .. } => "tests",
        };
        let file = format!("{}.kdl", kebab(name).unwrap_or_else(|| folder.to_owned()));
        if filrouge_project::foreign(&self.root)(&self.root.join(folder)) {
            return format!("{}/{folder}/{file}", self.first_folder().unwrap_or("journeys"));
        }
        format!("{folder}/{file}")
    }

    /// A folder of the project that holds texts.
    fn first_folder(&self) -> Option<&str> {
        let paths = self.analysis.sources.iter().map(|(_, file)| file.path.as_str());
        paths.filter_map(|path| path.split_once('/')).map(|(folder, _)| folder).min()
    }

    /// The project with one text more.
    fn with(&self, path: &str, text: &str) -> Analysis {
        let mut sources = self.analysis.sources.clone();
        sources.add(path, text);
        analyse_on(sources, today())
    }

    /// Tests that show what the journey does once `text` stands in the project.
    fn tests(&self, path: &str, text: &str, journey: &str) -> Result<String, Failure> {
        let after = self.with(path, text);
        let cannot = |why: &str| Failure::new("no test was written", why);
        let bundle = bundle(&self.root, &after).ok_or_else(|| cannot("the project would have errors"))?;
        let ready =
            Ready::new(Arc::new(bundle)).map_err(|error| Failure::new("the plan cannot be run", error))?;
        let tests = shown(&ready, journey);
        if tests.is_empty() {
            return Err(cannot("nobody was found whom the journey lets in; write what you know by hand"));
        }
        Ok(tests.iter().map(|test| test_block(test, ready.plan())).collect::<Vec<_>>().join("\n"))
    }
}

fn told(part: &Part, path: &str, chosen: &[(&str, String)], after: &Analysis, name: &str) -> String {
    let mut out = format!("added        {path}\n");
    chosen.iter().for_each(|(label, choice)| out.push_str(&format!("{label:11}  {choice}\n")));
    let noted = after.findings.iter().filter(|finding| finding.rule.severity != Severity::Error).count();
    if noted > 0 {
        out.push_str(&format!(
            "{:11}  {} of `filrouge check`\n",
            "read",
            counted(noted, "finding", "findings")
        ));
    }
    let next = match part {
        Part::Journey { .. } | Part::Segment { .. } => {
            format!("say what it says in the template, then `filrouge test --journey {name}`")
        }
        Part::Event { .. } => format!("let people in with `filrouge new journey NAME --on \"{name}\"`"),
        Part::Test { .. } => format!("read them, and run them with `filrouge test --journey {name}`"),
    };
    out.push_str(&format!("{:11}  {next}\n", "next"));
    out
}
