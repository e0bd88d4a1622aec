//! What the end-to-end tests need beside Rust: the official Segment clients and a mail server.

use crate::repository::{Outcome, output, root};

/// Where the clients are installed, below the root.
const HOME: &str = "target/e2e";
/// Where they are declared.
const CLIENTS: &str = "tests/e2e/clients";

/// Installs them, pinned, below `target/`. A second run is quick.
pub fn run() -> Outcome {
    let (venv, node) = (format!("{HOME}/venv"), format!("{HOME}/node"));
    std::fs::create_dir_all(root().join(&node)).map_err(|error| vec![error.to_string()])?;
    if !root().join(&venv).join("bin/python").exists() {
        output("python3", &["-m", "venv", &venv])?;
    }
    let requirements = format!("{CLIENTS}/requirements.txt");
    output(
        &format!("{venv}/bin/python"),
        &["-m", "pip", "install", "--quiet", "--requirement", &requirements],
    )?;
    for file in ["package.json", "package-lock.json", "segment_client.mjs"] {
        let (from, to) = (root().join(CLIENTS).join(file), root().join(&node).join(file));
        std::fs::copy(from, to).map_err(|error| vec![format!("{file}: {error}")])?;
    }
    output("npm", &["ci", "--prefix", &node, "--no-audit", "--no-fund", "--silent"])?;
    Ok(format!("setup: clients in {HOME}"))
}
