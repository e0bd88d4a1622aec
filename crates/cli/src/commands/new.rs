//! `filrouge new`: a first project.

use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use std::path::Path;

/// The example that a new project starts from; it is checked and tested with the others.
const FILES: &[(&str, &str)] = &[
    ("filrouge.kdl", include_str!("../../../../examples/hello/filrouge.kdl")),
    ("notice.md", include_str!("../../../../examples/hello/notice.md")),
    ("tests.kdl", include_str!("../../../../examples/hello/tests.kdl")),
    (".gitignore", ".filrouge/\n"),
];

/// Creates `dir` with a project that checks, tests and runs.
pub fn run(dir: &Path, terminal: &Terminal) -> Outcome {
    if dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::new(dir.display(), "the folder is not empty; give a new one"));
    }
    std::fs::create_dir_all(dir).map_err(|error| Failure::new(dir.display(), error))?;
    for (name, text) in FILES {
        let path = dir.join(name);
        std::fs::write(&path, text).map_err(|error| Failure::new(path.display(), error))?;
    }
    terminal.print(&next_steps(&dir.display().to_string()));
    Ok(Exit::Clean)
}

fn next_steps(dir: &str) -> String {
    format!(
        "A project is in {dir}.\n\n\
         filrouge check {dir}    find every mistake\n\
         filrouge test {dir}     run its test on a virtual clock\n\
         filrouge dev {dir}      run it, with a mailbox in the browser\n"
    )
}
