//! `filrouge completions`: what a shell offers when somebody presses the tabulator.

use crate::arguments;
use crate::exit::{Exit, Outcome};
use crate::terminal::Terminal;
use clap_complete::{Shell, generate};

/// Prints the script of a shell.
pub fn run(shell: Shell, terminal: &Terminal) -> Outcome {
    let mut script = Vec::new();
    generate(shell, &mut arguments::command(), "filrouge", &mut script);
    terminal.print(&String::from_utf8_lossy(&script));
    Ok(Exit::Clean)
}
