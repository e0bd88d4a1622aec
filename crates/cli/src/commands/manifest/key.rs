//! `filrouge manifest key`: a new key for signatures.

use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_note::Signer;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes the secret half into `output`, which only its owner may read, and prints the other one. A file that is there is left
/// as it is.
pub fn run(name: &str, output: &Path, terminal: &Terminal) -> Outcome {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| Failure::new("no key can be made", error))?;
    let signer = Signer::from_seed(name, seed).map_err(|error| Failure::new(name, error))?;
    write(output, &signer.written()).map_err(|error| Failure::new(output.display(), error))?;
    terminal.say(&signer.verifier().to_string());
    Ok(Exit::Clean)
}

fn write(output: &Path, key: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(output)?, "{key}")
}
