//! `filrouge man`: a page of the manual for each command.

use crate::arguments;
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use clap::Command;
use clap_mangen::Man;
use std::fs;
use std::path::Path;

/// Writes the pages into `output`.
pub fn run(output: &Path, terminal: &Terminal) -> Outcome {
    fs::create_dir_all(output).map_err(|error| Failure::new(output.display(), error))?;
    let mut command = arguments::command();
    command.build();
    let pages = write(&command, "filrouge", output)?;
    terminal.say(&format!("{} in {}", counted(pages, "page", "pages"), output.display()));
    Ok(Exit::Clean)
}

/// The page of a command and those of the commands below it.
fn write(command: &Command, name: &str, output: &Path) -> Result<usize, Failure> {
    let path = output.join(format!("{name}.1"));
    let mut page = Vec::new();
    let own = Man::new(command.clone().display_name(name.to_owned())).manual("Filrouge");
    own.source(concat!("filrouge ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    fs::write(&path, page).map_err(|error| Failure::new(path.display(), error))?;
    let below = command.get_subcommands().filter(|own| own.get_name() != "help");
    let further: Result<Vec<usize>, Failure> =
        below.map(|own| write(own, &format!("{name}-{}", own.get_name()), output)).collect();
    Ok(1 + further?.into_iter().sum::<usize>())
}
