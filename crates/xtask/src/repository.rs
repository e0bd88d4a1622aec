//! The repository's files, as git knows them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a verb returns: a summary line, or everything that is wrong.
pub type Outcome = Result<String, Vec<String>>;

/// The repository's root.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_owned()
}

/// Paths that git tracks or would track, relative to the root, sorted.
pub fn files() -> Result<Vec<String>, Vec<String>> {
    let listed = output("git", &["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let mut files: Vec<String> = listed.lines().map(str::to_owned).collect();
    files.retain(|file| root().join(file).is_file());
    files.sort();
    Ok(files)
}

/// The text of a file of the repository; empty when it is no text.
pub fn text(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_default()
}

/// What a command prints, run at the root.
pub fn output(program: &str, arguments: &[&str]) -> Result<String, Vec<String>> {
    let run = Command::new(program).args(arguments).current_dir(root()).output();
    let run = run.map_err(|error| vec![format!("{program}: {error}")])?;
    if !run.status.success() {
        return Err(vec![format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&run.stderr))]);
    }
    String::from_utf8(run.stdout).map_err(|error| vec![format!("{program}: {error}")])
}
