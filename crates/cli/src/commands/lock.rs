//! `filrouge lock`: the versions of the packs of law that a project was looked at with.

use crate::arguments::ProjectDir;
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{Opened, open};
use crate::terminal::Terminal;
use filrouge_compile::{Moved, locking};

/// The name of the file, beside `filrouge.kdl`.
const FILE: &str = "filrouge.lock";

/// Locks the project to the newest version of each pack that it chooses, and tells what is otherwise.
pub fn run(project: &ProjectDir, terminal: &Terminal) -> Outcome {
    let Opened { root, loaded } = open(project)?;
    let locking = locking(&loaded.sources);
    let file = root.join(FILE);
    let done = match &locking.text {
        Some(text) => std::fs::write(&file, text),
        None if file.exists() => std::fs::remove_file(&file),
        None => Ok(()),
    };
    done.map_err(|error| Failure::new(file.display(), error))?;
    if locking.text.is_none() {
        terminal.say("the project chooses no pack of law: there is nothing to lock");
    }
    locking.packs.iter().for_each(|moved| terminal.say(&told(moved)));
    Ok(Exit::Clean)
}

fn told(moved: &Moved) -> String {
    let Moved { name, newest, locked, difference } = moved;
    match locked {
        Some(locked) if locked == newest => format!("same       {name} {newest}"),
        Some(locked) => format!("moved      {name} {locked} → {newest}: {}", difference.join(", ")),
        None => format!("locked     {name} {newest}"),
    }
}
