//! `filrouge init ci`: the workflow that checks, tests and plans each change.

use crate::arguments::{Ci, Service};
use crate::commands::new::create;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_compile::locking;
use filrouge_project::{find_root, load, prefix, top};

/// What a recording of events is called.
const RECORDING: &str = "recording.ndjson";

/// Where a workflow lies in the repository, and its text.
const fn workflow(service: Service) -> (&'static str, &'static str) {
    match service {
        Service::Github => (".github/workflows/filrouge.yml", include_str!("init/github.yml")),
        Service::Gitlab => (".gitlab/filrouge.yml", include_str!("init/gitlab.yml")),
        Service::PreCommit => (".pre-commit-config.yaml", include_str!("init/pre-commit.yaml")),
    }
}

/// Writes the workflow into the repository that the project lies in. A file that is there is left as it is.
pub fn run(options: &Ci, terminal: &Terminal) -> Outcome {
    let root = find_root(&options.project.dir)?;
    let Some(top) = top(&root) else {
        return Err(Failure::new(root.display(), "the project is not under git; run `git init` first"));
    };
    let (path, text) = workflow(options.service);
    let prefix = prefix(&root);
    let dir = if prefix.is_empty() { "." } else { prefix.trim_end_matches('/') };
    create(&top.join(path), &filled(text, dir, options))?;
    terminal.print(&told(options, path));
    if !locking(&load(&root).sources).is_current {
        terminal.print("before that: `filrouge lock`, as the workflow checks the project by the packs of law in its lock\n");
    }
    Ok(Exit::Clean)
}

/// The text with what is particular to the project. A line that has something of several lines is indented as it is.
fn filled(text: &str, dir: &str, options: &Ci) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        if line == "{{install}}" {
            let indent = if options.service == Service::Github { 10 } else { 6 };
            lines.extend(install(options).lines().map(|line| format!("{:indent$}{line}", "")));
        } else {
            let line = line.replace("{{dir}}", dir).replace("{{branch}}", &options.branch);
            lines.push(line.replace("{{events}}", &events(dir, options)));
        }
    }
    lines.join("\n") + "\n"
}

/// Where the recording lies in the repository: in the folder of the project, where nothing else is said.
fn events(dir: &str, options: &Ci) -> String {
    let beside = || if dir == "." { RECORDING.to_owned() } else { format!("{dir}/{RECORDING}") };
    options.events.clone().unwrap_or_else(beside)
}

/// Nothing is downloaded that the team has not named.
fn install(options: &Ci) -> String {
    let said = options.install.as_ref().map(|command| command.trim().to_owned());
    said.unwrap_or_else(|| {
        "# Say here how `filrouge` comes to the runner: a binary of yours, a container, `cargo install`.\n\
         command -v filrouge"
            .to_owned()
    })
}

fn told(options: &Ci, path: &str) -> String {
    let next = match options.service {
        Service::Github => {
            "commit it; a plan that asks for a yes fails until the label `filrouge-approved` is given"
        }
        Service::Gitlab => "add `include: .gitlab/filrouge.yml` to `.gitlab-ci.yml` and commit both",
        Service::PreCommit => "run `pre-commit install`",
    };
    let install = match (options.service, &options.install) {
        (Service::PreCommit, _) | (_, Some(_)) => String::new(),
        _ => format!("say in {path} how `filrouge` is installed there (or give `--install`)\n"),
    };
    format!("written: {path}\n{install}next: {next}\n")
}
